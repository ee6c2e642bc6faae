#include "Quality.h"

#include "CodeSample.h"
#include "QualityCards.h"
#include "QualityWords.h"
#include "Survivors.h"
#include "Text.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <pugixml.hpp>
#include <regex>

using namespace allele;

namespace {

// Ends a script, a comment, a cell, a line, a run of text from the left to the right, and UTF-8.
const char *const kHostile =
    "</script><script>alert(1)</script>|`*_&amp;\"'\n\x01\x1b\xE2\x80\xAE\xC2\x9B]]>\xFF@title@";

RunResults measured() {
  RunResults results = codeSample();
  results.info.version = "1.2.3";
  results.info.workingDirectory = "/home/shop";
  results.info.command = {"./tests"};
  results.info.startedAt = "2026-01-31T12:00:00Z";
  addMutant(results, "remove-throw", "pay/a.cpp", {10, 5, 10, 19}, "_Zpay", Verdict::kKilled, Cause::kAssertion,
            "t.cpp:3");
  const std::size_t survivor =
      addMutant(results, "return-to-one", "pay/a.cpp", {25, 12, 25, 13}, "charge", Verdict::kSurvived);
  results.pairs[survivor] = {{0, true}, {1, true}};
  addMutant(results, "add-to-sub", "b.cpp", {7, 1, 7, 2}, "unrelated", Verdict::kNotReached);
  return results;
}

ReportOptions withFlow(const std::string &name) {
  ReportOptions options;
  FlowSettings flow;
  flow.name = name;
  flow.entries = {"Cart::pay"};
  options.flows = {flow};
  return options;
}

HistoryEntry entry(const char *startedAt, Ratio score) {
  HistoryEntry made;
  made.startedAt = startedAt;
  made.score = made.strength = made.coverage = score;
  return made;
}

std::string allText(const Quality &quality) {
  std::string text = textOf(titleOf(quality)) + "\n" + textOf(verdictOf(quality)) + "\n";
  for (const auto &list : {warningsOf(quality), signalOf(quality), escapesOf(quality), notesOf(quality)})
    for (const Words &words : list)
      text += textOf(words) + "\n";
  for (const QualityCard &card : cardsOf(quality)) {
    text += card.title + ": " + card.value + "\n";
    for (const Remark &remark : card.remarks)
      text += textOf(remark.words) + "\n";
  }
  text += textOf(trendOf(quality)) + "\n" + textOf(nextIntroduction(quality)) + "\n";
  return text;
}

// pugixml leaves no element open.
void checkPage(const std::string &page) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(page.data(), page.size(), pugi::parse_full);
  INFO(parsed.description());
  CHECK(parsed);
  CHECK(document.child("html").child("body").child("main"));
  CHECK(
      document.select_nodes("//script | //link | //img | //iframe | //@src | //@href | //@onclick | //@style").empty());
  for (const pugi::xpath_node &chart : document.select_nodes("//svg[not(@aria-hidden)]"))
    CHECK_FALSE(std::string(chart.node().attribute("aria-label").value()).empty());
  std::map<std::string, int> ids;
  for (const pugi::xpath_node &id : document.select_nodes("//@id"))
    CHECK(++ids[id.attribute().value()] == 1);
  CHECK(toValidUtf8(page) == page);
  CHECK(page.find("//") == std::string::npos); // no address, nor a comment
  for (const char c : page)
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n')
      FAIL_CHECK("a control character");
}

// All rows of a table have the cells of its head.
void checkTables(const std::string &markdown) {
  std::size_t cells = 0;
  for (const std::string &line : splitLines(markdown)) {
    if (line.empty() || line.front() != '|') {
      cells = 0;
      continue;
    }
    const auto bars = static_cast<std::size_t>(std::count(line.begin(), line.end(), '|'));
    CHECK(line.back() == '|');
    CHECK((cells == 0 || bars == cells));
    cells = bars;
  }
}

} // namespace

TEST_CASE("the verdict is made of counts, of the program and of a flow") {
  CHECK(textOf(verdictOf(qualityOf(measured(), {}))) ==
        "The tests notice 1 of 3 changes to the code (33.3 %). Of the program's 4 ways to fail they check 1 by an "
        "assertion.");
  RunResults results = measured();
  results.outcomes[1]->judgement.verdict = Verdict::kInconclusive;
  CHECK(contains(textOf(verdictOf(qualityOf(results, {}))),
                 "4 ways to fail they check 1 by an assertion; of 1 it isn't measured."));
  CHECK(textOf(verdictOf(qualityOf(measured(), withFlow("payment")))) ==
        "The tests notice 1 of 3 changes to the code (33.3 %). Of the payment flow's 3 ways to fail they check 1 by an "
        "assertion.");
}

