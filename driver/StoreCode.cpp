#include "StoreCode.h"

#include "StoreSql.h"

#include <cstring>

namespace allele {

const char *const kCodeSchema = R"sql(
CREATE TABLE code_file (number INTEGER PRIMARY KEY, root TEXT NOT NULL, path TEXT NOT NULL);
CREATE TABLE code_line (
  file INTEGER NOT NULL REFERENCES code_file(number),
  line INTEGER NOT NULL,
  reached INTEGER NOT NULL,
  PRIMARY KEY (file, line)
) WITHOUT ROWID;
CREATE TABLE code_branch (
  file INTEGER NOT NULL REFERENCES code_file(number),
  line INTEGER NOT NULL,
  "column" INTEGER NOT NULL,
  outcomes INTEGER NOT NULL,
  reached INTEGER NOT NULL,
  taken INTEGER NOT NULL,
  PRIMARY KEY (file, line, "column")
) WITHOUT ROWID;
CREATE TABLE code_function (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  symbols TEXT NOT NULL,
  file INTEGER NOT NULL REFERENCES code_file(number),
  line INTEGER NOT NULL,
  end_line INTEGER NOT NULL,
  measured INTEGER NOT NULL,
  reached INTEGER NOT NULL,
  flows TEXT NOT NULL
);
CREATE TABLE code_call (
  caller INTEGER NOT NULL REFERENCES code_function(number),
  callee INTEGER NOT NULL REFERENCES code_function(number),
  PRIMARY KEY (caller, callee)
) WITHOUT ROWID;
CREATE TABLE failure_state (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  function INTEGER NOT NULL REFERENCES code_function(number),
  shown_line INTEGER NOT NULL,
  line INTEGER NOT NULL,
  "column" INTEGER NOT NULL,
  end_line INTEGER NOT NULL,
  end_column INTEGER NOT NULL,
  text TEXT NOT NULL,
  guard_line INTEGER NOT NULL,
  guard_column INTEGER NOT NULL,
  guard_end_line INTEGER NOT NULL,
  guard_end_column INTEGER NOT NULL,
  avoided_by INTEGER NOT NULL,
  reached INTEGER NOT NULL
);
CREATE TABLE state_test (
  state INTEGER NOT NULL REFERENCES failure_state(number),
  test INTEGER NOT NULL REFERENCES test(number),
  PRIMARY KEY (state, test)
) WITHOUT ROWID;
CREATE TABLE test_reach (
  test INTEGER PRIMARY KEY REFERENCES test(number),
  lines INTEGER NOT NULL,
  functions BLOB NOT NULL
);
)sql";

namespace {

template <typename... Values> void insert(SQLite::Statement &row, const Values &...values) {
  bindAll(row, values...);
  row.exec();
  row.reset();
}

std::int64_t number(std::size_t value) {
  return static_cast<std::int64_t>(value);
}

// Names hold no newline.
std::string joined(const std::vector<std::string> &names) {
  return fmt::format("{}", fmt::join(names, "\n"));
}

// An index that points to one of `count` rows.
std::size_t indexIn(const SQLite::Column &column, std::size_t count, const char *what) {
  const std::int64_t value = column.getInt64();
  if (value < 0 || static_cast<std::size_t>(value) >= count)
    damaged("{} {} is missing", what, value);
  return static_cast<std::size_t>(value);
}

void expect(const SQLite::Column &column, std::size_t wanted, const char *what) {
  if (column.getInt64() != number(wanted))
    damaged("{} {} is missing", what, wanted);
}

SourceRange rangeAt(SQLite::Statement &row, int column) {
  return {row.getColumn(column).getUInt(), row.getColumn(column + 1).getUInt(), row.getColumn(column + 2).getUInt(),
          row.getColumn(column + 3).getUInt()};
}

} // namespace

