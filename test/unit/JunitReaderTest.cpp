#include "JunitReader.h"

#include <catch2/catch.hpp>
#include <map>

using namespace allele;

namespace {

JunitRun runIn(const std::string &content) {
  auto read = readJunit(content, "a.xml");
  REQUIRE(read);
  REQUIRE(read->has_value());
  return **read;
}

std::map<std::string, Tries> testsIn(const std::string &content) {
  const JunitRun run = runIn(content);
  std::map<std::string, Tries> tests(run.tests.begin(), run.tests.end());
  CHECK(tests.size() == run.tests.size());
  return tests;
}

std::string errorOf(const std::string &content) {
  const auto read = readJunit(content, "a.xml");
  REQUIRE_FALSE(read);
  return read.error().message;
}

using Tests = std::map<std::string, Tries>;
const Tries kPass = {1, 0, 0};
const Tries kFail = {0, 1, 0};
const Tries kSkip = {0, 0, 1};

} // namespace

// ---- what each framework writes, in part

TEST_CASE("GoogleTest's tests have the names that it takes, and what didn't run is no outcome") {
  const std::string content = R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="6" timestamp="2026-11-27T14:37:20.353" name="AllTests" commit="abc">
  <testsuite name="Plain" timestamp="2026-11-27T14:37:20.353">
    <testcase name="passes" status="run" result="completed" classname="Plain" />
    <testcase name="fails" status="run" result="completed" classname="Plain">
      <failure message="a.cpp:9&#x0A;no" type=""><![CDATA[a.cpp:9 <no>]]></failure>
      <failure message="again" type=""/>
    </testcase>
    <testcase name="DISABLED_off" status="notrun" result="suppressed" classname="Plain" />
    <testcase name="skips" status="run" result="skipped" classname="Plain"><skipped message="no"/></testcase>
  </testsuite>
  <testsuite name="DISABLED_Suite" timestamp="1970-01-01T00:00:00.000"/>
  <testsuite name="Some/Values"><testcase name="isSmall/0" status="run" classname="Some/Values" /></testsuite>
  <testsuite name="Parser"><testcase name="Parser" status="run" classname="Parser" /></testsuite>
</testsuites>)";
  CHECK(testsIn(content) == Tests{{"Plain.passes", kPass},
                                  {"Plain.fails", kFail},
                                  {"Plain.DISABLED_off", kSkip},
                                  {"Plain.skips", kSkip},
                                  {"Some/Values.isSmall/0", kPass},
                                  {"Parser.Parser", kPass}});
  CHECK(runIn(content).commit == "abc");
  CHECK(runIn(content).time == 1795790240);
}

TEST_CASE("Catch2's tests have their names alone, and one that may fail is no failure") {
  CHECK(testsIn(R"(<testsuites><testsuite name="prog" timestamp="2026-11-27T14:37:20Z">
    <testcase classname="prog.global" name="fails, with &quot;quotes&quot;" status="run"><error type="TEST_CASE"/></testcase>
    <testcase classname="prog.Fixture" name="of a class" status="run"/>
    <testcase classname="prog.global" name="sections/one" status="run"/>
    <testcase classname="prog.global" name="may fail" status="run">
      <skipped message="TEST_CASE tagged with !mayfail"/><failure message="false" type="CHECK"/></testcase>
    <system-out/></testsuite></testsuites>)") ==
        Tests{{"fails, with \"quotes\"", kFail}, {"of a class", kPass}, {"sections/one", kPass}, {"may fail", kSkip}});
}

TEST_CASE("ctest's tests have their names alone") {
  CHECK(testsIn(R"xml(<testsuite name="(empty)" timestamp="2026-11-27T14:37:20">
    <testcase name="pass" classname="pass" status="run"><system-out>out</system-out></testcase>
    <testcase name="fail" classname="fail" status="fail"><failure message=""/></testcase>
    <testcase name="skip" classname="skip" status="notrun"><skipped message="SKIP_RETURN_CODE=77"/></testcase>
    <testcase name="off" classname="off" status="disabled"/></testsuite>)xml") ==
        Tests{{"pass", kPass}, {"fail", kFail}, {"skip", kSkip}, {"off", kSkip}});
}

