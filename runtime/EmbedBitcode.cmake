# cmake -DINPUT=allele_rt.ll -DASSEMBLER=llvm-as -DBITCODE=allele_rt.bc -DOUTPUT=RuntimeBitcode.cpp -P EmbedBitcode.cmake
#
# Marks what runs once (cold) as optnone: optimising it again doubles what the runtime costs each translation unit.
# Takes the module flags out of INPUT (they are the host module's business, and conflicting ones are an error when modules
# are linked), assembles it, and writes the bytes as a C++ array.
file(READ ${INPUT} text)
string(REGEX REPLACE "\n!llvm\\.[^\n]*" "" text "${text}")
# Definitions only: the attributes of calls have no uwtable.
string(REGEX REPLACE "(\nattributes #[0-9]+ = {[^\n]* )cold ([^\n]*)optsize ([^\n]*uwtable)" "\\1cold noinline \\2optnone \\3" text "${text}")
string(REPLACE " noinline noinline " " noinline " text "${text}")
# clang drops no_sanitize("coverage") where it doesn't instrument for coverage itself; the host may.
string(REGEX REPLACE "(\nattributes #[0-9]+ = {[^\n]*) uwtable " "\\1 nosanitize_coverage uwtable " text "${text}")
file(WRITE ${INPUT} "${text}")
execute_process(COMMAND ${ASSEMBLER} ${INPUT} -o ${BITCODE} COMMAND_ERROR_IS_FATAL ANY)
file(READ ${BITCODE} bytes HEX)
string(REGEX REPLACE "(................................................................)" "\\1\n" bytes "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
file(WRITE ${OUTPUT} "extern const unsigned char kAlleleRuntimeBitcode[];
extern const unsigned long kAlleleRuntimeBitcodeSize;
const unsigned char kAlleleRuntimeBitcode[] = {
${bytes}
};
const unsigned long kAlleleRuntimeBitcodeSize = sizeof kAlleleRuntimeBitcode;
")
