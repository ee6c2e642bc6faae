// Reads what reports write as CSV, strictly as RFC 4180 has it.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace allele {

inline std::vector<std::vector<std::string>> readCsv(const std::string &text) {
  std::vector<std::vector<std::string>> rows;
  std::size_t at = 0;
  while (at < text.size()) {
    std::vector<std::string> row;
    for (bool isLast = false; !isLast;) {
      std::string cell;
      if (text[at] == '"') {
        for (++at; text[at] != '"' || text.at(at + 1) == '"'; ++at) {
          cell += text[at];
          at += text[at] == '"' ? 1 : 0;
        }
        ++at;
      } else {
        const std::size_t end = text.find_first_of(",\r", at);
        cell = text.substr(at, end - at);
        at = end;
      }
      row.push_back(cell);
      isLast = text.at(at) == '\r';
      REQUIRE((isLast ? text.substr(at, 2) == "\r\n" : text[at] == ','));
      at += isLast ? 2 : 1;
    }
    rows.push_back(row);
  }
  return rows;
}

} // namespace allele
