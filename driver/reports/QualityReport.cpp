// quality.html: what the tests are worth, on one page for people who don't read mutants. No script, no other file.
#include "../QualityCards.h"
#include "../QualityWords.h"
#include "../Text.h"
#include "Charts.h"
#include "HtmlAssets.h"
#include "HtmlText.h"
#include "Report.h"

#include <fmt/format.h>

namespace allele {
namespace {

std::string html(const Words &words) {
  std::string text;
  for (const Span &span : words)
    text += span.isCode ? "<code>" + htmlText(span.text) + "</code>" : htmlText(span.text);
  return text;
}

const char *lookOf(StateClass known) {
  switch (known) {
  case StateClass::kUnchecked:
    return "unchecked";
  case StateClass::kNotReached:
    return "not-reached";
  case StateClass::kCrashOnly:
    return "crash";
  case StateClass::kExitOnly:
    return "exit-code";
  case StateClass::kUnknown:
    return "unknown";
  case StateClass::kAsserted:
    return "asserted";
  }
  return "";
}

class Page {
public:
  explicit Page(const Quality &what) : quality(what) {}

  std::string write() {
    text = fmt::format("<header>\n<h1>{}</h1>\n<p class=\"verdict\">{}</p>\n", html(titleOf(quality)),
                       html(verdictOf(quality)));
    for (const Words &warning : warningsOf(quality))
      text += fmt::format("<p class=\"warning\">{}</p>\n", html(warning));
    text += "</header>\n<main>\n";
    figures();
    flows();
    signal();
    trend();
    next();
    text += "</main>\n<footer>\n";
    if (const std::vector<Words> notes = notesOf(quality); !notes.empty()) {
      text += "<p>What is in no figure:</p>\n";
      list(notes);
    }
    text += fmt::format("<p>{}</p>\n</footer>", html(originOf(quality)));
    return std::move(text);
  }

private:
  void heading(const char *id, const char *title) {
    text += fmt::format("<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n", id, title);
  }

  void list(const std::vector<Words> &items) {
    text += "<ul>\n";
    for (const Words &item : items)
      text += fmt::format("<li>{}</li>\n", html(item));
    text += "</ul>\n";
  }

  void figures() {
    heading("figures", "The figures");
    text += "<div class=\"cards\">\n";
    for (const QualityCard &card : cardsOf(quality)) {
      text += fmt::format("<div class=\"card{}\">\n<h3>{}</h3>\n<p class=\"value\">{}</p>\n",
                          card.isMeasured ? "" : " nothing", htmlText(card.title), htmlText(card.value));
      for (const Meter &meter : card.meters)
        this->meter(meter, card.meters.size() > 1);
      text += fmt::format("<p class=\"quiet\">{}</p>\n", htmlText(card.meaning));
      for (const Remark &remark : card.remarks)
        text += fmt::format("<p class=\"{}\">{}</p>\n", remark.isWarning ? "remark" : "quiet", html(remark.words));
      text += "</div>\n";
    }
    text += fmt::format("</div>\n<p class=\"quiet\">{}</p>\n", html(methodOf()));
    files();
    text += "</section>\n";
  }

  void meter(const Meter &meter, bool isLabelled) {
    text += "<div class=\"meter\">";
    if (isLabelled)
      text += fmt::format("<div class=\"label\"><span>{}</span><span>{}</span></div>", htmlText(meter.label),
                          meter.value ? fmt::format("{:.1f} %", *meter.value * 100) : "");
    text += fmt::format("\n{}<div class=\"counts\">{}</div></div>\n", meterChart(meter), htmlText(meter.counts));
  }

  void files() {
    if (quality.files.empty())
      return;
    text +=
        fmt::format("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Files\">\n<table>\n"
                    "<caption>Files that are run and not checked{}</caption>\n<thead><tr><th scope=\"col\">File</th>"
                    "<th scope=\"col\" class=\"number\">Executed</th><th scope=\"col\" class=\"number\">Noticed</th>"
                    "<th scope=\"col\" class=\"number\">Gap</th><th scope=\"col\" class=\"chart\">Executed, of it "
                    "noticed</th><th scope=\"col\" class=\"number\">Unnoticed, though executed</th></tr>"
                    "</thead>\n<tbody>\n",
                    quality.filesWithGap > quality.files.size()
                        ? fmt::format(", the first {} of {}", quality.files.size(), quality.filesWithGap)
                        : "");
    for (const OracleGap &file : quality.files)
      text += fmt::format("<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td><td class=\"number\">{}</td><td "
                          "class=\"number\">{:.1f}</td><td class=\"chart\">{}</td><td class=\"number\">{}</td></tr>\n",
                          html({inCode(file.file)}), percentOf(file.coverage), percentOf(file.score), file.gap * 100,
                          gapChart(file.coverage.value().value_or(0), file.score.value().value_or(0)), file.survivors);
    text += "</tbody>\n</table>\n</div>\n";
  }

  void flows() {
    heading("flows", quality.hasFlows ? "Critical flows" : "Ways to fail");
    text += fmt::format("<p class=\"quiet\">{}</p>\n", html(flowsIntroduction(quality)));
    for (const QualityFlow &flow : quality.flows)
      this->flow(flow);
    if (quality.flowsNotShown != 0)
      text +=
          fmt::format("<p>{} more; <code>allele flows</code> shows all.</p>\n", countOf(quality.flowsNotShown, "flow"));
    text += "</section>\n";
  }

