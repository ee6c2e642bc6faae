#include "XmlText.h"

#include "../Text.h"

namespace allele {

std::string xmlText(std::string_view text) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  const std::string utf8 = toValidUtf8(text);
  std::string valid;
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const std::string_view next = std::string_view(utf8).substr(i, 3);
    const bool isControl = static_cast<unsigned char>(utf8[i]) < 0x20 && next.find_first_of("\t\r\n") != 0;
    const bool isOutside = next == "\xEF\xBF\xBE" || next == "\xEF\xBF\xBF";
    if (isControl || isOutside)
      valid += kReplacement;
    else
      valid += utf8[i];
    i += isOutside ? 2 : 0;
  }
  return valid;
}
namespace {

struct TextWriter : pugi::xml_writer {
  std::string text;
  void write(const void *data, std::size_t size) override { text.append(static_cast<const char *>(data), size); }
};

} // namespace

std::string documentText(const pugi::xml_document &document) {
  TextWriter writer;
  document.save(writer, " ", pugi::format_default, pugi::encoding_utf8);
  return std::move(writer.text);
}

} // namespace allele
