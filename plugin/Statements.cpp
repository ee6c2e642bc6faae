#include "Statements.h"

#include "Expression.h"
#include "LlvmVersion.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include "llvm/Analysis/ValueTracking.h"
#include "llvm/Demangle/Demangle.h"

using namespace llvm;

namespace allele {

namespace {

bool isStatementHead(StringRef keyword) {
  return is_contained({"if", "while", "for", "switch", "constexpr"}, keyword);
}

// Whether a class may give the operator a meaning that does something.
bool isOverloadable(StringRef text) {
  return is_contained({"+",  "-",  "*",  "/",  "%",  "&",  "|",  "^",  "~", "!",   "<",  ">",
                       "<=", ">=", "==", "!=", "<<", ">>", "&&", "||", "[", "<=>", "->*"},
                      text);
}

} // namespace

bool callsFunction(const Instruction &instruction, StringRef name) {
  const auto *call = dyn_cast<CallBase>(&instruction);
  const Function *callee = call ? call->getCalledFunction() : nullptr;
  return callee && callee->getName() == name;
}

bool isTemplateInstance(const Function &function) {
  for (const DIScope *scope = function.getSubprogram(); scope; scope = scope->getScope()) {
    if (const auto *subprogram = dyn_cast<DISubprogram>(scope); subprogram && !subprogram->getTemplateParams().empty())
      return true;
    if (const auto *type = dyn_cast<DICompositeType>(scope); type && !type->getTemplateParams().empty())
      return true;
  }
  return false;
}

bool isStatement(const SourceFile &file, TokenIndex start, TokenIndex end) {
  if (!file.is(end, ";"))
    return false;
  TokenIndex bracket = file.enclosingBracket(start);
  if (bracket >= 0 && !file.is(bracket, "{")) // of a `for`
    return false;
  if (file.is(end + 1, "}") && bracket > 0 && file.is(bracket - 1, "(")) // the value of a statement expression
    return false;
  if (file.is(start - 1, ":")) { // of a label or of `?:`
    TokenIndex before =
        file.scanBackward(start - 1, [&](TokenIndex token) { return file.is(token, ";") || file.is(token, "?"); });
    return !file.is(before - 1, "?");
  }
  if (file.is(start - 1, ")")) { // of a statement's head or of a cast
    TokenIndex open = file.token(start - 1).match;
    return open > 0 && isStatementHead(file.spelling(open - 1));
  }
  return start == 0 || is_contained({";", "{", "}", "else", "do"}, file.spelling(start - 1));
}

TokenRange statementAround(const SourceFile &file, TokenIndex op) {
  TokenIndex start = file.scanBackward(op, [&](TokenIndex token) {
    return isAssignment(file.spelling(token)) ||
           is_contained({";", "}", ":", ",", "?", "&&", "||", "else", "do"}, file.spelling(token));
  });
  while (isStatementHead(file.spelling(start)) && start < op) {
    TokenIndex open = file.is(start + 1, "constexpr") ? start + 2 : start + 1;
    if (!file.is(open, "(") || file.token(open).match < 0)
      return {};
    start = file.token(open).match + 1;
  }
  TokenIndex end =
      file.scanForward(op + 1, [&](TokenIndex token) { return file.is(token, ";") || file.is(token, ","); });
  // What follows `}` may belong to it: `T{1}.x = 2`, `[]{ ... }() = 2`.
  bool continues = file.is(start - 1, "}") && is_contained({"(", "[", ".", "->"}, file.spelling(start));
  if (start > op || continues || !isStatement(file, start, end))
    return {};
  return {start, end};
}

TokenIndex labelEnd(const SourceFile &file, TokenIndex token) {
  int questions = 0; // `?:` in the expression brings `:` of its own
  TokenIndex end = file.scanForward(token + 1, [&](TokenIndex at) {
    if (file.is(at, "?"))
      ++questions;
    return is_contained({";", "{", "...", "case", "default"}, file.spelling(at)) ||
           (file.is(at, ":") && questions-- == 0);
  });
  return file.is(end, ":") ? end + 1 : kNoToken;
}

TokenIndex headKeyword(const SourceFile &file, TokenIndex close) {
  TokenIndex open = file.is(close, ")") ? file.token(close).match : kNoToken;
  if (open <= 0)
    return kNoToken;
  TokenIndex keyword = file.is(open - 1, "constexpr") ? open - 2 : open - 1;
  return is_contained({"if", "while", "for", "switch", "catch"}, file.spelling(keyword)) ? keyword : kNoToken;
}

bool catchesByReference(const SourceFile &file, TokenRange declaration) {
  for (TokenIndex token = declaration.begin; token < declaration.end; ++token)
    if (file.is(token, "&") || file.is(token, "*") || file.is(token, "..."))
      return true;
  return false;
}

bool declaresVariable(const SourceFile &file, TokenRange range) {
  TokenIndex initialiser = file.scanForward(range.begin, [&](TokenIndex token) {
    return file.is(token, "=") || (file.is(token, "{") && token > range.begin);
  });
  if (initialiser >= range.end || initialiser < range.begin + 2 ||
      file.token(initialiser - 1).kind != TokenKind::kIdentifier)
    return false;
  return file.token(initialiser - 2).kind == TokenKind::kIdentifier ||
         is_contained({"*", "&", "&&", ">", ">>", ")"}, file.spelling(initialiser - 2));
}

bool declaresInHead(const SourceFile &file, TokenIndex keyword) {
  TokenIndex open = file.is(keyword + 1, "constexpr") ? keyword + 2 : keyword + 1;
  if (!file.is(open, "("))
    return false;
  TokenRange inside{open + 1, file.token(open).match};
  TokenIndex semicolon = file.scanForward(inside.begin, [&](TokenIndex token) { return file.is(token, ";"); });
  return semicolon < inside.end || declaresVariable(file, inside);
}

namespace {

class StatementReader {
public:
  StatementReader(const SourceFile &file, StatementVisitor *visitor) : file(file), visitor(visitor) {}

