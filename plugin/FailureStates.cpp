#include "FailureStates.h"

#include "FailureNames.h"
#include "FunctionName.h"
#include "LlvmVersion.h"
#include "ReturnType.h"
#include "Statements.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"

#include <map>
#include <set>

using namespace llvm;

namespace allele {

StringRef idOf(StateKind kind) {
  constexpr StringLiteral kIds[] = {
#define ALLELE_STATE_ID(name, id) id,
      ALLELE_STATE_KINDS(ALLELE_STATE_ID)
#undef ALLELE_STATE_ID
  };
  return kIds[static_cast<unsigned>(kind)];
}

namespace {

// A returned expression, and what the compiler made of it.
struct Returned {
  TokenRange expression;
  Constant *constant = nullptr; // where its value is one
};

// What a type's name says of the values that a function returns.
enum class Carrier { kOther, kOptional, kStatus };

StringRef typeName(const DIType *type) {
  while (type && type->getName().empty())
    if (const auto *derived = dyn_cast<DIDerivedType>(type))
      type = derived->getBaseType();
    else
      break;
  return type ? type->getName() : StringRef();
}

Carrier carrierOf(const DIType *type) {
  std::vector<std::string> words = wordsOf(typeName(type).split('<').first);
  auto has = [&](StringRef word) { return is_contained(words, word); };
  if (has("optional"))
    return Carrier::kOptional;
  bool isStatus = has("status") || has("expected") || has("result") || has("outcome") || has("error") || has("err") ||
                  has("errc") || has("statusor");
  return isStatus ? Carrier::kStatus : Carrier::kOther;
}

bool isBoolean(const DIType *type) {
  const auto *basic = dyn_cast_or_null<DIBasicType>(type);
  return basic && basic->getEncoding() == dwarf::DW_ATE_boolean;
}

// Whether the enumeration is one of errors: its name says so, or it names a success among others.
bool listsErrors(const DICompositeType &type) {
  std::vector<std::string> words = wordsOf(type.getName());
  bool isError = any_of(words, [](StringRef word) { return word.starts_with("err") || word.starts_with("fail"); });
  bool isStatus = any_of(
      words, [](StringRef word) { return is_contained({"status", "result", "code", "outcome", "rc", "ret"}, word); });
  return isError || (isStatus && any_of(type.getElements(), [](const DINode *element) {
                       const auto *enumerator = dyn_cast<DIEnumerator>(element);
                       return enumerator && namesSuccess(enumerator->getName());
                     }));
}

class Finder {
public:
  explicit Finder(const FunctionContext &context) : context(context) {}

  FailureStates run() {
    const DISubprogram *subprogram = context.function.getSubprogram();
    const SourceFile *source = context.fileOf(*subprogram->getFile());
    TokenIndex open = source ? source->bodyBrace(subprogram->getScopeLine()) : kNoToken;
    if (open == kNoToken || source->token(open).match == kNoToken)
      return {};
    file = source;
    body = {open, file->token(open).match + 1};
    look();
    for (TokenIndex token = body.begin; token < body.end; ++token)
      if (places.count(token) != 0 || file->is(token, "catch"))
        visit(token);
    llvm::sort(found, [](const FailureState &left, const FailureState &right) {
      return std::pair(left.statement.begin, left.statement.end) <
             std::pair(right.statement.begin, right.statement.end);
    });
    merge();
    for (FailureState &state : found)
      addGuard(state);
    return {file, std::move(found)};
  }

private:
  // What the function's instructions say of the tokens.
  void look() {
    const AllocaInst *slot = context.returnSlot();
    for (Instruction &instruction : instructions(context.function)) {
      if (isa<DbgInfoIntrinsic>(instruction))
        continue;
      Place place = context.place(instruction);
      if (!place || place.file != file || !body.contains(place.token))
        continue;
      places.insert(place.token);
      inside.emplace(place.token, &instruction);
      if (const auto *call = dyn_cast<CallBase>(&instruction))
        lookAtCall(*call, place.token);
      const auto *store = dyn_cast<StoreInst>(&instruction);
      bool isResult = store && slot && store->getPointerOperand() == slot;
      const auto *ret = dyn_cast<ReturnInst>(&instruction);
      if (place.text() == "return" && (isResult || (ret && ret->getReturnValue())))
        if (auto *constant = dyn_cast<Constant>(instruction.getOperand(0)))
          constants[place.token] = constant;
    }
    for (TokenIndex token = body.begin; token < body.end; ++token)
      if (file->is(token, "return") && places.count(token) != 0)
        returns.push_back(returnedAt(token));
  }

