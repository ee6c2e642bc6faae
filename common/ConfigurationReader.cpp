#include "ConfigurationReader.h"

#include "Glob.h"
#include "Size.h"
#include "Suggestion.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <filesystem>
#include <functional>
#include <limits>
#include <set>
#include <yaml-cpp/yaml.h>

namespace allele {
namespace {

namespace fs = std::filesystem;

constexpr double kMostSeconds = 1e7;
constexpr std::uint64_t kMostJobs = 4096;

bool isPlain(const YAML::Node &node) { // not in quotes
  return node.IsScalar() && node.Tag() != "!";
}

bool isTruth(const std::string &text) {
  return text == "true" || text == "false";
}

class Reader {
public:
  Reader(const ConfigurationSource &where, const KnownNames &known, std::vector<std::string> &found)
      : source(where), names(known), problems(found) {}

  void read(const YAML::Node &root, Configuration &configuration) {
    if (!root || root.IsNull())
      return;
    SelectionSettings &selection = configuration.selection;
    const auto globs = [this](const char *key, std::vector<std::string> &list) {
      return Key{key, [this, key, &list](const YAML::Node &node) { readGlobs(node, key, list); }};
    };
    readMap(
        root, "",
        {
            {"operators",
             [&](const YAML::Node &node) {
               readNames(node, "operators", names.operators, selection.operators);
               configuration.namesOperators = true;
             }},
            {"rules", [&](const YAML::Node &node) { readNames(node, "rules", names.rules, selection.rules); }},
            globs("loggers", selection.loggers),
            globs("include", selection.include),
            globs("exclude", selection.exclude),
            {"functions",
             [&](const YAML::Node &node) {
               selection.includeFunctions.clear();
               selection.excludeFunctions.clear();
               readMap(node, "functions",
                       {globs("include", selection.includeFunctions), globs("exclude", selection.excludeFunctions)});
             }},
            {"lines", [&](const YAML::Node &node) { readLines(node, selection.lines); }},
            {"diff", [&](const YAML::Node &node) { readDiff(node, selection.diff); }},
            {"one-per-line", [&](const YAML::Node &node) { readTruth(node, "one-per-line", selection.onePerLine); }},
            {"sample", [&](const YAML::Node &node) { readSample(node, selection); }},
            {"equivalence", [&](const YAML::Node &node) { readEquivalence(node, configuration.equivalence); }},
            {"root", [&](const YAML::Node &node) { readRoot(node, configuration.root); }},
            {"run", [&](const YAML::Node &node) { readRun(node, configuration.run); }},
            {"gates", [&](const YAML::Node &node) { readGates(node, configuration.gates); }},
            {"flows", [&](const YAML::Node &node) { readFlows(node, configuration.flows); }},
            {"coverage", [&](const YAML::Node &node) { readCoverage(node, configuration.coverage); }},
        });
    configuration.gates.flows = configuration.flows;
    // Whoever names flows asks what becomes of failures.
    if (!configuration.flows.empty() && !configuration.namesOperators)
      selection.operators = {"default", "failure"};
  }

private:
  struct Key {
    const char *name;
    std::function<void(const YAML::Node &)> read;
  };

  void problem(const YAML::Mark &mark, const std::string &message) {
    std::string place = source.name;
    if (!mark.is_null())
      place += ":" + std::to_string(mark.line + 1) + ":" + std::to_string(mark.column + 1);
    problems.push_back(place + ": " + message);
  }

  void mustBe(const YAML::Node &node, const std::string &key, const char *what) {
    problem(node.Mark(), "'" + key + "' must be " + what);
  }

  void readMap(const YAML::Node &node, const std::string &of, const std::vector<Key> &keys) {
    if (!node.IsMap()) {
      if (of.empty())
        problem(node.Mark(), "keys with values are expected, such as 'operators: [default]'");
      else
        mustBe(node, of, "a map of keys and values");
      return;
    }
    std::set<std::string> seen;
    for (const auto &entry : node) {
      const std::string name = entry.first.IsScalar() ? entry.first.Scalar() : "";
      const auto key = std::find_if(keys.begin(), keys.end(), [&](const Key &each) { return name == each.name; });
      if (key == keys.end()) {
        std::vector<std::string> known;
        for (const Key &each : keys)
          known.emplace_back(each.name);
        problem(entry.first.Mark(),
                "unknown key '" + name + "'" + (of.empty() ? "" : " in '" + of + "'") + didYouMean(name, known));
      } else if (!seen.insert(name).second) {
        problem(entry.first.Mark(), "key '" + name + "' stands twice");
      } else {
        key->read(entry.second);
      }
    }
  }

