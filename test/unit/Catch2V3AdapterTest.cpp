// Debian 12 has no version 3: what such programs write is recorded here.
#include "AdapterFixture.h"

using namespace allele;

namespace {

constexpr const char *kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

struct Catch2 : AdapterFixture {
  Catch2() : AdapterFixture("catch2-v3") {}

  void tests(const std::string &elements) {
    answer(std::string(kHead) + "<Catch2TestRun name=\"tests\" rng-seed=\"39\" xml-format-version=\"3\">\n" + elements);
  }
};

} // namespace

TEST_CASE("Catch2 3 lists names as text, with places") {
  Catch2 program;
  program.answer(std::string(kHead) + R"(<MatchingTests>
  <TestCase>
    <Name>  fails, "a" &lt;&amp;> [b] \ </Name>
    <ClassName/>
    <Tags>[tag]</Tags>
    <SourceInfo>
      <File>tests.cpp</File>
      <Line>6</Line>
    </SourceInfo>
  </TestCase>
  <TestCase>
    <Name>line
break	tab</Name>
    <ClassName>Fixture</ClassName>
    <Tags/>
    <SourceInfo>
      <File>tests.cpp</File>
      <Line>7</Line>
    </SourceInfo>
  </TestCase>
</MatchingTests>)");
  const auto tests = program.list();
  REQUIRE(tests);
  REQUIRE(tests->size() == 2);
  CHECK((*tests)[0].name == "fails, \"a\" <&> [b] \\");
  CHECK((*tests)[0].file == "tests.cpp");
  CHECK((*tests)[0].line == 6);
  CHECK((*tests)[1].name == "line\nbreak\ttab");
}

TEST_CASE("what is no list of Catch2 3 is an error") {
  Catch2 program;
  CHECK_FALSE(program.list());
  for (const char *text : {"", "tests", "<Catch2TestRun><TestCase name=\"a\"/></Catch2TestRun>"}) {
    program.answer(text);
    CHECK_FALSE(program.list());
  }
  program.answer("<MatchingTests><TestCase><Name>a</Name></TestCase></MatchingTests>");
  CHECK(program.list());
  program.process.exitCode = 255;
  CHECK_FALSE(program.list());
}

TEST_CASE("a line of Catch2's file chooses the test whatever its name is") {
  const auto lineOf = [](const std::string &name) {
    Catch2 program;
    program.choose({name});
    return program.filter();
  };
  CHECK(lineOf("plain name") == "plain name\n");
  CHECK(lineOf("a, [b] \"c\" \\") == "a\\, \\[b\\] \\\"c\\\" \\\\\n");
  CHECK(lineOf("#comment") == "\\#comment\n");
  CHECK(lineOf("exclude:this") == "*exclude:this\n");
  // What no line can say is left to a wildcard.
  CHECK(lineOf("line, one\nline two") == "line\\, one*\n");
  CHECK(lineOf("bad \\xFF byte") == "bad *\n");
  CHECK(lineOf("\\x01name") == "*name\n");
  CHECK(lineOf("\\x01na\\x01me") == "*\n");
  CHECK(lineOf("\\xyz") == "\\\\xyz\n");
}

