// Capacity: memory taken in advance or given back shows in no result.
#include "../LlvmVersion.h"
#include "Noise.h"
#include "NoiseText.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kCapacity;

namespace {

constexpr RuleInfo kInfo = {"capacity", "Calls of `reserve`, `shrink_to_fit`, `rehash`, `max_load_factor` and Qt's "
                                        "`squeeze` on library containers, with their arguments; by how much a capacity "
                                        "grows, as in `new_capacity = capacity + capacity / 2`."};

constexpr StringLiteral kFunctions[] = {
    "std::*::reserve",         "std::*::shrink_to_fit",  "std::*::rehash",    "std::*::max_load_factor",
    "absl::*::reserve",        "absl::*::shrink_to_fit", "absl::*::rehash",   "boost::*::reserve",
    "boost::*::shrink_to_fit", "boost::*::rehash",       "folly::*::reserve", "llvm::*::reserve",
    "QVector::reserve",        "QList::reserve",         "QHash::reserve",    "QSet::reserve",
    "QString::reserve",        "QByteArray::reserve",    "QVector::squeeze",  "QList::squeeze",
    "QHash::squeeze",          "QSet::squeeze",          "QString::squeeze",  "QByteArray::squeeze"};

bool namesCapacity(const SourceFile &file, TokenIndex token) {
  return file.token(token).kind == TokenKind::kIdentifier &&
         file.spelling(token).rtrim('_').ends_with_insensitive("capacity");
}

// What is computed for a capacity from another one; no calls, but of the capacity itself.
void markGrowth(Noise &noise) {
  Body body = bodyOf(noise.context);
  for (TokenIndex at = body.range.begin; at < body.range.end; ++at) {
    const SourceFile &file = *body.file;
    if (!namesCapacity(file, at) || !file.is(at + 1, "="))
      continue;
    TokenIndex end =
        file.scanForward(at + 2, [&](TokenIndex token) { return file.is(token, ";") || file.is(token, ","); });
    auto computed = seq(at + 2, end);
    bool isGrowth = end - at > 3 && any_of(computed, [&](TokenIndex token) { return namesCapacity(file, token); });
    bool calls = any_of(computed, [&](TokenIndex token) { return file.is(token, "(") && !file.is(token + 1, ")"); });
    if (isGrowth && !calls)
      noise.cover(kInfo.id, file, {at + 2, end});
  }
}

void mark(Noise &noise) {
  markGrowth(noise);
  noise.coverCalls(kInfo.id, kFunctions);
}

} // namespace

const NoiseRule kCapacity = {kInfo, mark, nullptr};

} // namespace allele