  // Words that YAML takes for something else than text aren't text unless they are quoted.
  bool readText(const YAML::Node &node, const std::string &key, std::string &value) {
    if (!node.IsScalar() || (isPlain(node) && isTruth(node.Scalar()))) {
      mustBe(node, key, "text");
      return false;
    }
    value = node.Scalar();
    return true;
  }

  bool readTexts(const YAML::Node &node, const std::string &key, std::vector<std::string> &list) {
    if (!node.IsSequence()) {
      mustBe(node, key, "a list: [a, b]");
      return false;
    }
    list.clear();
    for (const YAML::Node &entry : node) {
      std::string text;
      if (!readText(entry, key + "[]", text))
        return false;
      list.push_back(std::move(text));
    }
    return true;
  }

  void readGlobs(const YAML::Node &node, const std::string &key, std::vector<std::string> &list) {
    if (!readTexts(node, key, list))
      return;
    for (std::size_t i = 0; i < list.size(); ++i)
      if (const std::string wrong = problemOfGlob(list[i]); !wrong.empty())
        problem(node[i].Mark(), key + ": '" + list[i] + "': " + wrong);
  }

  void readNames(const YAML::Node &node, const std::string &key, const std::vector<std::string> &known,
                 std::vector<std::string> &list) {
    if (!readTexts(node, key, list) || known.empty())
      return;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string name = list[i].substr(list[i].compare(0, 1, "-") == 0 ? 1 : 0);
      if (std::find(known.begin(), known.end(), name) == known.end())
        problem(node[i].Mark(), key + ": '" + name + "' is no " + (key == "rules" ? "rule" : "level and no operator") +
                                    didYouMean(name, known));
    }
  }

  void readLines(const YAML::Node &node, std::vector<LineRange> &lines) {
    std::vector<std::string> texts;
    if (!readTexts(node, "lines", texts))
      return;
    lines.clear();
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (const auto range = parseLineRange(texts[i]))
        lines.push_back(*range);
      else
        problem(node[i].Mark(), "lines: '" + texts[i] + "' is neither FILE:LINE nor FILE:FIRST-LAST");
    }
  }

  void readDiff(const YAML::Node &node, DiffSettings &diff) {
    diff = DiffSettings();
    std::string scope = "lines";
    readMap(node, "diff",
            {
                {"ref", [&](const YAML::Node &value) { readText(value, "ref", diff.ref); }},
                {"file", [&](const YAML::Node &value) { readPath(value, "file", diff.file); }},
                {"scope", [&](const YAML::Node &value) { readWord(value, "scope", {"lines", "functions"}, scope); }},
            });
    if (scope == "functions")
      diff.scope = DiffSettings::Scope::kFunctions;
    if (!diff.ref.empty() && diff.ref.front() == '-')
      problem(node.Mark(), "diff: 'ref' must not begin with '-'");
    if (!diff.ref.empty() && !diff.file.empty())
      problem(node.Mark(), "diff: 'ref' and 'file' exclude each other; leave one out");
  }

  void readSample(const YAML::Node &node, SelectionSettings &selection) {
    selection.sample = 1;
    selection.seed = 0;
    readMap(node, "sample",
            {
                {"share",
                 [&](const YAML::Node &value) {
                   double share = 0;
                   if (!readNumber(value, share) || share <= 0 || share > 1)
                     mustBe(value, "share", "a number above 0 and up to 1");
                   else
                     selection.sample = share;
                 }},
                {"seed",
                 [&](const YAML::Node &value) {
                   readCount(value, "seed", 0, std::numeric_limits<std::uint64_t>::max(), selection.seed);
                 }},
            });
  }

  void readEquivalence(const YAML::Node &node, EquivalenceSettings &equivalence) {
    equivalence = EquivalenceSettings();
    readMap(node, "equivalence",
            {
                {"enabled", [&](const YAML::Node &value) { readTruth(value, "enabled", equivalence.enabled); }},
                {"seconds-per-file",
                 [&](const YAML::Node &value) { readSeconds(value, "seconds-per-file", equivalence.secondsPerFile); }},
            });
  }

  void readRoot(const YAML::Node &node, std::string &root) {
    std::string path;
    if (!readPath(node, "root", path))
      return;
    std::error_code failure;
    const fs::path real = fs::canonical(path, failure); // sources are known by their real paths
    if (failure || !fs::is_directory(real, failure))
      problem(node.Mark(), "root: " + path + " is no directory");
    else
      root = real.string();
  }

