#include "StringSection.h"

#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace allele {

namespace {

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

void writeStrings(Module &module, StringRef section, const std::set<std::string> &entries) {
  if (entries.empty())
    return;
  // By assembly: no section of LLVM's own making stays out of the program's memory.
  std::string text = ("\t.section " + section + ",\"MS\",%progbits,1\n").str();
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
