// RUN: mkdir -p %t && cd %t && %construct %s -std=c++17 %{libcxx} -fuse-ld=lld-%{major}
// RUN: mkdir -p %t && cd %t && %construct %s -std=c++17 %{libcxx} -unwindlib=libgcc -rtlib=libgcc
#include <algorithm>
#include <iostream>
#include <list>
#include <regex>
#include <sstream>

static int words(const std::string &text) {
  std::istringstream stream(text);
  int count = 0;
  for (std::string word; stream >> word;)
    count += std::regex_match(word, std::regex("[a-z]+")) ? 2 : 1; // noticed
  return count;                                                    // noticed
}

int main() {
  std::list<int> values{5, 3};
  values.sort();
  std::cout << words("one 2 three") + values.front() << std::endl; // noticed
}