TEST_CASE("doctest's, Boost.Test's and QtTest's tests have the names that they take") {
  CHECK(testsIn(R"(<testsuites><testsuite name="./t" doctest_version="2.4.9">
    <testcase classname="../t.cpp" name="a" status="run"/></testsuite></testsuites>)") == Tests{{"a", kPass}});
  CHECK(testsIn(R"(<testsuite tests="3" id="0" name="t"><testcase assertions="2" name="a"/>
    <testcase assertions="2" classname="s.u" name="b"><failure/></testcase>
    <testcase assertions="0" classname="s" name="off"><skipped/></testcase></testsuite>)") ==
        Tests{{"a", kPass}, {"s/u/b", kFail}, {"s/off", kSkip}});
  CHECK(testsIn(R"(<testsuite name="T"><properties><property value="5" name="QtVersion"/></properties>
    <testcase result="pass" name="a"/><testcase result="fail" name="b"><failure message="x" result="fail"/></testcase>
    <testcase name="c"><!-- message="no" type="skip" --></testcase><testcase result="xpass" name="d"/>
    </testsuite>)") == Tests{{"a", kPass}, {"b", kFail}, {"c", kSkip}, {"d", kFail}});
}

TEST_CASE("pytest's and surefire's tests have the names of their classes in front") {
  CHECK(testsIn(R"(<testsuites><testsuite name="pytest" timestamp="2024-01-31T12:00:00.123456+00:00">
    <testcase classname="tests.test_a.TestB" name="test_c[1-x]"/>
    <testcase classname="tests.test_a" name="test_d"><error message="failed on setup"/></testcase>
    </testsuite></testsuites>)") == Tests{{"tests.test_a.TestB.test_c[1-x]", kPass}, {"tests.test_a.test_d", kFail}});
  CHECK(testsIn(R"(<testsuite name="com.x.FooTest"><properties><property name="java.version" value="17"/></properties>
    <testcase name="a" classname="com.x.FooTest"/></testsuite>)") == Tests{{"com.x.FooTest.a", kPass}});
}

TEST_CASE("surefire's repetitions are runs of their own") {
  CHECK(testsIn(R"(<testsuite name="T">
    <testcase name="flaky"><flakyFailure message="1"/><flakyError message="2"/></testcase>
    <testcase name="broken"><failure message="0"/><rerunFailure message="1"/><rerunError message="2"/></testcase>
    </testsuite>)") == Tests{{"flaky", {1, 2, 0}}, {"broken", {0, 3, 0}}});
}

// ---- what the file says of itself

TEST_CASE("properties say commit, run, configuration and branch; the first one counts") {
  const JunitRun run = runIn(R"(<testsuites><testsuite name="a"><properties>
      <property name="commit" value="c1"/><property name="run">17</property><property name="branch" value="main"/>
      <property name="configuration" value="windows"/></properties></testsuite>
    <testsuite name="b" timestamp="1970-01-02T00:00:00"><properties><property name="commit" value="c2"/></properties>
      <testcase name="t"><properties><property name="run" value="of a test"/></properties></testcase></testsuite>
    </testsuites>)");
  CHECK(run.commit == "c1");
  CHECK(run.run == "17");
  CHECK(run.branch == "main");
  CHECK(run.configuration == "windows");
  CHECK(run.time == 86400);
  CHECK(run.tests.size() == 1);
}

TEST_CASE("testcases of one name are one test, which nobody takes for flaky") {
  CHECK(testsIn(R"(<testsuite><testcase name="t"/><testcase name="t"><failure/></testcase><testcase name="t"/>
    <testcase name="u"/><testcase name="u"><skipped/></testcase></testsuite>)") == Tests{{"t", kFail}, {"u", kPass}});
}

TEST_CASE("suites may be nested, as deep as a file likes") {
  std::string deep;
  for (int i = 0; i < 200'000; ++i)
    deep += "<testsuite>";
  deep += "<testcase name='t'/>";
  for (int i = 0; i < 200'000; ++i)
    deep += "</testsuite>";
  CHECK(testsIn(deep) == Tests{{"t", kPass}});
}

// ---- what is no JUnit

TEST_CASE("what isn't whole is told with its line") {
  CHECK_THAT(errorOf(""), Catch::StartsWith("a.xml:1: it is empty"));
  CHECK_THAT(errorOf(" \n "), Catch::StartsWith("a.xml:1: it is empty"));
  CHECK_THAT(errorOf("<testsuite>\n<testcase name='a'/>\n<testcase"), Catch::StartsWith("a.xml:3: it is no whole XML"));
  CHECK_THAT(errorOf("<testsuite>\n</testsuites>"), Catch::StartsWith("a.xml:2: it is no whole XML"));
  CHECK_THAT(errorOf("all tests passed\n"), Catch::Contains("it is no whole XML"));
  CHECK_THAT(errorOf("<testsuite>\n\n<testcase classname='x'/></testsuite>"),
             Catch::StartsWith("a.xml:3: a <testcase> has no name"));
}

TEST_CASE("other XML is told from JUnit") {
  const auto read = readJunit("<coverage><testcase name='t'/></coverage>", "a.xml");
  REQUIRE(read);
  CHECK_FALSE(read->has_value());
}

TEST_CASE("no entity is expanded, and no other file read") {
  CHECK(testsIn(R"(<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>
    <testsuite><testcase name="&a;&b;"/></testsuite>)") == Tests{{"&a;&b;", kPass}});
}
