#include "Ignored.h"

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

// As the operand of .asciz.
void writeQuoted(raw_ostream &out, StringRef text) {
  out << '"';
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out << '\\' << c;
    else if (byte < 0x20 || byte >= 0x7f)
      out << '\\' << char('0' + (byte >> 6)) << char('0' + ((byte >> 3) & 7)) << char('0' + (byte & 7));
    else
      out << c;
  }
  out << '"';
}

} // namespace

void IgnoredMutants::add(const Site &site, const Alternative &alternative, StringRef reason, StringRef detail) {
  addEntry(alternative.id, reason, detail, alternative.operatorId, *site.file, alternative.range,
           alternative.replacement);
}

void IgnoredMutants::addMacro(const SourceFile &file, TokenIndex name) {
  TokenRange range{name, file.operandEnd(name)};
  const Token &token = file.token(name);
  std::string key = (file.path + ":" + Twine(token.line) + ":" + Twine(token.column)).str();
  addEntry(MD5Hash(key), ALLELE_IGNORED_MACRO, file.spelling(name), "", file, range, "");
}

void IgnoredMutants::addEntry(uint64_t id, StringRef reason, StringRef detail, StringRef operatorId,
                              const SourceFile &file, TokenRange range, StringRef replacement) {
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
  out.flush();
  entries.insert(std::move(entry));
}

void IgnoredMutants::write(Module &module) const {
  if (entries.empty())
    return;
  // By assembly: no section of LLVM's own making stays out of the program's memory. "MS": linkers join equal entries,
  // such as those of a header in many objects.
  std::string text = "\t.section " ALLELE_SECTION_IGNORED ",\"MS\",%progbits,1\n";
  raw_string_ostream out(text);
  for (const std::string &entry : entries) {
    out << "\t.asciz ";
    writeQuoted(out, entry);
    out << '\n';
  }
  out << "\t.text\n";
  out.flush();
  module.appendModuleInlineAsm(text);
}

} // namespace allele