  TokenIndex read(TokenIndex token) {
    StringRef text = file.spelling(token);
    if (text == "{")
      return readBlock(token);
    if (text == "[" && file.is(token + 1, "[")) // attributes
      return behind(token) == kNoToken ? kNoToken : read(behind(token));
    if (text == "case" || (text == "default" && file.is(token + 1, ":"))) {
      TokenIndex end = labelEnd(file, token);
      return end == kNoToken ? kNoToken : read(end);
    }
    bool isName = token < file.size() && file.token(token).kind == TokenKind::kIdentifier;
    if (isName && file.is(token + 1, ":"))
      return read(token + 2);
    if (is_contained({"if", "while", "for", "switch", "do", "try"}, text)) {
      if (visitor)
        visitor->enter(token);
      TokenIndex end = text == "do" ? readDo(token) : text == "try" ? readTry(token) : readHead(token);
      if (visitor)
        visitor->leave();
      return end;
    }
    TokenIndex end = file.scanForward(token, [&](TokenIndex at) { return file.is(at, ";"); });
    if (!file.is(end, ";"))
      return kNoToken;
    if (visitor)
      visitor->simple({token, end + 1});
    return end + 1;
  }

private:
  TokenIndex behind(TokenIndex open) const {
    TokenIndex close = open < file.size() ? file.token(open).match : kNoToken;
    return close > open ? close + 1 : kNoToken;
  }

  TokenIndex readBlock(TokenIndex open) {
    TokenIndex end = behind(open);
    if (visitor)
      visitor->enter(open);
    for (TokenIndex at = open + 1; at != kNoToken && at + 1 < end;)
      at = read(at);
    if (visitor)
      visitor->leave();
    return end;
  }

  TokenIndex readHead(TokenIndex keyword) {
    TokenIndex open = file.is(keyword + 1, "constexpr") ? keyword + 2 : keyword + 1;
    TokenIndex body = file.is(open, "(") ? behind(open) : kNoToken;
    TokenIndex end = body == kNoToken ? kNoToken : read(body);
    if (end != kNoToken && file.is(keyword, "if") && file.is(end, "else"))
      end = read(end + 1);
    return end;
  }

  TokenIndex readDo(TokenIndex keyword) {
    TokenIndex end = read(keyword + 1);
    if (end == kNoToken || !file.is(end, "while") || !file.is(end + 1, "("))
      return kNoToken;
    end = behind(end + 1);
    return end != kNoToken && file.is(end, ";") ? end + 1 : kNoToken;
  }

