#include "SuiteDiscovery.h"

#include "Discovery.h"
#include "Interrupt.h"
#include "TestProgram.h"
#include "Text.h"
#include "trees/TestTree.h"

#include <algorithm>
#include <fmt/format.h>
#include <fnmatch.h>
#include <map>
#include <set>
#include <tuple>
#include <unordered_set>

namespace allele {
namespace {

namespace fs = std::filesystem;

bool matchesAny(const std::vector<std::string> &globs, const std::string &name) {
  return std::any_of(globs.begin(), globs.end(),
                     [&](const std::string &glob) { return fnmatch(glob.c_str(), name.c_str(), 0) == 0; });
}

bool isBelow(const fs::path &path, const fs::path &root) {
  const fs::path relative = path.lexically_relative(root);
  return !relative.empty() && *relative.begin() != "..";
}

// For a shell that stands in `from`. That may be in a copy of the tree, so other places in the tree are relative to it.
std::string shellPath(const TestTree &tree, const fs::path &path, const fs::path &from) {
  const bool isCopied = isBelow(from, tree.directory) && isBelow(path, tree.directory);
  return shellQuote((isCopied ? path.lexically_relative(from) : path).string());
}

// "exec env -u A B=1 program argument"
std::string shellCommand(const TreeTest &test) {
  std::string text = "exec env";
  for (const std::string &name : test.unsetEnvironment)
    text += " -u " + shellQuote(name);
  for (const std::string &assignment : test.environment)
    text += " " + shellQuote(assignment);
  return text + " " + shellQuote(test.command);
}

// "cd elsewhere && [ -e file ] && exec ...", for a shell that stands in `from`.
std::string shellText(const TestTree &tree, const TreeTest &test, const fs::path &from) {
  const fs::path &where = test.workingDirectory;
  std::string text;
  if (where != from)
    text = fmt::format("cd {} && ", shellPath(tree, where, from));
  for (const fs::path &file : test.requiredFiles)
    text += fmt::format("[ -e {} ] && ", shellPath(tree, file, where));
  return text + shellCommand(test);
}

// A test between what has to run before it and what cleans up behind it, as the build system would run them: the mutant
// is active in them too. A setup that fails or a file that is missing fails the test, behind which it is cleaned up as
// well.
std::string withOthers(const TestTree &tree, const TreeTest &test) {
  // The outer shell hides what the inner one says of a signal.
  const auto quietly = [](const std::string &text) { return fmt::format("(({}); exit $?) >/dev/null 2>&1", text); };
  const auto runOther = [&](std::size_t other) {
    return quietly(shellText(tree, tree.tests[other], test.workingDirectory));
  };
  std::string script = "allele_cleanup() {\n:\n";
  for (const std::size_t each : test.cleanups)
    script += runOther(each) + "\n";
  script += "}\n";
  // A rule may take any exit code and any output for passed, but no signal.
  const char *fail = test.rule.isPlain() ? "exit 1" : "kill -ABRT $$";
  const std::string cleanup = (test.isCleanup ? quietly(shellCommand(test)) + "; " : "") + "allele_cleanup; ";
  for (const Preparation &each : test.preparations) {
    script += runOther(each.test);
    if (each.hasToPass)
      script += fmt::format(" || {{ echo {}; {}{}; }}",
                            shellQuote("the fixture's setup " + tree.tests[each.test].name + " fails"), cleanup, fail);
    script += "\n";
  }
  for (const fs::path &file : test.requiredFiles)
    script +=
        fmt::format("[ -e {} ] || {{ echo {}; allele_cleanup; {}; }}\n", shellPath(tree, file, test.workingDirectory),
                    shellQuote("the required file " + file.string() + " is missing"), fail);
  script += "(" + shellCommand(test) + ")\nallele_status=$?\nallele_cleanup\n";
  // A shell tells a signal as 128 and its number.
  return script + "[ $allele_status -gt 128 ] && kill -$((allele_status - 128)) $$\nexit $allele_status\n";
}

bool needsScript(const TreeTest &test) {
  return !test.preparations.empty() || !test.cleanups.empty() ||
         !std::all_of(test.requiredFiles.begin(), test.requiredFiles.end(), [](const fs::path &file) {
           std::error_code failure;
           return fs::exists(file, failure);
         });
}

class SuiteBuilder {
public:
  SuiteBuilder(const TestSource &wanted, const fs::path &directory, MetadataReader &metadata, Terminal &output)
      : source(wanted), reader(metadata), terminal(output) {
    found.workingDirectory = directory;
  }