  void lookAtCall(const CallBase &call, TokenIndex token) {
    const Function *callee = call.getCalledFunction();
    StringRef name = callee ? callee->getName() : StringRef();
    if (name == "__cxa_end_catch") {
      handlerEnds.emplace(token, &call);
      return;
    }
    if (name == "__cxa_allocate_exception" || name == "__cxa_rethrow") {
      if (!file->is(token, "throw")) // of a macro
        ends[token] = StateKind::kThrow;
      return;
    }
    if (is_contained({"__assert_fail", "__assert_rtn", "__assert", "__assert2", "__assert_perror_fail"}, name)) {
      ends[token] = StateKind::kAssert;
      return;
    }
    const auto *intrinsic = dyn_cast<IntrinsicInst>(&call);
    bool isTrap = intrinsic && intrinsic->getIntrinsicID() == Intrinsic::trap;
    if ((!call.doesNotReturn() && !isTrap) || (intrinsic && !isTrap) || name.starts_with("__cxa_") ||
        name.starts_with("_Unwind_") || name.starts_with("__ubsan") || name.starts_with("__asan") ||
        name.contains("longjmp") || name == "__clang_call_terminate" || name == "pthread_exit")
      return;
    if (is_contained({"exit", "_exit", "_Exit", "quick_exit"}, name) && call.arg_size() == 1)
      if (const auto *code = dyn_cast<ConstantInt>(call.getArgOperand(0)); code && code->isZero())
        return;
    if (file->token(token).kind == TokenKind::kIdentifier)
      ends.emplace(token, StateKind::kAbort);
  }

  Returned returnedAt(TokenIndex token) const {
    TokenIndex end = file->scanForward(token + 1, [&](TokenIndex at) { return file->is(at, ";"); });
    auto constant = constants.find(token);
    return {{token + 1, end}, constant == constants.end() ? nullptr : constant->second};
  }

  void visit(TokenIndex token) {
    StringRef word = file->spelling(token);
    if (word == "catch")
      return addHandler(token);
    if (word == "throw")
      return add(StateKind::kThrow, statementFrom(token));
    if (word == "goto" && namesFailure(file->spelling(token + 1)))
      return add(StateKind::kGoto, statementFrom(token));
    if (word == "return") {
      Returned returned = returnedAt(token);
      if (!returned.expression.empty() && saysFailure(returned, token))
        add(StateKind::kReturn, statementFrom(token));
      return;
    }
    if (auto end = ends.find(token); end != ends.end())
      return add(end->second, statementWith(token));
    TokenRange statement = statementWith(token);
    if (!statement.empty() && storesErrorCode(statement))
      add(StateKind::kErrorCode, statement);
  }

  // From a keyword to its `;`.
  TokenRange statementFrom(TokenIndex token) const {
    TokenIndex end = file->scanForward(token, [&](TokenIndex at) { return file->is(at, ";"); });
    return {token, file->is(end, ";") ? end + 1 : end};
  }

  // The expression statement around a token; of a macro that isn't one, the macro with its arguments.
  TokenRange statementWith(TokenIndex token) const {
    auto isBorder = [&](TokenIndex at) { return is_contained({";", "{", "}", ":", "else", "do"}, file->spelling(at)); };
    TokenIndex inner = token, bracket = file->enclosingBracket(inner);
    while (file->is(bracket, "(") || file->is(bracket, "[")) {
      if (headKeyword(*file, file->token(bracket).match) != kNoToken)
        return {};
      inner = bracket;
      bracket = file->enclosingBracket(inner);
    }
    TokenIndex begin = file->scanBackward(inner, isBorder);
    // Behind the head of an `if` or a loop.
    while (is_contained({"if", "while", "for", "switch"}, file->spelling(begin)) && file->is(begin + 1, "(") &&
           file->token(begin + 1).match != kNoToken && file->token(begin + 1).match < inner)
      begin = file->token(begin + 1).match + 1;
    TokenIndex end = file->scanForward(begin, [&](TokenIndex at) { return file->is(at, ";") || file->is(at, "{"); });
    if (begin > token || end <= token)
      return {token, token + 1};
    return {begin, file->is(end, ";") ? end + 1 : end};
  }

