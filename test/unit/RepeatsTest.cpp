#include "Repeats.h"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace allele;

TEST_CASE("an order is a permutation, the same for a seed and others for others") {
  const auto order = shuffledOrder(100, 7);
  CHECK(order == shuffledOrder(100, 7));
  CHECK(order != shuffledOrder(100, 8));
  auto sorted = order;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < sorted.size(); ++i)
    CHECK(sorted[i] == i);
  CHECK(order != sorted);
  CHECK(shuffledOrder(0, 7).empty());
  CHECK(shuffledOrder(1, 7) == std::vector<std::size_t>{0});
}

TEST_CASE("a command of each framework is shuffled by the seed, and no option stands there twice") {
  const TestFiles files{"/tmp/none", "/tmp/none", "/tmp/none"};
  for (const auto &[name, expected] :
       {std::pair("googletest", "--gtest_random_seed=77"), std::pair("doctest", "--rand-seed=77"),
        std::pair("boost-test", "--random=77")}) {
    const Adapter *adapter = findAdapter(name);
    REQUIRE(adapter != nullptr);
    auto command = adapter->runArguments({"a"}, files, Detail::kMost)->front();
    adapter->shuffle(command, 77);
    CHECK(std::count(command.begin(), command.end(), expected) == 1);
    for (const char *old : {"--gtest_shuffle=0", "--order-by=file", "--random=0"})
      CHECK(std::count(command.begin(), command.end(), old) == 0);
  }
  std::vector<std::string> catch2 = {"./tests", "--order", "decl", "--reporter", "xml"};
  findAdapter("catch2-v2")->shuffle(catch2, 77);
  CHECK(catch2 == std::vector<std::string>{"./tests", "--reporter", "xml", "--order", "rand", "--rng-seed", "77"});
  CHECK(findAdapter("qttest")->shuffle == nullptr);
}

TEST_CASE("a whole program fails with the last thing that it said") {
  const Suite suite = wholeProgram({"./tests"});
  ProcessResult run;
  run.exitCode = 3;
  run.output = "begin\nit broke\n\n";
  SeenEnd seen = endOf(suite, 0, run, false, {});
  CHECK(seen.tries == Tries{0, 1, 0});
  CHECK(seen.message == "exit code 3: it broke");
  run.exitCode = 0;
  CHECK(endOf(suite, 0, run, false, {}).tries == Tries{1, 0, 0});
  CHECK(endOf(suite, 0, run, true, {}).tries == Tries{0, 0, 1});
  run.limit = LimitHit::kWallTime;
  CHECK(endOf(suite, 0, run, false, {}).tries == Tries{0, 1, 0});
}
