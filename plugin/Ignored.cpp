#include "Ignored.h"

#include "Operators.h"
#include "StringSection.h"

#include "llvm/Support/Format.h"
#include "llvm/Support/MD5.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace allele {

namespace {

void writeField(raw_ostream &out, StringRef text) {
  out << '\t';
  for (char c : text) {
    switch (c) {
    case '\\':
      out << "\\\\";
      break;
    case '\t':
      out << "\\t";
      break;
    case '\n':
      out << "\\n";
      break;
    case '\0':
      break;
    default:
      out << c;
    }
  }
}

} // namespace

void IgnoredMutants::add(const Site &site, const Alternative &alternative, StringRef reason, StringRef detail) {
  addEntry(alternative.id, reason, detail, alternative.operatorId, *site.file, alternative.range,
           alternative.replacement, idOf(levelOf(alternative)));
}

void IgnoredMutants::addMacro(const SourceFile &file, TokenIndex name) {
  TokenRange range{name, file.operandEnd(name)};
  const Token &token = file.token(name);
  std::string key = (file.path + ":" + Twine(token.line) + ":" + Twine(token.column)).str();
  addEntry(MD5Hash(key), ALLELE_IGNORED_MACRO, file.spelling(name), "", file, range, "", "");
}

void IgnoredMutants::addEntry(uint64_t id, StringRef reason, StringRef detail, StringRef operatorId,
                              const SourceFile &file, TokenRange range, StringRef replacement, StringRef level) {
  SourceExtent extent = file.extentOf(range);
  std::string entry;
  raw_string_ostream out(entry);
  out << format_hex_no_prefix(id, 16);
  writeField(out, reason);
  writeField(out, detail);
  writeField(out, operatorId);
  writeField(out, file.root);
  writeField(out, file.path);
  out << '\t' << extent.line << '\t' << extent.column << '\t' << extent.endLine << '\t' << extent.endColumn;
  writeField(out, file.textOf(range));
  writeField(out, replacement);
  writeField(out, level);
  out.flush();
  entries.insert(std::move(entry));
}

void IgnoredMutants::write(Module &module) const {
  writeStrings(module, ALLELE_SECTION_IGNORED, entries);
}

} // namespace allele
