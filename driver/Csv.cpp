#include "Csv.h"

#include <algorithm>
#include <string_view>

namespace allele {

CsvReader::CsvReader(std::istream &stream, char wanted) : in(*stream.rdbuf()), separator(wanted) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  for (const char byte : kMark)
    if (in.sgetc() == std::char_traits<char>::to_int_type(byte))
      in.sbumpc();
  if (separator != 0)
    return;
  for (int byte = in.sbumpc(); byte != kEnd; byte = in.sbumpc()) {
    head += static_cast<char>(byte);
    if (byte == '\n')
      break;
  }
  separator = '\t';
  for (const char each : {';', ','})
    if (head.find(each) != std::string::npos)
      separator = each;
}

int CsvReader::take() {
  if (headRead < head.size())
    return std::char_traits<char>::to_int_type(head[headRead++]);
  return in.sbumpc();
}

Result<bool> CsvReader::next(std::vector<std::string> &fields) {
  do {
    fields.assign(1, "");
    begin = current;
    if (headRead == head.size() && in.sgetc() == kEnd)
      return false;
    if (const Status read = readRow(fields); !read)
      return read.error();
  } while (fields.size() == 1 && fields.front().empty());
  return true;
}

Status CsvReader::readRow(std::vector<std::string> &fields) {
  bool isPlain = true; // of the field: it didn't begin with a quote
  for (int byte = take(); byte != kEnd && byte != '\n'; byte = take()) {
    if (byte == '"' && isPlain && fields.back().empty()) {
      isPlain = false;
      if (const Status read = readQuoted(fields.back()); !read)
        return read;
    } else if (byte == std::char_traits<char>::to_int_type(separator)) {
      fields.emplace_back();
      isPlain = true;
    } else {
      fields.back() += static_cast<char>(byte);
    }
  }
  if (!fields.back().empty() && fields.back().back() == '\r')
    fields.back().pop_back();
  ++current;
  return Done{};
}

Status CsvReader::readQuoted(std::string &field) {
  for (int byte = take();; byte = take()) {
    if (byte == kEnd)
      return Error{"a quote isn't closed; write \"\" for a quote within quotes"};
    if (byte == '"') {
      const int behind = headRead < head.size() ? std::char_traits<char>::to_int_type(head[headRead]) : in.sgetc();
      if (behind != '"')
        return Done{};
      take();
    }
    current += byte == '\n' ? 1 : 0;
    field += static_cast<char>(byte);
  }
}

std::string trimmedField(const std::string &text) {
  constexpr const char *kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string loweredField(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
  });
  return text;
}

} // namespace allele
