// The one place that prints. Results go to standard output; progress, warnings and errors to standard error.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace allele {

// Wraps text in colours, or doesn't.
struct Palette {
  bool enabled = false;
  std::string bold(std::string_view text) const;
  std::string red(std::string_view text) const;
  std::string green(std::string_view text) const;
  std::string dim(std::string_view text) const;
};

class Terminal {
public:
  enum class Verbosity { kQuiet, kNormal, kVerbose };

  Terminal();

  void setVerbosity(Verbosity wanted) { verbosity = wanted; }
  bool isVerbose() const { return verbosity == Verbosity::kVerbose; }
  // Colours for standard output: only on a terminal, and never with NO_COLOR set.
  const Palette &palette() const { return colours; }

  // The result that the user asked for; as it is, also when quiet.
  void print(std::string_view text);
  // Why something that was printed got lost; empty: nothing did. A reader that went away counts as satisfied.
  const std::string &outputError() const { return lost; }
  // One line about what goes on; nothing when quiet.
  void note(std::string_view line);
  // One line for --verbose.
  void detail(std::string_view line);
  void warn(std::string_view message);
  void error(std::string_view message);

  // Shows how far the work is. On a terminal a bar, redrawn at most ten times a second; otherwise one line every 10 s.
  // `stage`: what is counted, such as "mutants". `share`: of the work, by what it is expected to cost; 0 to 1.
  void progress(std::string_view stage, std::size_t done, std::size_t total, double share, std::string_view remark);
  // Takes the bar off the screen.
  void endProgress();

private:
  void clearBar();

  Verbosity verbosity = Verbosity::kNormal;
  Palette colours;
  bool errorIsTerminal;
  bool barShown = false;
  std::string lost;
  std::string currentStage;
  std::chrono::steady_clock::time_point stageStart;
  std::chrono::steady_clock::time_point lastShown;
};

// "12 of 40 mutants, 30 %, 0:41 min left": `elapsed` is what `share` of the work took.
std::string progressText(std::string_view things, std::size_t done, std::size_t total, double share,
                         std::chrono::duration<double> elapsed);

} // namespace allele
