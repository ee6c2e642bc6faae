// The part of the store that holds the map of the code.
#pragma once

#include "CodeMap.h"

#include <SQLiteCpp/SQLiteCpp.h>

namespace allele {

extern const char *const kCodeSchema;

void writeCode(SQLite::Database &database, const CodeMap &code);
// `tests`: how many the run has. Throws where the content can't be what a run wrote.
CodeMap readCode(SQLite::Database &database, std::size_t tests);

} // namespace allele
