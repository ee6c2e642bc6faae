# allele_compile_options(TARGET [UNSANITIZED]): what all of Allele's own C and C++ is compiled with. UNSANITIZED: what is loaded
# into programs that have no sanitizer, in any build.
function(allele_compile_options target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Werror -fvisibility=hidden)
  if(ALLELE_SANITIZE AND NOT "${ARGN}" STREQUAL "UNSANITIZED")
    target_compile_options(${target} PRIVATE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PRIVATE -fsanitize=address,undefined)
  endif()
endfunction()
