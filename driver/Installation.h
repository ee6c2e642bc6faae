// Where Allele's own parts lie: found from where this program is, in the build directory and where it was installed.
#pragma once

#include "Result.h"

#include <filesystem>
#include <map>

namespace allele {

// Of this program, without symbolic links.
Result<std::filesystem::path> ownProgram();

// Plugins by the major version of the clang that they are for. Error: there is none.
Result<std::map<unsigned, std::filesystem::path>> installedPlugins();

// The fork server, whether it is there or not.
std::filesystem::path serverLibrary();

} // namespace allele
