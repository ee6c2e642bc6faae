// How the mutation-testing-report-schema, version 2, says what the driver knows: for the reports that its tools show.
#pragma once

#include "../RunResults.h"
#include "../SourceText.h"

#include <optional>
#include <string>

namespace allele {

// The names that prismjs.com uses.
std::string schemaLanguage(const std::string &file);

// The schema has no inconclusive: RuntimeError is what its tools keep out of both sides of their score. A duplicate is
// ignored, as they would count it twice.
const char *schemaStatus(const Mutant &mutant, const std::optional<Outcome> &outcome, const Acceptance *acceptance);

// May be empty. Valid UTF-8.
std::string schemaReason(const Mutant &mutant, const std::optional<Outcome> &outcome, const Acceptance *acceptance);

// The schema's columns are indices into JavaScript strings, ours count bytes. 0 can't be expressed there.
std::size_t schemaColumn(const SourceText *source, std::uint32_t line, std::uint32_t column);

} // namespace allele
