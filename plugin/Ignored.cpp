#include "Ignored.h"

#include "StringSection.h"

#include "llvm/Support/Format.h"
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
  SourceExtent extent = site.file->extentOf(alternative.range);
  std::string entry;
  raw_string_ostream out(entry);
  out << format_hex_no_prefix(alternative.id, 16);
  writeField(out, reason);
  writeField(out, detail);
  writeField(out, alternative.operatorId);
  writeField(out, site.file->root);
  writeField(out, site.file->path);
  out << '\t' << extent.line << '\t' << extent.column << '\t' << extent.endLine << '\t' << extent.endColumn;
  writeField(out, site.file->textOf(alternative.range));
  writeField(out, alternative.replacement);
  out.flush();
  entries.insert(std::move(entry));
}

void IgnoredMutants::write(Module &module) const {
  writeStrings(module, ALLELE_SECTION_IGNORED, entries);
}

} // namespace allele
