#include "Signal.h"

#include "OutputDirectory.h"
#include "Text.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>

namespace allele {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kFormat = 1;

constexpr std::pair<Condition, const char *> kConditions[] = {{{false, false}, "alone"},
                                                              {{false, true}, "alone, loaded"},
                                                              {{true, false}, "together"},
                                                              {{true, true}, "together, loaded"}};

// [passes, failures, skips]
Json triesJson(const Tries &tries) {
  return {tries.passes, tries.failures, tries.skips};
}

Tries triesIn(const Json &json) {
  return {json.at(0).get<std::uint32_t>(), json.at(1).get<std::uint32_t>(), json.at(2).get<std::uint32_t>()};
}

Json sessionJson(const RepeatSession &session) {
  Json tests = Json::object();
  for (const auto &[name, test] : session.tests) {
    Json entry = Json::object();
    for (const auto &[condition, word] : kConditions)
      if (const Tries &tries = test.in(condition); !(tries == Tries()))
        entry[word] = triesJson(tries);
    if (test.failure.repeat != 0)
      entry["failure"] = {{"message", toValidUtf8(test.failure.message)},
                          {"repeat", test.failure.repeat},
                          {"together", test.failure.condition.isTogether},
                          {"loaded", test.failure.condition.isLoaded},
                          {"again", toValidUtf8(test.failure.again)}};
    tests[toValidUtf8(name)] = std::move(entry);
  }
  Json command = Json::array();
  for (const std::string &word : session.command)
    command.push_back(toValidUtf8(word));
  return {{"started at", session.startedAt}, {"code", session.code},       {"commit", toValidUtf8(session.commit)},
          {"command", std::move(command)},   {"machine", session.machine}, {"seed", session.seed},
          {"shuffled", session.isShuffled},  {"loaded", session.isLoaded}, {"jobs", session.jobs},
          {"repeats", session.repeats},      {"tests", std::move(tests)}};
}

RepeatSession sessionIn(const Json &json) {
  RepeatSession session;
  session.startedAt = json.at("started at").get<std::string>();
  session.code = json.at("code").get<std::string>();
  session.commit = json.at("commit").get<std::string>();
  session.command = json.at("command").get<std::vector<std::string>>();
  session.machine = json.at("machine").get<std::string>();
  session.seed = json.at("seed").get<std::uint64_t>();
  session.isShuffled = json.at("shuffled").get<bool>();
  session.isLoaded = json.at("loaded").get<bool>();
  session.jobs = json.at("jobs").get<unsigned>();
  session.repeats = json.at("repeats").get<unsigned>();
  for (const auto &[name, entry] : json.at("tests").items()) {
    RepeatedTest &test = session.tests[name];
    for (const auto &[condition, word] : kConditions)
      if (entry.contains(word))
        test.in(condition) = triesIn(entry.at(word));
    if (!entry.contains("failure"))
      continue;
    const Json &failure = entry.at("failure");
    test.failure = {failure.at("message").get<std::string>(),
                    failure.at("repeat").get<unsigned>(),
                    {failure.at("together").get<bool>(), failure.at("loaded").get<bool>()},
                    failure.at("again").get<std::string>()};
  }
  return session;
}

// Most tests of a run pass once: they are ranges of numbers, the others have counts.
Json runJson(const CiRun &run) {
  Json passed = Json::array();
  Json others = Json::array();
  for (const auto &[test, tries] : run.tests) {
    if (!(tries == Tries{1, 0, 0})) {
      others.push_back({test, tries.passes, tries.failures, tries.skips});
      continue;
    }
    if (passed.empty() || passed.back().at(1).get<std::uint32_t>() + 1 != test)
      passed.push_back({test, test});
    passed.back().at(1) = test;
  }
  Json json = {{"commit", toValidUtf8(run.commit)}, {"run", toValidUtf8(run.run)}, {"part", run.part}};
  for (const auto &[key, value] : {std::pair("configuration", &run.configuration), std::pair("branch", &run.branch)})
    if (!value->empty())
      json[key] = toValidUtf8(*value);
  if (run.time)
    json["time"] = *run.time;
  json["source"] = toValidUtf8(run.source);
  json["passed"] = std::move(passed);
  json["others"] = std::move(others);
  return json;
}

CiRun runIn(const Json &json, std::size_t names) {
  CiRun run;
  run.commit = json.at("commit").get<std::string>();
  run.run = json.at("run").get<std::string>();
  run.part = json.at("part").get<std::string>();
  run.configuration = json.value("configuration", "");
  run.branch = json.value("branch", "");
  if (json.contains("time"))
    run.time = json.at("time").get<std::int64_t>();
  run.source = json.at("source").get<std::string>();
  const auto take = [&](const Json &number) {
    const auto test = number.get<std::uint32_t>();
    if (test >= names)
      throw std::out_of_range("a run names a test that isn't there");
    return test;
  };
  for (const Json &range : json.at("passed"))
    for (std::uint32_t test = take(range.at(0)), last = take(range.at(1)); test <= last; ++test)
      run.tests[test].passes = 1;
  for (const Json &other : json.at("others"))
    run.tests[take(other.at(0))] = {other.at(1).get<std::uint32_t>(), other.at(2).get<std::uint32_t>(),
                                    other.at(3).get<std::uint32_t>()};
  return run;
}

std::string keyOf(const CiRun &run) {
  std::string key;
  for (const std::string *each : {&run.commit, &run.run, &run.part, &run.configuration})
    key += *each + '\0';
  return key;
}

} // namespace

