#include "CsvText.h"

#include "../Text.h"

#include <fmt/format.h>

namespace allele {
namespace {

// Spreadsheets run what begins with = + - @ as a formula, also behind blanks, and operators of C look like that.
std::string inertText(std::string_view value) {
  std::string text = toValidUtf8(value);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const bool isFormula = first != std::string::npos && std::string_view("=+-@").find(text[first]) != std::string::npos;
  if (isFormula || text.find_first_of("'\t\r\n") == 0)
    text.insert(0, "'");
  return text;
}

} // namespace

void CsvRow::text(std::string_view value) {
  cell(inertText(value));
}

void CsvRow::number(std::optional<std::size_t> value) {
  cell(value ? std::to_string(*value) : "");
}

void CsvRow::seconds(double value) {
  cell(fmt::format("{:.6f}", value));
}

void CsvRow::end() {
  out += "\r\n";
}

void CsvRow::cell(const std::string &value) {
  out += isFirst ? "" : ",";
  isFirst = false;
  if (value.find_first_of(",\"\r\n") == std::string::npos) {
    out += value;
    return;
  }
  out += '"';
  for (const char c : value) {
    out += c;
    if (c == '"')
      out += '"';
  }
  out += '"';
}

} // namespace allele