  void add(StateKind kind, TokenRange statement) {
    if (statement.empty())
      return;
    bool isKnown = any_of(found, [&](const FailureState &state) {
      return state.statement.begin == statement.begin && state.kind != StateKind::kHandler;
    });
    if (!isKnown)
      found.push_back({kind, statement, statement.begin, {}, false, {}});
  }

  void addHandler(TokenIndex keyword) {
    TokenIndex open = file->is(keyword + 1, "(") ? file->token(keyword + 1).match + 1 : kNoToken;
    if (open <= 0 || !file->is(open, "{") || file->token(open).match == kNoToken)
      return;
    TokenIndex close = file->token(open).match;
    FailureState state{StateKind::kHandler, {keyword, close + 1}, keyword, {}, false, {}};
    for (auto place = inside.lower_bound(open + 1); place != inside.end() && place->first < close; ++place)
      state.marks.push_back(place->second);
    // What enters and leaves a handler may have the place of another one; but for the end of an empty one.
    if (auto end = handlerEnds.find(close); state.marks.empty() && end != handlerEnds.end())
      state.marks.push_back(end->second);
    if (!state.marks.empty())
      found.push_back(std::move(state));
  }

  // ---- returned values ----

  bool saysFailure(const Returned &returned, TokenIndex token) const {
    const DIType *type = returnType(context.function);
    StringRef text = file->textOf(returned.expression);
    if (const DICompositeType *enumeration = enumerationOf(type))
      return isErrorOf(*enumeration, returned) || handsErrorOn(returned.expression, token);
    if (context.function.getReturnType()->isPointerTy() && type && type->getTag() == dwarf::DW_TAG_pointer_type)
      return (isNull(returned) && returnsElse([&](const Returned &other) { return isNull(other); })) ||
             handsErrorOn(returned.expression, token);
    bool isTruth = isBoolean(type) || is_contained(wordsOf(declaredTypeName()), "bool");
    if (isTruth || is_contained({"false", "FALSE"}, text))
      return (isFalse(returned) && !asksQuestion(baseName(context.function)) &&
              returnsElse([&](const Returned &other) { return isFalse(other); })) ||
             (!asksQuestion(baseName(context.function)) && handsErrorOn(returned.expression, token));
    if (const auto *integer = dyn_cast_or_null<ConstantInt>(returned.constant)) {
      if (integer->isNegative() && isSignedType(type).value_or(false))
        return returnsElse([&](const Returned &other) { return other.constant == returned.constant; });
      return !integer->isZero() && namesConstant(returned.expression) && namesFailure(lastNameOf(returned.expression));
    }
    return saysFailureByName(returned.expression) || handsErrorOn(returned.expression, token);
  }

  // The return type as the source names it, with its typedef.
  StringRef declaredTypeName() const {
    DITypeRefArray types = context.function.getSubprogram()->getType()->getTypeArray();
    return types.size() > 0 && types[0] ? types[0]->getName() : StringRef();
  }

  template <typename Same> bool returnsElse(Same isSame) const {
    return any_of(returns, [&](const Returned &other) { return !isSame(other); });
  }

  bool isNull(const Returned &returned) const {
    return (returned.constant && returned.constant->isNullValue()) ||
           is_contained({"nullptr", "NULL", "0"}, file->textOf(returned.expression));
  }

  bool isFalse(const Returned &returned) const {
    StringRef text = file->textOf(returned.expression);
    if (is_contained({"false", "FALSE"}, text))
      return true;
    return returned.constant && returned.constant->isNullValue() && isBoolean(returnType(context.function));
  }

