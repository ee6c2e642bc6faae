#include "MutantText.h"

#include "MutantId.h"
#include "Text.h"

#include <algorithm>
#include <allele/abi.h>
#include <fmt/format.h>

namespace allele {

std::string diffText(const SourceDiff &diff, const Palette &palette, std::string_view indent) {
  std::string text;
  for (const DiffLine &line : diff.lines) {
    // Tabs are kept, so that source looks like source.
    std::string content;
    for (const std::string &part : splitLines(line.text)) {
      std::size_t from = 0;
      for (std::size_t tab = part.find('\t'); tab != std::string::npos; tab = part.find('\t', from)) {
        content += toPrintableLine(part.substr(from, tab - from)) + "\t";
        from = tab + 1;
      }
      content += toPrintableLine(part.substr(from));
    }
    const std::string shown = fmt::format("{} {}", line.sign, content);
    text += indent;
    text += line.sign == '-' ? palette.red(shown) : line.sign == '+' ? palette.green(shown) : shown;
    text += "\n";
  }
  if (!diff.fromSource)
    text += fmt::format("{}(the source is missing or was changed since it was compiled)\n", indent);
  return text;
}

std::string quotedCode(std::string_view code) {
  constexpr std::size_t kMost = 60;
  return fmt::format("`{}`", cutTo(kMost, toPrintableLine(toValidUtf8(code))));
}

std::string changeOf(const Mutant &mutant) {
  if (mutant.replacement.empty())
    return quotedCode(mutant.original) + " removed";
  return fmt::format("{} to {}", quotedCode(mutant.original), quotedCode(mutant.replacement));
}

std::string commandByHand(const RunResults &results, std::size_t mutant) {
  const std::optional<Outcome> &outcome = results.outcomes[mutant];
  const std::vector<Pair> &pairs = results.pairs[mutant];
  std::optional<std::size_t> test;
  if (outcome && !outcome->killers.empty()) {
    test = outcome->killers.front();
  } else if (!pairs.empty()) {
    const auto infected = std::find_if(pairs.begin(), pairs.end(), [](const Pair &pair) { return pair.isInfected; });
    test = infected == pairs.end() ? pairs.front().test : infected->test;
  }
  const std::string byHand = test ? results.info.tests[*test].byHand : "";
  return byHand.empty() ? shellQuote(results.info.command) : byHand;
}

std::string repeatLine(std::uint64_t id, const std::string &command) {
  return fmt::format("{}={} {}", ALLELE_ENV_MUTANT, formatId(id), command);
}

std::string debuggerLine(const Mutant &mutant, const std::string &command, bool isProgram) {
  std::vector<std::string> steps;
  if (!isProgram)
    steps = {"set follow-fork-mode child", "set breakpoint pending on"};
  steps.push_back(fmt::format("set environment {} {}", ALLELE_ENV_MUTANT, formatId(mutant.id)));
  steps.push_back(fmt::format("break {}:{}", mutant.file, mutant.range.line));
  std::string line = "gdb";
  for (const std::string &step : steps)
    line += " -ex " + shellQuote(step);
  return line + " --args " + command;
}

} // namespace allele
