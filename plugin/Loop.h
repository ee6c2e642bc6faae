// A loop as it is written: its parts in the source.
#ifndef ALLELE_LOOP_H
#define ALLELE_LOOP_H

#include "SourceFile.h"

#include <optional>

namespace allele {

struct Loop {
  const SourceFile *file = nullptr;
  TokenIndex keyword = kNoToken;
  bool isRange = false;   // `for (auto &v : values)`
  TokenRange condition;   // without it empty, as is that of a range-for
  TokenRange increment;   // of a `for`
  TokenRange body;        // a statement with its braces or `;`; empty where its end isn't known
  TokenIndex branch = -1; // where the branch that ends the loop stands, and the one back to its beginning
  TokenRange whole() const { return {keyword, body.begin < condition.begin ? condition.end + 2 : body.end}; }
};

// The loop of a `for`, `while` or `do`; none where that is something else or isn't understood.
std::optional<Loop> loopAt(const SourceFile &file, TokenIndex keyword);

} // namespace allele

#endif
