// Small pure functions on text.
#pragma once

#include "Suggestion.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace allele {

// `text` with every byte that isn't part of valid UTF-8 replaced by U+FFFD. JSON and other readers refuse anything
// else.
std::string toValidUtf8(std::string_view text);

// The length of valid UTF-8 text in UTF-16 code units, as JavaScript counts columns.
std::size_t utf16Length(std::string_view text);

// One line without control characters: they are shown as \n, \t, \x1b, so that text from a program can't steer the
// terminal.
std::string toPrintableLine(std::string_view text);

// Valid UTF-8, cut behind `most` bytes at most, with "..." where it is.
std::string cutTo(std::size_t most, std::string text);

// "3, 7-9, 12": numbers in ascending order, cut after the first ones.
std::string rangeList(const std::vector<std::uint32_t> &sorted);

// Quoted for a POSIX shell when it needs to be.
std::string shellQuote(std::string_view word);
std::string shellQuote(const std::vector<std::string> &words);

// "1 mutant", "2 mutants".
std::string countOf(std::uint64_t count, std::string_view singular);

// "1.5 GiB"
std::string formatBytes(std::uint64_t bytes);

// "0.8 s", "1:05 min", "2:03:10 h"
std::string formatSeconds(double seconds);

// "a, b, c and 4 more": printable.
std::string firstOf(const std::vector<std::string> &names);

std::vector<std::string> splitLines(std::string_view text);

} // namespace allele
