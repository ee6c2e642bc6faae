// What only gives something back: without it the program leaks, which a leak checker sees and a test doesn't.
#include "Noise.h"
#include "NoiseText.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kReleases;

namespace {

constexpr RuleInfo kInfo = {
    "releases", "Removed releases: statements `free(p);`, `delete p;`, `fclose(f);`, `close(fd);`, calls of "
                "functions whose names end so (`tree_destroy(t);`, `pool_free(pool, p);`), the "
                "check of `p` around nothing else, and `p = NULL;` behind."};

constexpr StringLiteral kFunctions[] = {"free", "cfree", "fclose", "close", "closedir", "munmap", "std::free"};
constexpr StringLiteral kDeletes[] = {"operator delete", "operator delete[]"};

bool isNull(const SourceFile &file, TokenIndex token) {
  return is_contained({"NULL", "nullptr", "0"}, file.spelling(token));
}

// `p`, `p != NULL`, `NULL != p`
bool checksOnly(const SourceFile &file, TokenRange condition, TokenRange released) {
  condition = withoutParentheses(file, condition);
  if (isSameText(file, condition, released))
    return true;
  TokenIndex compare = file.scanForward(condition.begin, [&](TokenIndex at) { return file.is(at, "!="); });
  if (!file.is(compare, "!=") || compare >= condition.end)
    return false;
  TokenRange left{condition.begin, compare}, right{compare + 1, condition.end};
  auto isNullConstant = [&](TokenRange range) { return range.end - range.begin == 1 && isNull(file, range.begin); };
  return (isSameText(file, left, released) && isNullConstant(right)) ||
         (isSameText(file, right, released) && isNullConstant(left));
}

// `p = NULL;`
TokenRange resetBehind(const SourceFile &file, TokenIndex begin, TokenRange released) {
  TokenIndex assignment = begin + (released.end - released.begin);
  bool isReset = isSameText(file, {begin, assignment}, released) && file.is(assignment, "=") &&
                 isNull(file, assignment + 1) && file.is(assignment + 2, ";");
  return isReset ? TokenRange{begin, assignment + 3} : TokenRange();
}

void markRelease(Noise &noise, const SourceFile &file, TokenRange statement, TokenRange released) {
  noise.coverExactly(kInfo.id, file, {statement.begin, statement.end - 1});
  TokenRange reset = resetBehind(file, statement.end, released);
  if (!reset.empty()) {
    noise.cover(kInfo.id, file, reset);
    statement.end = reset.end;
  }
  if (file.is(statement.begin - 1, "{") && file.is(statement.end, "}"))
    statement = {statement.begin - 1, statement.end + 1};
  Head head = headBefore(file, statement.begin);
  if (file.is(head.keyword, "if") && !file.is(statement.end, "else") && checksOnly(file, head.condition, released)) {
    noise.cover(kInfo.id, file, head.condition);
    noise.coverExactly(kInfo.id, file, {head.keyword, statement.end});
  }
}

// `cJSON_Delete`, `sqlite3_free`, `hooks.deallocate`; not `DeleteItem`.
bool namesRelease(StringRef name) {
  static constexpr StringLiteral kEnds[] = {"free", "delete", "destroy", "release", "dispose", "dealloc", "deallocate"};
  return any_of(kEnds, [&](StringRef end) { return name.ends_with_insensitive(end); });
}

// `pool_free(pool, p)`; a `delete` with two arguments may take one out of the other.
bool namesReleaseFrom(StringRef name) {
  return any_of(ArrayRef<StringLiteral>{"free", "dealloc", "deallocate"},
                [&](StringRef end) { return name.ends_with_insensitive(end); });
}

// Functions, pointers to functions and macros whose names say that they release their only argument, or their last one
// to the first. Not methods: what a container deletes is gone for everybody.
void markByName(Noise &noise) {
  for (Instruction &instruction : instructions(noise.context.function)) {
    const auto *call = dyn_cast<CallBase>(&instruction);
    Place place = call ? noise.context.place(*call) : Place();
    if (!place || place.file->token(place.token).kind != TokenKind::kIdentifier)
      continue;
    const SourceFile &file = *place.file;
    TokenRange statement = statementAt(file, place.token);
    TokenIndex open = statement.end - 2 > place.token && file.is(statement.end - 2, ")")
                          ? file.token(statement.end - 2).match
                          : kNoToken;
    if (open < 1 || !namesRelease(file.spelling(open - 1)))
      continue;
    bool isMember = file.is(open - 2, ".") || file.is(open - 2, "->");
    bool isPlain = all_of(seq(statement.begin, open), [&](TokenIndex token) {
      return file.token(token).kind == TokenKind::kIdentifier || is_contained({".", "->", "::"}, file.spelling(token));
    });
    auto arguments = argumentsOf(file, statement.end - 1);
    bool isMethod = call->arg_size() != arguments.size(); // has `this` besides
    bool isRelease = arguments.size() == 1 || (arguments.size() == 2 && namesReleaseFrom(file.spelling(open - 1)));
    if (isPlain && isRelease && !isMethod && (!isMember || call->isIndirectCall()))
      markRelease(noise, file, statement, arguments.back());
  }
}

void mark(Noise &noise) {
  markByName(noise);
  for (const NamedCall &call : noise.calls()) {
    const SourceFile &file = *call.place.file;
    TokenRange statement = statementAt(file, call.place.token);
    if (matchesAny(kFunctions, call.name.qualified())) {
      TokenRange range = callAt(file, call.place.token, call.name.base);
      auto arguments = argumentsOf(file, range.end);
      if (!arguments.empty() && range.begin == statement.begin && range.end == statement.end - 1)
        markRelease(noise, file, statement, arguments.front());
    } else if (matchesAny(kDeletes, call.name.qualified()) && file.is(statement.begin, "delete")) {
      bool isArray = file.is(statement.begin + 1, "[");
      markRelease(noise, file, statement, {statement.begin + (isArray ? 3 : 1), statement.end - 1});
    }
  }
}

} // namespace

const NoiseRule kReleases = {kInfo, mark, nullptr};

} // namespace allele
