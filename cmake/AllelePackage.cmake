# `cpack -G DEB --config build/CPackConfig.cmake`: a package of the command, and one of the plugin for each version of LLVM.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME allele)
set(CPACK_PACKAGE_VENDOR Allele)
set(CPACK_PACKAGE_CONTACT "The Allele developers <allele@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "mutation testing for C and C++")
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/packages)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)

set(CPACK_COMPONENTS_ALL driver)
set(CPACK_DEBIAN_DRIVER_PACKAGE_NAME allele)
set(CPACK_DEBIAN_DRIVER_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_DRIVER_PACKAGE_RECOMMENDS allele-llvm-${ALLELE_LLVM_MAJOR})
set(CPACK_COMPONENT_DRIVER_DESCRIPTION
    "Shows which changes of C and C++ code the tests of it do not notice.\nThe allele command runs tests against mutants that a plugin for clang\ncompiled in; the packages allele-llvm-* hold the plugins.")
foreach(major IN LISTS ALLELE_LLVM_MAJOR ALLELE_OTHER_LLVM_MAJORS)
  math(EXPR next "${major} + 1")
  string(TOUPPER "llvm-${major}" component)
  list(APPEND CPACK_COMPONENTS_ALL llvm-${major})
  set(CPACK_DEBIAN_${component}_PACKAGE_NAME allele-llvm-${major})
  set(CPACK_DEBIAN_${component}_PACKAGE_SHLIBDEPS ON)
  # It links nothing of LLVM, whose interface changes with each major version.
  set(CPACK_DEBIAN_${component}_PACKAGE_DEPENDS
      "allele (= ${PROJECT_VERSION}), clang-${major} (>= 1:${major}), clang-${major} (<< 1:${next}~)")
  set(CPACK_COMPONENT_${component}_DESCRIPTION
      "The plugin of Allele for clang ${major}.\nCompiles all mutants of C and C++ code into the program that is built.")
  install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/allele-llvm-${major} COMPONENT llvm-${major} RENAME copyright)
endforeach()

install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/allele COMPONENT driver RENAME copyright)
install(FILES README.md DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/allele COMPONENT driver)
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/allele/docs COMPONENT driver
        PATTERN build EXCLUDE PATTERN allele.out EXCLUDE)
include(CPack)
