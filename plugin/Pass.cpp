#include "Pass.h"

#include "Absorption.h"
#include "CodeDescription.h"
#include "Coverage.h"
#include "Diagnostic.h"
#include "Eligibility.h"
#include "Equivalence.h"
#include "FunctionContext.h"
#include "Ignored.h"
#include "InitialValues.h"
#include "LlvmVersion.h"
#include "Metadata.h"
#include "MutantId.h"
#include "Operators.h"
#include "Selection.h"
#include "Statistics.h"
#include "StringSection.h"
#include "Suppression.h"
#include "Twin.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/Module.h"
#include "llvm/IR/Verifier.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/TargetParser/Triple.h"

using namespace llvm;

namespace allele {

namespace {

constexpr StringLiteral kInstrumentedMark = "allele.instrumented";

// Not by the host's diagnostics: -Werror would make a warning stop the build, and a note of its own isn't shown.
void warn(const Module &module, const Twine &message) {
  errs() << "warning: allele: " << module.getSourceFileName() << ": " << message << '\n';
}

void remark(const Function &function, const Instruction &instruction, const Twine &message) {
  OptimizationRemarkMissed missed("allele", "Mutant", &instruction);
  missed << message.str();
  function.getContext().diagnose(missed);
}

// -ffreestanding leaves no other trace than -fno-builtin does.
bool isFreestanding(const Module &module) {
  return all_of(module, [](const Function &function) {
    return function.isDeclaration() || (function.hasFnAttribute("no-builtins") && function.getName() != "main");
  });
}

// For the driver: what the module's mutants were chosen by.
void writeBuild(Module &module, const Configuration &configuration, const std::string &directory) {
  std::string entry;
  raw_string_ostream out(entry);
  out << format_hex_no_prefix(configuration.fileFingerprint, 16)
      << (configuration.path.empty() ? "\tnone\t" + directory : "\tfile\t" + configuration.path);
  out.flush();
  writeStrings(module, ALLELE_SECTION_BUILD, {entry});
}

// What callers may assume of f no longer holds once it may run its twin.
void weaken(Function &function) {
  AttributeMask promises;
  addMemoryAttributes(promises);
  for (auto kind : {Attribute::WillReturn, Attribute::NoSync, Attribute::NoFree, Attribute::NoRecurse,
                    Attribute::Speculatable, Attribute::NoCallback})
    promises.addAttribute(kind);
  AttributeMask results;
  addRangeAttributes(results);
  for (auto kind : {Attribute::NonNull, Attribute::Alignment, Attribute::Dereferenceable,
                    Attribute::DereferenceableOrNull, Attribute::NoAlias})
    results.addAttribute(kind);
  bool returnsReference =
      function.getReturnType()->isPointerTy() && function.hasRetAttribute(Attribute::Dereferenceable);
  function.removeFnAttrs(promises);
  if (!returnsReference) // references are never mutated
    function.removeRetAttrs(results);
  for (User *user : function.users())
    if (auto *call = dyn_cast<CallBase>(user); call && call->getCalledOperand() == &function) {
      call->removeFnAttrs(promises);
      if (!returnsReference)
        call->removeRetAttrs(results);
    }
}

// The directory of the module's source file: its configuration is found upwards from there, which depends less on how a
// build is set up than the working directory does.
std::string directoryOf(const Module &module) {
  for (const DICompileUnit *unit : module.debug_compile_units()) {
    SmallString<256> path(unit->getFilename());
    if (!sys::path::is_absolute(path)) {
      path = unit->getDirectory();
      sys::path::append(path, unit->getFilename());
    }
    return sys::path::parent_path(path).str();
  }
  return "";
}

class Instrumentation {
public:
  Instrumentation(Module &module, FunctionAnalysisManager &functionAnalyses, const Configuration &configuration,
                  const Selection &selection, bool describesCode)
      : module(module), functionAnalyses(functionAnalyses), sources(module, configuration.root), metadata(module),
        describesCode(describesCode), selection(selection), suppressions(module),
        equivalence(configuration.equivalence) {}

