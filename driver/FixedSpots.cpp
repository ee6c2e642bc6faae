#include "FixedSpots.h"

#include "CodeText.h"

#include <algorithm>

namespace allele {
namespace {

using Lines = std::vector<std::string>;

std::string withoutSpaces(const Lines &lines, std::uint32_t first, std::uint32_t count) {
  std::string text;
  for (std::uint64_t number = first; number < std::uint64_t{first} + count && number <= lines.size(); ++number)
    for (const char c : lines[number - 1])
      if (c != ' ' && c != '\t')
        text += c;
  return text;
}

bool startsWith(std::string_view text, std::string_view beginning) {
  return text.substr(0, beginning.size()) == beginning;
}

// Whether the line ends the block or the branch before it, so that what follows isn't executed right behind that.
bool endsBlock(const std::string &code) {
  if (startsWith(code, "}"))
    return true;
  for (const std::string_view word : {"else", "case", "default", "catch"})
    if (startsWith(code, word) &&
        (code.size() == word.size() || std::string_view(" (:{").find(code[word.size()]) != std::string_view::npos))
      return true;
  return false;
}

class Spots {
public:
  Spots(std::string_view before, std::string_view after) : old(codeLines(before)), fresh(codeLines(after)) {}

  void add(const DiffHunk &hunk, std::vector<FixedSpot> &spots) const {
    if (withoutSpaces(old, hunk.oldFirst, hunk.oldCount) == withoutSpaces(fresh, hunk.newFirst, hunk.newCount))
      return;
    FixedSpot spot;
    for (std::uint32_t i = 0; i < hunk.oldCount; ++i)
      if (!isOnlyBraces(lineAt(hunk.oldFirst + i)))
        spot.lines.push_back(hunk.oldFirst + i);
    if (spot.lines.empty())
      spot = addition(hunk);
    if (!spot.lines.empty())
      spots.push_back(std::move(spot));
  }

private:
  // "" behind the end, too.
  const std::string &lineAt(std::uint32_t number) const {
    static const std::string kNone;
    return number == 0 || number > old.size() ? kNone : old[number - 1];
  }

  FixedSpot addition(const DiffHunk &hunk) const {
    FixedSpot spot;
    spot.isAddition = true;
    spot.before = hunk.oldCount == 0 ? hunk.oldFirst : hunk.oldFirst - 1;
    spot.behind = spot.before + hunk.oldCount + 1;
    while (spot.before > 0 && lineAt(spot.before).empty())
      --spot.before;
    while (spot.behind <= old.size() && lineAt(spot.behind).empty())
      ++spot.behind;
    if (spot.behind > old.size())
      spot.behind = 0;
    const std::string &next = lineAt(spot.behind);
    const std::uint32_t line =
        next.empty() || isOnlyBraces(next) || endsBlock(next) ? statementBefore(spot.before) : spot.behind;
    if (line != 0)
      spot.lines.push_back(line);
    return spot;
  }

  // The line on which the last statement of the block begins that `line` ends: over blocks that are closed before it.
  std::uint32_t statementBefore(std::uint32_t line) const {
    long depth = 0;
    for (; line > 0; --line) {
      const std::string &code = lineAt(line);
      depth += std::count(code.begin(), code.end(), '}') - std::count(code.begin(), code.end(), '{');
      if (depth <= 0 && !isOnlyBraces(code))
        return line;
    }
    return 0;
  }

  Lines old;
  Lines fresh;
};

} // namespace

std::vector<FixedSpot> fixedSpotsOf(const std::vector<DiffHunk> &hunks, std::string_view before,
                                    std::string_view after) {
  const Spots reader(before, after);
  std::vector<FixedSpot> spots;
  for (const DiffHunk &hunk : hunks)
    reader.add(hunk, spots);
  return spots;
}

MappedSpots mapSpots(const std::vector<FixedSpot> &spots, const std::vector<DiffHunk> &toOther) {
  MappedSpots mapped;
  for (const FixedSpot &spot : spots) {
    FixedSpot other;
    other.isAddition = spot.isAddition;
    for (const std::uint32_t line : spot.lines) {
      if (const auto found = mapLine(toOther, line))
        other.lines.push_back(*found);
      else
        ++mapped.lost;
    }
    if (other.lines.empty())
      continue;
    if (spot.isAddition) {
      // Where the other version has another line there, the spot is where its statement is.
      const auto inOther = [&](std::uint32_t line) {
        return line == 0 ? 0 : mapLine(toOther, line).value_or(other.lines.front());
      };
      other.before = inOther(spot.before);
      other.behind = inOther(spot.behind);
    }
    mapped.spots.push_back(std::move(other));
  }
  return mapped;
}

} // namespace allele
