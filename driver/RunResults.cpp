#include "RunResults.h"

namespace allele {

const char *toString(Isolation isolation) {
  switch (isolation) {
  case Isolation::kAuto:
    return "auto";
  case Isolation::kNone:
    return "none";
  case Isolation::kTmp:
    return "tmp";
  case Isolation::kCopy:
    return "copy";
  case Isolation::kOverlay:
    return "overlay";
  }
  return "";
}

std::optional<Isolation> isolationFromString(std::string_view text) {
  for (const Isolation isolation :
       {Isolation::kAuto, Isolation::kNone, Isolation::kTmp, Isolation::kCopy, Isolation::kOverlay})
    if (text == toString(isolation))
      return isolation;
  return std::nullopt;
}

} // namespace allele
