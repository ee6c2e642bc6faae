// Walks directories by descriptor, never through a symlink, whatever a mutant has left in them.
//
// Used by Isolation, TreeCopy and Workspace. Error numbers are returned as such: 0 is success.
#pragma once

#include "Descriptor.h"
#include "Result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace allele {

// Opens a directory; gives its owner access first when it has none. None: errno says why; ELOOP or ENOTDIR when it is
// something else.
Descriptor openDirectory(int parent, const char *name);

// The names in it, without "." and "..".
std::vector<std::string> namesIn(int directory);

// Removes a file or a tree, however deep. Nothing there: 0.
int removeEntry(int parent, const std::string &name);

// By their names alone; a directory lies in itself.
bool liesIn(const std::filesystem::path &path, const std::filesystem::path &directory);

Error pathError(const std::filesystem::path &path, const std::string &what, int error);

} // namespace allele