TEST_CASE("Catch2 3 ends at the first failure where no more is wanted, and may skip all") {
  Catch2 program;
  const auto has = [](const std::vector<std::string> &words, const char *word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  CHECK(has(program.choose({"a"}, Detail::kLeast), "--abort"));
  CHECK_FALSE(has(program.choose({"a"}, Detail::kMost), "--abort"));
  CHECK(has(program.choose({"a"}), "--allow-running-no-tests"));
}

TEST_CASE("Catch2 3 tells ends, durations, assertions and failures") {
  Catch2 program;
  program.tests(R"(  <TestCase name="passes" filename="tests.cpp" line="5">
    <OverallResult success="true" skips="0" durationInSeconds="0.000127"/>
  </TestCase>
  <TestCase name="fails, &quot;a&quot;" tags="[tag]" filename="tests.cpp" line="6">
    <Info filename="tests.cpp" line="7">
      told
    </Info>
    <Expression success="false" type="CHECK" filename="tests.cpp" line="8">
      <Original>
        a == 2
      </Original>
      <Expanded>
        1 == 2
      </Expanded>
    </Expression>
    <Failure filename="tests.cpp" line="9"/>
    <OverallResult success="false" skips="0" durationInSeconds="0.000652"/>
  </TestCase>
  <TestCase name="throws in a check" filename="tests.cpp" line="32">
    <Expression success="false" type="CHECK" filename="tests.cpp" line="33">
      <Original>
        f()
      </Original>
      <Expanded>
        f()
      </Expanded>
      <Exception filename="tests.cpp" line="33">
        thrown text
      </Exception>
    </Expression>
    <OverallResult success="false" skips="0"/>
  </TestCase>
  <TestCase name="sections" filename="tests.cpp" line="10">
    <Section name="one" filename="tests.cpp" line="11">
      <OverallResults successes="1" failures="0" expectedFailures="0" skipped="false" durationInSeconds="1e-06"/>
    </Section>
    <Section name="two" filename="tests.cpp" line="12">
      <Exception filename="tests.cpp" line="13">
        in section
      </Exception>
      <OverallResults successes="1" failures="1" expectedFailures="0" skipped="false" durationInSeconds="2e-06"/>
    </Section>
    <OverallResult success="false" skips="0" durationInSeconds="0.000333"/>
  </TestCase>
  <TestCase name="may fail" tags="[!mayfail]" filename="tests.cpp" line="38">
    <Expression success="false" type="CHECK" filename="tests.cpp" line="38">
      <Original>
        false
      </Original>
      <Expanded>
        false
      </Expanded>
    </Expression>
    <OverallResult success="true" skips="0" durationInSeconds="0.000188"/>
  </TestCase>
  <TestCase name="skips" filename="tests.cpp" line="51">
    <Skip filename="tests.cpp" line="51">
      no reason
    </Skip>
    <OverallResult success="true" skips="1" durationInSeconds="0.000129"/>
  </TestCase>
  <TestCase name="fails and skips" filename="tests.cpp" line="53">
    <Failure filename="tests.cpp" line="53">
      told
    </Failure>
    <OverallResult success="false" skips="1"/>
  </TestCase>
  <TestCase name="of 3.2" filename="tests.cpp" line="60">
    <OverallResult success="true"/>
  </TestCase>
  <OverallResults successes="36" failures="10" expectedFailures="2" skips="3"/>
</Catch2TestRun>)");
  const auto results = program.results();
  std::vector<std::pair<std::string, TestEnd>> ends;
  ends.reserve(results.size());
  for (const TestResult &result : results)
    ends.emplace_back(result.name, result.end);
  REQUIRE(ends == std::vector<std::pair<std::string, TestEnd>>{{"passes", TestEnd::kPassed},
                                                               {"fails, \"a\"", TestEnd::kFailed},
                                                               {"throws in a check", TestEnd::kFailed},
                                                               {"sections", TestEnd::kFailed},
                                                               {"may fail", TestEnd::kPassed},
                                                               {"skips", TestEnd::kSkipped},
                                                               {"fails and skips", TestEnd::kFailed},
                                                               {"of 3.2", TestEnd::kPassed}});
  CHECK(results[0].duration == std::chrono::microseconds(127));
  CHECK(results[1].file == "tests.cpp");
  CHECK(results[1].line == 8);
  CHECK(results[1].message == "CHECK( a == 2 ): 1 == 2");
  CHECK(results[2].message == "CHECK( f() ): thrown text");
  CHECK(results[3].assertions == 3U);
  CHECK(results[3].line == 13);
  CHECK(results[3].message == "in section");
  CHECK(results[4].message.empty());
}

TEST_CASE("Catch2 3 tells how far it came when a signal or exit() ends it") {
  Catch2 program;
  CHECK(program.results().empty());
  program.answer("");
  CHECK(program.results().empty());
  const std::string passed = R"(<TestCase name="passes"><OverallResult success="true"/></TestCase>)";
  program.tests(passed + "\n  <TestCase name=\"exits\" filename=\"tests.cpp\" line=\"56\">\n");
  auto results = program.results();
  REQUIRE(results.size() == 2);
  CHECK(results[0].end == TestEnd::kPassed);
  CHECK(results[1].name == "exits");
  CHECK(results[1].end == TestEnd::kUnfinished);

  program.tests(passed + R"(<TestCase name="crashes" filename="tests.cpp" line="56">
    <FatalErrorCondition filename="tests.cpp" line="57">
      SIGABRT - Abort (abnormal termination) signal
    </FatalErrorCondition>
    <OverallResult success="false" skips="0"/>
  </TestCase>
</Catch2TestRun>)");
  results = program.results();
  REQUIRE(results.size() == 2);
  CHECK(results[1].end == TestEnd::kFailed);
  CHECK(results[1].line == 57);
  CHECK(results[1].message == "SIGABRT - Abort (abnormal termination) signal");
}
