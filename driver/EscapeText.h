// What `allele escape` prints.
#pragma once

#include "EscapeStore.h"
#include "Terminal.h"

#include <string>

namespace allele {

// `all`: every defect, survivor and test, not the first ones.
std::string escapesText(const EscapeReport &report, bool all, const Palette &palette);

// "the tests could not tell of 24 of 29, 82.8 % (95 %: 65.5 to 92.4)": for other reports, too.
std::string escapeRateText(const EscapePeriod &period);

} // namespace allele
