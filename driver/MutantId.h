// Mutant ids as users write them: 16 hex digits, any unique prefix, or the place FILE:LINE.
#pragma once

#include "Mutant.h"
#include "Result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace allele {

// 16 hex digits, lower case.
std::string formatId(std::uint64_t id);

// The id that exactly 16 hex digits stand for.
std::optional<std::uint64_t> parseId(std::string_view text);

// The indices of the mutants that `text` names: one for an id or a unique prefix of one, all on the line for FILE:LINE
// (FILE may be any suffix of the path that begins at a directory's name). Errors: nothing matches; the prefix is
// ambiguous (the message names candidates); FILE stands for several files.
Result<std::vector<std::size_t>> resolveMutants(const std::vector<Mutant> &mutants, const std::string &text);

} // namespace allele
