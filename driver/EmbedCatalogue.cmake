# cmake -DOPT=opt -DPLUGIN=allele-19.so -DOUTPUT=OperatorCatalogue.cpp -P EmbedCatalogue.cmake
#
# Writes what the plugin prints of its operators and noise rules, JSON, as a C++ string. An output that is right already is left
# alone, so that a change of the plugin doesn't compile the driver again.
execute_process(
  COMMAND ${OPT} -load-pass-plugin=${PLUGIN} "-passes=print<allele-catalogue>" -disable-output
  INPUT_FILE /dev/null OUTPUT_VARIABLE json COMMAND_ERROR_IS_FATAL ANY)
set(content "extern const char *const kOperatorCatalogue;\nconst char *const kOperatorCatalogue = R\"json(${json})json\";\n")
set(known "")
if(EXISTS ${OUTPUT})
  file(READ ${OUTPUT} known)
endif()
if(NOT known STREQUAL content)
  file(WRITE ${OUTPUT} "${content}")
endif()
