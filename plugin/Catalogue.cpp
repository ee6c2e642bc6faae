// What the operators and noise rules say of themselves, as JSON: the driver's `allele operators` and the reference in
// docs are made from it.
#include "Noise.h"
#include "Operators.h"
#include "Pass.h"

#include "llvm/ADT/StringMap.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace allele {

namespace {

struct LevelText {
  StringRef id, description;
};

constexpr LevelText kLevels[] = {
#define ALLELE_LEVEL_TEXT(name, id, description) {id, description},
    ALLELE_LEVELS(ALLELE_LEVEL_TEXT)
#undef ALLELE_LEVEL_TEXT
};

} // namespace

StringRef idOf(Level level) {
  return kLevels[static_cast<size_t>(level)].id;
}

SmallVector<Level, 8> allLevels() {
  return {
#define ALLELE_LIST_LEVEL(name, id, description) Level::k##name,
      ALLELE_LEVELS(ALLELE_LIST_LEVEL)
#undef ALLELE_LIST_LEVEL
  };
}

std::optional<Level> levelFrom(StringRef id) {
  for (size_t index = 0; index < std::size(kLevels); ++index)
    if (kLevels[index].id == id)
      return static_cast<Level>(index);
  return std::nullopt;
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
      for (const LevelText &level : kLevels)
        out.object([&] {
          out.attribute("id", level.id);
          out.attribute("description", level.description);
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
