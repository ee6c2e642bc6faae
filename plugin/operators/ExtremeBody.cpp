// A whole function does nothing but return a constant. Where no test notices, the function is run and not tested.
//
// Left out, as there is nothing to find out: empty bodies, those that return a constant already, accessors.
#include "../LlvmVersion.h"
#include "../ReturnType.h"
#include "../SourceName.h"
#include "Operators.h"

#include "llvm/ADT/Sequence.h"
#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace allele {

extern const OperatorFamily kExtremeBody;

namespace {

constexpr OperatorInfo kOperators[] = {
    {"body-to-nothing", "a function without result does nothing", Level::kExtreme},
    {"body-to-zero", "a function only returns 0, also a float or the enumerator that is 0", Level::kExtreme},
    {"body-to-one", "a function only returns 1", Level::kExtreme},
    {"body-to-true", "a function only returns `true`", Level::kExtreme},
    {"body-to-false", "a function only returns `false`", Level::kExtreme},
    {"body-to-null", "a function only returns a null pointer", Level::kExtreme},
    {"body-to-default", "a function only returns `{}`, a struct whose members are all 0", Level::kExtreme},
};

// Whether the token, or for an operator it and the one before, is the function's name.
bool isName(const SourceFile &file, TokenIndex token, StringRef name) {
  return file.is(token, name) || (file.is(token - 1, "operator") && name == ("operator" + file.spelling(token)).str());
}

// The braces of the body: the parameters stand before them, also in K&R definitions, and the name before those.
TokenRange findBody(const SourceFile &file, const DISubprogram &subprogram) {
  StringRef name = subprogram.getName();
  if (!name.starts_with("operator"))
    name = name.take_until([](char c) { return c == '<'; });
  auto isEnd = [&](TokenIndex token) { return file.is(token, ")") || file.is(token, "}"); };
  TokenIndex brace = file.bodyBrace(subprogram.getScopeLine());
  for (; brace != kNoToken && file.token(brace).line == subprogram.getScopeLine(); ++brace) {
    if (!file.is(brace, "{") || file.token(brace).match < 0)
      continue;
    TokenIndex open = file.scanBackward(brace, isEnd);
    while (file.is(open - 1, ")") && file.token(open - 1).match > 0) {
      open = file.token(open - 1).match;
      if (isName(file, open - 1, name))
        return {brace, file.token(brace).match + 1};
      open = file.scanBackward(open, isEnd);
    }
  }
  return {};
}

// Whether everything that the function does stands in its body: default arguments and the like may not.
bool holdsAll(const FunctionContext &context, const SourceFile &file, TokenRange body) {
  return all_of(instructions(context.function), [&](const Instruction &instruction) {
    Place place = context.place(instruction);
    return !place || (place.file == &file && body.contains(place.token));
  });
}

// Whether the body only returns a constant or a member, or only sets one.
bool isSimple(const SourceFile &file, TokenRange body) {
  TokenIndex first = body.begin + 1, last = body.end - 1; // inside the braces
  if (first == last)
    return true;
  TokenIndex semicolon = file.scanForward(first, [&](TokenIndex token) { return file.is(token, ";"); });
  if (semicolon + 1 != last)
    return false;
  if (file.is(first, "return")) {
    TokenIndex value = file.is(first + 1, "-") ? first + 2 : first + 1;
    return all_of(seq(value, semicolon), [&](TokenIndex token) {
      return file.token(token).kind != TokenKind::kPunctuator ||
             is_contained({"{", "}", ".", "->", "::"}, file.spelling(token));
    });
  }
  TokenIndex assignment = file.scanForward(first, [&](TokenIndex token) { return file.is(token, "="); });
  return assignment + 2 == semicolon && all_of(seq(first, assignment), [&](TokenIndex token) {
           return file.token(token).kind == TokenKind::kIdentifier ||
                  is_contained({".", "->", "::"}, file.spelling(token));
         });
}

Value *one(Type *type) {
  return type->isFloatingPointTy() ? ConstantFP::get(type, 1.0) : ConstantInt::get(type, 1);
}

void addBodies(const FunctionContext &context, Site &site, TokenRange body) {
  const Function &function = context.function;
  Type *type = function.getReturnType();
  auto add = [&](StringRef id, const std::string &value, InLineValue inLine = {}) {
    Alternative alternative{id, value.empty() ? "{}" : "{ return " + value + "; }", body};
    alternative.inLine = std::move(inLine);
    site.alternatives.push_back(std::move(alternative));
  };
  auto giveOne = [type](IRBuilder<> &, Value *, ValueToValueMapTy &) { return one(type); };
  switch (classifyReturn(context)) {
  case ReturnType::kVoid:
    add("body-to-nothing", "");
    break;
  case ReturnType::kBool:
    add("body-to-true", context.isCxx() ? "true" : "1", giveOne);
    add("body-to-false", context.isCxx() ? "false" : "0");
    break;
  case ReturnType::kInteger:
  case ReturnType::kFloat:
    if (!type->isIntegerTy() && !type->isFloatingPointTy())
      break;
    add("body-to-zero", "0");
    add("body-to-one", "1", giveOne);
    break;
  case ReturnType::kPointer:
    add("body-to-null", context.isCxx() ? "nullptr" : "0");
    break;
  case ReturnType::kEnumeration:
    if (std::string zero = zeroEnumerator(returnType(function)); !zero.empty())
      add("body-to-zero", zero);
    break;
  case ReturnType::kTrivialAggregate:
    if (std::string value = defaultAggregate(context); !value.empty())
      add("body-to-default", value, [&function](IRBuilder<> &builder, Value *, ValueToValueMapTy &map) -> Value * {
        zeroResult(function, nullptr, builder, map);
        return nullptr;
      });
    break;
  case ReturnType::kOther:
    break;
  }
}

void collect(FunctionContext &context) {
  const Function &function = context.function;
  const DISubprogram &subprogram = *function.getSubprogram();
  const SourceFile *file = context.fileOf(*subprogram.getFile());
  if (!file || function.getName() == "main" || function.doesNotReturn() || isConstructorOrDestructor(function))
    return;
  TokenRange body = findBody(*file, subprogram);
  if (body.empty() || !holdsAll(context, *file, body) || isSimple(*file, body))
    return;
  Site site;
  site.shape = Site::Shape::kBody;
  site.file = file;
  addBodies(context, site, body);
  context.add(std::move(site));
}

} // namespace

const OperatorFamily kExtremeBody = {
    "Whole bodies",
    "Where a function can return at once and no test fails, the function is *pseudo-tested*: tests run it and check "
    "nothing of what it does. Left out are `main`, constructors and destructors, lambdas, empty bodies, bodies that "
    "only return a constant or a variable, and those that only set one.",
    kOperators, collect};

} // namespace allele
