// Tests are what mutants are tried with; a mutant of a test says nothing of the program.
#include "../LlvmVersion.h"
#include "Noise.h"
#include "NoiseText.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Module.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kTestBodies;

namespace {

constexpr RuleInfo kInfo = {
    "test-bodies", "Tests, members of test fixtures, functions that call a test framework's assertions, and the `main` "
                   "that runs the tests."};

// What the macros of the frameworks name the functions and classes that they make; lambdas in them hold it, too.
constexpr StringLiteral kMadeNames[] = {"*_Test::TestBody*",    "*C_A_T_C_H_*T_E_*S_T*", "*C_A_T_C_H_T_E_M_P_L_A_T_E*",
                                        "*DOCTEST_ANON_FUNC_*", "*DOCTEST_ANON_TMP_*",   "*DOCTEST_ANON_CLASS_*",
                                        "*::test_method*"};

constexpr StringLiteral kFixtures[] = {"testing::Test", "Utest", "CppUnit::TestFixture", "CppUnit::TestCase"};

// Called by the macros for assertions, or by a `main` that runs tests.
constexpr StringLiteral kFunctions[] = {"testing::internal::AssertHelper::*",
                                        "testing::InitGoogleTest",
                                        "testing::InitGoogleMock",
                                        "Catch::AssertionHandler::*",
                                        "Catch::Session::*",
                                        "doctest::Context::*",
                                        "doctest::detail::ResultBuilder::*",
                                        "doctest::detail::decomp_assert",
                                        "doctest::detail::binary_assert",
                                        "doctest::detail::unary_assert",
                                        "boost::test_tools::tt_detail::*",
                                        "UnityAssert*",
                                        "UnityFail",
                                        "UnityMessage",
                                        "UnityBegin",
                                        "UnityEnd",
                                        "UnityDefaultTestRun",
                                        "_assert_true",
                                        "_assert_int_equal",
                                        "_assert_int_not_equal",
                                        "_assert_string_equal",
                                        "_assert_memory_equal",
                                        "_cmocka_run_group_tests",
                                        "_ck_assert_failed",
                                        "srunner_run_all",
                                        "UtestShell::assert*",
                                        "CommandLineTestRunner::*",
                                        "QTest::qVerify",
                                        "QTest::qCompare",
                                        "QTest::qExec",
                                        "CppUnit::Asserter::*",
                                        "CppUnit::assertEquals"};

std::string nameOf(const DIScope *scope) {
  std::string name = scope->getName().str();
  for (const DIScope *outer = scope->getScope(); outer && isa<DINamespace>(outer); outer = outer->getScope())
    name = (outer->getName() + "::" + name).str();
  return name;
}

bool isFixture(const Constant *typeInfo, unsigned depth = 0);

// The base classes among the operands of a class's type information.
bool hasFixtureBase(const Constant *part, unsigned depth) {
  if (isa<GlobalVariable>(part))
    return isFixture(part, depth + 1);
  return any_of(part->operands(), [&](const Use &use) { return hasFixtureBase(cast<Constant>(use), depth); });
}

// Whether the class, given by its type information, is a framework's fixture or derives from one.
bool isFixture(const Constant *typeInfo, unsigned depth) {
  const auto *variable = dyn_cast_or_null<GlobalVariable>(typeInfo);
  if (!variable || depth > 16)
    return false;
  if (is_contained({"_ZTIN7testing4TestE", "_ZTI5Utest", "_ZTIN7CppUnit11TestFixtureE", "_ZTIN7CppUnit8TestCaseE"},
                   variable->getName()))
    return true;
  return variable->hasInitializer() && variable->getName().starts_with("_ZTI") &&
         hasFixtureBase(variable->getInitializer(), depth);
}

// Debug info often only declares the class, and says nothing of its bases then; the type information stands where the
// virtual table does.
bool isFixture(const Module &module, const DIType *type, unsigned depth = 0) {
  const auto *composite = dyn_cast_or_null<DICompositeType>(stripType(type));
  if (!composite || depth > 16)
    return false;
  if (depth > 0 && matchesAny(kFixtures, nameOf(composite)))
    return true;
  StringRef identifier = composite->getIdentifier();
  if (identifier.consume_front("_ZTS") && isFixture(module.getNamedGlobal(("_ZTI" + identifier).str())))
    return true;
  return any_of(composite->getElements(), [&](const DINode *element) {
    const auto *base = dyn_cast<DIDerivedType>(element);
    return base && base->getTag() == dwarf::DW_TAG_inheritance && isFixture(module, base->getBaseType(), depth + 1);
  });
}

bool callsFramework(const Function &function) {
  return any_of(instructions(function), [](const Instruction &instruction) {
    const auto *call = dyn_cast<CallBase>(&instruction);
    const Function *callee = call ? call->getCalledFunction() : nullptr;
    if (!callee || callee->isIntrinsic())
      return false;
    // Names are demangled only where a framework's may come out.
    StringRef symbol = callee->getName();
    static constexpr StringLiteral kParts[] = {"testing",  "Catch",   "doctest",        "test_tools", "Unity",
                                               "_assert_", "_ck_",    "Utest",          "QTest",      "CppUnit",
                                               "_cmocka",  "srunner", "CommandLineTest"};
    return any_of(kParts, [&](StringRef part) { return symbol.contains(part); }) &&
           matchesAny(kFunctions, allele::nameOf(*callee).qualified());
  });
}

// Tests in C have names of their own, and often assert through helpers of theirs.
bool usesFrameworkOfC(const Module &module) {
  static constexpr StringLiteral kSymbols[] = {"UnityAssertEqualNumber",
                                               "UnityAssertEqualString",
                                               "UnityFail",
                                               "UnityAssertEqualMemory",
                                               "UnityBegin",
                                               "_assert_true",
                                               "_assert_int_equal",
                                               "_assert_string_equal",
                                               "_ck_assert_failed"};
  return any_of(kSymbols, [&](StringRef symbol) { return module.getFunction(symbol) != nullptr; });
}

bool callsFrameworkThroughHelpers(const Function &function, unsigned depth = 0) {
  if (callsFramework(function))
    return true;
  return depth < 3 && any_of(
                          instructions(function),
                          [&](const Instruction &instruction) {
                            const auto *call = dyn_cast<CallBase>(&instruction);
                            const Function *callee = call ? call->getCalledFunction() : nullptr;
                            return callee && callee != &function && !callee->isDeclaration() &&
                                   callsFrameworkThroughHelpers(*callee, depth + 1);
                          });
}

void mark(Noise &noise) {
  const Function &function = noise.context.function;
  const Module &module = *function.getParent();
  const auto *owner = dyn_cast_or_null<DIType>(function.getSubprogram()->getScope());
  const auto *declaration = function.getSubprogram()->getDeclaration();
  if (!owner && declaration)
    owner = dyn_cast_or_null<DIType>(declaration->getScope());
  if (matchesAny(kMadeNames, noise.name.qualified()) || isFixture(module, owner) ||
      (usesFrameworkOfC(module) ? callsFrameworkThroughHelpers(function) : callsFramework(function)))
    noise.coverFunction(kInfo.id);
}

} // namespace

const NoiseRule kTestBodies = {kInfo, mark, nullptr, /*findsTests=*/true};

} // namespace allele
