#include "HistoryCsv.h"

#include "Text.h"
#include "Timestamp.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <map>
#include <tuple>

namespace allele {
namespace {

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char character) { return static_cast<char>(std::tolower(character)); });
  return text;
}

std::string trimmed(const std::string &text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Rows, each with the line that it begins in.
class CsvReader {
public:
  explicit CsvReader(std::istream &stream) : in(*stream.rdbuf()) {
    constexpr std::string_view kMark = "\xEF\xBB\xBF";
    for (const char byte : kMark)
      if (in.sgetc() == std::char_traits<char>::to_int_type(byte))
        in.sbumpc();
  }

  std::size_t line() const { return begin; }

  // False: there is no other. Error: a quote that isn't closed. Empty lines are left out.
  Result<bool> next(std::vector<std::string> &fields) {
    do {
      fields.assign(1, "");
      begin = current;
      if (in.sgetc() == kEnd)
        return false;
      if (const Status read = readRow(fields); !read)
        return read.error();
    } while (fields.size() == 1 && fields.front().empty());
    return true;
  }

private:
  static constexpr int kEnd = std::char_traits<char>::eof();

  Status readRow(std::vector<std::string> &fields) {
    for (int byte = in.sbumpc(); byte != kEnd && byte != '\n'; byte = in.sbumpc()) {
      if (byte == '"' && fields.back().empty()) {
        if (const Status read = readQuoted(fields.back()); !read)
          return read;
      } else if (byte == ',') {
        fields.emplace_back();
      } else if (byte != '\r' || (in.sgetc() != '\n' && in.sgetc() != kEnd)) {
        fields.back() += static_cast<char>(byte);
      }
    }
    ++current;
    return Done{};
  }

  Status readQuoted(std::string &field) {
    for (int byte = in.sbumpc();; byte = in.sbumpc()) {
      if (byte == kEnd)
        return Error{"a double quote isn't closed; close it, or double it where it is text"};
      if (byte == '"' && in.sgetc() != '"')
        return Done{};
      if (byte == '"')
        in.sbumpc();
      current += byte == '\n' ? 1 : 0;
      field += static_cast<char>(byte);
    }
  }

  std::streambuf &in;
  std::size_t begin = 1;
  std::size_t current = 1;
};

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
        if (lowered(trimmed(header[i])) == name) {
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
    const auto field = [&](std::size_t column) { return column == kNone ? "" : toValidUtf8(trimmed(fields[column])); };
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
    if (name.empty())
      name = fmt::format("#{}", ++rows[{commit, configuration, number}]);
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

  std::vector<CiRun> all() {
    std::vector<CiRun> list;
    list.reserve(runs.size());
    for (auto &[key, run] : runs)
      list.push_back(std::move(run));
    return list;
  }

private:
  const std::string &path;
  const Columns &columns;
  TestNames &names;
  Runs runs;
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
  const auto found = kWords.find(lowered(trimmed(word)));
  return found == kWords.end() ? std::nullopt : std::optional(found->second);
}

Result<std::vector<CiRun>> readHistoryCsv(std::istream &in, const std::string &path, TestNames &names) {
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