  bool isErrorOf(const DICompositeType &type, const Returned &returned) const {
    const auto *value = dyn_cast_or_null<ConstantInt>(returned.constant);
    if (!value)
      return false;
    const DIEnumerator *enumerator = enumeratorOf(type, *value);
    StringRef name = enumerator ? enumerator->getName() : lastNameOf(returned.expression);
    if (namesSuccess(name))
      return false;
    return namesFailure(name) || (listsErrors(type) && !(value->isZero() && !hasNamedSuccess(type)));
  }

  static bool hasNamedSuccess(const DICompositeType &type) {
    return any_of(type.getElements(), [](const DINode *element) {
      const auto *enumerator = dyn_cast<DIEnumerator>(element);
      return enumerator && namesSuccess(enumerator->getName());
    });
  }

  // `a::b::Name`, without a call behind it.
  bool isQualifiedName(TokenRange range) const {
    bool isNameNext = true;
    for (TokenIndex token = file->is(range.begin, "::") ? range.begin + 1 : range.begin; token < range.end; ++token) {
      if (isNameNext ? file->token(token).kind != TokenKind::kIdentifier : !file->is(token, "::"))
        return false;
      isNameNext = !isNameNext;
    }
    return !range.empty() && !isNameNext;
  }

  // The last name of `a::b::Name` or of `a::b::Name(...)`.
  StringRef lastNameOf(TokenRange range) const {
    TokenIndex end = range.end;
    if (file->is(end - 1, ")") || file->is(end - 1, "}"))
      end = std::max(file->token(end - 1).match, range.begin);
    return isQualifiedName({range.begin, end}) ? file->spelling(end - 1) : StringRef();
  }

  // A name that stands for a value, by how it is written or because it is an enumerator.
  bool namesConstant(TokenRange range) const {
    if (!isQualifiedName(range))
      return false;
    StringRef name = file->spelling(range.end - 1);
    bool isUpper = name.size() > 1 && name.upper() == name.str();
    bool isK = name.size() > 1 && name.front() == 'k' && name[1] >= 'A' && name[1] <= 'Z';
    return isUpper || isK || range.end - range.begin > 1 || context.isEnumerator(name);
  }

  bool saysFailureByName(TokenRange range) const {
    Carrier carrier = carrierOf(returnType(context.function));
    if (carrier == Carrier::kOptional && file->is(range.begin, "{") && range.end == range.begin + 2)
      return true;
    // `return {f(), std::errc::x};` and the like are looked into.
    for (TokenIndex token = range.begin; token < range.end; ++token)
      if (is_contained({"nullopt", "unexpected", "make_unexpected", "make_error_code", "errc"}, file->spelling(token)))
        return true;
    StringRef name = lastNameOf(range);
    if (name.empty())
      return false;
    bool isCall = file->is(range.end - 1, ")") || file->is(range.end - 1, "}");
    if (isCall) {
      std::vector<std::string> words = wordsOf(name);
      bool isMember = !words.empty() && is_contained({"get", "is", "has", "take", "last", "format"}, words.front());
      TokenIndex open = file->token(range.end - 1).match;
      bool isOfStatus = carrier == Carrier::kStatus && file->is(open - 2, "::") &&
                        carrierOfName(file->spelling(open - 3)) == Carrier::kStatus;
      return (carrier == Carrier::kStatus || isTypeName(name)) && !isMember &&
             ((namesFailure(name) && !isVariable(name)) || (isOfStatus && !namesSuccess(name)));
    }
    return namesConstant(range) && namesFailure(name);
  }

  // `Error(...)` makes an object of the type that is returned.
  bool isTypeName(StringRef name) const { return name == typeName(returnType(context.function)).split('<').first; }

  static bool isVariable(StringRef name) { return name.ends_with("_"); }

  static Carrier carrierOfName(StringRef name) {
    std::vector<std::string> words = wordsOf(name);
    return is_contained(words, "status") || is_contained(words, "error") || is_contained(words, "result")
               ? Carrier::kStatus
               : Carrier::kOther;
  }

