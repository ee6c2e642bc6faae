// What the versions of Catch2 share. Names are any text; results are XML, which a program that a signal ends completes.
#pragma once

#include "AdapterText.h"

namespace allele {

// What is added to the command line so that these tests run, whose names are written to a file; `also` behind it.
Result<std::vector<std::vector<std::string>>> catch2Arguments(const std::vector<std::string> &names,
                                                              const TestFiles &files, Detail detail,
                                                              const std::vector<std::string> &also = {});

// For Adapter::readResults.
std::vector<TestResult> catch2Results(const ProcessResult &run, const TestFiles &files);

// For Adapter::caseIn: as catch_discover_tests() writes it.
std::optional<std::string> catch2Case(const std::vector<std::string> &arguments);

// For Adapter::argumentsFor.
std::vector<std::string> catch2ArgumentsFor(const std::string &name);

// For Adapter::shuffle.
void catch2Shuffle(std::vector<std::string> &command, std::uint32_t seed);

} // namespace allele