  void run() {
    if (describesCode)
      code.emplace(module, sources);
    std::vector<Function *> functions;
    for (Function &function : module)
      if (!function.isDeclaration())
        functions.push_back(&function);
    for (Function *function : functions)
      statistics.countFunction(instrument(*function));
    for (Function *function : createInitialValues(module, sources))
      if (instrument(*function) != SkipReason::kNone)
        function->eraseFromParent();
    absorption.run();
    for (Instrumented &each : instrumented) {
      complete(each);
      if (standsForInitialValues(*each.function))
        runInitialValues(*each.function);
    }
    metadata.finish();
    if (code)
      code->write();
    ignored.write(module);
    for (SourceProblem problem : {SourceProblem::kMissing, SourceProblem::kChanged})
      for (const std::string &file : sources.filesWith(problem)) {
        if (StringRef(file).ends_with(".pcm")) // a module: clang gives it the checksum of its source
          continue;
        warn(module,
             "no mutants of " + file + ": " +
                 (problem == SourceProblem::kMissing ? "it can't be read; compile where the source is"
                                                     : "it isn't the file that the compiler read (MD5 differs)"));
      }
    for (const std::string &problem : suppressions.problems())
      errs() << "warning: allele: " << problem << '\n';
    statistics.write(module, sources);
  }

private:
  struct Instrumented {
    Function *function;
    Function *twin;
    FunctionGlobals globals;
    std::vector<Site> sites;
    const SourceFile *file;
    uint64_t code; // key of its description, or 0
  };

  SkipReason instrument(Function &function) {
    if (SkipReason reason = findSkipReason(function); reason != SkipReason::kNone) {
      // Inlined into a caller's body it would stand beside its own copy, which the caller's twin calls.
      if (reason == SkipReason::kAsmLabel && !function.hasFnAttribute(Attribute::AlwaysInline))
        function.addFnAttr(Attribute::NoInline);
      addUnmeasured(function);
      return reason;
    }
    if (!selection.wants(function, sources)) {
      addUnmeasured(function);
      return SkipReason::kNotSelected;
    }
    FunctionContext context(function, sources);
    for (const OperatorFamily *family : operatorFamilies())
      if (selection.wants(*family))
        family->collect(context);
    std::vector<Site> sites = context.takeSites();
    identify(function, sites);
    for (const Site &site : sites)
      suppressions.read(*site.file);
    selection.apply(context, suppressions, sites, ignored, statistics);
    equivalence.apply(function, sites, functionAnalyses, ignored, statistics);
    for (const Place &place : context.macrosWithOperators())
      ignored.addMacro(*place.file, place.token);
    mergeSites(sites);
    const SourceFile *file = sources.find(function.getSubprogram()->getFile());
    std::optional<Coverage> coverage;
    FailureStates states;
    if (file && code && code->isDescribed(function) && !selection.isTestCode(context)) {
      coverage.emplace(context, sites);
      states = findFailureStates(context);
    }
    if (sites.empty() && !coverage) {
      addUnmeasured(function);
      return file ? SkipReason::kNoMutants : SkipReason::kNoSource;
    }
    auto declare = [&] {
      return metadata.declare(function, static_cast<unsigned>(sites.size()), coverage ? coverage->probeCount() : 0);
    };
    FunctionGlobals globals = declare();
    Function *twin = createTwin(function, sites, globals, coverage ? &*coverage : nullptr);
    if (verifyFunction(*twin)) {
      twin->eraseFromParent();
      metadata.discard(globals);
      dropBroken(function, sites);
      if (sites.empty() && !coverage)
        return SkipReason::kBrokenTwin;
      if (coverage)
        coverage.emplace(context, sites);
      globals = declare();
      twin = createTwin(function, sites, globals, coverage ? &*coverage : nullptr);
      if (verifyFunction(*twin)) {
        twin->eraseFromParent();
        metadata.discard(globals);
        remark(function, function.getEntryBlock().front(), "no twin of the function passes the verifier");
        return SkipReason::kBrokenTwin;
      }
    }
    const uint64_t key = code ? code->add(function, &context, coverage ? &*coverage : nullptr, &states) : 0;
    optimise(*twin);
    statistics.countSites(sites);
    const SkipReason reason = sites.empty() ? SkipReason::kNoMutants : SkipReason::kNone; // it is measured all the same
    if (!sites.empty())
      file = sites.front().file;
    instrumented.push_back({&function, twin, globals, std::move(sites), file, key});
    records[&function] = globals.record;
    absorption.add(function);
    return reason;
  }

  // For what it calls.
  void addUnmeasured(const Function &function) {
    if (code)
      code->add(function, nullptr, nullptr, nullptr);
  }

  // Once all twins are made from the bodies as they were.
  void complete(Instrumented &each) {
    SmallVector<GlobalVariable *, 8> absorbed;
    for (Function *function : absorption.absorbedBy(*each.function))
      absorbed.push_back(records.lookup(function));
    insertDispatch(*each.function, *each.twin, *each.globals.functionSwitch);
    weaken(*each.function);
    if (Function *copy = absorption.copyOf(*each.function)) // it may call what runs a twin
      weaken(*copy);
    metadata.define(each.globals, *each.function, *each.twin, *each.file, recordsOf(each.sites), each.sites, absorbed,
                    each.code);
  }

