#include "Store.h"

#include "MutantId.h"
#include "StoreCode.h"
#include "StoreSql.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fmt/format.h>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>
#include <unordered_map>

namespace allele {
namespace {

constexpr int kSchemaVersion = 8;
constexpr int kBusyMilliseconds = 10'000; // a run that ends puts its log into the file

constexpr const char *kSchema = R"sql(
CREATE TABLE run (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE stage (number INTEGER PRIMARY KEY, name TEXT NOT NULL, seconds REAL NOT NULL);
CREATE TABLE test (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  wall_us INTEGER NOT NULL,
  cpu_us INTEGER NOT NULL,
  count INTEGER NOT NULL,
  reached INTEGER NOT NULL,
  infected INTEGER NOT NULL,
  flaky INTEGER NOT NULL,
  by_hand TEXT NOT NULL,
  assertions INTEGER
);
CREATE TABLE pair (
  mutant INTEGER NOT NULL REFERENCES mutant(number),
  test INTEGER NOT NULL REFERENCES test(number),
  infected INTEGER NOT NULL,
  PRIMARY KEY (mutant, test)
) WITHOUT ROWID;
CREATE TABLE object (number INTEGER PRIMARY KEY, path TEXT NOT NULL);
CREATE TABLE source (path TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE mutant (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  operator TEXT NOT NULL,
  level TEXT NOT NULL,
  root TEXT NOT NULL,
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  "column" INTEGER NOT NULL,
  end_line INTEGER NOT NULL,
  end_column INTEGER NOT NULL,
  original TEXT NOT NULL,
  replacement TEXT NOT NULL
);
CREATE TABLE ignored (
  mutant INTEGER PRIMARY KEY REFERENCES mutant(number),
  reason TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE TABLE macro (
  name TEXT NOT NULL,
  root TEXT NOT NULL,
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  "column" INTEGER NOT NULL,
  end_line INTEGER NOT NULL,
  end_column INTEGER NOT NULL,
  text TEXT NOT NULL
);
CREATE TABLE site (
  mutant INTEGER NOT NULL REFERENCES mutant(number),
  object INTEGER NOT NULL REFERENCES object(number),
  function TEXT NOT NULL,
  kind INTEGER NOT NULL
);
CREATE INDEX site_of_mutant ON site(mutant);
CREATE TABLE outcome (
  mutant TEXT PRIMARY KEY REFERENCES mutant(id),
  verdict TEXT NOT NULL,
  cause TEXT NOT NULL,
  detail TEXT NOT NULL,
  reached INTEGER NOT NULL,
  infected INTEGER NOT NULL,
  wall_us INTEGER NOT NULL,
  cpu_us INTEGER NOT NULL,
  orphans_killed INTEGER NOT NULL,
  runs INTEGER NOT NULL,
  output BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE unclear (
  mutant TEXT NOT NULL REFERENCES mutant(id),
  test INTEGER NOT NULL REFERENCES test(number),
  PRIMARY KEY (mutant, test)
) WITHOUT ROWID;
CREATE TABLE kill (
  mutant TEXT NOT NULL REFERENCES mutant(id),
  test INTEGER NOT NULL REFERENCES test(number),
  PRIMARY KEY (mutant, test)
) WITHOUT ROWID;
CREATE TABLE pass (
  mutant TEXT NOT NULL REFERENCES mutant(id),
  test INTEGER NOT NULL REFERENCES test(number),
  PRIMARY KEY (mutant, test)
) WITHOUT ROWID;
)sql";

// What makes each older format the next one; the first entry, of the oldest that is read, of kOldestVersion.
constexpr int kOldestVersion = 6;
const char *const kMigrations[] = {
    R"sql(
ALTER TABLE test ADD COLUMN count INTEGER NOT NULL DEFAULT 0;
CREATE TABLE pass (mutant TEXT NOT NULL, test INTEGER NOT NULL, PRIMARY KEY (mutant, test)) WITHOUT ROWID;
CREATE TABLE unclear (mutant TEXT NOT NULL, test INTEGER NOT NULL, PRIMARY KEY (mutant, test)) WITHOUT ROWID;
INSERT OR REPLACE INTO run VALUES ('knows_passes', '0'), ('machine', '');
)sql",
    R"sql(ALTER TABLE test ADD COLUMN assertions INTEGER;)sql",
};
static_assert(kOldestVersion + std::size(kMigrations) == kSchemaVersion);

std::filesystem::path fileIn(const std::filesystem::path &directory) {
  return directory / "results.sqlite";
}

nlohmann::json limitsToJson(const ProcessLimits &limits) {
  return {{"wall_ms", limits.wallTime.count()}, {"cpu_ms", limits.cpuTime.count()},
          {"idle_ms", limits.idleTime.count()}, {"memory", limits.memoryBytes},
          {"file_size", limits.fileSizeBytes},  {"scratch", limits.scratchBytes},
          {"processes", limits.processes},      {"output", limits.outputLimitBytes}};
}

// A whole number from 0 on. The library's own conversion takes any number, also one that the type can't hold.
template <typename Number = std::uint64_t> Number figureIn(const nlohmann::json &json, const char *key) {
  const nlohmann::json &value = json.at(key);
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() > std::numeric_limits<Number>::max())
    throw std::out_of_range(key);
  return value.get<Number>();
}

ProcessLimits limitsFromJson(const nlohmann::json &json) {
  ProcessLimits limits;
  limits.wallTime = std::chrono::milliseconds(figureIn<std::int64_t>(json, "wall_ms"));
  limits.cpuTime = std::chrono::milliseconds(figureIn<std::int64_t>(json, "cpu_ms"));
  limits.idleTime = std::chrono::milliseconds(figureIn<std::int64_t>(json, "idle_ms"));
  limits.memoryBytes = figureIn(json, "memory");
  limits.fileSizeBytes = figureIn(json, "file_size");
  limits.scratchBytes = figureIn(json, "scratch");
  limits.processes = figureIn(json, "processes");
  limits.outputLimitBytes = figureIn(json, "output");
  return limits;
}

nlohmann::json baselineToJson(const BaselineFacts &baseline) {
  return {{"runs", baseline.runs},
          {"wall_us", baseline.wallTime.count()},
          {"cpu_us", baseline.cpuTime.count()},
          {"peak_memory", baseline.peakMemoryBytes},
          {"output", baseline.outputBytes}};
}

BaselineFacts baselineFromJson(const nlohmann::json &json) {
  BaselineFacts baseline;
  baseline.runs = figureIn<unsigned>(json, "runs");
  baseline.wallTime = std::chrono::microseconds(figureIn<std::int64_t>(json, "wall_us"));
  baseline.cpuTime = std::chrono::microseconds(figureIn<std::int64_t>(json, "cpu_us"));
  baseline.peakMemoryBytes = figureIn(json, "peak_memory");
  baseline.outputBytes = figureIn(json, "output");
  return baseline;
}

nlohmann::json pairsToJson(const PairCounts &pairs) {
  return {{"generated", pairs.generated}, {"reached", pairs.reached}, {"infected", pairs.infected}, {"run", pairs.run}};
}

PairCounts pairsFromJson(const nlohmann::json &json) {
  return {figureIn(json, "generated"), figureIn(json, "reached"), figureIn(json, "infected"), figureIn(json, "run")};
}

void put(SQLite::Database &database, const char *key, const std::string &value) {
  SQLite::Statement statement(database, "INSERT OR REPLACE INTO run VALUES (?, ?)");
  bindAll(statement, key, value);
  statement.exec();
}

// Arguments are bytes, JSON is UTF-8: so the command is kept as shell words are on the command line, one row per
// argument.
void putCommand(SQLite::Database &database, const std::vector<std::string> &command) {
  for (std::size_t i = 0; i < command.size(); ++i)
    put(database, fmt::format("command.{:06}", i).c_str(), command[i]);
}

void writeInfo(SQLite::Database &database, const RunInfo &info) {
  put(database, "version", info.version);
  putCommand(database, info.command);
  put(database, "working_directory", info.workingDirectory);
  put(database, "started_at", info.startedAt);
  put(database, "commit", info.commit);
  put(database, "machine", info.machine);
  put(database, "request", info.request);
  put(database, "jobs", std::to_string(info.jobs));
  put(database, "isolation", toString(info.isolation));
  put(database, "left_out", std::to_string(info.leftOut));
  put(database, "sample", fmt::format("{}", info.sample));
  put(database, "framework", info.framework);
  put(database, "forks", info.forks ? "1" : "0");
  put(database, "full_matrix", info.fullMatrix ? "1" : "0");
  put(database, "knows_passes", info.knowsPasses ? "1" : "0");
  put(database, "pairs", pairsToJson(info.pairs).dump());
  put(database, "baseline", baselineToJson(info.baseline).dump());
  put(database, "limits", limitsToJson(info.limits).dump());
  put(database, "complete", "0");
}

void writeTests(SQLite::Database &database, const std::vector<TestInfo> &tests) {
  SQLite::Statement row(database, "INSERT INTO test VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (std::size_t i = 0; i < tests.size(); ++i) {
    const TestInfo &test = tests[i];
    bindAll(row, static_cast<std::int64_t>(i), test.name, static_cast<std::int64_t>(test.wallTime.count()),
            static_cast<std::int64_t>(test.cpuTime.count()), static_cast<std::int64_t>(test.count),
            static_cast<std::int64_t>(test.reached), static_cast<std::int64_t>(test.infected), test.isFlaky ? 1 : 0,
            test.byHand);
    if (test.assertions)
      row.bind(10, static_cast<std::int64_t>(*test.assertions));
    else
      row.bind(10);
    row.exec();
    row.reset();
  }
}

void writeCatalog(SQLite::Database &database, const Catalog &catalog) {
  SQLite::Statement object(database, "INSERT INTO object VALUES (?, ?)");
  for (std::size_t i = 0; i < catalog.objects.size(); ++i) {
    bindAll(object, static_cast<std::int64_t>(i), catalog.objects[i]);
    object.exec();
    object.reset();
  }
  SQLite::Statement mutantRow(database, "INSERT INTO mutant VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  SQLite::Statement ignoredRow(database, "INSERT INTO ignored VALUES (?, ?, ?)");
  SQLite::Statement siteRow(database, "INSERT INTO site VALUES (?, ?, ?, ?)");
  for (std::size_t i = 0; i < catalog.mutants.size(); ++i) {
    const Mutant &mutant = catalog.mutants[i];
    const auto number = static_cast<std::int64_t>(i);
    bindAll(mutantRow, number, formatId(mutant.id), mutant.operatorId, mutant.level, mutant.root, mutant.file,
            mutant.range.line, mutant.range.column, mutant.range.endLine, mutant.range.endColumn, mutant.original,
            mutant.replacement);
    mutantRow.exec();
    mutantRow.reset();
    if (mutant.ignored) {
      bindAll(ignoredRow, number, toString(mutant.ignored->reason), mutant.ignored->detail);
      ignoredRow.exec();
      ignoredRow.reset();
    }
    for (const Site &site : mutant.sites) {
      bindAll(siteRow, number, static_cast<std::int64_t>(site.object), site.function, static_cast<int>(site.kind));
      siteRow.exec();
      siteRow.reset();
    }
  }
  SQLite::Statement macroRow(database, "INSERT INTO macro VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  for (const MacroUse &use : catalog.macros) {
    bindAll(macroRow, use.name, use.root, use.file, use.range.line, use.range.column, use.range.endLine,
            use.range.endColumn, use.text);
    macroRow.exec();
    macroRow.reset();
  }
}

void writePairs(SQLite::Database &database, const std::vector<std::vector<Pair>> &pairs) {
  SQLite::Statement row(database, "INSERT INTO pair VALUES (?, ?, ?)");
  for (std::size_t mutant = 0; mutant < pairs.size(); ++mutant)
    for (const Pair &pair : pairs[mutant]) {
      bindAll(row, static_cast<std::int64_t>(mutant), static_cast<std::int64_t>(pair.test), pair.isInfected ? 1 : 0);
      row.exec();
      row.reset();
    }
}

template <typename T> T known(const std::optional<T> &value, const char *what, const std::string &text) {
  if (!value)
    damaged("there is no {} '{}'", what, text);
  return *value;
}

unsigned readNumber(const std::string &key, const std::string &text) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    damaged("{} is '{}'", key, text);
  return number;
}

double readShare(const std::string &key, const std::string &text) {
  double share = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), share);
  if (error != std::errc() || end != text.data() + text.size() || !(share > 0) || share > 1)
    damaged("{} is '{}'", key, text);
  return share;
}

template <typename T> T readJson(const std::string &key, const std::string &text, T (*read)(const nlohmann::json &)) {
  try {
    return read(nlohmann::json::parse(text));
  } catch (const std::exception &) { // of the library, or of figureIn
    damaged("{} is '{}'", key, text);
  }
}

void readInfo(SQLite::Database &database, RunResults &results) {
  RunInfo &info = results.info;
  std::set<std::string> missing = {
      "version",  "command.000000", "working_directory", "started_at", "request",     "jobs",  "isolation",
      "left_out", "sample",         "framework",         "forks",      "full_matrix", "pairs", "baseline",
      "limits",   "complete"};
  SQLite::Statement rows(database, "SELECT key, value FROM run ORDER BY key");
  while (rows.executeStep()) {
    const std::string key = rows.getColumn(0).getString();
    const std::string value = rows.getColumn(1).getString();
    missing.erase(key);
    if (key.rfind("command.", 0) == 0)
      info.command.push_back(value);
    else if (key == "version")
      info.version = value;
    else if (key == "working_directory")
      info.workingDirectory = value;
    else if (key == "started_at")
      info.startedAt = value;
    else if (key == "commit")
      info.commit = value;
    else if (key == "request")
      info.request = value;
    else if (key == "jobs")
      info.jobs = readNumber(key, value);
    else if (key == "isolation")
      info.isolation = known(isolationFromString(value), "isolation", value);
    else if (key == "left_out")
      info.leftOut = readNumber(key, value);
    else if (key == "sample")
      info.sample = readShare(key, value);
    else if (key == "framework")
      info.framework = value;
    else if (key == "forks")
      info.forks = value == "1";
    else if (key == "full_matrix")
      info.fullMatrix = value == "1";
    else if (key == "knows_passes")
      info.knowsPasses = value == "1";
    else if (key == "machine")
      info.machine = value;
    else if (key == "pairs")
      info.pairs = readJson(key, value, pairsFromJson);
    else if (key == "baseline")
      info.baseline = readJson(key, value, baselineFromJson);
    else if (key == "limits")
      info.limits = readJson(key, value, limitsFromJson);
    else if (key == "complete")
      results.complete = value == "1";
  }
  if (!missing.empty())
    damaged("{} is missing", *missing.begin());
  SQLite::Statement tests(
      database, "SELECT name, wall_us, cpu_us, reached, infected, flaky, by_hand, count, assertions FROM test "
                "ORDER BY number");
  while (tests.executeStep()) {
    TestInfo test;
    test.name = tests.getColumn(0).getString();
    test.wallTime = std::chrono::microseconds(tests.getColumn(1).getInt64());
    test.cpuTime = std::chrono::microseconds(tests.getColumn(2).getInt64());
    test.reached = static_cast<std::size_t>(tests.getColumn(3).getInt64());
    test.infected = static_cast<std::size_t>(tests.getColumn(4).getInt64());
    test.isFlaky = tests.getColumn(5).getInt() != 0;
    test.byHand = tests.getColumn(6).getString();
    test.count = static_cast<std::uint64_t>(tests.getColumn(7).getInt64());
    if (!tests.getColumn(8).isNull())
      test.assertions = static_cast<std::uint64_t>(tests.getColumn(8).getInt64());
    info.tests.push_back(std::move(test));
  }
  SQLite::Statement stages(database, "SELECT name, seconds FROM stage ORDER BY number");
  while (stages.executeStep())
    results.stageSeconds.emplace_back(stages.getColumn(0).getString(), stages.getColumn(1).getDouble());
  SQLite::Statement sources(database, "SELECT path, text FROM source");
  while (sources.executeStep())
    results.sources[sources.getColumn(0).getString()] = sources.getColumn(1).getString();
}

// Number in the table to index in the vector: a table with a row missing must not shift the rest.
using IndexOf = std::unordered_map<std::int64_t, std::size_t>;

std::size_t indexIn(const IndexOf &indices, std::int64_t number, const char *what, const char *owned) {
  const auto entry = indices.find(number);
  if (entry == indices.end())
    damaged("{} belongs to {} {}, which is missing", owned, what, number);
  return entry->second;
}

void readCatalog(SQLite::Database &database, RunResults &results) {
  Catalog &catalog = results.catalog;
  IndexOf objectIndex;
  SQLite::Statement objects(database, "SELECT number, path FROM object ORDER BY number");
  while (objects.executeStep()) {
    objectIndex.emplace(objects.getColumn(0).getInt64(), catalog.objects.size());
    catalog.objects.push_back(objects.getColumn(1).getString());
  }
  IndexOf mutantIndex;
  SQLite::Statement rows(database, "SELECT number, id, operator, root, file, line, \"column\", end_line, end_column, "
                                   "original, replacement, level FROM mutant ORDER BY number");
  while (rows.executeStep()) {
    Mutant mutant;
    const std::string id = rows.getColumn(1).getString();
    mutant.id = known(parseId(id), "mutant id", id);
    mutant.operatorId = rows.getColumn(2).getString();
    mutant.root = rows.getColumn(3).getString();
    mutant.file = rows.getColumn(4).getString();
    mutant.range = {rows.getColumn(5).getUInt(), rows.getColumn(6).getUInt(), rows.getColumn(7).getUInt(),
                    rows.getColumn(8).getUInt()};
    mutant.original = rows.getColumn(9).getString();
    mutant.replacement = rows.getColumn(10).getString();
    mutant.level = rows.getColumn(11).getString();
    mutantIndex.emplace(rows.getColumn(0).getInt64(), catalog.mutants.size());
    catalog.mutants.push_back(std::move(mutant));
  }
  SQLite::Statement ignored(database, "SELECT mutant, reason, detail FROM ignored");
  while (ignored.executeStep()) {
    Mutant &mutant = catalog.mutants[indexIn(mutantIndex, ignored.getColumn(0).getInt64(), "mutant", "a reason")];
    const std::string reason = ignored.getColumn(1).getString();
    mutant.ignored = Ignored{known(ignoreReasonFromString(reason), "reason", reason), ignored.getColumn(2).getString()};
  }
  SQLite::Statement macros(database, "SELECT name, root, file, line, \"column\", end_line, end_column, text FROM macro "
                                     "ORDER BY rowid");
  while (macros.executeStep()) {
    MacroUse use;
    use.name = macros.getColumn(0).getString();
    use.root = macros.getColumn(1).getString();
    use.file = macros.getColumn(2).getString();
    use.range = {macros.getColumn(3).getUInt(), macros.getColumn(4).getUInt(), macros.getColumn(5).getUInt(),
                 macros.getColumn(6).getUInt()};
    use.text = macros.getColumn(7).getString();
    catalog.macros.push_back(std::move(use));
  }
  results.pairs.resize(catalog.mutants.size());
  SQLite::Statement pairs(database, "SELECT mutant, test, infected FROM pair");
  while (pairs.executeStep()) {
    const std::uint32_t test = pairs.getColumn(1).getUInt();
    if (test >= results.info.tests.size())
      damaged("a pair belongs to test {}, which is missing", test);
    results.pairs[indexIn(mutantIndex, pairs.getColumn(0).getInt64(), "mutant", "a pair")].push_back(
        {test, pairs.getColumn(2).getInt() != 0});
  }
  SQLite::Statement sites(database, "SELECT mutant, object, function, kind FROM site ORDER BY rowid");
  while (sites.executeStep()) {
    Mutant &mutant = catalog.mutants[indexIn(mutantIndex, sites.getColumn(0).getInt64(), "mutant", "a site")];
    mutant.sites.push_back({indexIn(objectIndex, sites.getColumn(1).getInt64(), "object", "a site"),
                            sites.getColumn(2).getString(), static_cast<std::uint8_t>(sites.getColumn(3).getUInt())});
  }
}

void readOutcomes(SQLite::Database &database, RunResults &results) {
  std::unordered_map<std::string, std::size_t> indexOf;
  for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i)
    indexOf[formatId(results.catalog.mutants[i].id)] = i;
  results.outcomes.resize(results.catalog.mutants.size());
  SQLite::Statement rows(database,
                         "SELECT mutant, verdict, cause, detail, reached, infected, wall_us, cpu_us, orphans_killed, "
                         "output, runs FROM outcome");
  while (rows.executeStep()) {
    const std::string mutant = rows.getColumn(0).getString();
    const std::string verdict = rows.getColumn(1).getString();
    const std::string cause = rows.getColumn(2).getString();
    const auto entry = indexOf.find(mutant);
    if (entry == indexOf.end())
      damaged("there is a verdict on mutant '{}', which is missing", mutant);
    Outcome outcome;
    outcome.judgement.verdict = known(verdictFromString(verdict), "verdict", verdict);
    outcome.judgement.cause = known(causeFromString(cause), "cause", cause);
    outcome.judgement.detail = rows.getColumn(3).getString();
    outcome.reached = rows.getColumn(4).getInt() != 0;
    outcome.infected = rows.getColumn(5).getInt() != 0;
    outcome.wallTime = std::chrono::microseconds(rows.getColumn(6).getInt64());
    outcome.cpuTime = std::chrono::microseconds(rows.getColumn(7).getInt64());
    outcome.orphansKilled = rows.getColumn(8).getUInt();
    outcome.output = rows.getColumn(9).getString();
    outcome.runs = static_cast<std::size_t>(rows.getColumn(10).getInt64());
    results.outcomes[entry->second] = std::move(outcome);
  }
  const auto readTests = [&](const char *table, std::vector<std::size_t> Outcome::*tests) {
    SQLite::Statement ends(database, fmt::format("SELECT mutant, test FROM {} ORDER BY mutant, test", table));
    while (ends.executeStep()) {
      const auto entry = indexOf.find(ends.getColumn(0).getString());
      const auto test = static_cast<std::size_t>(ends.getColumn(1).getInt64());
      std::optional<Outcome> *outcome = entry == indexOf.end() ? nullptr : &results.outcomes[entry->second];
      if (outcome == nullptr || !*outcome || test >= results.info.tests.size())
        damaged("there is a {} of mutant '{}' and test {}, one of which is missing", table,
                ends.getColumn(0).getString(), test);
      ((**outcome).*tests).push_back(test);
    }
  };
  readTests("kill", &Outcome::killers);
  readTests("pass", &Outcome::passed);
  readTests("unclear", &Outcome::unclear);
  const bool all = std::all_of(results.outcomes.begin(), results.outcomes.end(),
                               [](const std::optional<Outcome> &outcome) { return outcome.has_value(); });
  if (results.complete && !all)
    damaged("the run is marked as complete, but verdicts are missing");
}

