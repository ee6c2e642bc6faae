// Reads CSV (RFC 4180) row by row. A byte order mark, CRLF and empty lines are nothing.
#pragma once

#include "Result.h"

#include <cstddef>
#include <istream>
#include <string>
#include <vector>

namespace allele {

class CsvReader {
public:
  // `in` has to outlive the object. `separator`: of the fields; 0: a comma, or where the first line has none a
  // semicolon, or where it has neither a tab.
  explicit CsvReader(std::istream &in, char separator = ',');

  // The next row; false: there is none. Error: a double quote that isn't closed, without file and line.
  Result<bool> next(std::vector<std::string> &fields);

  // In which the row begins that next() gave last, or failed in; 1-based.
  std::size_t line() const { return begin; }

private:
  static constexpr int kEnd = std::char_traits<char>::eof();

  Status readRow(std::vector<std::string> &fields);
  Status readQuoted(std::string &field);
  int take();

  std::streambuf &in;
  std::string head; // the first line, where it had to be looked at; read before the rest
  std::size_t headRead = 0;
  char separator;
  std::size_t begin = 1;
  std::size_t current = 1;
};

// Without spaces at both ends.
std::string trimmedField(const std::string &text);
// ASCII letters in lower case.
std::string loweredField(std::string text);

} // namespace allele
