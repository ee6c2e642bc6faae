# What `cmake --install` puts where, by component: the command with the runtime, and a plugin for each version of LLVM.
include(CMakePackageConfigHelpers)

set(libraries ${CMAKE_INSTALL_LIBDIR}/allele)
set(package ${CMAKE_INSTALL_LIBDIR}/cmake/Allele)

install(TARGETS allele RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT driver)
install(TARGETS allele-server LIBRARY DESTINATION ${libraries} COMPONENT driver)
install(TARGETS allele_rt ARCHIVE DESTINATION ${libraries} COMPONENT driver)
install(FILES runtime/include/allele/abi.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/allele COMPONENT driver)
install(FILES docs/allele.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/allele COMPONENT driver)
install(PROGRAMS ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/allele-cc ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/allele-c++
        DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT driver) # links
foreach(major IN LISTS ALLELE_LLVM_MAJOR ALLELE_OTHER_LLVM_MAJORS)
  install(FILES $<TARGET_FILE:allele-${major}> DESTINATION ${libraries} COMPONENT llvm-${major})
endforeach()

# find_package(Allele), in the build directory as where it is installed.
function(allele_package directory package prefix program)
  set(ALLELE_PROGRAM ${program})
  configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/package/AlleleConfig.cmake.in ${directory}/AlleleConfig.cmake
    INSTALL_DESTINATION ${package} INSTALL_PREFIX ${prefix} PATH_VARS ALLELE_PROGRAM NO_CHECK_REQUIRED_COMPONENTS_MACRO)
  write_basic_package_version_file(${directory}/AlleleConfigVersion.cmake COMPATIBILITY SameMinorVersion)
  file(COPY ${PROJECT_SOURCE_DIR}/cmake/package/AlleleFunctions.cmake DESTINATION ${directory})
endfunction()
allele_package(${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/cmake/Allele lib/cmake/Allele ${CMAKE_BINARY_DIR}
               ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/allele)
allele_package(${CMAKE_BINARY_DIR}/package ${package} ${CMAKE_INSTALL_PREFIX} ${CMAKE_INSTALL_FULL_BINDIR}/allele)
install(DIRECTORY ${CMAKE_BINARY_DIR}/package/ DESTINATION ${package} COMPONENT driver)

# Made by the command itself of what its --help says.
set(made ${CMAKE_BINARY_DIR}/share)
add_custom_command(
  OUTPUT ${made}/stamp
  COMMAND ${CMAKE_COMMAND} -E rm -rf ${made}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${made}/completions
  COMMAND allele man --to ${made}/man1
  COMMAND allele completion bash > ${made}/completions/allele
  COMMAND allele completion zsh > ${made}/completions/_allele
  COMMAND allele completion fish > ${made}/completions/allele.fish
  COMMAND ${CMAKE_COMMAND} -E touch ${made}/stamp
  DEPENDS allele
  WORKING_DIRECTORY ${CMAKE_BINARY_DIR}
  COMMENT "Writing man pages and completions")
add_custom_target(allele_manual ALL DEPENDS ${made}/stamp)
install(DIRECTORY ${made}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR} COMPONENT driver)
install(FILES ${made}/completions/allele DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT driver)
install(FILES ${made}/completions/_allele DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions COMPONENT driver)
install(FILES ${made}/completions/allele.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d COMPONENT driver)