  void flow(const QualityFlow &flow) {
    const std::string name = flow.name.empty() ? "The whole program" : html({inCode(flow.name)});
    const std::string states = flow.states == 0   ? "no way to fail was found, so nothing is measured"
                               : flow.states == 1 ? "1 way to fail"
                                                  : fmt::format("{} ways to fail", flow.states);
    text += fmt::format("<div class=\"flow\">\n<h3>{}: {}</h3>\n", name, states);
    std::vector<BarPart> parts;
    for (const StateClass known : kShownClasses)
      parts.push_back({lookOf(known), plainName(known), flow.known.at(known)});
    text += barChart(parts);
    if (flow.states != 0)
      text += barLegend(parts);
    text += fmt::format("<p class=\"quiet\">{}</p>\n", html(aboutFlow(flow)));
    std::vector<Words> items;
    items.reserve(flow.worst.size() + 1);
    for (const QualityState &state : flow.worst)
      items.push_back(aboutState(state));
    if (flow.unchecked > flow.worst.size())
      items.push_back({plain(fmt::format("and {} more that no assertion checks", flow.unchecked - flow.worst.size()))});
    if (!items.empty())
      list(items);
    text += "</div>\n";
  }

  void signal() {
    heading("signal", "Signal of the tests");
    list(signalOf(quality));
    text += "</section>\n";
    heading("escapes", "Defects that got past the tests");
    if (const auto &escapes = quality.inputs.escapes; escapes && escapes->escaped().whole != 0) {
      const std::vector<BarPart> parts = {{"asserted", "checked, inputs were missing", escapes->checked},
                                          {"crash", "checked, but not what went wrong", escapes->wrongState},
                                          {"unchecked", "run, nothing checks it", escapes->notChecked},
                                          {"not-reached", "not run", escapes->notRun},
                                          {"unknown", "can't be judged", escapes->unjudged}};
      text += barChart(parts) + barLegend(parts);
    }
    list(escapesOf(quality));
    text += "</section>\n";
  }

  void trend() {
    heading("trend", "Trend");
    text += fmt::format("<p class=\"quiet\">{}</p>\n", html(trendOf(quality)));
    if (quality.runs > 1) {
      text += "<div class=\"trends\">\n";
      course("Coverage", &HistoryEntry::coverage);
      course("Score", &HistoryEntry::score);
      course("Strength", &HistoryEntry::strength);
      text += "</div>\n<details><summary>The runs as a table</summary>\n<div class=\"scroll\" tabindex=\"0\" "
              "role=\"region\" aria-label=\"Runs\">\n<table>\n<thead><tr><th scope=\"col\">Run</th><th scope=\"col\" "
              "class=\"number\">Coverage</th><th scope=\"col\" class=\"number\">Score</th><th scope=\"col\" "
              "class=\"number\">Strength</th><th scope=\"col\" class=\"number\">Unnoticed changes</th></tr></thead>\n"
              "<tbody>\n";
      for (const HistoryEntry &entry : quality.history)
        text += fmt::format("<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td><td class=\"number\">{}</td><td "
                            "class=\"number\">{}</td><td class=\"number\">{}</td></tr>\n",
                            htmlText(visibleText(entry.startedAt)), percentOf(entry.coverage), percentOf(entry.score),
                            percentOf(entry.strength), entry.survived + entry.notReached);
      text += "</tbody>\n</table>\n</div>\n</details>\n";
    }
    text += "</section>\n";
  }

  void course(const char *name, Ratio HistoryEntry::*figure) {
    std::vector<std::optional<double>> values;
    values.reserve(quality.history.size());
    for (const HistoryEntry &entry : quality.history)
      values.push_back((entry.*figure).value());
    text += trendChart(name, values);
  }

  void next() {
    heading("next", "The next tests to write");
    text += fmt::format("<p class=\"quiet\">{}</p>\n", html(nextIntroduction(quality)));
    if (!quality.next.empty()) {
      text += "<ol class=\"next\">\n";
      for (std::size_t i = 0; i < quality.next.size(); ++i)
        text += fmt::format("<li>{}<br/><span class=\"quiet\">{}</span></li>\n", html(aboutNext(quality, i)),
                            html(reasonOfNext(quality, i)));
      text += "</ol>\n";
    }
    text += "</section>\n";
  }

  const Quality &quality;
  std::string text;
};

std::string filled(std::string page, const char *mark, const std::string &text) {
  return page.replace(page.find(mark), std::string_view(mark).size(), text);
}

std::string render(const RunResults &results, const ReportOptions &options) {
  const Quality quality = qualityOf(results, options);
  // In this order: what the page says may hold a mark itself, and lies behind the title.
  const std::string page = filled(kQualityPage, "@content@", Page(quality).write());
  return filled(page, "@title@", htmlText(textOf(titleOf(quality))));
}

} // namespace

extern const ReportFormat kQualityReport;
const ReportFormat kQualityReport = {"quality", "one page for people who don't read mutants, for a browser",
                                     "quality.html", render};

} // namespace allele
