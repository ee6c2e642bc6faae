# cmake -DINPUT=allele_rt.ll -DASSEMBLER=llvm-as -DCOMPILER=llc -DBITCODE=allele_rt.bc -DOUTPUT=RuntimeBitcode.cpp -P EmbedBitcode.cmake
#
# Writes the runtime as two C++ arrays: assembly for ordinary modules, since compiling the bitcode again in each translation
# unit cost it 50 ms, and bitcode for the modules of link-time optimisation, which wants no assembly.
file(READ ${INPUT} text)
# The module flags are the host module's business, and conflicting ones are an error when modules are linked.
string(REGEX REPLACE "\n!llvm\\.[^\n]*" "" text "${text}")

# The assembly: every definition weak, in a COMDAT of its own. Local labels are renamed: they share the name space of the
# module that the text goes into. The guard is for modules that are linked as bitcode later.
string(REGEX MATCHALL "@__allele_[a-z0-9_]+ = hidden|define hidden [^\n]*@__allele_[a-z0-9_]+" definitions "${text}")
set(comdats "")
foreach(definition IN LISTS definitions)
  string(REGEX MATCH "__allele_[a-z0-9_]+" name "${definition}")
  string(APPEND comdats "$${name} = comdat any\n")
endforeach()
string(REGEX REPLACE "\ndefine hidden ([^\n]*@__allele_[^\n]*) {" "\ndefine weak_odr hidden \\1 comdat {" shared "${text}")
string(REGEX REPLACE "\n(@__allele_[a-z0-9_]+ = )hidden ([^\n]*), align" "\n\\1weak_odr hidden \\2, comdat, align" shared "${shared}")
file(WRITE ${INPUT}.shared.ll "${shared}\n${comdats}")
execute_process(COMMAND ${COMPILER} -O2 -relocation-model=pic ${INPUT}.shared.ll -o ${INPUT}.s COMMAND_ERROR_IS_FATAL ANY)
file(READ ${INPUT}.s assembly)
string(REGEX REPLACE "\t\\.(file|ident|addrsig)[^\n]*\n" "" assembly "${assembly}")
string(REGEX REPLACE "[ \t]+# [^\n]*" "" assembly "${assembly}")
string(REGEX REPLACE "([^A-Za-z0-9_.])\\.L" "\\1.Lallele." assembly "${assembly}")
string(PREPEND assembly "\t.ifndef .Lallele.runtime\n\t.set .Lallele.runtime, 1\n")
string(APPEND assembly "\t.endif\n")
file(WRITE ${INPUT}.s "${assembly}")

# The bitcode: what runs once (cold) becomes optnone, as optimising it again doubles what the runtime costs a module.
# Definitions only: the attributes of calls have no uwtable.
string(REGEX REPLACE "(\nattributes #[0-9]+ = {[^\n]* )cold ([^\n]*)optsize ([^\n]*uwtable)" "\\1cold noinline \\2optnone \\3" text "${text}")
string(REPLACE " noinline noinline " " noinline " text "${text}")
# clang drops no_sanitize("coverage") where it doesn't instrument for coverage itself; the host may.
string(REGEX REPLACE "(\nattributes #[0-9]+ = {[^\n]*) uwtable " "\\1 nosanitize_coverage uwtable " text "${text}")
file(WRITE ${INPUT} "${text}")
execute_process(COMMAND ${ASSEMBLER} ${INPUT} -o ${BITCODE} COMMAND_ERROR_IS_FATAL ANY)

set(output "")
function(append_array file name)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "(................................................................)" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(APPEND output "extern const unsigned char kAllele${name}[];
extern const unsigned long kAllele${name}Size;
const unsigned char kAllele${name}[] = {
${bytes}
};
const unsigned long kAllele${name}Size = sizeof kAllele${name};
")
  set(output "${output}" PARENT_SCOPE)
endfunction()
append_array(${BITCODE} RuntimeBitcode)
append_array(${INPUT}.s RuntimeAssembly)
file(WRITE ${OUTPUT} "${output}")
