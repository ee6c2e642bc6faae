// What the operators and noise rules say of themselves, as JSON: the driver's `allele operators` and the reference in
// docs are made from it.
#include "Noise.h"
#include "Operators.h"
#include "Pass.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace allele {

namespace {

constexpr StringLiteral kLevels[] = {
#define ALLELE_LEVEL_ID(name, id) id,
    ALLELE_LEVELS(ALLELE_LEVEL_ID)
#undef ALLELE_LEVEL_ID
};

} // namespace

StringRef idOf(Level level) {
  return kLevels[static_cast<size_t>(level)];
}

StringRef descriptionOf(Level level) {
  switch (level) {
  case Level::kDefault:
    return "what a maintainer would want a test for; on unless said otherwise";
  case Level::kStrong:
    return "finer changes: every comparison and operator, numbers, sizes, indices, null checks";
  case Level::kExtreme:
    return "whole function bodies; what survives is pseudo-tested";
  case Level::kFailure:
    return "error paths: calls that fail, exceptions that are lost, error codes that lie";
  case Level::kConcurrency:
    return "locks, atomics, fences, notifications";
  }
  llvm_unreachable("no level");
}

SmallVector<Level, 8> allLevels() {
  SmallVector<Level, 8> all;
  for (unsigned number = 0; number < ALLELE_LEVEL_COUNT; ++number)
    all.push_back(static_cast<Level>(number));
  return all;
}

std::optional<Level> levelFrom(StringRef id) {
  const StringLiteral *found = llvm::find(kLevels, id);
  return found == std::end(kLevels) ? std::nullopt : std::optional(static_cast<Level>(found - std::begin(kLevels)));
}

const OperatorInfo *findOperator(StringRef id) {
  static const StringMap<const OperatorInfo *> kById = [] {
    StringMap<const OperatorInfo *> all;
    for (const OperatorFamily *family : operatorFamilies())
      for (const OperatorInfo &info : family->operators)
        all[info.id] = &info;
    return all;
  }();
  return kById.lookup(id);
}

bool namesOperators(StringRef name) {
  return name == "all" || levelFrom(name) || findOperator(name);
}

bool isMeantBy(StringRef name, StringRef operatorId, Level level) {
  return name == "all" || name == operatorId || name == idOf(level);
}

Level levelOf(const Alternative &alternative) {
  return alternative.level ? *alternative.level : findOperator(alternative.operatorId)->level;
}

PreservedAnalyses PrintCataloguePass::run(Module & /*module*/, ModuleAnalysisManager & /*analyses*/) {
  json::OStream out(outs(), 1);
  out.object([&] {
    out.attributeArray("levels", [&] {
      for (Level level : allLevels())
        out.object([&] {
          out.attribute("id", idOf(level));
          out.attribute("description", descriptionOf(level));
        });
    });
    out.attributeArray("families", [&] {
      for (const OperatorFamily *family : operatorFamilies())
        out.object([&] {
          out.attribute("title", family->title);
          out.attribute("about", family->about);
          out.attributeArray("operators", [&] {
            for (const OperatorInfo &info : family->operators)
              out.object([&] {
                out.attribute("id", info.id);
                out.attribute("level", idOf(info.level));
                out.attribute("description", info.description);
              });
          });
          out.attributeArray("extends", [&] {
            for (const OperatorFamily *other : family->extends)
              out.value(other->title);
          });
        });
    });
    out.attributeArray("rules", [&] {
      for (const NoiseRule *rule : noiseRules())
        out.object([&] {
          out.attribute("id", rule->info.id);
          out.attribute("description", rule->info.description);
        });
    });
  });
  outs() << '\n';
  return PreservedAnalyses::all();
}

} // namespace allele
