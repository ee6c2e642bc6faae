#include "HistoryCsv.h"

#include "Csv.h"
#include "Text.h"
#include "Timestamp.h"

#include <fmt/format.h>
#include <map>
#include <tuple>

namespace allele {
namespace {

constexpr std::size_t kNone = SIZE_MAX;

// Where the columns stand.
struct Columns {
  std::size_t commit = kNone, test = kNone, outcome = kNone;
  std::size_t run = kNone, time = kNone, branch = kNone, configuration = kNone;
  std::size_t count = 0;

  static Result<Columns> read(const std::vector<std::string> &header) {
    Columns columns;
    columns.count = header.size();
    const std::pair<const char *, std::size_t *> known[] = {{"commit", &columns.commit},
                                                            {"test", &columns.test},
                                                            {"outcome", &columns.outcome},
                                                            {"run", &columns.run},
                                                            {"time", &columns.time},
                                                            {"branch", &columns.branch},
                                                            {"configuration", &columns.configuration}};
    for (std::size_t i = 0; i < header.size(); ++i)
      for (const auto &[name, column] : known)
        if (loweredField(trimmedField(header[i])) == name) {
          if (*column != kNone)
            return Error{fmt::format("column '{}' stands there twice; leave one", name)};
          *column = i;
        }
    for (const char *name : {"commit", "test", "outcome"})
      for (const auto &[word, column] : known)
        if (std::string_view(word) == name && *column == kNone)
          return Error{fmt::format("column '{}' is missing; the first line names the columns: commit, test, outcome, "
                                   "and perhaps run, time, branch, configuration",
                                   name)};
    return columns;
  }
};

// By commit, run and configuration.
using Runs = std::map<std::tuple<std::string, std::string, std::string>, CiRun>;

class HistoryReader {
public:
  HistoryReader(const std::string &file, const Columns &found, TestNames &tests)
      : path(file), columns(found), names(tests) {}

  Status take(const std::vector<std::string> &fields) {
    if (fields.size() != columns.count)
      return Error{fmt::format("{}, and the header has {}; a field with a comma stands in double quotes",
                               countOf(fields.size(), "field"), columns.count)};
    const auto field = [&](std::size_t column) {
      return column == kNone ? "" : toValidUtf8(trimmedField(fields[column]));
    };
    const std::string commit = field(columns.commit);
    const std::string test = field(columns.test);
    if (commit.empty() || test.empty())
      return Error{fmt::format("the {} is empty; a row says which test ran on which commit",
                               commit.empty() ? "commit" : "test")};
    const auto word = outcomeOf(field(columns.outcome));
    if (!word)
      return Error{
          fmt::format("unknown outcome '{}'; write pass, fail or skip", toPrintableLine(field(columns.outcome)))};
    const std::string timeText = field(columns.time);
    const auto time = timeText.empty() ? std::nullopt : parseTimestamp(timeText);
    if (!timeText.empty() && !time)
      return Error{fmt::format("'{}' is no time; write it as 2027-01-31T12:00:00Z, or as seconds since 1970",
                               toPrintableLine(timeText))};
    const std::string configuration = field(columns.configuration);
    const std::uint32_t number = names.numberOf(test);
    std::string name = field(columns.run);
    if (name.empty()) {
      isCounted = true;
      name = fmt::format("#{}", ++rows[{commit, configuration, number}]);
    }
    CiRun &run = runs[{commit, name, configuration}];
    run.commit = commit;
    run.run = name;
    run.configuration = configuration;
    run.source = path;
    if (run.branch.empty())
      run.branch = field(columns.branch);
    if (time && (!run.time || *time < *run.time))
      run.time = time;
    Tries &tries = run.tests[number];
    switch (*word) {
    case OutcomeWord::kPass:
      ++tries.passes;
      break;
    case OutcomeWord::kFail:
      ++tries.failures;
      break;
    case OutcomeWord::kSkip:
      ++tries.skips;
      break;
    }
    return Done{};
  }

  CiHistory all() {
    CiHistory history;
    history.isCounted = isCounted;
    history.runs.reserve(runs.size());
    for (auto &[key, run] : runs)
      history.runs.push_back(std::move(run));
    return history;
  }

private:
  const std::string &path;
  const Columns &columns;
  TestNames &names;
  Runs runs;
  bool isCounted = false;
  std::map<std::tuple<std::string, std::string, std::uint32_t>, std::size_t> rows; // of a test, by commit
};

} // namespace

std::optional<OutcomeWord> outcomeOf(const std::string &word) {
  static const std::map<std::string, OutcomeWord> kWords = {
      {"pass", OutcomeWord::kPass},       {"passed", OutcomeWord::kPass},    {"success", OutcomeWord::kPass},
      {"successful", OutcomeWord::kPass}, {"succeeded", OutcomeWord::kPass}, {"ok", OutcomeWord::kPass},
      {"fail", OutcomeWord::kFail},       {"failed", OutcomeWord::kFail},    {"failure", OutcomeWord::kFail},
      {"error", OutcomeWord::kFail},      {"errored", OutcomeWord::kFail},   {"timeout", OutcomeWord::kFail},
      {"crash", OutcomeWord::kFail},      {"crashed", OutcomeWord::kFail},   {"skip", OutcomeWord::kSkip},
      {"skipped", OutcomeWord::kSkip},    {"ignored", OutcomeWord::kSkip},   {"disabled", OutcomeWord::kSkip},
      {"notrun", OutcomeWord::kSkip},     {"not run", OutcomeWord::kSkip}};
  const auto found = kWords.find(loweredField(trimmedField(word)));
  return found == kWords.end() ? std::nullopt : std::optional(found->second);
}

Result<CiHistory> readHistoryCsv(std::istream &in, const std::string &path, TestNames &names) {
  CsvReader reader(in);
  std::vector<std::string> fields;
  const auto at = [&](const Error &error) {
    return Error{fmt::format("{}:{}: {}", path, reader.line(), error.message)};
  };
  auto more = reader.next(fields);
  if (!more)
    return at(more.error());
  if (!*more)
    return at({"it is empty; the first line names the columns: commit, test, outcome"});
  const auto columns = Columns::read(fields);
  if (!columns)
    return at(columns.error());
  HistoryReader history(path, *columns, names);
  for (more = reader.next(fields); more && *more; more = reader.next(fields))
    if (const Status taken = history.take(fields); !taken)
      return at(taken.error());
  if (!more)
    return at(more.error());
  return history.all();
}

} // namespace allele
