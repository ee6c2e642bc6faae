#include "Equivalence.h"

#include "Ignored.h"
#include "Mutations.h"
#include "SourceName.h"
#include "Statements.h"
#include "Statistics.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/Support/Path.h"

#include <ctime>

using namespace llvm;

namespace allele {

namespace {

double cpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

std::string pathOf(const DIFile &file) {
  SmallString<256> path(file.getFilename());
  if (!sys::path::is_absolute(path)) {
    path = file.getDirectory();
    sys::path::append(path, file.getFilename());
  }
  return path.str().str();
}

// Whether the function's mutants are in this function only. The driver runs a mutant that is kept anywhere; where it
// was left out as another's duplicate it would be missing, and two mutants that are equal in one instance of a template
// need not be so in the next.
bool isOnlyInstance(const Function &function) {
  const DISubprogram *subprogram = function.getSubprogram();
  if (function.isDiscardableIfUnused() != function.hasLocalLinkage() || function.isInterposable())
    return false;
  if (isConstructorOrDestructor(function) ||
      pathOf(*subprogram->getFile()) != pathOf(*subprogram->getUnit()->getFile()))
    return false;
  return !isTemplateInstance(function);
}

std::string textOf(uint64_t id) {
  std::string digits = utohexstr(id, /*LowerCase=*/true);
  return std::string(16 - digits.size(), '0') + digits;
}

// What is found about one function's mutants.
class Comparison {
public:
  Comparison(Function &function, const std::vector<Site> &sites, FunctionAnalysisManager &analyses)
      : findsDuplicates(isOnlyInstance(function)), mutations(function, analyses, findsDuplicates) {
    std::map<uint64_t, unsigned> places;
    for (const Site &site : sites)
      for (const Alternative &alternative : site.alternatives)
        ++places[alternative.id];
    for (const Site &site : sites)
      for (const Alternative &alternative : site.alternatives)
        if (places[alternative.id] == 1) // else it is all of its places together
          numbers[alternative.id] = mutations.add(site, alternative);
    mutations.simplify();
  }

  // Calls `drop(reason, detail)` for a mutant that need not run; whether it did. Asked for each mutant once, in order.
  template <typename Drop> bool judge(const Alternative &alternative, Drop drop) {
    auto found = numbers.find(alternative.id);
    if (found == numbers.end())
      return false;
    if (mutations.isEquivalent(found->second)) {
      drop(ALLELE_IGNORED_EQUIVALENT, std::string());
      return true;
    }
    if (!findsDuplicates)
      return false;
    std::vector<Mutations::Signature> signatures = mutations.signaturesOf(found->second);
    for (const Mutations::Signature &signature : signatures)
      if (auto first = firsts.find(signature); first != firsts.end()) {
        drop(ALLELE_IGNORED_DUPLICATE, textOf(first->second));
        return true;
      }
    for (Mutations::Signature &signature : signatures)
      firsts.try_emplace(std::move(signature), alternative.id);
    return false;
  }

private:
  bool findsDuplicates;
  Mutations mutations;
  std::map<uint64_t, Mutations::Number> numbers; // by id
  std::map<Mutations::Signature, uint64_t> firsts;
};

} // namespace

void Equivalence::apply(Function &function, std::vector<Site> &sites, FunctionAnalysisManager &analyses,
                        IgnoredMutants &ignored, Statistics &statistics) {
  // setjmp: control comes back where the graph shows no edge.
  if (!settings.enabled || sites.empty() || function.callsFunctionThatReturnsTwice())
    return;
  if (secondsUsed >= settings.secondsPerFile) {
    for (const Site &site : sites)
      for (size_t count = site.alternatives.size(); count != 0; --count)
        statistics.countIgnored("not compared");
    return;
  }
  double start = cpuSeconds();
  Comparison comparison(function, sites, analyses);
  for (Site &site : sites)
    llvm::erase_if(site.alternatives, [&](const Alternative &alternative) {
      return comparison.judge(alternative, [&](StringRef reason, const std::string &detail) {
        ignored.add(site, alternative, reason, detail);
        statistics.countIgnored(reason);
      });
    });
  llvm::erase_if(sites, [](const Site &site) { return site.alternatives.empty(); });
  secondsUsed += cpuSeconds() - start;
}

} // namespace allele
