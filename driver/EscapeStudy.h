// Brings together what git says of defects and what runs know of the code before their fixes.
#pragma once

#include "DefectHistory.h"
#include "Escape.h"
#include "Result.h"
#include "StackTrace.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace allele {

// Files that hold tests, where the user names none: globs of paths (Glob.h).
const std::vector<std::string> &usualTestFiles();

// A defect with what git knows of it.
struct KnownDefect {
  Defect defect;
  std::vector<Commit> fixes;      // those that git knows, the oldest first
  std::vector<std::string> lacks; // why others don't count, a sentence each; with no fix at all it can't be judged
  std::optional<StackTrace> trace;
  std::string date; // of the last fix
};

// Errors: a stack trace that can't be read, or has no frame.
Result<KnownDefect> resolveDefect(const Defect &defect, const DefectHistory &history);

// Results that defects are looked up in.
struct KnownRun {
  std::string directory;
  RunResults results;
  CodeIndex index;
  std::vector<StateEvidence> evidence;
  std::string commit;   // without the "+"; empty: not said, or git doesn't know it
  std::string checkout; // checkoutOf(): what stands before the repository's paths

  KnownRun(std::string from, RunResults loaded, const DefectHistory &history);
  KnownRun(const KnownRun &) = delete;
  KnownRun &operator=(const KnownRun &) = delete;
};

class EscapeStudy {
public:
  // Both have to outlive this.
  EscapeStudy(const DefectHistory &past, const std::vector<std::unique_ptr<KnownRun>> &known,
              std::vector<std::string> globs)
      : history(past), runs(known), testFiles(std::move(globs)) {}

  // Errors: of DefectHistory::compareTexts.
  Result<Escape> judge(const KnownDefect &known) const;

private:
  const KnownRun *nearest(const std::string &before, const std::string &fix, Escape &escape) const;

  const DefectHistory &history;
  const std::vector<std::unique_ptr<KnownRun>> &runs;
  std::vector<std::string> testFiles;
};

} // namespace allele
