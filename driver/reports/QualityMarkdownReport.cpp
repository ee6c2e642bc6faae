// quality-markdown: the quality page for a job's summary, a wiki, a mail.
#include "../QualityCards.h"
#include "../QualityWords.h"
#include "../Text.h"
#include "MarkdownText.h"
#include "Report.h"

#include <fmt/format.h>

namespace allele {
namespace {

// Own words are harmless but for what the numbers and the percent signs need nothing of; they are escaped all the same.
std::string markdown(const Words &words) {
  std::string text;
  for (const Span &span : words)
    if (span.isCode)
      text += markdownCode(span.text);
    else
      for (std::size_t at = 0; at < span.text.size(); at += 200) // markdownText cuts what is long
        text += markdownText(std::string_view(span.text).substr(at, 200));
  return text;
}

class Page {
public:
  explicit Page(const Quality &what) : quality(what) {}

  std::string write() {
    text = fmt::format("## {}\n\n**{}**\n\n", markdown(titleOf(quality)), markdown(verdictOf(quality)));
    for (const Words &warning : warningsOf(quality))
      text += fmt::format("> {}\n\n", markdown(warning));
    figures();
    flows();
    section("Signal of the tests");
    list(signalOf(quality));
    section("Defects that got past the tests");
    list(escapesOf(quality));
    trend();
    next();
    if (const std::vector<Words> notes = notesOf(quality); !notes.empty()) {
      section("What is in no figure");
      list(notes);
    }
    text += fmt::format("\n{}\n\n{}\n", markdown(methodOf()), markdown(originOf(quality)));
    return std::move(text);
  }

private:
  void section(const char *title) { text += fmt::format("\n### {}\n\n", title); }

  void list(const std::vector<Words> &items) {
    for (const Words &item : items)
      text += fmt::format("- {}\n", markdown(item));
  }

  void figures() {
    text += "| figure | | | what it says |\n|---|---:|---|---|\n";
    for (const QualityCard &card : cardsOf(quality)) {
      std::string counts;
      for (const Meter &meter : card.meters) {
        const std::string share =
            card.meters.size() > 1 && meter.value ? fmt::format("{} {:.1f} %: ", meter.label, *meter.value * 100) : "";
        counts += fmt::format("{}{}{}", counts.empty() ? "" : "<br>", markdown({plain(share)}),
                              markdown({plain(meter.counts)}));
      }
      std::string meaning = markdown({plain(card.meaning)});
      for (const Remark &remark : card.remarks)
        meaning += fmt::format(remark.isWarning ? "<br>**{}**" : "<br>{}", markdown(remark.words));
      text += fmt::format("| **{}** | {} | {} | {} |\n", card.title, markdown({plain(card.value)}), counts, meaning);
    }
  }

  void flows() {
    section(quality.hasFlows ? "Critical flows" : "Ways to fail");
    text += markdown(flowsIntroduction(quality)) + "\n";
    if (quality.flows.empty())
      return;
    text += "\n| flow | ways to fail |";
    for (const StateClass known : kShownClasses)
      text += fmt::format(" {} |", plainName(known));
    text += "\n|---|---:|---:|---:|---:|---:|---:|---:|\n";
    for (const QualityFlow &flow : quality.flows) {
      text += fmt::format("| {} | {} |", nameOf(flow), flow.states == 0 ? "none found" : std::to_string(flow.states));
      for (const StateClass known : kShownClasses)
        text += flow.states == 0 ? " - |" : fmt::format(" {} |", flow.known.at(known));
      text += "\n";
    }
    for (const QualityFlow &flow : quality.flows) {
      text += fmt::format("\n{}: {}\n", nameOf(flow), markdown(aboutFlow(flow)));
      if (!flow.worst.empty())
        text += "\n";
      for (const QualityState &state : flow.worst)
        text += fmt::format("- {}\n", markdown(aboutState(state)));
      if (flow.unchecked > flow.worst.size())
        text += fmt::format("- and {} more that no assertion checks\n", flow.unchecked - flow.worst.size());
    }
    if (quality.flowsNotShown != 0)
      text += fmt::format("\n{} more; {} shows all.\n", countOf(quality.flowsNotShown, "flow"),
                          markdownCode("allele flows"));
  }

  static std::string nameOf(const QualityFlow &flow) {
    return flow.name.empty() ? "the whole program" : markdown({inCode(flow.name)});
  }

  void trend() {
    section("Trend");
    text += markdown(trendOf(quality)) + "\n";
    if (quality.runs < 2)
      return;
    constexpr std::size_t kRows = 8;
    text += "\n| run | coverage | score | strength | unnoticed changes |\n|---|---:|---:|---:|---:|\n";
    for (std::size_t i = quality.history.size() - std::min(quality.history.size(), kRows); i < quality.history.size();
         ++i) {
      const HistoryEntry &entry = quality.history[i];
      const auto share = [](const Ratio &ratio) { return markdown({plain(percentOf(ratio))}); };
      text += fmt::format("| {} | {} | {} | {} | {} |\n", markdown({plain(visibleText(entry.startedAt.substr(0, 10)))}),
                          share(entry.coverage), share(entry.score), share(entry.strength),
                          entry.survived + entry.notReached);
    }
  }

  void next() {
    section("The next tests to write");
    text += markdown(nextIntroduction(quality)) + "\n";
    for (std::size_t i = 0; i < quality.next.size(); ++i)
      text += fmt::format("{}{}. {}<br>{}\n", i == 0 ? "\n" : "", i + 1, markdown(aboutNext(quality, i)),
                          markdown(reasonOfNext(quality, i)));
  }

  const Quality &quality;
  std::string text;
};

std::string render(const RunResults &results, const ReportOptions &options) {
  return Page(qualityOf(results, options)).write();
}

} // namespace

extern const ReportFormat kQualityMarkdownReport;
const ReportFormat kQualityMarkdownReport = {
    "quality-markdown", "the same as Markdown", "quality.md", render, nullptr, nullptr, true};

} // namespace allele
