#include "Defects.h"

#include "Acceptances.h"
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

class CsvReader {
public:
  CsvReader(std::string_view content, char mark) : text(content), separator(mark) {}

  // Lines without anything are left out. Errors: a quote that isn't closed, with the line of its row.
  Result<std::vector<Row>> run(const std::string &name) {
    std::vector<Row> rows;
    while (at < text.size()) {
      Row row{line, {}};
      if (!readRow(row))
        return Error{fmt::format("{}:{}: a quote isn't closed; write \"\" for a quote within quotes", name, row.line)};
      if (row.cells.size() > 1 || !row.cells.front().empty())
        rows.push_back(std::move(row));
    }
    return rows;
  }

private:
  bool readRow(Row &row) {
    row.cells.emplace_back();
    while (at < text.size()) {
      const char c = text[at++];
      if (c == '"' && row.cells.back().empty()) {
        if (!readQuoted(row.cells.back()))
          return false;
      } else if (c == separator) {
        row.cells.emplace_back();
      } else if (c == '\n') {
        ++line;
        break;
      } else if (c != '\r') {
        row.cells.back() += c;
      }
    }
    return true;
  }

  bool readQuoted(std::string &cell) {
    for (; at < text.size(); ++at) {
      if (text[at] == '"' && text.substr(at + 1, 1) != "\"") {
        ++at;
        return true;
      }
      at += text[at] == '"' ? 1 : 0;
      line += text[at] == '\n' ? 1 : 0;
      cell += text[at];
    }
    return false;
  }

  std::string_view text;
  char separator;
  std::size_t at = 0;
  std::size_t line = 1;
};

std::string trimmed(const std::string &text) {
  constexpr const char *kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string lowerCase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

// Columns by the names that the header gives them.
class Header {
public:
  explicit Header(const Row &row) {
    for (const std::string &cell : row.cells)
      names.push_back(lowerCase(trimmed(cell)));
  }

  bool has(const char *column) const { return std::find(names.begin(), names.end(), column) != names.end(); }

  std::string of(const Row &row, const char *column) const {
    const auto found = static_cast<std::size_t>(std::find(names.begin(), names.end(), column) - names.begin());
    return found < row.cells.size() ? trimmed(row.cells[found]) : "";
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
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  if (text.substr(0, kMark.size()) == kMark)
    text.remove_prefix(kMark.size());
  const std::string_view head = text.substr(0, text.find('\n'));
  const bool hasCommas = head.find(',') != std::string_view::npos;
  const char separator = hasCommas ? ',' : head.find(';') != std::string_view::npos ? ';' : '\t';
  const auto rows = CsvReader(text, separator).run(name);
  if (!rows)
    return rows.error();
  if (rows->empty())
    return Error{fmt::format("{}: it is empty; its first line names the columns: id,fix", name)};
  const Header header(rows->front());
  for (const char *column : {"id", "fix"})
    if (!header.has(column))
      return Error{fmt::format("{}:{}: no column `{}`{}; the first line names the columns: id,fix and perhaps "
                               "introduced,stack,date,severity",
                               name, rows->front().line, column, header.suggestion(column))};
  std::vector<Defect> defects;
  for (std::size_t i = 1; i < rows->size(); ++i) {
    auto defect = defectOf(header, (*rows)[i], name);
    if (!defect)
      return defect.error();
    addDefect(defects, std::move(*defect));
  }
  if (defects.empty())
    return Error{fmt::format("{}: no defect stands below its first line", name)};
  return defects;
}

} // namespace allele
