// An adapter, and what a program left for it.
#pragma once

#include "Isolation.h"
#include "Scratch.h"
#include "adapters/Adapter.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

namespace allele {

class AdapterFixture {
public:
  explicit AdapterFixture(const char *name) : adapter(findAdapter(name)), scratch(makeScratch()) {
    REQUIRE(adapter != nullptr);
    files = {scratch.path() / "filter", scratch.path() / "answer", scratch.path() / "log"};
    process.exitCode = 0;
  }

  void answer(const std::string &text) { std::ofstream(files.answer, std::ios::binary) << text; }

  // The arguments of the only process that it takes.
  std::vector<std::string> choose(const std::vector<std::string> &names, Detail detail = Detail::kMost) const {
    const auto runs = adapter->runArguments(names, files, detail);
    REQUIRE(runs);
    REQUIRE(runs->size() == 1);
    return runs->front();
  }

  std::string filter() const {
    std::ifstream in(files.filter, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }

  Result<std::vector<TestCase>> list() const { return adapter->readList(process, files); }
  std::vector<TestResult> results() const { return adapter->readResults(process, files); }

  const Adapter *adapter;
  ProcessResult process;
  TestFiles files;

private:
  ScratchDirectory scratch;
};

} // namespace allele
