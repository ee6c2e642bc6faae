// A row of CSV by RFC 4180, in UTF-8, that spreadsheets take as text and numbers and never run.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace allele {

class CsvRow {
public:
  // Adds to `text`, which has to outlive the object.
  explicit CsvRow(std::string &text) : out(text) {}

  // What a spreadsheet would run as a formula gets a quote in front; a text that begins with one gets another, so that
  // readers can take one away from any.
  void text(std::string_view value);
  // Where there is none, an empty cell.
  void number(std::optional<std::size_t> value);
  // With six decimals.
  void seconds(double value);
  void end();

private:
  void cell(const std::string &value);

  std::string &out;
  bool isFirst = true;
};

} // namespace allele
