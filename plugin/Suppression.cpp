#include "Suppression.h"

#include "Annotations.h"
#include "LlvmVersion.h"
#include "Operators.h"
#include "Selection.h"
#include "Suggestion.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace allele {

namespace {

constexpr StringLiteral kAnnotation = "allele::ignore";
constexpr StringLiteral kWords[] = {"off", "on", "ignore", "ignore-next"};
constexpr uint32_t kOpen = UINT32_MAX; // the end of a region that no `on` has closed

} // namespace

Suppressions::Suppressions(const Module &module) {
  visitAnnotations(module, [&](const Function &function, StringRef text) {
    if (text.consume_front(kAnnotation) && (text.empty() || text.consume_front(":")))
      functions[&function] = text.trim().str();
  });
}

void Suppressions::read(const SourceFile &file) {
  auto [found, isNew] = regionsOf.try_emplace(&file);
  if (!isNew)
    return;
  for (const DirectiveComment &comment : file.directives())
    readDirective(file, comment, found->second);
}

void Suppressions::complain(const SourceFile &file, const DirectiveComment &comment, const Twine &message) {
  messages.push_back((file.path + ":" + Twine(comment.line) + ": " + message).str());
}

void Suppressions::readDirective(const SourceFile &file, const DirectiveComment &comment,
                                 std::vector<Region> &regions) {
  StringRef rest = comment.text;
  StringRef word = rest.take_while([](char c) { return isAlpha(c) || c == '-'; });
  rest = rest.drop_front(word.size()).ltrim();
  if (!is_contained(kWords, word)) {
    std::string guess = closestTo(word, {std::begin(kWords), std::end(kWords)});
    bool isNear = word.edit_distance(guess) <= std::max<size_t>(1, word.size() / 3);
    if (isNear || rest.starts_with("(")) // else it is prose
      complain(file, comment,
               "'allele: " + word + "' is not understood" + (guess.empty() ? "" : " (did you mean '" + guess + "'?)") +
                   "; there are off, on, ignore and ignore-next");
    return;
  }
  std::vector<std::string> operators;
  if (rest.consume_front("(")) {
    size_t close = rest.find(')');
    if (close == StringRef::npos)
      return complain(file, comment, "'allele: " + word + "(' has no ')'");
    SmallVector<StringRef, 4> names;
    rest.take_front(close).split(names, ',');
    for (StringRef name : names) {
      name = name.trim();
      if (!namesOperators(name)) {
        std::string guess = closestTo(name, Selection::knownNames().operators);
        complain(file, comment,
                 "'" + name + "' is no operator and no level" +
                     (guess.empty() ? "; `allele operators` lists them" : " (did you mean '" + guess + "'?)"));
      }
      operators.push_back(name.str()); // so that a wrong name alone doesn't mean all of them
    }
    rest = rest.drop_front(close + 1).ltrim();
  }
  rest.consume_front(":");
  std::string reason = rest.trim().str();

  if (word == "off") {
    regions.push_back({comment.offset, kOpen, std::move(operators), {}, std::move(reason)});
  } else if (word == "on") {
    for (size_t index = 0, count = regions.size(); index < count; ++index) {
      if (regions[index].end != kOpen)
        continue;
      regions[index].end = comment.offset;
      if (operators.empty())
        continue;
      // Goes on for the others.
      Region others = regions[index];
      others.begin = comment.offset;
      others.end = kOpen;
      others.except.insert(others.except.end(), operators.begin(), operators.end());
      regions.push_back(std::move(others));
    }
  } else {
    unsigned line = word == "ignore" ? comment.line : file.lineOfTokenBehind(comment.offset);
    auto [begin, end] = file.offsetsOfLine(line);
    regions.push_back({begin, end, std::move(operators), {}, std::move(reason)});
  }
}

std::optional<std::string> Suppressions::reasonFor(const Function &function, const SourceFile &file,
                                                   const Alternative &alternative) const {
  if (auto found = functions.find(&function); found != functions.end())
    return found->second;
  auto regions = regionsOf.find(&file);
  if (regions == regionsOf.end())
    return std::nullopt;
  uint32_t at = file.token(alternative.range.begin).offset;
  auto isAmong = [&](const std::vector<std::string> &names) {
    return any_of(names, [&](StringRef name) { return isMeantBy(name, alternative.operatorId, levelOf(alternative)); });
  };
  auto found = find_if(regions->second, [&](const Region &region) {
    return region.begin <= at && at < region.end && (region.operators.empty() || isAmong(region.operators)) &&
           !isAmong(region.except);
  });
  return found == regions->second.end() ? std::nullopt : std::optional(found->reason);
}

} // namespace allele