TEST_CASE("figures have their counts, and the gap is coverage less score") {
  const Quality quality = qualityOf(measured(), {});
  CHECK(quality.coverage.lines.part == 4);
  CHECK(quality.score.ratio.part == 1);
  CHECK(quality.score.ratio.whole == 3);
  CHECK(quality.strength.ratio.whole == 2);
  CHECK(*quality.gap == Approx(4.0 / 6 - 1.0 / 3));
  CHECK_FALSE(quality.score.interval);
  REQUIRE(quality.files.size() == 1);
  CHECK(quality.files[0].file == "pay/a.cpp");
}

TEST_CASE("a flow's states are counted by what the tests know, and the worst are named") {
  const Quality quality = qualityOf(measured(), withFlow("payment"));
  REQUIRE(quality.flows.size() == 1);
  const QualityFlow &flow = quality.flows[0];
  CHECK(flow.states == 3);
  CHECK(flow.known.at(StateClass::kAsserted) == 1);
  CHECK(flow.known.at(StateClass::kUnchecked) == 1);
  CHECK(flow.known.at(StateClass::kNotReached) == 1);
  CHECK(flow.unchecked == 2);
  REQUIRE(flow.worst.size() == 2);
  CHECK(textOf(aboutState(flow.worst[0])) ==
        "pay/a.cpp:25: state in charge happens in 2 tests, and no assertion looks at it");
  CHECK(textOf(aboutState(flow.worst[1])) == "pay/a.cpp:15: state in shop::Cart::pay happens in no test");
}

TEST_CASE("of a sample score, strength and gap are estimates with their interval") {
  RunResults results = measured();
  results.info.sample = 0.25;
  const Quality quality = qualityOf(results, {});
  REQUIRE(quality.score.interval);
  CHECK(quality.score.interval->low < 1.0 / 3);
  CHECK(quality.score.interval->high > 1.0 / 3);
  REQUIRE(quality.gapInterval);
  CHECK(quality.gapInterval->low < *quality.gap);
  const std::string text = allText(quality);
  CHECK(contains(text, "of a sample; for all changes the 95 % interval"));
  CHECK(contains(text, "A sample: 25 % of the changes"));
}

TEST_CASE("a run that isn't finished says so first, and has no score") {
  RunResults results = measured();
  results.complete = false;
  results.outcomes[1].reset();
  const Quality quality = qualityOf(results, {});
  CHECK(contains(textOf(verdictOf(quality)), "Not measured yet: 2 of 3 changes to the code were tried."));
  CHECK(contains(textOf(warningsOf(quality).front()), "The run isn't finished: 1 of 3 changes have no result"));
  for (const QualityCard &card : cardsOf(quality))
    CHECK(card.isMeasured == (card.title == "Hygiene: coverage"));
}

TEST_CASE("nothing is shown as good where nothing was measured") {
  const Quality empty = qualityOf(RunResults(), {});
  for (const QualityCard &card : cardsOf(empty)) {
    CHECK_FALSE(card.isMeasured);
    CHECK(card.value == "not measured");
    for (const Meter &meter : card.meters)
      CHECK_FALSE(meter.value);
  }
  const std::string text = allText(empty);
  CHECK(contains(text, "Not measured: no changes of the code were tried."));
  CHECK(contains(text, "The results don't know the code"));
  CHECK(contains(text, "Flaky tests: not measured. allele signal --repeat 20"));
  CHECK(contains(text, "not measured. allele escape"));
  CHECK(contains(text, "not measured: no complete run wrote here"));
  CHECK(contains(text, "not measured: no changes of the code were tried"));
  checkPage(render("quality", RunResults()));
  checkTables(render("quality-markdown", RunResults()));
}

TEST_CASE("older results have a score, and say what they don't have") {
  RunResults results = measured();
  results.code = CodeMap();
  const Quality quality = qualityOf(results, withFlow("payment"));
  CHECK(quality.score.ratio.whole == 3);
  CHECK(quality.flows.empty());
  CHECK_FALSE(quality.gap);
  CHECK(contains(allText(quality), "Whether it is meaningful isn't known: coverage wasn't measured."));
  CHECK_FALSE(quality.next.empty());
}

TEST_CASE("below the floor the score isn't meaningful, and core modules that aren't there are said") {
  ReportOptions options;
  options.coverage.floor = 70;
  CHECK(contains(allText(qualityOf(measured(), options)), "Not meaningful yet: coverage is below its floor."));
  options.coverage.core = {"b.cpp", "no|thing/"};
  const std::string text = allText(qualityOf(measured(), options));
  CHECK(contains(text, "Tests execute only 50.0 % of the lines (1 of 2 lines) of b.cpp"));
  CHECK(contains(text, "The core module no|thing/ has no lines in the program: its coverage is not measured."));
  options.coverage.floor = 10;
  CHECK_FALSE(contains(allText(qualityOf(measured(), options)), "meaningful"));
}

