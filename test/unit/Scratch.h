// A directory for a test's files.
#pragma once

#include "Isolation.h"

#include <catch2/catch.hpp>

namespace allele {

inline ScratchDirectory makeScratch() {
  auto made = ScratchDirectory::create();
  REQUIRE(made);
  return std::move(*made);
}

} // namespace allele
