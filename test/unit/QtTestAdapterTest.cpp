// What Qt 6 writes, and what no program of test/driver/frameworks does.
#include "AdapterFixture.h"

using namespace allele;

namespace {

struct QtTest : AdapterFixture {
  QtTest() : AdapterFixture("qttest") {}

  std::vector<std::string> listed(const std::string &output) {
    process.output = output;
    const auto tests = list();
    std::vector<std::string> names;
    if (tests)
      for (const TestCase &test : *tests)
        names.push_back(test.name);
    return names;
  }

  // Name and end of each, for what was chosen.
  std::vector<std::pair<std::string, TestEnd>> ends(const std::string &functions) {
    answer("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TestCase name=\"T\">\n" + functions);
    std::vector<std::pair<std::string, TestEnd>> all;
    for (const TestResult &result : results())
      all.emplace_back(result.name, result.end);
    return all;
  }
};

using Names = std::vector<std::string>;
using Ends = std::vector<std::pair<std::string, TestEnd>>;

} // namespace

TEST_CASE("rows of QtTest are tests where each can be chosen") {
  QtTest program;
  CHECK(program.listed("ns::T one\nns::T rows a b\nns::T rows  c \n") == Names{"one", "rows:a b", "rows: c "});
  CHECK(program.listed("T rows a\nT rows a\nT two b\n") == Names{"rows", "two:b"});
  CHECK(program.listed("T rows a\nT rows \n") == Names{"rows"});
  CHECK(program.listed("T rows :a\nT rows b\n") == Names{"rows"});
  CHECK(program.listed("T rows a\nb\nT rows c\nT two b\n") == Names{"rows", "two:b"});
  CHECK(program.listed("T one __global__ g\nT rows a __global__ g\nT one __global__ h\nT rows a __global__ h\n") ==
        Names{"one", "rows:a"});
}

TEST_CASE("what a program of QtTest prints before its list is no test") {
  QtTest program;
  CHECK(program.listed("Could not connect to display\nsome warning\n\nT one\nT two\n") == Names{"one", "two"});
}

TEST_CASE("what is no list of QtTest is an error") {
  QtTest program;
  CHECK_FALSE(program.list());
  program.process.output = "********* Start testing of T *********\nPASS   : T::initTestCase()\n";
  CHECK_FALSE(program.list());
  program.process.output = "T one\n";
  CHECK(program.list());
  program.process.exitCode.reset();
  CHECK_FALSE(program.list());
}

TEST_CASE("names of QtTest take as many processes as their arguments need") {
  const QtTest program;
  const Names names(40, "rows:" + std::string(100'000, 'x'));
  const auto runs = program.adapter->runArguments(names, program.files, Detail::kMost);
  REQUIRE(runs);
  CHECK(runs->size() == 4);
  CHECK_FALSE(program.adapter->runArguments({"rows:" + std::string(200'000, 'x')}, program.files, Detail::kMost));
}

TEST_CASE("elements of QtTest belong to the chosen tests in their order") {
  QtTest program;
  program.choose({"rows:a", "rows:b", "plain"});
  const char *pass = R"(<Incident type="pass" file="" line="0"><DataTag><![CDATA[b]]></DataTag></Incident>)";
  // The second of two processes.
  CHECK(program.ends(std::string("<TestFunction name=\"rows\">") + pass +
                     "</TestFunction><TestFunction name=\"plain\"><Incident type=\"pass\"/></TestFunction>") ==
        Ends{{"rows:b", TestEnd::kPassed}, {"plain", TestEnd::kPassed}});
  CHECK(program.ends("<TestFunction name=\"other\"><Incident type=\"pass\"/></TestFunction>").empty());
}

TEST_CASE("a chosen row that there isn't has no result") {
  QtTest program;
  program.choose({"rows:none", "plain"});
  // Qt 5 leaves the element open and goes on to the end, Qt 6 fails it.
  CHECK(program
            .ends("<TestFunction name=\"rows\">\n<TestFunction name=\"cleanupTestCase\"><Incident type=\"pass\"/>"
                  "</TestFunction><Duration msecs=\"1\"/>\n</TestCase>")
            .empty());
  CHECK(program
            .ends("<TestFunction name=\"rows\"><Incident type=\"fail\" file=\"\" line=\"0\"><Description>"
                  "<![CDATA[Data tag not found: none]]></Description></Incident><Duration msecs=\"1\"/></TestFunction>")
            .empty());
}

TEST_CASE("what skips a test of Qt 6 is an incident") {
  QtTest program;
  program.choose({"one", "two"});
  const std::string skip = R"(<Incident type="skip" file="T.cpp" line="12"/><Duration msecs="0.1"/></TestFunction>)";
  CHECK(program.ends("<TestFunction name=\"one\">" + skip) == Ends{{"one", TestEnd::kSkipped}});
  CHECK(program.ends("<TestFunction name=\"initTestCase\">" + skip) ==
        Ends{{"one", TestEnd::kSkipped}, {"two", TestEnd::kSkipped}});
}

TEST_CASE("QtTest's blacklisted tests don't fail") {
  QtTest program;
  program.choose({"one"});
  CHECK(program.ends(R"(<TestFunction name="one"><Incident type="bfail" file="T.cpp" line="3"/></TestFunction>)") ==
        Ends{{"one", TestEnd::kPassed}});
}

TEST_CASE("QtTest tells how far it came, whatever is left of its XML") {
  QtTest program;
  CHECK(program.results().empty());
  program.choose({"one", "rows:a"});
  CHECK(program.results().empty());
  const std::string whole = R"(<TestFunction name="initTestCase"><Incident type="pass"/></TestFunction>
<TestFunction name="one"><Incident type="fail" file="T.cpp" line="3">
<Description><![CDATA[a]]]><![CDATA[]>b]]></Description></Incident><Duration msecs="0.5"/></TestFunction>
<TestFunction name="rows"><Message type="qfatal"><Description><![CDATA[no]]></Description></Message>)";
  CHECK(program.ends(whole) == Ends{{"one", TestEnd::kFailed}, {"rows:a", TestEnd::kUnfinished}});
  const auto results = program.results();
  CHECK(results[0].message == "a]]>b");
  CHECK(results[0].line == 3);
  CHECK(results[0].duration == std::chrono::microseconds(500));
  CHECK(results[1].message == "no");
  for (std::size_t size = 0; size < whole.size(); ++size)
    CHECK(program.ends(whole.substr(0, size)).size() <= 2);
}