  void readRun(const YAML::Node &node, RunSettings &run) {
    run = RunSettings();
    const auto seconds = [this](const char *key, std::optional<double> &value) {
      return Key{key, [this, key, &value](const YAML::Node &at) {
                   double read = 0;
                   if (readSeconds(at, key, read))
                     value = read;
                 }};
    };
    const auto size = [this](const char *key, std::optional<std::string> &value) {
      return Key{key, [this, key, &value](const YAML::Node &at) {
                   if (!at.IsScalar() || !parseBytes(at.Scalar()))
                     mustBe(at, key, "a size: a number of bytes, or one with K, M, G or T");
                   else
                     value = at.Scalar();
                 }};
    };
    const auto count = [this](const char *key, std::uint64_t least, std::uint64_t most, auto &value) {
      return Key{key, [this, key, least, most, &value](const YAML::Node &at) {
                   std::uint64_t read = 0;
                   if (readCount(at, key, least, most, read))
                     value = static_cast<typename std::decay_t<decltype(value)>::value_type>(read);
                 }};
    };
    readMap(node, "run",
            {
                count("jobs", 1, kMostJobs, run.jobs),
                {"isolate",
                 [&](const YAML::Node &value) {
                   std::string word;
                   if (readWord(value, "isolate", {"auto", "none", "tmp", "copy", "overlay"}, word))
                     run.isolate = word;
                 }},
                count("baseline-runs", 1, 1000, run.baselineRuns),
                seconds("baseline-timeout", run.baselineTimeout),
                {"timeout-factor",
                 [&](const YAML::Node &value) {
                   double factor = 0;
                   if (!readNumber(value, factor) || factor < 1 || factor > 1e4)
                     mustBe(value, "timeout-factor", "a number from 1 to 10000");
                   else
                     run.timeoutFactor = factor;
                 }},
                seconds("timeout-floor", run.timeoutFloor),
                size("memory", run.memory),
                size("disk", run.disk),
                size("output-limit", run.outputLimit),
                count("processes", 0, 1 << 22, run.processes),
                {"out",
                 [&](const YAML::Node &value) {
                   std::string path;
                   if (readText(value, "out", path) && path.empty())
                     mustBe(value, "out", "a directory");
                   else if (!path.empty())
                     run.out = path;
                 }},
            });
  }

  Key percent(const char *name, std::optional<double> &value) {
    return {name, [this, name, &value](const YAML::Node &node) {
              double number = 0;
              if (!readNumber(node, number) || number < 0 || number > 100)
                mustBe(node, name, "a number of percent from 0 to 100");
              else
                value = number;
            }};
  }

  std::vector<Key> thresholds(Thresholds &values) {
    return {percent("score", values.score), percent("strength", values.strength), percent("coverage", values.coverage)};
  }

  void readGates(const YAML::Node &node, GateSettings &gates) {
    gates = {};
    std::vector<Key> keys = thresholds(gates.all);
    keys.push_back(percent("inconclusive", gates.mostInconclusive));
    keys.push_back({"paths", [&](const YAML::Node &paths) {
                      if (!paths.IsMap()) {
                        mustBe(paths, "paths", "a map of globs, each with its own figures");
                        return;
                      }
                      for (const auto &entry : paths) {
                        std::string glob;
                        if (!readText(entry.first, "paths", glob))
                          continue;
                        if (const std::string wrong = problemOfGlob(glob); !wrong.empty()) {
                          problem(entry.first.Mark(), "'" + glob + "': " + wrong);
                          continue;
                        }
                        gates.paths.emplace_back(glob, Thresholds());
                        readMap(entry.second, glob, thresholds(gates.paths.back().second));
                      }
                    }});
    readMap(node, "gates", keys);
  }

  void readFlows(const YAML::Node &node, std::vector<FlowSettings> &flows) {
    flows.clear();
    if (!node.IsSequence()) {
      mustBe(node, "flows", "a list: [{name: payment, entry: [\"Cart::pay\"]}]");
      return;
    }
    std::set<std::string> seen;
    for (const YAML::Node &entry : node) {
      FlowSettings flow;
      readFlow(entry, flow);
      if (flow.name.empty())
        problem(entry.Mark(), "flows: 'name' is missing");
      else if (!seen.insert(flow.name).second)
        problem(entry.Mark(), "flows: '" + flow.name + "' stands twice");
      flows.push_back(std::move(flow));
    }
  }

