#include "RunToEnd.h"
#include "Scratch.h"
#include "SourceText.h"
#include "Survivors.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace allele;

namespace {

// A repository whose files are those of the results below /src.
class Repository {
public:
  explicit Repository(const RunResults &results) : sources(results.sources) {
    git({"init", "-q"});
    for (const auto &[path, text] : sources)
      write(path.substr(5), text);
  }

  void write(const std::string &name, const std::string &text) const {
    std::filesystem::create_directories((scratch.path() / name).parent_path());
    std::ofstream(scratch.path() / name, std::ios::binary) << text;
  }

  void git(std::vector<std::string> words) const {
    ProcessSpec spec;
    spec.command = std::move(words);
    spec.command.insert(spec.command.begin(), "git");
    spec.workingDirectory = scratch.path();
    const auto run = runToEnd(spec);
    REQUIRE(run);
    INFO(run->output);
    REQUIRE(run->exitCode == 0);
  }

  // What git makes of the sources with the patch; by path.
  std::map<std::string, std::string> apply(const std::string &patch) const {
    write("the.patch", patch);
    git({"apply", "--whitespace=nowarn", "the.patch"});
    std::map<std::string, std::string> found;
    for (const auto &[path, text] : sources) {
      std::ifstream in(scratch.path() / path.substr(5), std::ios::binary);
      found[path] = {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    }
    git({"apply", "-R", "--whitespace=nowarn", "the.patch"});
    return found;
  }

private:
  std::map<std::string, std::string> sources;
  ScratchDirectory scratch = makeScratch();
};

} // namespace

TEST_CASE("git applies every patch, and makes the mutated source of it") {
  const std::vector<std::pair<const char *, const char *>> files = {
      {"plain.c", "1\n2\n3\n4\n5\n6\n7\n8\n9\n"},
      {"dir/windows.c", "1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\r\n8\r\n9\r\n"},
      {"no end.c", "1\n2\n3\n4\n5\n6\n7\n8\n9"},
      {"a \"quoted\"\t\\\n.c", "1\n\t2\t\n3 \n\n\n\n--- a\n+++ b\n@@ -1 +1 @@\n"},
      {"gr\xC3\xB6\xC3\x9F"
       "e\xFF.c",
       "\xC3\xA4\n\xFF\n\f\r3\n4\n5\n6\n7\n8\n9\r"},
      {"one.c", "1"},
  };
  RunResults results = emptyResults();
  for (const auto &[file, text] : files) {
    results.sources[std::string("/src/") + file] = text;
    const SourceText lines(text);
    for (std::uint32_t first = 1; first <= 9; ++first)
      for (std::uint32_t last : {first, first + 1, first + 4, 9U})
        for (std::uint32_t behind : {1, 2, 3})
          for (const char *replacement : {"", "x", "\n", "a\r\nb\r", "\\ No newline at end of file\n-\n"})
            if (const auto original = lines.at({first, 1, last, behind}); original && *original != replacement)
              addSurvivor(results, file, {first, 1, last, behind}, std::string(*original), replacement);
  }
  const auto patches = findReportFormat("patches")->files(results, {});
  REQUIRE(patches.size() == results.catalog.mutants.size());
  const Repository repository(results);
  for (std::size_t i = 0; i < patches.size(); i += 7) {
    const Mutant &mutant = results.catalog.mutants[i];
    auto expected = results.sources;
    std::string &text = expected["/src/" + mutant.file];
    const std::size_t at = *SourceText(text).offsetOf(mutant.range.line, mutant.range.column);
    text.replace(at, mutant.original.size(), mutant.replacement);
    const std::string &patch = std::next(patches.begin(), static_cast<std::ptrdiff_t>(i))->second;
    INFO(patch);
    CHECK(repository.apply(patch) == expected);
  }
}

TEST_CASE("a patch looks as git writes it") {
  RunResults results = emptyResults();
  results.sources["/src/a b.c"] = "1\n2\n3\n4\n5\n6";
  addSurvivor(results, "a b.c", {5, 1, 5, 2}, "5", "five");
  addSurvivor(results, "gone.c", {5, 1, 5, 2}, "5", "five");
  const auto patches = findReportFormat("patches")->files(results, {});
  REQUIRE(patches.size() == 1);
  CHECK(patches.begin()->first == "0000000000001000.patch");
  CHECK(patches.begin()->second == "No test notices this mutant: 0000000000001000, lt-to-le, a b.c:5:1\n\n"
                                   "diff --git a/a b.c b/a b.c\n--- a/a b.c\t\n+++ b/a b.c\t\n@@ -2,5 +2,5 @@\n"
                                   " 2\n 3\n 4\n-5\n+five\n 6\n\\ No newline at end of file\n");
  CHECK(render("patches", results) == patches.begin()->second);
}

TEST_CASE("the path in a patch is relative to the root, or to / for what lies elsewhere") {
  RunResults results = emptyResults();
  results.sources = {{"/usr/a.c", "1\n"}, {"/b.c", "1\n"}, {"/src/c.c", "1\n"}};
  for (const char *file : {"/usr/a.c", "../b.c", "x/../c.c"})
    addSurvivor(results, file, {1, 1, 1, 2}, "1", "2");
  const std::string all = render("patches", results);
  for (const char *path : {"usr/a.c", "b.c", "c.c"})
    CHECK(contains(all, std::string("\n+++ b/") + path + "\n"));
}
