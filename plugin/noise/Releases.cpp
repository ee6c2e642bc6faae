// What only gives something back: without it the program leaks, which a leak checker sees and a test doesn't.
#include "../LlvmVersion.h"
#include "Noise.h"
#include "NoiseText.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kReleases;

namespace {

constexpr RuleInfo kInfo = {
    "releases",
    "Removed releases: statements `free(p);`, `delete p;`, `fclose(f);`, `close(fd);`, calls of "
    "functions whose names end so (`tree_destroy(t);`, `pool_free(pool, p);`), of functions that do nothing "
    "else, and of `inflateEnd(&local);`; the check of `p` around nothing else, and `p = NULL;` behind. "
    "Conditions of nothing but releases, made false."};

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

// A statement that only releases.
struct Release {
  const SourceFile *file;
  TokenRange range; // with the reset behind it
};

void markRelease(Noise &noise, std::vector<Release> &releases, const SourceFile &file, TokenRange statement,
                 TokenRange released) {
  noise.coverExactly(kInfo.id, file, {statement.begin, statement.end - 1});
  TokenRange reset = resetBehind(file, statement.end, released);
  if (!reset.empty()) {
    noise.cover(kInfo.id, file, reset);
    statement.end = reset.end;
  }
  releases.push_back({&file, statement});
  if (file.is(statement.begin - 1, "{") && file.is(statement.end, "}"))
    statement = {statement.begin - 1, statement.end + 1};
  Head head = headBefore(file, statement.begin);
  if (file.is(head.keyword, "if") && !file.is(statement.end, "else") && checksOnly(file, head.condition, released)) {
    noise.cover(kInfo.id, file, head.condition);
    noise.coverExactly(kInfo.id, file, {head.keyword, statement.end});
  }
}

// The statement, or the block around it if all that it does is to release.
TokenRange withBlock(const std::vector<Release> &releases, const Release &release) {
  const SourceFile &file = *release.file;
  TokenIndex open = file.enclosingBracket(release.range.begin);
  if (!file.is(open, "{"))
    return release.range;
  TokenIndex at = open + 1;
  auto beginsHere = [&](const Release &each) { return each.file == &file && each.range.begin == at; };
  for (auto found = releases.end(); (found = find_if(releases, beginsHere)) != releases.end();)
    at = found->range.end;
  return file.is(at, "}") ? TokenRange{open, at + 1} : release.range;
}

// An `if` around nothing but releases is one, too.
void markConditions(Noise &noise, std::vector<Release> releases) {
  for (size_t number = 0; number < releases.size(); ++number) {
    const SourceFile &file = *releases[number].file;
    TokenRange body = withBlock(releases, releases[number]);
    Head head = headBefore(file, body.begin);
    if (!file.is(head.keyword, "if") || file.is(body.end, "else"))
      continue;
    TokenRange whole{head.keyword, body.end};
    if (any_of(releases, [&](const Release &each) { return each.file == &file && each.range.begin == whole.begin; }))
      continue;
    noise.coverFalse(kInfo.id, file, head.condition);
    if (!mayHaveEffect(file, head.condition, Calls::kHaveNone))
      releases.push_back({&file, whole});
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

// `inflateEnd`, `parser_end`, `Cleanup`, for objects that are the function's own.
bool namesEnd(StringRef name) {
  static constexpr StringLiteral kEnds[] = {"End", "_end", "_fini", "deinit", "uninit", "cleanup", "teardown"};
  return any_of(kEnds,
                [&](StringRef end) { return end == "End" ? name.ends_with(end) : name.ends_with_insensitive(end); });
}

// Whether the call destroys or gives back what it is given.
bool isRelease(const FunctionContext &context, const CallBase &call) {
  if (const Function *callee = call.getCalledFunction()) {
    SourceName name = nameOf(*callee);
    return name.isDestructor || matchesAny(kFunctions, name.qualified()) || matchesAny(kDeletes, name.qualified()) ||
           namesRelease(name.base);
  }
  Place place = context.placeInAny(call);
  return place && (place.text() == "~" || namesRelease(place.text()));
}

// A function of one argument, no method, that does nothing but release.
//
//   static void deleteNode(Node *node) { if (!node) return; Pool *pool = node->pool; node->~Node(); pool->free(node); }
bool onlyReleases(const FunctionContext &context, const Function &function) {
  const DISubprogram *subprogram = function.getSubprogram();
  if (function.isDeclaration() || function.isInterposable() || !function.getReturnType()->isVoidTy() || !subprogram)
    return false;
  DITypeRefArray types = subprogram->getType()->getTypeArray(); // the first is the result's
  if (types.size() != 2 || (types[1] && types[1]->isArtificial()))
    return false;
  bool releases = false;
  for (const Instruction &instruction : instructions(function)) {
    const auto *call = dyn_cast<CallBase>(&instruction);
    if (const auto *store = dyn_cast<StoreInst>(&instruction)) {
      if (!isa<AllocaInst>(store->getPointerOperand()))
        return false;
    } else if (call && !isa<IntrinsicInst>(call)) {
      if (!isRelease(context, *call))
        return false;
      releases = true;
    }
  }
  return releases;
}

// Functions, pointers to functions and macros whose names say that they release their only argument, or their last one
// to the first. Not methods: what a container deletes is gone for everybody.
void markByName(Noise &noise, std::vector<Release> &releases) {
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
    if (open < 1)
      continue;
    StringRef name = file.spelling(open - 1);
    bool isMember = file.is(open - 2, ".") || file.is(open - 2, "->");
    bool isPlain = all_of(seq(statement.begin, open), [&](TokenIndex token) {
      return file.token(token).kind == TokenKind::kIdentifier || is_contained({".", "->", "::"}, file.spelling(token));
    });
    auto arguments = argumentsOf(file, statement.end - 1);
    bool isMethod = call->arg_size() != arguments.size(); // has `this` besides
    if (!isPlain || isMethod || arguments.empty() || (isMember && !call->isIndirectCall()))
      continue;
    bool isAlone = arguments.size() == 1;
    bool isNamed = namesRelease(name) && (isAlone || (arguments.size() == 2 && namesReleaseFrom(name)));
    bool endsLocal =
        isAlone && namesEnd(name) && file.is(arguments[0].begin, "&") && isa<AllocaInst>(call->getArgOperand(0));
    const Function *callee = call->getCalledFunction();
    if (isNamed || endsLocal || (isAlone && callee && onlyReleases(noise.context, *callee)))
      markRelease(noise, releases, file, statement, arguments.back());
  }
}

void mark(Noise &noise) {
  std::vector<Release> releases;
  markByName(noise, releases);
  for (const NamedCall &call : noise.calls()) {
    const SourceFile &file = *call.place.file;
    TokenRange statement = statementAt(file, call.place.token);
    if (matchesAny(kFunctions, call.name.qualified())) {
      TokenRange range = callAt(file, call.place.token, call.name.base);
      auto arguments = argumentsOf(file, range.end);
      if (!arguments.empty() && range.begin == statement.begin && range.end == statement.end - 1)
        markRelease(noise, releases, file, statement, arguments.front());
    } else if (matchesAny(kDeletes, call.name.qualified()) && file.is(statement.begin, "delete")) {
      bool isArray = file.is(statement.begin + 1, "[");
      markRelease(noise, releases, file, statement, {statement.begin + (isArray ? 3 : 1), statement.end - 1});
    }
  }
  markConditions(noise, std::move(releases));
}

} // namespace

const NoiseRule kReleases = {kInfo, mark, nullptr};

} // namespace allele