  Result<FoundSuite> ofProgram() {
    found.command = source.command;
    const auto program = objectsOf(source.command.front(), found.workingDirectory);
    if (!program)
      return program.error();
    auto suite = suiteOfProgram(*program);
    if (!suite)
      return suite.error();
    found.suite = std::move(*suite);
    return finish();
  }

  Result<FoundSuite> ofTree(const TestTree &tree) {
    if (!tree.directory.empty())
      found.workingDirectory = tree.directory;
    found.command = tree.command;
    for (const std::string &remark : tree.remarks)
      terminal.detail(remark);
    for (const std::string &warning : tree.warnings)
      terminal.warn(warning);
    for (const TreeTest &test : tree.tests)
      if (const Status added = add(tree, test); !added)
        return Error{fmt::format("test {}: {}", toPrintableLine(test.name), added.error().message)};
    return finish();
  }

private:
  struct Objects {
    std::vector<std::string> paths;
    std::string program; // absolute
  };
  struct Listed {
    std::size_t program;
    std::vector<std::string> cases; // those that are on
    std::unordered_set<std::string> all;
  };

  Result<Objects> objectsOf(const std::string &name, const fs::path &directory) {
    const auto program = findProgram(name, directory.string());
    if (!program)
      return program.error();
    const auto known = objects.find(*program);
    if (known != objects.end())
      return known->second;
    const auto read = readProgram(*program, reader);
    if (!read)
      return read.error();
    found.sanitized = found.sanitized || read->sanitized;
    return objects[*program] = {read->paths, *program};
  }

  Result<Suite> suiteOfProgram(const Objects &program) {
    if (source.framework == "none")
      return wholeProgram(source.command);
    const Adapter *adapter = source.framework.empty() ? adapterFor(program.paths) : findAdapter(source.framework);
    if (adapter == nullptr && source.framework.empty())
      return wholeProgram(source.command);
    if (adapter == nullptr)
      return unknownFramework(source.framework, {"none"});
    auto suite = testsOf(source.command, *adapter);
    if (suite || !source.framework.empty() || interruptRequested())
      return suite;
    terminal.warn(fmt::format("{}; so the whole program is one test. --framework none says the same without this "
                              "warning",
                              suite.error().message));
    return wholeProgram(source.command);
  }

  // The tests of one program with one directory and environment have one entry. Its adapter's tests are listed once.
  Result<Listed *> programFor(const TreeTest &test) {
    const auto key = std::tuple(test.command.front(), test.workingDirectory, test.environment, test.unsetEnvironment);
    if (const auto known = programs.find(key); known != programs.end())
      return &known->second;
    const auto program = objectsOf(test.command.front(), test.workingDirectory);
    if (!program)
      return program.error();
    SuiteProgram entry;
    entry.command = {program->program};
    entry.workingDirectory = test.workingDirectory;
    entry.environment = test.environment;
    entry.unsetEnvironment = test.unsetEnvironment;
    const Adapter *adapter = source.framework == "none" ? nullptr : adapterFor(program->paths);
    if (adapter != nullptr && (source.framework.empty() || source.framework == adapter->name))
      useAdapter(entry, *adapter);
    Listed listed{found.suite.programs.size(), {}, {}};
    if (entry.adapter != nullptr) {
      auto tests = TestProgram::of(entry);
      const auto cases = tests ? tests->list() : tests.error();
      if (cases)
        for (const TestCase &each : *cases) {
          listed.all.insert(each.name);
          if (each.isOn)
            listed.cases.push_back(each.name);
        }
      else
        terminal.warn(fmt::format("{}; so each of its entries is one test", cases.error().message));
    }
    found.suite.programs.push_back(std::move(entry));
    return &programs.emplace(key, std::move(listed)).first->second;
  }