void writeCode(SQLite::Database &database, const CodeMap &code) {
  if (!code.isKnown)
    return;
  SQLite::Statement file(database, "INSERT INTO code_file VALUES (?, ?, ?)");
  SQLite::Statement line(database, "INSERT INTO code_line VALUES (?, ?, ?)");
  SQLite::Statement branch(database, "INSERT INTO code_branch VALUES (?, ?, ?, ?, ?, ?)");
  for (std::size_t i = 0; i < code.files.size(); ++i) {
    insert(file, number(i), code.files[i].root, code.files[i].path);
    for (const CodeLine &each : code.files[i].lines)
      insert(line, number(i), each.number, each.isReached ? 1 : 0);
    for (const CodeBranch &each : code.files[i].branches)
      insert(branch, number(i), each.line, each.column, each.outcomes, each.reached,
             static_cast<std::int64_t>(each.taken));
  }
  SQLite::Statement function(database, "INSERT INTO code_function VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (std::size_t i = 0; i < code.functions.size(); ++i) {
    const CodeFunction &each = code.functions[i];
    insert(function, number(i), each.name, joined(each.symbols), number(each.file), each.line, each.endLine,
           each.isMeasured ? 1 : 0, each.isReached ? 1 : 0, joined(each.flows));
  }
  SQLite::Statement call(database, "INSERT INTO code_call VALUES (?, ?)");
  for (std::size_t i = 0; i < code.functions.size(); ++i)
    for (const std::size_t callee : code.functions[i].calls)
      insert(call, number(i), number(callee));
  SQLite::Statement state(database, "INSERT INTO failure_state VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  SQLite::Statement test(database, "INSERT INTO state_test VALUES (?, ?)");
  for (std::size_t i = 0; i < code.states.size(); ++i) {
    const FailureState &each = code.states[i];
    const SourceRange &range = each.range;
    const SourceRange &guard = each.guard;
    insert(state, number(i), std::string(toString(each.kind)), number(each.function), each.line, range.line,
           range.column, range.endLine, range.endColumn, each.text, guard.line, guard.column, guard.endLine,
           guard.endColumn, each.guardAvoidsBy ? 1 : 0, each.isReached ? 1 : 0);
    for (const std::size_t index : each.tests)
      insert(test, number(i), number(index));
  }
  SQLite::Statement reach(database, "INSERT INTO test_reach VALUES (?, ?, ?)");
  for (std::size_t i = 0; i < code.tests.size(); ++i) {
    const TestReach &each = code.tests[i];
    reach.bind(1, number(i));
    reach.bind(2, number(each.lines));
    // A null pointer would be NULL: tests that were left out reach nothing.
    const void *functions = each.functions.empty() ? static_cast<const void *>("") : each.functions.data();
    reach.bind(3, functions, static_cast<int>(each.functions.size() * sizeof(std::uint32_t)));
    reach.exec();
    reach.reset();
  }
}

CodeMap readCode(SQLite::Database &database, std::size_t tests) {
  CodeMap code;
  SQLite::Statement files(database, "SELECT number, root, path FROM code_file ORDER BY number");
  while (files.executeStep()) {
    expect(files.getColumn(0), code.files.size(), "file");
    code.files.push_back({files.getColumn(1).getString(), files.getColumn(2).getString(), {}, {}});
  }
  code.isKnown = !code.files.empty();
  SQLite::Statement lines(database, "SELECT file, line, reached FROM code_line ORDER BY file, line");
  while (lines.executeStep())
    code.files[indexIn(lines.getColumn(0), code.files.size(), "file")].lines.push_back(
        {lines.getColumn(1).getUInt(), lines.getColumn(2).getInt() != 0});
  SQLite::Statement branches(
      database,
      "SELECT file, line, \"column\", outcomes, reached, taken FROM code_branch ORDER BY file, line, \"column\"");
  while (branches.executeStep())
    code.files[indexIn(branches.getColumn(0), code.files.size(), "file")].branches.push_back(
        {branches.getColumn(1).getUInt(), branches.getColumn(2).getUInt(), branches.getColumn(3).getUInt(),
         branches.getColumn(4).getUInt(), static_cast<std::uint64_t>(branches.getColumn(5).getInt64())});
  SQLite::Statement functions(database, "SELECT number, name, symbols, file, line, end_line, measured, reached, flows "
                                        "FROM code_function ORDER BY number");
  while (functions.executeStep()) {
    expect(functions.getColumn(0), code.functions.size(), "function");
    CodeFunction function;
    function.name = functions.getColumn(1).getString();
    function.symbols = splitLines(functions.getColumn(2).getString());
    function.file = indexIn(functions.getColumn(3), code.files.size(), "file");
    function.line = functions.getColumn(4).getUInt();
    function.endLine = functions.getColumn(5).getUInt();
    function.isMeasured = functions.getColumn(6).getInt() != 0;
    function.isReached = functions.getColumn(7).getInt() != 0;
    function.flows = splitLines(functions.getColumn(8).getString());
    code.functions.push_back(std::move(function));
  }
  SQLite::Statement calls(database, "SELECT caller, callee FROM code_call ORDER BY caller, callee");
  while (calls.executeStep())
    code.functions[indexIn(calls.getColumn(0), code.functions.size(), "function")].calls.push_back(
        indexIn(calls.getColumn(1), code.functions.size(), "function"));
  SQLite::Statement states(
      database, "SELECT number, kind, function, shown_line, line, \"column\", end_line, end_column, text, guard_line, "
                "guard_column, guard_end_line, guard_end_column, avoided_by, reached FROM failure_state ORDER BY "
                "number");
  while (states.executeStep()) {
    expect(states.getColumn(0), code.states.size(), "failure state");
    FailureState state;
    const std::string kind = states.getColumn(1).getString();
    const auto known = stateKindFromString(kind);
    if (!known)
      damaged("there is no kind of failure state '{}'", kind);
    state.kind = *known;
    state.function = indexIn(states.getColumn(2), code.functions.size(), "function");
    state.line = states.getColumn(3).getUInt();
    state.range = rangeAt(states, 4);
    state.text = states.getColumn(8).getString();
    state.guard = rangeAt(states, 9);
    state.guardAvoidsBy = states.getColumn(13).getInt() != 0;
    state.isReached = states.getColumn(14).getInt() != 0;
    code.states.push_back(std::move(state));
  }
  SQLite::Statement stateTests(database, "SELECT state, test FROM state_test ORDER BY state, test");
  while (stateTests.executeStep())
    code.states[indexIn(stateTests.getColumn(0), code.states.size(), "failure state")].tests.push_back(
        indexIn(stateTests.getColumn(1), tests, "test"));
  if (code.isKnown)
    code.tests.resize(tests);
  SQLite::Statement reach(database, "SELECT test, lines, functions FROM test_reach");
  while (reach.executeStep()) {
    TestReach &test = code.tests.at(indexIn(reach.getColumn(0), code.tests.size(), "test"));
    test.lines = static_cast<std::size_t>(reach.getColumn(1).getInt64());
    const auto bytes = static_cast<std::size_t>(reach.getColumn(2).getBytes());
    test.functions.resize(bytes / sizeof(std::uint32_t));
    if (!test.functions.empty())
      std::memcpy(test.functions.data(), reach.getColumn(2).getBlob(), test.functions.size() * sizeof(std::uint32_t));
    for (const std::uint32_t function : test.functions)
      if (function >= code.functions.size())
        damaged("function {} is missing", function);
  }
  return code;
}

} // namespace allele