Tries merged(const Tries &left, const Tries &right) {
  const auto isFailed = [](const Tries &tries) { return tries.failures != 0 && tries.passes == 0; };
  if (isFailed(left) || isFailed(right))
    return {0, std::max(isFailed(left) ? left.failures : 0, isFailed(right) ? right.failures : 0), 0};
  if (left.runs() == 0 || right.runs() == 0)
    return left.runs() == 0 ? right : left;
  return {1, std::max(left.failures, right.failures), 0};
}

Tries &Tries::operator+=(const Tries &other) {
  passes += other.passes;
  failures += other.failures;
  skips += other.skips;
  return *this;
}

bool Tries::operator==(const Tries &other) const {
  return passes == other.passes && failures == other.failures && skips == other.skips;
}

Tries RepeatedTest::all() const {
  Tries sum;
  for (const auto &[condition, word] : kConditions)
    sum += in(condition);
  return sum;
}

std::uint32_t TestNames::numberOf(const std::string &name) {
  const auto [entry, isNew] = numbers.emplace(toValidUtf8(name), static_cast<std::uint32_t>(names.size()));
  if (isNew)
    names.push_back(entry->first);
  return entry->second;
}

Added SignalResults::add(CiRun run) {
  if (runIndex.size() != runs.size()) {
    runIndex.clear();
    for (std::size_t i = 0; i < runs.size(); ++i)
      runIndex.emplace(keyOf(runs[i]), i);
  }
  Added added;
  const auto [entry, isNew] = runIndex.emplace(keyOf(run), runs.size());
  if (isNew) {
    added.fresh = run.tests.size();
    runs.push_back(std::move(run));
    return added;
  }
  CiRun &known = runs[entry->second];
  for (const auto &[test, tries] : run.tests) {
    const auto [place, isNewTest] = known.tests.emplace(test, tries);
    if (isNewTest) {
      ++added.fresh;
    } else if (place->second == tries) {
      ++added.known;
    } else {
      ++added.changed;
      place->second = tries;
    }
  }
  if (!known.time)
    known.time = run.time;
  if (known.branch.empty())
    known.branch = run.branch;
  return added;
}

std::filesystem::path signalFile(const std::filesystem::path &directory) {
  return directory / "signal.json";
}

Result<SignalResults> loadSignal(const std::filesystem::path &directory) {
  const std::filesystem::path path = signalFile(directory);
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    if (errno == ENOENT || errno == ENOTDIR)
      return SignalResults();
    return Error{fmt::format("{} can't be read: {}", path.string(), std::strerror(errno))};
  }
  SignalResults results;
  try {
    const Json json = Json::parse(file);
    if (const int format = json.at("format").get<int>(); format != kFormat)
      return Error{fmt::format("{} has format {}, and this allele reads format {}; use the allele that wrote it, or "
                               "move it away",
                               path.string(), format, kFormat)};
    for (const Json &session : json.at("sessions"))
      results.sessions.push_back(sessionIn(session));
    for (const Json &name : json.at("names"))
      results.names.numberOf(name.get<std::string>());
    for (const Json &run : json.at("runs"))
      results.runs.push_back(runIn(run, results.names.size()));
  } catch (const std::exception &error) {
    return Error{fmt::format("{} is damaged: {}; move it away, then import and repeat again", path.string(),
                             toPrintableLine(error.what()))};
  }
  return results;
}

Status saveSignal(const std::filesystem::path &directory, const SignalResults &results) {
  Json sessions = Json::array();
  for (const RepeatSession &session : results.sessions)
    sessions.push_back(sessionJson(session));
  Json names = Json::array();
  for (std::uint32_t i = 0; i < results.names.size(); ++i)
    names.push_back(toValidUtf8(results.names.nameOf(i)));
  Json runs = Json::array();
  for (const CiRun &run : results.runs)
    runs.push_back(runJson(run));
  const Json json = {
      {"format", kFormat}, {"sessions", std::move(sessions)}, {"names", std::move(names)}, {"runs", std::move(runs)}};
  return writeFileAtomically(signalFile(directory), json.dump() + "\n");
}

} // namespace allele