  // `return rc;` and `return s->state;` where a condition around it found that to be an error.
  bool handsErrorOn(TokenRange range, TokenIndex keyword) const {
    if (!isMember(range) || asksQuestion(baseName(context.function)))
      return false;
    bool isElse = false;
    TokenRange condition = conditionAround({keyword, range.end + 1}, &isElse);
    if (condition.empty() || isElse)
      return false;
    TokenIndex length = range.end - range.begin;
    for (TokenIndex token = condition.begin; token + length <= condition.end; ++token) {
      auto isSame = [&](TokenIndex at) { return file->spelling(token + at) == file->spelling(range.begin + at); };
      TokenIndex same = 0;
      while (same < length && isSame(same))
        ++same;
      if (same == length && findsError(condition, token, token + length))
        return true;
    }
    return false;
  }

  // `a`, `a.b`, `a->b.c`.
  bool isMember(TokenRange range) const {
    bool isNameNext = true;
    for (TokenIndex token = range.begin; token < range.end; ++token) {
      if (isNameNext ? file->token(token).kind != TokenKind::kIdentifier
                     : !file->is(token, ".") && !file->is(token, "->"))
        return false;
      isNameNext = !isNameNext;
    }
    return !range.empty() && !isNameNext;
  }

  // Whether the condition holds when what is named in [token, next) says failure.
  bool findsError(TokenRange condition, TokenIndex token, TokenIndex next) const {
    bool isNegated = file->is(token - 1, "!");
    if (file->is(next, ".") || file->is(next, "->")) {
      StringRef member = file->spelling(next + 1);
      if (isNegated)
        return is_contained({"ok", "has_value", "IsOk", "isOk", "is_ok", "Ok", "good"}, member);
      return is_contained({"failed", "has_error", "IsError", "isError", "is_err", "is_error", "fail"}, member);
    }
    if (isNegated)
      return true;
    StringRef compared = file->spelling(next);
    if (file->is(next, ")") && file->is(token - 1, "=")) // `if ((rc = f()))`
      compared = file->spelling(next + 1);
    bool isPointer = context.function.getReturnType()->isPointerTy();
    if (next == condition.end || is_contained({"&&", "||", ")"}, file->spelling(next)))
      return !isPointer && !isBoolean(returnType(context.function)) && !isArgument(condition, token);
    StringRef other = file->spelling(next + 1);
    if (compared == "<")
      return other == "0";
    if (compared == "<=")
      return other == "-" || other == "0";
    if (compared == "!=")
      return other == "0" || namesSuccess(file->spelling(lastName(*file, next + 1)));
    if (compared == "==")
      return other == "-" || is_contained({"nullptr", "NULL", "false", "FALSE"}, other) ||
             (isPointer && other == "0") || namesFailure(file->spelling(lastName(*file, next + 1)));
    return false;
  }

  bool isArgument(TokenRange condition, TokenIndex token) const {
    TokenIndex bracket = file->enclosingBracket(token);
    return bracket >= condition.begin && file->token(bracket - 1).kind == TokenKind::kIdentifier;
  }

  // ---- stored error codes ----

  bool storesErrorCode(TokenRange statement) const {
    TokenRange expression{statement.begin, statement.end - 1};
    if (expression.empty() || !file->is(statement.end - 1, ";"))
      return false;
    TokenIndex assignment = file->scanForward(expression.begin, [&](TokenIndex token) { return file->is(token, "="); });
    if (assignment < expression.end) {
      TokenRange value{assignment + 1, expression.end};
      StringRef name = lastNameOf(value);
      if (file->is(assignment - 1, "errno"))
        return !file->is(value.begin, "0") && !(value.end == value.begin + 1 && isLowerName(name));
      if (name == "make_error_code")
        return true;
      if (setsFlag({expression.begin, assignment}, value))
        return true;
      return namesConstant(value) && namesFailure(name) && isAssigned({expression.begin, assignment});
    }
    TokenIndex close = expression.end - 1;
    TokenIndex open = file->is(close, ")") ? file->token(close).match : kNoToken;
    if (open <= expression.begin || file->token(open - 1).kind != TokenKind::kIdentifier)
      return false;
    return keepsErrors(file->spelling(open - 1)) && hasFailureArgument({open + 1, close});
  }