// What SQLite only calls "unable to open database file", or would wait for. Empty: nothing stands against reading.
std::string reasonNotReadable(const std::filesystem::path &path) {
  struct stat info{};
  if (stat(path.c_str(), &info) != 0)
    return std::strerror(errno);
  if (!S_ISREG(info.st_mode))
    return "not a regular file";
  return access(path.c_str(), R_OK) == 0 ? "" : std::strerror(errno);
}

// The results as the newest format has them, in memory: the file stays as it is, which may be all that the reader is
// allowed to do. A run that goes on with them writes a file of its own.
SQLite::Database migrated(SQLite::Database &file, int version) {
  SQLite::Database copy(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  SQLite::Backup(copy, file).executeStep(-1);
  for (; version < kSchemaVersion; ++version)
    copy.exec(kMigrations[version - kOldestVersion]);
  copy.exec(kCodeSchema); // what older formats don't have at all
  return copy;
}

class OutcomeWriter {
public:
  explicit OutcomeWriter(SQLite::Database &database)
      : insertOutcome(database, "INSERT OR REPLACE INTO outcome VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
        insertKill(database, "INSERT OR REPLACE INTO kill VALUES (?, ?)"),
        insertPass(database, "INSERT OR REPLACE INTO pass VALUES (?, ?)"),
        insertUnclear(database, "INSERT OR REPLACE INTO unclear VALUES (?, ?)") {}

  void insert(std::uint64_t mutantId, const Outcome &outcome) {
    insertOutcome.reset();
    bindAll(insertOutcome, formatId(mutantId), toString(outcome.judgement.verdict), toString(outcome.judgement.cause),
            outcome.judgement.detail, outcome.reached ? 1 : 0, outcome.infected ? 1 : 0,
            static_cast<std::int64_t>(outcome.wallTime.count()), static_cast<std::int64_t>(outcome.cpuTime.count()),
            outcome.orphansKilled, static_cast<std::int64_t>(outcome.runs), outcome.output);
    insertOutcome.exec();
    insertTests(insertKill, mutantId, outcome.killers);
    insertTests(insertPass, mutantId, outcome.passed);
    insertTests(insertUnclear, mutantId, outcome.unclear);
  }

  void reset() {
    insertOutcome.reset();
    insertKill.reset();
    insertPass.reset();
    insertUnclear.reset();
  }

private:
  static void insertTests(SQLite::Statement &row, std::uint64_t mutantId, const std::vector<std::size_t> &tests) {
    for (const std::size_t test : tests) {
      row.reset();
      bindAll(row, formatId(mutantId), static_cast<std::int64_t>(test));
      row.exec();
    }
  }

  SQLite::Statement insertOutcome;
  SQLite::Statement insertKill;
  SQLite::Statement insertPass;
  SQLite::Statement insertUnclear;
};

void writeNew(const std::string &path, const RunResults &results) {
  SQLite::Database database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  database.exec("PRAGMA journal_mode = MEMORY"); // a file that is only renamed when it is whole needs none on disk
  SQLite::Transaction transaction(database);
  database.exec(kSchema);
  database.exec(kCodeSchema);
  database.exec(fmt::format("PRAGMA user_version = {}", kSchemaVersion));
  writeInfo(database, results.info);
  writeTests(database, results.info.tests);
  writeCatalog(database, results.catalog);
  writePairs(database, results.pairs);
  writeCode(database, results.code);
  for (const auto &[source, text] : results.sources) {
    SQLite::Statement row(database, "INSERT INTO source VALUES (?, ?)");
    bindAll(row, source, text);
    row.exec();
  }
  OutcomeWriter writer(database);
  for (std::size_t i = 0; i < results.outcomes.size(); ++i)
    if (const std::optional<Outcome> &outcome = results.outcomes[i])
      writer.insert(results.catalog.mutants[i].id, *outcome);
  writer.reset();
  transaction.commit();
}

Error cantWrite(const std::string &path, const std::exception &failure) {
  return Error{fmt::format("{} can't be written: {}; make room, or choose another directory with --out DIR", path,
                           failure.what())};
}

} // namespace

struct Store::Impl {
  SQLite::Database database;
  std::string path;
  OutcomeWriter writer;

  Impl(SQLite::Database opened, std::string file)
      : database(std::move(opened)), path(std::move(file)), writer(database) {}
};

Store::Store(std::unique_ptr<Impl> content) : impl(std::move(content)) {}

Store::~Store() {
  // Leaves one file that can be copied, and read where nothing can be written. A killed driver leaves the log beside
  // it, which the next reader takes in.
  try {
    impl->writer.reset();
    impl->database.exec("PRAGMA journal_mode = DELETE");
  } catch (const std::exception &) {
    return; // all verdicts are saved nonetheless
  }
}

bool Store::exists(const std::filesystem::path &directory) {
  std::error_code ignored;
  return std::filesystem::symlink_status(fileIn(directory), ignored).type() != std::filesystem::file_type::not_found;
}

bool Store::isUnfinished(const std::filesystem::path &directory) {
  if (!reasonNotReadable(fileIn(directory)).empty())
    return false;
  try {
    SQLite::Database database(fileIn(directory).string(), SQLite::OPEN_READONLY, kBusyMilliseconds);
    const int version = database.execAndGet("PRAGMA user_version").getInt();
    return version >= kOldestVersion && version <= kSchemaVersion &&
           database.execAndGet("SELECT value FROM run WHERE key = 'complete'").getString() == "0";
  } catch (const std::exception &) {
    return false; // it is damaged
  }
}

Result<std::unique_ptr<Store>> Store::create(const std::filesystem::path &directory, const RunResults &results) {
  const std::filesystem::path path = fileIn(directory);
  // Made under another name first: where there is no room for it, the results of the last run stay.
  std::filesystem::path fresh = path;
  fresh += ".new";
  try {
    std::filesystem::remove(fresh);
    writeNew(fresh.string(), results);
    // Reports of an earlier run must not stand beside the results of this one.
    for (const char *name : {"results.sqlite-wal", "results.sqlite-shm", "report.html", "report.json", "summary.json"})
      std::filesystem::remove(directory / name);
    std::filesystem::rename(fresh, path);
    SQLite::Database database(path.string(), SQLite::OPEN_READWRITE, kBusyMilliseconds);
    database.exec("PRAGMA journal_mode = WAL");
    // Enough against a killed driver; only a power cut can lose the last verdicts.
    database.exec("PRAGMA synchronous = NORMAL");
    database.exec("PRAGMA foreign_keys = ON");
    return std::unique_ptr<Store>(new Store(std::make_unique<Impl>(std::move(database), path.string())));
  } catch (const std::exception &failure) {
    std::error_code ignored;
    std::filesystem::remove(fresh, ignored);
    return cantWrite(path.string(), failure);
  }
}

Status Store::save(std::uint64_t mutantId, const Outcome &outcome) {
  return save({{mutantId, outcome}});
}

Status Store::save(const std::vector<std::pair<std::uint64_t, Outcome>> &outcomes) {
  try {
    SQLite::Transaction transaction(impl->database);
    for (const auto &[id, outcome] : outcomes)
      impl->writer.insert(id, outcome);
    transaction.commit();
    return Done{};
  } catch (const std::exception &failure) {
    return cantWrite(impl->path, failure);
  }
}

Status Store::addStage(const std::string &name, double seconds) {
  try {
    SQLite::Statement row(impl->database, "INSERT INTO stage (name, seconds) VALUES (?, ?)");
    bindAll(row, name, seconds);
    row.exec();
    return Done{};
  } catch (const std::exception &failure) {
    return cantWrite(impl->path, failure);
  }
}

Status Store::finish(const PairCounts &pairs) {
  try {
    put(impl->database, "pairs", pairsToJson(pairs).dump());
    put(impl->database, "complete", "1");
    return Done{};
  } catch (const std::exception &failure) {
    return cantWrite(impl->path, failure);
  }
}

Result<RunResults> Store::load(const std::filesystem::path &directory) {
  const std::filesystem::path path = fileIn(directory);
  if (!exists(directory))
    return Error{
        fmt::format("no results in {}; make some with `allele run -- PROGRAM`, or name their directory with --out DIR",
                    directory.string())};
  if (const std::string reason = reasonNotReadable(path); !reason.empty())
    return Error{fmt::format("{} can't be read: {}; name another directory with --out DIR", path.string(), reason)};
  try {
    SQLite::Database database(path.string(), SQLite::OPEN_READONLY, kBusyMilliseconds);
    const int version = database.execAndGet("PRAGMA user_version").getInt();
    if (version > kSchemaVersion)
      return Error{fmt::format("{} has format {}, but this allele reads format {}; read it with the newer allele that "
                               "wrote it, or run `allele run` again",
                               path.string(), version, kSchemaVersion)};
    if (version < kOldestVersion)
      return Error{fmt::format("{} has format {}, but this allele reads formats {} to {}; run `allele run` again",
                               path.string(), version, kOldestVersion, kSchemaVersion)};
    if (version < kSchemaVersion)
      database = migrated(database, version);
    SQLite::Transaction transaction(database); // a run that goes on may write between two of these
    RunResults results;
    readInfo(database, results);
    readCatalog(database, results);
    readOutcomes(database, results);
    results.code = readCode(database, results.info.tests.size());
    return results;
  } catch (const std::exception &failure) {
    return Error{fmt::format("{} can't be read: {}; run `allele run` again", path.string(), failure.what())};
  }
}

} // namespace allele
