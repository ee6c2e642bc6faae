# allele_llvm_program(VARIABLE NAME MAJOR): the path of a program of that version of LLVM.
function(allele_llvm_program variable name major)
  string(MAKE_C_IDENTIFIER ALLELE_${name}_${major} found)
  find_program(${found} NAMES ${name}-${major})
  if(NOT ${found})
    message(FATAL_ERROR "${name}-${major} isn't there, which the plugin for LLVM ${major} needs: "
                        "install clang-${major}, llvm-${major} and llvm-${major}-dev")
  endif()
  set(${variable} ${${found}} PARENT_SCOPE)
endfunction()

# allele_llvm_directory(VARIABLE MAJOR OPTION): what llvm-config says: --includedir, --bindir.
function(allele_llvm_directory variable major option)
  allele_llvm_program(config llvm-config ${major})
  execute_process(COMMAND ${config} ${option} OUTPUT_VARIABLE directory OUTPUT_STRIP_TRAILING_WHITESPACE
                  COMMAND_ERROR_IS_FATAL ANY)
  set(${variable} ${directory} PARENT_SCOPE)
endfunction()
