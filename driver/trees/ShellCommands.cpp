#include "TestTree.h"

#include <algorithm>
#include <fmt/format.h>

namespace allele {

TestTree shellCommands(const std::vector<std::string> &commands) {
  TestTree tree;
  for (const std::string &command : commands) {
    const bool isKnown =
        std::any_of(tree.tests.begin(), tree.tests.end(), [&](const TreeTest &test) { return test.name == command; });
    if (isKnown)
      continue;
    TreeTest test;
    test.name = command;
    test.command = {"/bin/sh", "-c", command};
    test.byHand = test.command;
    tree.tests.push_back(std::move(test));
  }
  tree.command = {"/bin/sh", "-c", fmt::format("{}", fmt::join(commands, " && "))};
  return tree;
}

} // namespace allele
