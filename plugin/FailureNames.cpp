#include "FailureNames.h"

#include "FunctionName.h"
#include "LlvmVersion.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace allele {

namespace {

bool hasAny(const std::vector<std::string> &words, ArrayRef<StringRef> wanted) {
  return any_of(words, [&](StringRef word) { return is_contained(wanted, word); });
}

bool hasPair(const std::vector<std::string> &words, StringRef first, StringRef second) {
  for (size_t index = 1; index < words.size(); ++index)
    if (words[index - 1] == first && words[index] == second)
      return true;
  return false;
}

// EINVAL, ENOMEM; E_FAIL.
bool isErrnoName(StringRef name) {
  return name.size() > 3 && name.starts_with("E") && name.upper() == name && isAlpha(name[1]) && !name.contains('_');
}

} // namespace

bool namesSuccess(StringRef name) {
  std::vector<std::string> words = wordsOf(name);
  if (words.empty())
    return false;
  bool isNoError = hasPair(words, "no", "error") || hasPair(words, "no", "err") || hasAny(words, {"noerror", "noerr"});
  return isNoError || is_contained({"ok", "okay", "none", "success", "succeeded", "successful"}, words.back()) ||
         hasAny(words, {"success", "succeeded"});
}

bool namesFailure(StringRef name) {
  if (namesSuccess(name))
    return false;
  std::vector<std::string> words = wordsOf(name);
  if (isErrnoName(name) || hasPair(words, "not", "found") || hasPair(words, "e", "fail") ||
      hasPair(words, "out", "of") || hasPair(words, "too", "long") || hasPair(words, "too", "large") ||
      hasPair(words, "too", "big"))
    return true;
  return any_of(words, [](StringRef word) {
    return word.starts_with("err") || word.starts_with("fail") || word.starts_with("invalid") ||
           word.starts_with("corrupt") || word.starts_with("abort") ||
           is_contained({"bad",         "fatal",     "malformed",    "mismatch", "missing",      "nomem",
                         "notfound",    "overflow",  "underflow",    "denied",   "rejected",     "refused",
                         "declined",    "forbidden", "unauthorized", "expired",  "timeout",      "unavailable",
                         "unsupported", "illegal",   "unexpected",   "exceeded", "insufficient", "unknown",
                         "broken",      "exception", "premature"},
                        word);
  });
}

bool asksQuestion(StringRef functionName) {
  if (functionName.starts_with("operator"))
    return true;
  std::vector<std::string> words = wordsOf(functionName);
  if (words.empty())
    return false;
  if (hasAny(words, {"is",      "has",    "have",     "can",   "should", "are",     "was",   "were",
                     "equal",   "equals", "contains", "empty", "exists", "matches", "match", "less",
                     "compare", "same",   "supports", "needs", "allows", "includes"}))
    return true;
  return is_contained({"starts", "ends", "in", "at", "needs", "must", "valid"}, words.front());
}

} // namespace allele