  // `s->has_error = 1;`, `failed = true;`
  bool setsFlag(TokenRange left, TokenRange value) const {
    return value.end == value.begin + 1 && is_contained({"1", "true", "TRUE"}, file->spelling(value.begin)) &&
           isMember(left) && namesFailure(file->spelling(left.end - 1));
  }

  static bool isLowerName(StringRef name) { return !name.empty() && name.lower() == name.str(); }

  // What stands on the left of an assignment; not a declaration, which only begins a variable's life.
  bool isAssigned(TokenRange left) const {
    for (TokenIndex token = left.begin + 1; token < left.end; ++token)
      if (file->token(token).kind == TokenKind::kIdentifier && file->token(token - 1).kind == TokenKind::kIdentifier)
        return false;
    return !left.empty();
  }

  static bool keepsErrors(StringRef callee) {
    return any_of(wordsOf(callee), [](StringRef word) {
      return word.starts_with("err") || word.starts_with("fail") ||
             is_contained({"set", "status", "report", "raise", "return"}, word);
    });
  }

  bool hasFailureArgument(TokenRange arguments) const {
    for (TokenIndex begin = arguments.begin; begin < arguments.end;) {
      TokenIndex end = file->scanForward(begin, [&](TokenIndex token) { return file->is(token, ","); });
      end = std::min(end, arguments.end);
      if (namesConstant({begin, end}) && namesFailure(file->spelling(end - 1)))
        return true;
      begin = end + 1;
    }
    return false;
  }

  // ---- what belongs together ----

  // Statements that stand right behind one another and report one failure are one state, named after the last.
  void merge() {
    std::vector<FailureState> merged;
    for (const FailureState &state : found) {
      bool follows = !merged.empty() && merged.back().kind == StateKind::kErrorCode &&
                     merged.back().statement.end == state.statement.begin && state.kind != StateKind::kHandler;
      if (follows) {
        TokenIndex begin = merged.back().begin;
        merged.back() = state;
        merged.back().begin = begin;
      } else {
        merged.push_back(state);
      }
    }
    found = std::move(merged);
  }

  // The condition of the `if` whose branch ends with the statement; empty where there is none. `avoids`: by which
  // value.
  TokenRange conditionAround(TokenRange statement, bool *avoids = nullptr) const {
    TokenIndex begin = statement.begin;
    if (file->is(statement.end, "}")) {
      TokenIndex open = file->token(statement.end).match;
      if (open == file->enclosingBracket(begin) && open > body.begin)
        begin = open;
    }
    TokenIndex keyword = headKeyword(*file, begin - 1);
    bool isElse = file->is(begin - 1, "else");
    if (isElse) {
      TokenIndex close = begin - 2;
      if (!file->is(close, "}") || file->token(close).match == kNoToken)
        return {};
      keyword = headKeyword(*file, file->token(close).match - 1);
      begin = file->token(close).match;
    }
    if (keyword == kNoToken || !file->is(keyword, "if") || !file->is(begin - 1, ")"))
      return {};
    if (avoids)
      *avoids = isElse;
    return {file->token(begin - 1).match + 1, begin - 1};
  }

  void addGuard(FailureState &state) const {
    if (state.kind == StateKind::kHandler || state.kind == StateKind::kAssert)
      return;
    // The merged statements begin where the first one does.
    state.guard = conditionAround({state.begin, state.statement.end}, &state.guardAvoidsBy);
  }

  const FunctionContext &context;
  const SourceFile *file = nullptr;
  TokenRange body;
  std::set<TokenIndex> places;                           // where the function has code
  std::multimap<TokenIndex, const Instruction *> inside; // what stands there
  std::map<TokenIndex, const Instruction *> handlerEnds;
  std::map<TokenIndex, StateKind> ends;
  std::map<TokenIndex, Constant *> constants; // that the `return` at the token returns
  std::vector<Returned> returns;
  std::vector<FailureState> found;
};

} // namespace

FailureStates findFailureStates(const FunctionContext &context) {
  return Finder(context).run();
}

} // namespace allele
