// Programs that the unit tests run: test/unit/programs.
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

namespace allele {

// Beside the unit test's own program: BUILD/test/programs, wherever in BUILD that is.
inline std::string misbehave() {
  namespace fs = std::filesystem;
  for (fs::path place = fs::read_symlink("/proc/self/exe").parent_path(); place.has_relative_path();
       place = place.parent_path())
    if (fs::exists(place / "test/programs/misbehave"))
      return place / "test/programs/misbehave";
  FAIL("test/programs/misbehave is not built");
  return {};
}

} // namespace allele
