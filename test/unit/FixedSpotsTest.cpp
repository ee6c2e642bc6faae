#include "FixedSpots.h"

#include "CodeText.h"

#include <catch2/catch.hpp>

using namespace allele;

using Numbers = std::vector<std::uint32_t>;

TEST_CASE("a diff of git is read file by file") {
  const auto files = parseFileDiffs("diff --git a/src/a.c b/src/b.c\n"
                                    "similarity index 90%\nrename from src/a.c\nrename to src/b.c\n"
                                    "index 1a..2b 100644\n--- a/src/a.c\n+++ b/src/b.c\n"
                                    "@@ -3 +3,2 @@ int f(void)\n-old\n+--- a/x\n+new\n\\ No newline at end of file\n"
                                    "@@ -7,2 +8,0 @@\n-x\n-y\n"
                                    "diff --git \"a/a \\303\\251\\t.c\" \"b/a \\303\\251\\t.c\"\n"
                                    "deleted file mode 100644\n--- \"a/a \\303\\251\\t.c\"\n+++ /dev/null\n"
                                    "@@ -1 +0,0 @@\n-x\n"
                                    "diff --git a/p.png b/p.png\nBinary files a/p.png and b/p.png differ\n"
                                    "diff --git a/inner b/inner\nindex 1a..2b 160000\n--- a/inner\n+++ b/inner\n"
                                    "@@ -1 +1 @@\n-Subproject commit 1a\n+Subproject commit 2b\n");
  REQUIRE(files);
  REQUIRE(files->size() == 4);
  const FileDiff &renamed = files->front();
  CHECK(renamed.oldPath == "src/a.c");
  CHECK(renamed.newPath == "src/b.c");
  REQUIRE(renamed.hunks.size() == 2);
  CHECK(renamed.hunks[0].newCount == 2);
  CHECK(renamed.hunks[1].oldFirst == 7);
  CHECK(renamed.hunks[1].newCount == 0);
  CHECK((*files)[1].oldPath == "a \xC3\xA9\t.c");
  CHECK((*files)[1].newPath.empty());
  CHECK((*files)[2].isBinary);
  CHECK((*files)[3].isSubmodule);
  CHECK_FALSE(parseFileDiffs("hello\n"));
  CHECK_FALSE(parseFileDiffs("diff --git a/a b/a\n@@ -x +1 @@\n"));
  CHECK(parseFileDiffs("")->empty());
}

TEST_CASE("lines that a diff leaves alone move, the others are gone") {
  // 2 replaced by two lines, one added behind 4, 6 and 7 deleted.
  const std::vector<DiffHunk> hunks = {{2, 1, 2, 2}, {4, 0, 6, 1}, {6, 2, 7, 0}};
  CHECK(mapLine(hunks, 1) == 1);
  CHECK(mapLine(hunks, 2) == std::nullopt);
  CHECK(mapLine(hunks, 3) == 4);
  CHECK(mapLine(hunks, 4) == 5);
  CHECK(mapLine(hunks, 5) == 7);
  CHECK(mapLine(hunks, 6) == std::nullopt);
  CHECK(mapLine(hunks, 7) == std::nullopt);
  CHECK(mapLine(hunks, 8) == 8);
  CHECK(mapLine({}, 9) == 9);
  CHECK(mapLine({{0, 0, 1, 3}}, 1) == 4);
}

TEST_CASE("comments go, literals stay") {
  const std::vector<std::string> lines = codeLines("int a; // x\n"
                                                   "/* b\n c */ int d; /**/\n"
                                                   "s = \"// no\" + '\"' + R\"x(/* \" )\" */)x\";\n"
                                                   "// goes on \\\n here\n"
                                                   "n = 1'000; c = L'/'; // y\r\n"
                                                   "last /* open");
  CHECK(lines == std::vector<std::string>{"int a;", "", "int d;", "s = \"// no\" + '\"' + R\"x(/* \" )\" */)x\";", "",
                                          "", "n = 1'000; c = L'/';", "last"});
  CHECK(codeLines("").size() == 1);
  CHECK(codeLines("a\n").size() == 1);
}

