#include "StackPlaces.h"

#include "Glob.h"

#include <algorithm>
#include <fmt/format.h>

namespace allele {
namespace {

// How many names at the ends of two paths are the same.
std::size_t commonNames(std::string_view left, std::string_view right) {
  std::size_t count = 0;
  while (!left.empty() && !right.empty()) {
    const std::size_t leftSlash = left.rfind('/');
    const std::size_t rightSlash = right.rfind('/');
    const std::size_t leftBegin = leftSlash == std::string_view::npos ? 0 : leftSlash + 1;
    const std::size_t rightBegin = rightSlash == std::string_view::npos ? 0 : rightSlash + 1;
    const std::string_view name = left.substr(leftBegin);
    if (name.empty() || name != right.substr(rightBegin) || name == "..")
      break;
    ++count;
    left = left.substr(0, leftBegin == 0 ? 0 : leftBegin - 1);
    right = right.substr(0, rightBegin == 0 ? 0 : rightBegin - 1);
  }
  return count;
}

class Placing {
public:
  Placing(const CodeIndex &code, const std::vector<std::string> &globs) : index(code), testFiles(globs) {
    for (const std::string &source : index.sources())
      if (!matchesAnyPath(testFiles, index.shownName(source)))
        sources.push_back(source);
  }

  PlacedFrame place(const StackFrame &frame) const {
    PlacedFrame placed;
    placed.frame = frame;
    if (frame.file.empty())
      byFunction(placed, "");
    else
      byFile(placed);
    return placed;
  }

private:
  void byFile(PlacedFrame &placed) const {
    std::vector<std::string> best;
    std::size_t most = 1;
    for (const std::string &source : sources) {
      const std::size_t common = commonNames(source, placed.frame.file);
      if (common > most)
        best.clear();
      if (common >= most)
        best.push_back(source);
      most = std::max(most, common);
    }
    if (best.size() > 1)
      best.erase(std::remove_if(best.begin(), best.end(),
                                [&](const std::string &source) { return !holdsFunction(source, placed.frame); }),
                 best.end());
    if (best.size() != 1)
      return;
    const CodeIndex::Function *function = index.functionAt(best.front(), placed.frame.line);
    if (function != nullptr && (placed.frame.function.empty() || mayName(placed.frame.function, function->name))) {
      placed.source = best.front();
      placed.line = placed.frame.line;
      placed.function = function;
      return;
    }
    byFunction(placed, best.front());
    if (placed.isOwn())
      placed.note = fmt::format("line {} is in {} in the results; only the function is used", placed.frame.line,
                                function == nullptr ? "no function" : function->name);
  }

  // `source`: it has to lie there; empty: anywhere.
  void byFunction(PlacedFrame &placed, const std::string &source) const {
    if (placed.frame.function.empty())
      return;
    const std::vector<const CodeIndex::Function *> all = index.functionsNamed(placed.frame.function);
    std::vector<const CodeIndex::Function *> found;
    std::copy_if(all.begin(), all.end(), std::back_inserter(found), [&](const CodeIndex::Function *each) {
      return (source.empty() || each->source == source) &&
             std::find(sources.begin(), sources.end(), each->source) != sources.end();
    });
    if (found.size() > 1)
      placed.note = fmt::format("{} functions have that name", found.size());
    if (found.size() != 1)
      return;
    placed.function = found.front();
    placed.source = found.front()->source;
  }

  bool holdsFunction(const std::string &source, const StackFrame &frame) const {
    const CodeIndex::Function *function = index.functionAt(source, frame.line);
    return function != nullptr && !frame.function.empty() && mayName(frame.function, function->name);
  }

  const CodeIndex &index;
  const std::vector<std::string> &testFiles;
  std::vector<std::string> sources;
};

} // namespace

std::vector<PlacedFrame> placeFrames(const StackTrace &trace, const CodeIndex &index,
                                     const std::vector<std::string> &testFiles) {
  const Placing placing(index, testFiles);
  std::vector<PlacedFrame> placed;
  placed.reserve(trace.frames.size());
  for (const StackFrame &frame : trace.frames)
    placed.push_back(placing.place(frame));
  return placed;
}

std::optional<std::size_t> firstOwn(const std::vector<PlacedFrame> &frames) {
  const auto found = std::find_if(frames.begin(), frames.end(), [](const PlacedFrame &each) { return each.isOwn(); });
  return found == frames.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - frames.begin()));
}

} // namespace allele