  // The twin runs when a mutant of it is active or is being recorded: seldom. So it gets little optimisation: variables
  // in registers, and nothing else. Compiling it like the rest took twice as long and made it larger.
  void optimise(Function &twin) {
    if (twin.hasOptNone())
      return;
    FunctionPassManager passes;
    passes.addPass(promotionOfVariables(/*mayChangeBlocks=*/true));
    passes.run(twin, functionAnalyses);
    functionAnalyses.clear(twin, twin.getName());
    dropOptimizationGoals(twin);
    twin.addFnAttr(Attribute::OptimizeNone);
  }

  // Tries each site alone: those that break the twin go, with a remark.
  void dropBroken(Function &function, std::vector<Site> &sites) {
    llvm::erase_if(sites, [&](const Site &site) {
      FunctionGlobals globals = metadata.declare(function, 1, 0);
      Function *twin = createTwin(function, site, globals);
      bool isBroken = verifyFunction(*twin);
      twin->eraseFromParent();
      metadata.discard(globals);
      if (isBroken) {
        remark(function, site.instruction ? *site.instruction : function.getEntryBlock().front(),
               "mutant " + site.alternatives.front().operatorId + " dropped: it breaks the function");
        statistics.countDropped(site);
      }
      return isBroken;
    });
  }

  // Before anything is left out, so that no setting changes an id.
  void identify(Function &function, std::vector<Site> &sites) {
    for (Site &site : sites)
      for (Alternative &alternative : site.alternatives) {
        alternative.id = ids.idOf(function, site, alternative);
        if (alternative.id == 0)
          diagnose(module, "two different mutants have one id near " + ids.conflict() + "; please report this",
                   DS_Error);
      }
  }

  static std::vector<MutantRecord> recordsOf(const std::vector<Site> &sites) {
    std::vector<MutantRecord> mutants;
    for (auto [number, site] : enumerate(sites))
      for (const Alternative &alternative : site.alternatives)
        mutants.push_back({&alternative, &site, static_cast<unsigned>(number)});
    return mutants;
  }

  Module &module;
  FunctionAnalysisManager &functionAnalyses;
  Sources sources;
  MetadataWriter metadata;
  const bool describesCode;
  std::optional<CodeDescription> code;
  const Selection &selection;
  Suppressions suppressions;
  Equivalence equivalence;
  IgnoredMutants ignored;
  MutantIds ids;
  Absorption absorption;
  Statistics statistics;
  std::vector<Instrumented> instrumented;
  DenseMap<Function *, GlobalVariable *> records;
};

} // namespace

PreservedAnalyses AllelePass::run(Module &module, ModuleAnalysisManager &analyses) {
  if (module.getNamedMetadata(kInstrumentedMark))
    return PreservedAnalyses::all();
  Triple triple(module.getTargetTriple());
  if (!triple.isOSBinFormatELF() || !triple.isArch64Bit()) {
    warn(module, "no mutants: only 64-bit ELF targets are supported, this is " + triple.str());
    return PreservedAnalyses::all();
  }
  bool hasBodies = any_of(module, [](const Function &function) { return !function.isDeclaration(); });
  if (hasBodies && isFreestanding(module)) {
    warn(module, "no mutants: compiled with -ffreestanding or -fno-builtin, so there may be no C library for what "
                 "makes them active; compile without where there is one");
    return PreservedAnalyses::all();
  }
  if (hasBodies && module.debug_compile_units().empty()) {
    warn(module, "no mutants: no debug info; compile with -g");
    return PreservedAnalyses::all();
  }
  if (all_of(module.debug_compile_units(),
             [](const DICompileUnit *unit) { return unit->getEmissionKind() != DICompileUnit::FullDebug; }) &&
      hasBodies)
    warn(module, "fewer mutants: debug info without types; compile with -g instead of -g1");
  module.getOrInsertNamedMetadata(kInstrumentedMark);
  std::vector<std::string> problems;
  const std::string directory = directoryOf(module);
  const Configuration configuration = loadConfiguration(directory, problems, Selection::knownNames());
  ChangedLines changes;
  if (problems.empty())
    changes = changesOf(configuration.selection.diff, repositoryOf(configuration, directory), problems);
  for (const std::string &problem : problems)
    diagnose(module, problem, DS_Error);
  if (!problems.empty())
    return PreservedAnalyses::none();
  const Selection selection(configuration.selection, std::move(changes));
  if (hasBodies)
    writeBuild(module, configuration, directory);
  Instrumentation(module, analyses.getResult<FunctionAnalysisManagerModuleProxy>(module).getManager(), configuration,
                  selection, parts == Parts::kAll)
      .run();
  return PreservedAnalyses::none();
}

} // namespace allele
