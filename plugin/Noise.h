// Noise rules: code whose mutants nobody would write a test for. One file in noise/ each; the build makes the registry
// from the folder.
//
// A rule marks what is noise before the operator families look at the function. Their mutants there are not compiled in
// but listed as ignored, with the rule's id, so that reports can count and show them.
#ifndef ALLELE_NOISE_H
#define ALLELE_NOISE_H

#include "FunctionContext.h"

#include "llvm/ADT/ArrayRef.h"

#include <string>
#include <vector>

namespace allele {

struct RuleInfo {
  llvm::StringRef id;          // kebab-case; stable for ever
  llvm::StringRef description; // one sentence for the reference, code in backquotes
};

// What a rule may ask for and say about one function.
class Noise {
public:
  Noise(const FunctionContext &context, llvm::ArrayRef<std::string> loggers) : context(context), userLoggers(loggers) {}

  const FunctionContext &context;
  llvm::ArrayRef<std::string> loggers() const { return userLoggers; } // globs of names that the user calls logging

  // The whole function is noise.
  void coverFunction(llvm::StringRef rule);
  // What is replaced within these tokens is noise.
  void cover(llvm::StringRef rule, const SourceFile &file, TokenRange range);

  // The rule that covers the alternative, or an empty string. Called once all rules have looked.
  llvm::StringRef ruleOf(const Site &site, const Alternative &alternative) const;

private:
  struct Region {
    llvm::StringRef rule;
    const SourceFile *file;
    TokenRange range;
  };
  llvm::ArrayRef<std::string> userLoggers;
  llvm::StringRef functionRule;
  std::vector<Region> regions;
};

struct NoiseRule {
  RuleInfo info;
  // Covers what is noise in the function; null where `matches` says all.
  void (*mark)(Noise &noise);
  // Whether one mutant is noise, for what depends on the operator or on the instruction; may be null.
  bool (*matches)(const FunctionContext &context, const Site &site, const Alternative &alternative);
};

// Every rule, in the order of their file names. Generated.
llvm::ArrayRef<const NoiseRule *> noiseRules();

} // namespace allele

#endif
