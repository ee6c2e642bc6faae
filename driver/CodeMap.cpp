#include "CodeMap.h"

namespace allele {

const char *toString(StateKind kind) {
  switch (kind) {
  case StateKind::kThrow:
    return "throw";
  case StateKind::kHandler:
    return "handler";
  case StateKind::kReturn:
    return "return";
  case StateKind::kGoto:
    return "goto";
  case StateKind::kErrorCode:
    return "error code";
  case StateKind::kAbort:
    return "abort";
  case StateKind::kAssert:
    return "assert";
  }
  return "";
}

} // namespace allele
