// The directory that results are written to (allele.out), held by one run at a time.
#pragma once

#include "Result.h"

#include <filesystem>
#include <memory>
#include <string_view>

namespace allele {

class OutputDirectory {
public:
  // Makes the directory when it is missing and locks it until destruction. Errors: not a directory, not writable, or in
  // use by another run (the message names its process).
  static Result<std::unique_ptr<OutputDirectory>> open(const std::filesystem::path &path);
  ~OutputDirectory();
  OutputDirectory(const OutputDirectory &) = delete;
  OutputDirectory &operator=(const OutputDirectory &) = delete;

  const std::filesystem::path &path() const { return directory; } // absolute

private:
  OutputDirectory(std::filesystem::path path, int lockDescriptor);

  std::filesystem::path directory;
  int lock;
};

// Replaces a file as a whole: a reader sees the old content or the new one, never a part.
Status writeFileAtomically(const std::filesystem::path &path, std::string_view content);

} // namespace allele
