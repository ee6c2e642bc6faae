#include "MutantId.h"

#include "LlvmVersion.h"

#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/Support/MD5.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace allele {

namespace {

// The first line of the function if the token lies in its text; 1 for what is outside, like a member's default
// initialiser, which every constructor compiles.
unsigned firstLineOfFunction(const DISubprogram &subprogram, const SourceFile &file, const Token &token) {
  if (subprogram.getLine() == 0 || token.line < subprogram.getLine() ||
      !StringRef(file.path).ends_with(
          subprogram.getFile()->getFilename().substr(subprogram.getFile()->getFilename().rfind('/') + 1)))
    return 1;
  TokenIndex brace = file.bodyBrace(subprogram.getScopeLine());
  bool isBehind = brace != kNoToken && token.offset > file.token(file.token(brace).match).offset;
  return isBehind ? 1 : subprogram.getLine();
}

} // namespace

uint64_t MutantIds::idOf(const Function &function, const Site &site, const Alternative &alternative) {
  const SourceFile &file = *site.file;
  const Token &token = file.token(alternative.range.begin);
  unsigned first = firstLineOfFunction(*function.getSubprogram(), file, token);
  std::string key;
  raw_string_ostream out(key);
  out << file.path << '\0';
  if (first > 1)
    out << file.trimmedLine(first) << '\0' << file.identicalLinesBefore(1, first) << '\0';
  out << file.trimmedLine(token.line) << '\0' << file.identicalLinesBefore(first, token.line) << '\0'
      << file.columnInTrimmedLine(token.line, token.column) << '\0' << alternative.operatorId << '\0'
      << alternative.replacement;
  out.flush();
  uint64_t id = MD5Hash(key);
  auto [found, isNew] = keys.try_emplace(id, key);
  if (!isNew && found->second != key) {
    lastConflict = file.path + ":" + std::to_string(token.line);
    return 0;
  }
  return id == 0 ? 1 : id;
}

} // namespace allele