TEST_CASE("no flaky test in few runs isn't proof of none") {
  ReportOptions options;
  options.inputs.signal = SignalFigures{{0, 40}, 20, 0, {}, 0};
  CHECK(
      contains(allText(qualityOf(measured(), options)),
               "None of 40 tests failed by chance. Each ran 20 times at least: a test that fails in fewer than 13.9 % "
               "of its runs may have gone unseen."));
  options.inputs.signal = SignalFigures{{2, 40}, 20, 12, {22, 60}, 5};
  const std::string text = allText(qualityOf(measured(), options));
  CHECK(contains(text, "2 of 40 tests are flaky (5.0 %; 95 % interval 1.4 to 16.5 %)"));
  CHECK(contains(
      text, "Of 60 red runs of the CI whose cause can be told, 22 were made red by defects (36.7 %; 95 % interval"));
  CHECK(contains(text, "Of 5 more it can't be told."));
  options.inputs.signal = SignalFigures{{0, 40}, 20, 12, {}, 0};
  CHECK(contains(allText(qualityOf(measured(), options)),
                 "Signal of the CI: not measured, since none of 12 runs was red."));
}

TEST_CASE("tests that assert nothing are named, where their framework tells") {
  RunResults results = measured();
  CHECK(contains(allText(qualityOf(results, {})), "Tests that assert nothing: not measured"));
  results.info.tests[0].assertions = 0;
  results.info.tests[1].assertions = 3;
  CHECK(contains(allText(qualityOf(results, {})), "1 of 2 tests executes code and asserts nothing: Pay.declined."));
  results.info.tests[0].assertions = 1;
  CHECK(contains(allText(qualityOf(results, {})), "Each of 2 tests asserts something."));
}

TEST_CASE("escapes are told by what the tests could have seen") {
  ReportOptions options;
  options.inputs.escapes = EscapeFigures{3, 4, 1, 4, 2};
  CHECK(contains(allText(qualityOf(measured(), options)),
                 "Of 12 defects that got past the tests, 8 could not have been told by them (66.7 %; 95 % interval"));
  checkPage(render("quality", measured(), options));
  options.inputs.escapes = EscapeFigures{0, 0, 0, 0, 3};
  CHECK(contains(allText(qualityOf(measured(), options)), "not measured: of 3 known defects none can be judged."));
  options.inputs = {};
  options.inputs.escapeProblem = "escapes.json isn't what allele writes";
  CHECK(contains(allText(qualityOf(measured(), options)), "not measured: escapes.json isn't what allele writes"));
}

TEST_CASE("a trend takes two runs, and a run without a figure is no point of it") {
  ReportOptions options;
  options.history = {entry("2026-01-01T00:00:00Z", {4, 10})};
  CHECK(contains(allText(qualityOf(measured(), options)), "not measured: this is the only complete run"));
  options.history.push_back(entry("2026-01-02T00:00:00Z", {}));
  options.history.push_back(entry("2026-01-03T00:00:00Z", {8, 10}));
  const std::string page = render("quality", measured(), options);
  CHECK(contains(page, "Score over the runs: 40.0 % to 80.0 %"));
  CHECK(countIn(page, "<circle cx=") == 6);
  CHECK(countIn(page, "<polyline") == 0);
  checkPage(page);
  const std::string markdown = render("quality-markdown", measured(), options);
  CHECK(contains(markdown, "| 2026-01-02 | not measured | not measured | not measured | 0 |"));
  options.history.assign(500, entry("2026-01-03T00:00:00Z", {8, 10}));
  CHECK(qualityOf(measured(), options).history.size() == kRunsShown);
}

TEST_CASE("both renderings say the same words") {
  const Quality quality = qualityOf(measured(), withFlow("payment"));
  std::string page = std::regex_replace(render("quality", measured(), withFlow("payment")), std::regex("<[^>]*>"), "");
  std::string markdown =
      std::regex_replace(render("quality-markdown", measured(), withFlow("payment")), std::regex("<[^>]*>"), "");
  for (std::string *text : {&page, &markdown}) {
    for (const auto &[entity, character] :
         {std::pair("&#37;", "%"), std::pair("&#39;", "'"), std::pair("&lt;", "<"), std::pair("&#60;", "<")})
      *text = std::regex_replace(*text, std::regex(entity), character);
    CHECK(contains(*text, textOf(verdictOf(quality))));
    for (std::size_t i = 0; i < quality.next.size(); ++i)
      CHECK(contains(*text, textOf(reasonOfNext(quality, i))));
    for (const QualityState &state : quality.flows[0].worst)
      CHECK(contains(*text, textOf(aboutState(state))));
  }
}

