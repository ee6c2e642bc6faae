// What a user may have meant by a word that nothing is called.
#ifndef ALLELE_SUGGESTION_H
#define ALLELE_SUGGESTION_H

#include <string>
#include <string_view>
#include <vector>

namespace allele {

// The candidate that is most like `word`, or "" when none is near enough to be what was meant.
std::string closestTo(std::string_view word, const std::vector<std::string> &candidates);

// " (did you mean 'x'?)" for an error message, or "".
std::string didYouMean(std::string_view word, const std::vector<std::string> &candidates);

} // namespace allele

#endif
