#include "Defects.h"

#include "Acceptances.h"
#include "Csv.h"
#include "Text.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <sstream>

namespace allele {
namespace {

namespace fs = std::filesystem;

struct Row {
  std::size_t line = 0; // where it begins, 1-based
  std::vector<std::string> cells;
};

// Columns by the names that the header gives them.
class Header {
public:
  explicit Header(const Row &row) {
    for (const std::string &cell : row.cells)
      names.push_back(loweredField(trimmedField(cell)));
  }

  bool has(const char *column) const { return std::find(names.begin(), names.end(), column) != names.end(); }

  std::string of(const Row &row, const char *column) const {
    const auto found = static_cast<std::size_t>(std::find(names.begin(), names.end(), column) - names.begin());
    return found < row.cells.size() ? trimmedField(row.cells[found]) : "";
  }

  std::string suggestion(const char *column) const { return didYouMean(column, names); }

private:
  std::vector<std::string> names;
};

std::vector<std::string> wordsOf(const std::string &text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;)
    words.push_back(word);
  return words;
}

Result<Defect> defectOf(const Header &header, const Row &row, const std::string &name) {
  Defect defect;
  defect.where = fmt::format("{}:{}", name, row.line);
  defect.id = header.of(row, "id");
  defect.fixes = wordsOf(header.of(row, "fix"));
  defect.introduced = header.of(row, "introduced");
  defect.date = header.of(row, "date").substr(0, std::string("2027-01-31").size());
  defect.severity = header.of(row, "severity");
  if (const std::string stack = header.of(row, "stack"); !stack.empty())
    defect.stack = (fs::path(name).parent_path() / stack).string();
  if (defect.id.empty())
    return Error{fmt::format("{}: the column `id` is empty; give the defect the id of your tracker", defect.where)};
  if (defect.fixes.empty())
    return Error{
        fmt::format("{}: the column `fix` of {} is empty; name the commit that mended it, or leave out the row",
                    defect.where, toPrintableLine(defect.id))};
  if (!defect.date.empty() && !isDate(defect.date))
    return Error{fmt::format("{}: '{}' is no date; write it as 2027-01-31", defect.where,
                             toPrintableLine(header.of(row, "date")))};
  return defect;
}

} // namespace

void addDefect(std::vector<Defect> &defects, Defect defect) {
  const auto same =
      std::find_if(defects.begin(), defects.end(), [&](const Defect &each) { return each.id == defect.id; });
  if (same == defects.end()) {
    defects.push_back(std::move(defect));
    return;
  }
  for (std::string &fix : defect.fixes)
    if (std::find(same->fixes.begin(), same->fixes.end(), fix) == same->fixes.end())
      same->fixes.push_back(std::move(fix));
  for (const auto field : {&Defect::introduced, &Defect::stack, &Defect::date, &Defect::severity})
    if (((*same).*field).empty())
      (*same).*field = defect.*field;
}

Result<std::vector<Defect>> parseDefects(std::string_view text, const std::string &name) {
  std::istringstream in{std::string(text)};
  CsvReader reader(in, 0);
  std::vector<Row> rows;
  for (std::vector<std::string> cells;;) {
    const auto more = reader.next(cells);
    if (!more)
      return Error{fmt::format("{}:{}: {}", name, reader.line(), more.error().message)};
    if (!*more)
      break;
    rows.push_back({reader.line(), cells});
  }
  if (rows.empty())
    return Error{fmt::format("{}: it is empty; its first line names the columns: id,fix", name)};
  const Header header(rows.front());
  for (const char *column : {"id", "fix"})
    if (!header.has(column))
      return Error{fmt::format("{}:{}: no column `{}`{}; the first line names the columns: id,fix and perhaps "
                               "introduced,stack,date,severity",
                               name, rows.front().line, column, header.suggestion(column))};
  std::vector<Defect> defects;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    auto defect = defectOf(header, rows[i], name);
    if (!defect)
      return defect.error();
    addDefect(defects, std::move(*defect));
  }
  if (defects.empty())
    return Error{fmt::format("{}: no defect stands below its first line", name)};
  return defects;
}

} // namespace allele