TEST_CASE("nothing in a name or a source is more than text on the page") {
  RunResults results = measured();
  const std::string root = "/home/@content@\xE2\x80\xAE<b>\xFF";
  results.info.command = {kHostile};
  results.info.version = results.info.startedAt = results.info.commit = kHostile;
  for (TestInfo &test : results.info.tests)
    test.name = kHostile;
  for (CodeFile &file : results.code.files)
    file.path = kHostile + file.path;
  for (CodeFunction &function : results.code.functions)
    function.name = std::string("pay::") + kHostile;
  for (FailureState &state : results.code.states)
    state.text = kHostile;
  for (Mutant &mutant : results.catalog.mutants) {
    mutant.root = root;
    mutant.file = kHostile + mutant.file;
  }
  ReportOptions options = withFlow(kHostile);
  options.flows[0].entries = {"pay*", kHostile};
  options.flows[0].owner = kHostile;
  options.coverage.core = {kHostile};
  options.history = {entry(kHostile, {1, 2}), entry(kHostile, {1, 2})};
  options.inputs.signalProblem = options.inputs.escapeProblem = kHostile;
  options.outOption = std::string(" --out ") + kHostile;
  for (const bool hasFlows : {true, false}) {
    if (!hasFlows)
      options.flows.clear();
    const std::string page = render("quality", results, options);
    checkPage(page);
    CHECK_FALSE(contains(page, "\xE2\x80\xAE"));
    CHECK_FALSE(contains(page, "\xC2\x9B"));
    CHECK(contains(page, "&lt;/script&gt;"));
    const std::string markdown = render("quality-markdown", results, options);
    checkTables(markdown);
    CHECK_FALSE(contains(markdown, "<script"));
    CHECK_FALSE(contains(markdown, "\xE2\x80\xAE"));
    CHECK(toValidUtf8(markdown) == markdown);
  }
}

TEST_CASE("the page loads nothing, and lets nothing run") {
  const std::string page = render("quality", measured(), withFlow("payment"));
  checkPage(page);
  CHECK(contains(page, "default-src 'none'; style-src-elem 'sha256-"));
  CHECK_FALSE(contains(page, "unsafe-inline"));
  CHECK_FALSE(contains(page, "@" + std::string("quality")));
}

TEST_CASE("a page of 50000 mutants and 2000 failure states is small, and made at once") {
  RunResults results = codeSample();
  CodeMap &code = results.code;
  code.states.clear();
  code.functions.clear();
  code.files.assign(20, code.files[0]);
  results.catalog.mutants.reserve(50'000);
  results.info.tests.resize(200);
  code.tests.assign(200, TestReach());
  for (std::uint32_t file = 0; file < 20; ++file) {
    code.files[file].path = "f" + std::to_string(file) + ".cpp";
    code.files[file].lines.clear();
    for (std::uint32_t i = 0; i < 100; ++i) {
      CodeFunction function;
      function.name = "pay" + std::to_string(file * 100 + i);
      function.symbols = {function.name};
      function.file = file;
      function.line = i * 30 + 1;
      function.endLine = i * 30 + 29;
      function.isMeasured = function.isReached = true;
      code.functions.push_back(function);
      FailureState state;
      state.function = file * 100 + i;
      state.line = i * 30 + 20;
      state.range = {state.line, 5, state.line, 20};
      state.text = "return -1;";
      state.isReached = i % 3 != 0;
      if (state.isReached)
        state.tests = {i, i + 1};
      code.states.push_back(state);
      for (std::uint32_t line = function.line; line < function.endLine; ++line)
        code.files[file].lines.push_back({line, line % 3 != 0});
      for (std::uint32_t m = 0; m < 25; ++m) {
        const std::size_t mutant = addMutant(results, "add-to-sub", code.files[file].path.c_str(),
                                             {function.line + m, 6, function.line + m, 7}, function.name.c_str(),
                                             m % 4 == 0   ? Verdict::kNotReached
                                             : m % 4 == 1 ? Verdict::kSurvived
                                                          : Verdict::kKilled);
        for (std::uint32_t test = 0; test < 20; ++test)
          results.pairs[mutant].push_back({(i + test) % 200, test % 2 == 0});
      }
    }
  }
  REQUIRE(results.catalog.mutants.size() == 50'000);
  ReportOptions options;
  for (int i = 0; i < 30; ++i) {
    FlowSettings flow;
    flow.name = "flow" + std::to_string(i);
    flow.entries = {"pay" + std::to_string(i) + "*"};
    options.flows.push_back(flow);
  }
  const std::string page = render("quality", results, options);
  CHECK(page.size() < 100'000);
  CHECK(contains(page, "18 flows more"));
  checkPage(page);
}