  TokenIndex readTry(TokenIndex keyword) {
    TokenIndex end = file.is(keyword + 1, "{") ? readBlock(keyword + 1) : kNoToken;
    while (end != kNoToken && file.is(end, "catch") && file.is(end + 1, "(")) {
      TokenIndex open = behind(end + 1);
      end = open != kNoToken && file.is(open, "{") ? readBlock(open) : kNoToken;
    }
    return end;
  }

  const SourceFile &file;
  StatementVisitor *visitor;
};

} // namespace

TokenIndex statementEnd(const SourceFile &file, TokenIndex token, StatementVisitor *visitor) {
  return StatementReader(file, visitor).read(token);
}

bool mayHaveEffect(const FunctionContext &context, const SourceFile &file, TokenRange range) {
  if (mayHaveEffect(file, range))
    return true;
  bool isTemplate = context.isCxx() && isTemplateInstance(context.function);
  auto isOperatorCall = [](const Instruction *instruction) {
    const auto *call = dyn_cast<CallBase>(instruction);
    const Function *callee = call ? call->getCalledFunction() : nullptr;
    return callee && StringRef(baseName(*callee)).starts_with("operator");
  };
  // In a template each instance must give the same answer.
  return any_of(seq(range.begin, range.end), [&](TokenIndex token) {
    return isTemplate ? isOverloadable(file.spelling(token)) : any_of(context.at({&file, token}), isOperatorCall);
  });
}

std::string keptText(const FunctionContext &context, const SourceFile &file, TokenRange range) {
  return mayHaveEffect(context, file, range) ? "(void)(" + file.textOf(range).str() + ")" : "";
}

std::string baseName(const Function &function) {
  ItaniumPartialDemangler demangler;
  std::string mangled = function.getName().str(); // the demangler keeps pointing into it
  if (demangler.partialDemangle(mangled.c_str()))
    return mangled;
  if (demangler.isCtorOrDtor())
    return {};
  size_t size = 0;
  char *name = demangler.getFunctionBaseName(nullptr, &size);
  std::string base = name ? name : "";
  std::free(name);
  return base;
}

bool namesCallee(const CallBase &call, StringRef written) {
  const Function *callee = call.getCalledFunction();
  if (!callee) // through a pointer or a virtual table: no name to compare
    return call.isIndirectCall();
  return baseName(*callee) == written;
}

namespace {

// Whether the memory is only written, by the call or with what the call returns.
bool isOnlyWritten(const Value &memory, const CallBase &call) {
  return all_of(memory.users(), [&](const User *user) {
    if (user == &call)
      return true;
    if (const auto *store = dyn_cast<StoreInst>(user))
      return store->getPointerOperand() == &memory;
    if (const auto *intrinsic = dyn_cast<IntrinsicInst>(user))
      return intrinsic->isLifetimeStartOrEnd();
    return isa<GetElementPtrInst>(user) && isOnlyWritten(*user, call);
  });
}

} // namespace

bool isDiscarded(const CallBase &call) {
  if (call.hasStructRetAttr()) {
    for (unsigned index = 0; index < call.arg_size(); ++index)
      if (call.paramHasAttr(index, Attribute::StructRet)) {
        const auto *slot = dyn_cast<AllocaInst>(call.getArgOperand(index));
        return slot && isOnlyWritten(*slot, call);
      }
    return false;
  }
  std::function<bool(const Value &)> goesNowhere = [&](const Value &value) {
    return all_of(value.users(), [&](const User *user) {
      if (const auto *store = dyn_cast<StoreInst>(user)) {
        const auto *slot = dyn_cast<AllocaInst>(getUnderlyingObject(store->getPointerOperand()));
        return store->getValueOperand() == &value && slot && isOnlyWritten(*slot, call);
      }
      return isa<ExtractValueInst>(user) && goesNowhere(*user);
    });
  };
  return goesNowhere(call);
}

TokenIndex lastName(const SourceFile &file, TokenIndex token) {
  if (file.is(token, "::"))
    ++token;
  while (file.is(token + 1, "::") && file.token(token + 2).kind == TokenKind::kIdentifier)
    token += 2;
  return token;
}

} // namespace allele
