// What test frameworks are made of, where their sources are compiled with the tests.
#include "../LlvmVersion.h"
#include "Noise.h"
#include "NoiseText.h"

#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kTestInternals;

namespace {

constexpr RuleInfo kInfo = {"test-internals",
                            "Functions of GoogleTest, Catch2, doctest, Boost.Test, CppUTest and Unity themselves."};

constexpr StringLiteral kNamespaces[] = {"testing::*",
                                         "Catch::*",
                                         "doctest::*",
                                         "boost::unit_test::*",
                                         "boost::test_tools::*",
                                         "CppUnit::*",
                                         "boost::execution_monitor*"};

bool isUnity(const Function &function) {
  StringRef file = sys::path::filename(function.getSubprogram()->getFilename());
  return function.getName().starts_with("Unity") && file.starts_with_insensitive("unity");
}

void mark(Noise &noise) {
  const SourceName &name = noise.name;
  if ((name.isCxx && matchesAny(kNamespaces, name.qualified())) || isUnity(noise.context.function))
    noise.coverFunction(kInfo.id);
}

} // namespace

const NoiseRule kTestInternals = {kInfo, mark, nullptr, /*findsTests=*/true};

} // namespace allele
