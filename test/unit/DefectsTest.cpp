#include "Defects.h"

#include <catch2/catch.hpp>

using namespace allele;

TEST_CASE("a list of defects is a table with columns in any order") {
  const auto defects = parseDefects("\xEF\xBB\xBFTitle,Fix, ID ,date,stack,severity\r\n"
                                    "\"a \"\"b\"\",\nc\",1a2b,X-1,2027-01-31T10:00,traces/x.txt,high\r\n"
                                    "\r\n"
                                    "d,3c4d 5e6f,X-2,,,\r\n",
                                    "data/defects.csv");
  REQUIRE(defects);
  REQUIRE(defects->size() == 2);
  const Defect &first = defects->front();
  CHECK(first.id == "X-1");
  CHECK(first.fixes == std::vector<std::string>{"1a2b"});
  CHECK(first.date == "2027-01-31");
  CHECK(first.stack == "data/traces/x.txt");
  CHECK(first.severity == "high");
  CHECK(first.where == "data/defects.csv:2");
  CHECK(defects->back().fixes == std::vector<std::string>{"3c4d", "5e6f"});
  CHECK(defects->back().where == "data/defects.csv:5");
}

TEST_CASE("semicolons and tabs separate as well") {
  CHECK(parseDefects("id;fix\nx;1a\n", "d")->front().fixes.front() == "1a");
  CHECK(parseDefects("id\tfix\nx\t1a", "d")->front().fixes.front() == "1a");
}

TEST_CASE("rows of one id are one defect with several fixes, each once") {
  const auto defects = parseDefects("id,fix,date,severity\nx,1a,,\ny,2b,,\nx,3c 1a,2027-01-31,low\n", "d");
  REQUIRE(defects);
  REQUIRE(defects->size() == 2);
  CHECK(defects->front().fixes == std::vector<std::string>{"1a", "3c"});
  CHECK(defects->front().date == "2027-01-31");
  CHECK(defects->front().severity == "low");
  CHECK(defects->front().where == "d:2");
}

TEST_CASE("what is wrong with a list is said with its line") {
  const auto problemOf = [](const char *text) { return parseDefects(text, "d.csv").error().message; };
  CHECK(problemOf("").find("d.csv: it is empty") == 0);
  CHECK(problemOf("id,fx\n").find("d.csv:1: no column `fix` (did you mean 'fx'?)") == 0);
  CHECK(problemOf("id,fix\n").find("d.csv: no defect") == 0);
  CHECK(problemOf("id,fix\n,1a\n").find("d.csv:2: the column `id` is empty") == 0);
  CHECK(problemOf("id,fix\nx\n").find("d.csv:2: the column `fix` of x is empty") == 0);
  CHECK(problemOf("id,fix\n\"x\ny\",1a\n\"z,").find("d.csv:4: a quote isn't closed") == 0);
  CHECK(problemOf("id,fix,date\nx,1a,2027-02-30\n").find("d.csv:2: '2027-02-30' is no date") == 0);
}