  Status add(const TestTree &tree, const TreeTest &test) {
    if (interruptRequested())
      return Error{"interrupted"};
    SuiteTest common;
    common.byHand = shellQuote(test.byHand);
    common.timeout = test.timeout;
    common.isAlone = test.isAlone;
    common.locks = test.locks;
    if (!test.rule.isPlain()) {
      auto rule = PassRule::create(test.rule);
      if (!rule)
        return rule.error();
      common.rule = std::move(*rule);
    }
    TreeTest own = test;
    if (needsScript(test)) {
      // Its mutants are read all the same.
      if (const auto program = objectsOf(test.command.front(), test.workingDirectory); !program)
        return program.error();
      own.command = {"/bin/sh", "-c", withOthers(tree, test)};
      own.environment.clear();
      own.unsetEnvironment.clear();
    }
    const auto listed = programFor(own);
    if (!listed)
      return listed.error();
    common.program = (*listed)->program;
    common.arguments.assign(own.command.begin() + 1, own.command.end());
    const Adapter *adapter = found.suite.programs[common.program].adapter;
    // What passes by a rule of its own is judged by that, as a whole. Being skipped is the framework's to tell:
    // gtest_discover_tests() gives every test an expression for it.
    PassRule::Settings rule = test.rule;
    rule.skipCode.reset();
    rule.skip.clear();
    if (adapter != nullptr && rule.isPlain() && common.arguments.empty() && !(*listed)->cases.empty()) {
      for (const std::string &name : (*listed)->cases)
        push(common, fmt::format("{}: {}", test.name, name), name);
      return Done{};
    }
    const auto single = adapter != nullptr && rule.isPlain() ? adapter->caseIn(common.arguments) : std::nullopt;
    push(common, test.name, single && (*listed)->all.count(*single) != 0 ? *single : "");
    return Done{};
  }

  void push(SuiteTest test, const std::string &name, const std::string &caseName) {
    test.name = name;
    for (unsigned i = 2; !names.insert(test.name).second; ++i)
      test.name = fmt::format("{} ({})", name, i);
    test.caseName = caseName;
    if (!caseName.empty()) {
      test.arguments.clear();
      test.rule.reset();
    }
    found.suite.tests.push_back(std::move(test));
  }

  Result<FoundSuite> finish() {
    std::vector<SuiteTest> &tests = found.suite.tests;
    const std::size_t all = tests.size();
    tests.erase(std::remove_if(tests.begin(), tests.end(),
                               [&](const SuiteTest &test) { return !isChosen(source, test.name, test.caseName); }),
                tests.end());
    if (all == 0)
      return Error{"there are no tests"};
    if (tests.empty())
      return Error{fmt::format("--tests and --skip-tests leave out all of {}; `allele tests` lists their names",
                               countOf(all, "test"))};
    return std::move(found);
  }

  const TestSource &source;
  MetadataReader &reader;
  Terminal &terminal;
  FoundSuite found;
  std::map<std::string, Objects> objects; // by path
  std::map<std::tuple<std::string, fs::path, std::vector<std::string>, std::vector<std::string>>, Listed> programs;
  std::set<std::string> names;
};

} // namespace

bool isChosen(const TestSource &source, const std::string &test, const std::string &caseName) {
  const std::string behind = ": " + caseName;
  const bool isPart = !caseName.empty() && test.size() > behind.size() &&
                      test.compare(test.size() - behind.size(), behind.size(), behind) == 0;
  const std::string program = isPart ? test.substr(0, test.size() - behind.size()) : test;
  const auto matches = [&](const std::vector<std::string> &globs) {
    return matchesAny(globs, test) || matchesAny(globs, program);
  };
  return (source.only.empty() || matches(source.only)) && !matches(source.skip);
}

Result<FoundSuite> findSuite(const TestSource &source, const fs::path &directory, MetadataReader &reader,
                             Terminal &terminal) {
  SuiteBuilder builder(source, directory, reader, terminal);
  if (!source.command.empty())
    return builder.ofProgram();
  if (!source.exec.empty())
    return builder.ofTree(shellCommands(source.exec));
  const auto tree = source.ctest.empty() ? readMeson(source.meson) : readCTest(source.ctest);
  return tree ? builder.ofTree(*tree) : tree.error();
}

} // namespace allele
