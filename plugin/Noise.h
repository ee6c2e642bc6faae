// Noise rules: code whose mutants nobody would write a test for. One file in noise/ each; the build makes the registry
// from the folder.
//
// A rule marks what is noise before the operator families look at the function. Their mutants there are not compiled in
// but listed as ignored, with the rule's id, so that reports can count and show them.
#ifndef ALLELE_NOISE_H
#define ALLELE_NOISE_H

#include "FunctionContext.h"
#include "SourceName.h"

#include "llvm/ADT/ArrayRef.h"

#include <string>
#include <vector>

namespace allele {

struct RuleInfo {
  llvm::StringRef id;          // kebab-case; stable for ever
  llvm::StringRef description; // one sentence for the reference, code in backquotes
};

// A call that the source writes: of a known function, at a token.
struct NamedCall {
  const llvm::CallBase *call;
  SourceName name;
  Place place;
};

// What a rule may ask for and say about one function.
class Noise {
public:
  Noise(const FunctionContext &context, const std::vector<std::string> &loggers)
      : context(context), name(nameOf(context.function)), userLoggers(loggers) {}

  const FunctionContext &context;
  const SourceName name;                                                  // of the function
  const std::vector<std::string> &loggers() const { return userLoggers; } // globs of names that the user calls logging
  const std::vector<NamedCall> &calls();                                  // in program order

  // The whole function is noise.
  void coverFunction(llvm::StringRef rule);
  // What is replaced within these tokens is noise.
  void cover(llvm::StringRef rule, const SourceFile &file, TokenRange range);
  // Only what replaces these tokens as a whole is noise, with or without a `;` behind them.
  void coverExactly(llvm::StringRef rule, const SourceFile &file, TokenRange range);
  // What makes the condition, these tokens, false is noise.
  void coverFalse(llvm::StringRef rule, const SourceFile &file, TokenRange condition);
  // What replaces something within these tokens isn't noise, whatever region covers it.
  void keep(const SourceFile &file, TokenRange range);
  // A whole statement, with its `;` or `}`. Where it is all that an `if` or a loop does, the condition is noise too,
  // apart from calls in it.
  void coverStatement(llvm::StringRef rule, const SourceFile &file, TokenRange statement);
  // A call with its arguments, and where the call is a statement, that. False where the source doesn't show the call.
  bool coverCall(llvm::StringRef rule, const NamedCall &call);
  // All calls of functions whose qualified name matches one of the patterns.
  void coverCalls(llvm::StringRef rule, llvm::ArrayRef<llvm::StringLiteral> patterns);

  bool coversFunction() const { return !functionRule.empty(); }
  // The rule that covers the alternative, or an empty string. Called once all rules have looked.
  llvm::StringRef ruleOf(const Site &site, const Alternative &alternative) const;

private:
  enum class Cover { kWithin, kExactly, kFalse };
  struct Region {
    llvm::StringRef rule;
    const SourceFile *file;
    TokenRange range;
    Cover cover = Cover::kWithin;
  };
  bool isStatement(const SourceFile &file, TokenRange range) const;
  void coverCondition(llvm::StringRef rule, const SourceFile &file, TokenRange condition);
  void coverEnclosing(llvm::StringRef rule, const SourceFile &file, TokenRange statement);

  const std::vector<std::string> &userLoggers;
  llvm::StringRef functionRule;
  std::vector<Region> regions;
  std::vector<Region> statements;
  std::vector<Region> exceptions; // what stays although a region covers it
  std::vector<NamedCall> namedCalls;
  bool hasCalls = false;
};

struct NoiseRule {
  RuleInfo info;
  // Covers what is noise in the function; null where `matches` says all.
  void (*mark)(Noise &noise);
  // Whether one mutant is noise, for what depends on the operator or on the instruction; may be null.
  bool (*matches)(const FunctionContext &context, const Site &site, const Alternative &alternative);
  // What it covers are the tests, and no code of the program.
  bool findsTests = false;
};

// Every rule, in the order of their file names. Generated.
llvm::ArrayRef<const NoiseRule *> noiseRules();

} // namespace allele

#endif
