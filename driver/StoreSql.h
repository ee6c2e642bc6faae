// What the files that know the store's tables share.
#pragma once

#include "Text.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <stdexcept>
#include <string>

namespace allele {

// Paths, source text and what programs print may be any bytes, but readers of the database refuse TEXT that isn't
// UTF-8: then it is a BLOB.
inline void bindOne(SQLite::Statement &row, int column, const std::string &text) {
  if (toValidUtf8(text) == text)
    row.bind(column, text);
  else
    row.bind(column, text.data(), static_cast<int>(text.size()));
}

template <typename Value> void bindOne(SQLite::Statement &row, int column, const Value &value) {
  row.bind(column, value);
}

template <typename... Values> void bindAll(SQLite::Statement &row, const Values &...values) {
  int column = 0;
  (bindOne(row, ++column, values), ...);
}

// The content can't be what a run wrote: caught in Store::load, as SQLite's own errors are.
template <typename... Parts> [[noreturn]] void damaged(fmt::format_string<Parts...> what, Parts &&...parts) {
  throw std::runtime_error("it is damaged: " + fmt::format(what, std::forward<Parts>(parts)...));
}

} // namespace allele