  void readFlow(const YAML::Node &node, FlowSettings &flow) {
    std::uint64_t depth = 0;
    const auto entries = [this](const char *key, std::vector<std::string> &list) {
      return Key{key, [this, key, &list](const YAML::Node &at) {
                   if (at.IsScalar()) {
                     list.resize(1);
                     readText(at, key, list.front());
                   } else {
                     readGlobs(at, key, list);
                   }
                 }};
    };
    readMap(node, "flows[]",
            {{"name", [&](const YAML::Node &at) { readText(at, "name", flow.name); }},
             entries("entry", flow.entries),
             entries("exclude", flow.exclude),
             {"owner", [&](const YAML::Node &at) { readText(at, "owner", flow.owner); }},
             {"depth",
              [&](const YAML::Node &at) {
                if (readCount(at, "depth", 0, 1000, depth))
                  flow.depth = static_cast<unsigned>(depth);
              }},
             {"gates", [&](const YAML::Node &at) {
                std::vector<Key> keys = thresholds(flow.least);
                keys.push_back(percent("asserted", flow.leastAsserted));
                readMap(at, "gates", keys);
              }}});
  }

  void readCoverage(const YAML::Node &node, CoverageSettings &coverage) {
    coverage = {};
    std::optional<double> floor;
    readMap(node, "coverage",
            {percent("floor", floor), {"core", [&](const YAML::Node &at) { readGlobs(at, "core", coverage.core); }}});
    coverage.floor = floor.value_or(coverage.floor);
  }

  bool readPath(const YAML::Node &node, const std::string &key, std::string &path) {
    std::string text;
    if (!readText(node, key, text))
      return false;
    if (text.empty()) {
      mustBe(node, key, "a path");
      return false;
    }
    path = (fs::path(source.base) / text).lexically_normal().string();
    return true;
  }

  bool readWord(const YAML::Node &node, const std::string &key, const std::vector<std::string> &words,
                std::string &value) {
    std::string word;
    if (!readText(node, key, word))
      return false;
    if (std::find(words.begin(), words.end(), word) == words.end()) {
      std::string all;
      for (const std::string &each : words)
        all += (all.empty() ? "" : ", ") + each;
      problem(node.Mark(), "'" + key + "' is one of " + all + ", not '" + word + "'" + didYouMean(word, words));
      return false;
    }
    value = word;
    return true;
  }

  bool readTruth(const YAML::Node &node, const std::string &key, bool &value) {
    if (!isPlain(node) || !isTruth(node.Scalar())) {
      mustBe(node, key, "true or false");
      return false;
    }
    value = node.Scalar() == "true";
    return true;
  }

  static bool readNumber(const YAML::Node &node, double &value) {
    if (!isPlain(node) || node.Scalar().find_first_not_of("0123456789.eE+-") != std::string::npos)
      return false;
    char *end = nullptr;
    const std::string text = node.Scalar();
    value = std::strtod(text.c_str(), &end);
    return end != text.c_str() && *end == '\0' && std::isfinite(value);
  }

  bool readSeconds(const YAML::Node &node, const std::string &key, double &value) {
    double seconds = 0;
    if (!readNumber(node, seconds) || seconds <= 0 || seconds > kMostSeconds) {
      mustBe(node, key, "a number of seconds above 0");
      return false;
    }
    value = seconds;
    return true;
  }

  bool readCount(const YAML::Node &node, const std::string &key, std::uint64_t least, std::uint64_t most,
                 std::uint64_t &value) {
    const std::string text = isPlain(node) ? node.Scalar() : "";
    const bool isNumber =
        !text.empty() && text.size() < 20 && text.find_first_not_of("0123456789") == std::string::npos;
    const std::uint64_t number = isNumber ? std::stoull(text) : 0;
    if (!isNumber || number < least || number > most) {
      problem(node.Mark(), "'" + key + "' must be a whole number from " + std::to_string(least) +
                               (most < kMostJobs * kMostJobs ? " to " + std::to_string(most) : " on"));
      return false;
    }
    value = number;
    return true;
  }

  const ConfigurationSource &source;
  const KnownNames &names;
  std::vector<std::string> &problems;
};

} // namespace

void applyConfiguration(const std::string &text, const ConfigurationSource &source, const KnownNames &names,
                        Configuration &configuration, std::vector<std::string> &problems) {
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(text);
    if (documents.size() > 1)
      problems.push_back(source.name + ": there is more than one document in it");
    else if (!documents.empty())
      Reader(source, names, problems).read(documents.front(), configuration);
  } catch (const YAML::Exception &error) {
    std::string place = source.name;
    if (!error.mark.is_null())
      place += ":" + std::to_string(error.mark.line + 1) + ":" + std::to_string(error.mark.column + 1);
    problems.push_back(place + ": " + error.msg);
  } catch (const std::exception &error) {
    problems.push_back(source.name + ": " + error.what());
  }
}

} // namespace allele
