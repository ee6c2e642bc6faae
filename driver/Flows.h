// Critical flows: which code belongs to each, and what the tests know of the ways in which it can end badly.
//
// A flow begins at the functions that its entries name, and goes on with all that these may call, as far as the plugin
// saw: directly, by handing a function on, through virtual functions, through pointers to functions of the same type.
#pragma once

#include "CodeCoverage.h"
#include "Configuration.h"
#include "FailureStates.h"
#include "RunResults.h"
#include "Score.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace allele {

struct FlowMember {
  std::size_t function = 0; // index into CodeMap::functions
  unsigned depth = 0;       // calls away from the nearest entry; 0: it is one
};

struct Flow {
  FlowSettings settings;
  std::vector<FlowMember> members;         // by depth, then in the order of the source
  std::vector<std::size_t> states;         // indices into CodeMap::states, worst first
  std::vector<std::string> deadEntries;    // that name nothing
  std::map<StateClass, std::size_t> known; // how many states of each class
  std::size_t assertions = 0;              // different ones that noticed a state
  std::vector<std::size_t> mutants;        // of its functions: indices into the catalog
  Counts counts;                           // of them
  CodeCoverage coverage;

  std::size_t count(StateClass state) const;
  std::size_t reached() const { return states.size() - count(StateClass::kNotReached); }
  Scores scores() const { return scoresOf(counts, coverage.lines); }
};

// What the settings name, and what attributes in the source name beside them. `evidence`: evidenceOf(results).
std::vector<Flow> flowsOf(const RunResults &results, const std::vector<FlowSettings> &settings,
                          const std::vector<StateEvidence> &evidence);

// All code as one flow, without a name.
Flow wholeProgram(const RunResults &results, const std::vector<StateEvidence> &evidence);

// "23 failure states · 17 reached · 9 asserted · 5 crash only · 3 reached, nothing asserted"
std::string summaryOf(const Flow &flow);

// A function that might be the entry of a critical flow.
struct FlowCandidate {
  std::size_t function = 0;
  std::vector<std::string> words; // of its name that say so
  std::size_t callers = 0;
  std::size_t states = 0; // that it leads to
};
// The likeliest first.
std::vector<FlowCandidate> suggestFlows(const RunResults &results, std::size_t most);

} // namespace allele