TEST_CASE("changed and deleted lines are what a fix touched, without braces alone") {
  const auto spots = fixedSpotsOf({{2, 3, 2, 1}}, "f() {\n  a();\n  b();\n}\n", "f() {\n  c(); }\n");
  REQUIRE(spots.size() == 1);
  CHECK(spots[0].lines == Numbers{2, 3});
  CHECK_FALSE(spots[0].isAddition);
}

TEST_CASE("changes of comments, spaces and line breaks are none") {
  CHECK(fixedSpotsOf({{1, 1, 1, 2}}, "a(b, c); // x\n", "a(b,\n  c);\n").empty());
  CHECK(fixedSpotsOf({{1, 0, 2, 1}}, "a();\nb();\n", "a();\n// new\nb();\n").empty());
  CHECK(fixedSpotsOf({{1, 1, 1, 1}}, "a(); // x\n", "a(); // y\n").empty());
  CHECK(fixedSpotsOf({{1, 1, 1, 1}}, "a(\"// x\");\n", "a(\"// y\");\n").size() == 1);
}

TEST_CASE("an addition is where the statement that follows in its block is executed, else the one before") {
  const std::string before = "int f(int a) {\n" // 1
                             "  if (a) {\n"     // 2
                             "    g();\n"       // 3
                             "  }\n"            // 4
                             "\n"               // 5
                             "  h();\n"         // 6
                             "  // the end\n"   // 7
                             "}\n";             // 8
  const auto spotAt = [&](std::uint32_t line) {
    std::string after;
    std::uint32_t number = 0;
    for (std::size_t at = 0; at <= before.size() && number <= 8; at = before.find('\n', at) + 1, ++number)
      if (number == line) {
        after = before.substr(0, at) + "  x();\n" + before.substr(at);
        break;
      }
    const auto spots = fixedSpotsOf({{line, 0, line + 1, 1}}, before, after);
    REQUIRE(spots.size() == 1);
    CHECK(spots[0].isAddition);
    return spots[0];
  };
  CHECK(spotAt(1).lines == Numbers{2});
  CHECK(spotAt(1).before == 1);
  CHECK(spotAt(2).lines == Numbers{3});
  CHECK(spotAt(3).lines == Numbers{3}); // before the brace
  CHECK(spotAt(4).lines == Numbers{6});
  CHECK(spotAt(4).behind == 6);
  CHECK(spotAt(6).lines == Numbers{6}); // at the end of the body
  CHECK(spotAt(6).behind == 8);
  CHECK(spotAt(8).behind == 0);
  const auto behindBlock = fixedSpotsOf({{4, 0, 5, 1}}, "int f(int a) {\n  if (a) {\n    g();\n  }\n}\n",
                                        "int f(int a) {\n  if (a) {\n    g();\n  }\n  x();\n}\n");
  REQUIRE(behindBlock.size() == 1);
  CHECK(behindBlock[0].lines == Numbers{2});
}

TEST_CASE("spots follow the file, and what is gone is counted") {
  FixedSpot changed;
  changed.lines = {2, 3};
  FixedSpot added;
  added.isAddition = true;
  added.lines = {9};
  added.before = 8;
  added.behind = 9;
  const MappedSpots mapped = mapSpots({changed, added}, {{3, 1, 2, 0}, {5, 0, 5, 2}});
  REQUIRE(mapped.spots.size() == 2);
  CHECK(mapped.spots[0].lines == Numbers{2});
  CHECK(mapped.spots[1].lines == Numbers{10});
  CHECK(mapped.spots[1].before == 9);
  CHECK(mapped.lost == 1);
  CHECK(mapSpots({added}, {{9, 1, 9, 1}}).spots.empty());
  // The line before is another one there: the spot is still where its statement is.
  const MappedSpots beside = mapSpots({added}, {{8, 1, 8, 1}});
  REQUIRE(beside.spots.size() == 1);
  CHECK(beside.spots[0].lines == Numbers{9});
  CHECK(beside.spots[0].before == 9);
  CHECK(beside.lost == 0);
}
