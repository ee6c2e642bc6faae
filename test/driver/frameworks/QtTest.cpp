// Tests whose names and ends the adapter has to understand.
#include <QtTest>
#include <cstdlib>

namespace {

bool has(const char *variable) {
  return std::getenv(variable) != nullptr;
}

void addRow(const char *tag, int number) {
  QTest::newRow(tag) << number;
}

} // namespace

class TestThings : public QObject {
  Q_OBJECT

private slots:
  void initTestCase() {
    if (has("INIT_FAILS"))
      QFAIL("no set-up");
    if (has("INIT_SKIPS"))
      QSKIP("not here");
    if (has("INIT_CRASHES"))
      std::abort();
  }
  void cleanupTestCase() { QVERIFY(!has("CLEANUP_FAILS")); }

  void passes() { QCOMPARE(1, 1); }
  void fails() {
    const int a = 1;
    QCOMPARE(a, 2);
  }
  void skips() { QSKIP("no"); }
  void expected() {
    QEXPECT_FAIL("", "known", Continue);
    QCOMPARE(1, 2);
  }
  void unexpected() {
    QEXPECT_FAIL("", "known", Continue);
    QCOMPARE(1, 1);
  }

  void rows_data() {
    QTest::addColumn<int>("number");
    addRow("one", 1);
    addRow("two words", 2);
    addRow(" spaces ", 2);
    addRow("with:colon", 2);
    addRow("gr\xc3\xbc\xc3\x9f"
           "e <&> \"]]>",
           2);
    addRow("-o", 2);
    addRow("large", 100);
    addRow("negative", -1);
  }
  void rows() {
    QFETCH(int, number);
    if (number < 0)
      QSKIP("negative");
    QVERIFY2(number < 50, "too\nlarge");
  }

  // Not each row of these can be run by itself.
  void same_data() {
    QTest::addColumn<int>("number");
    addRow("x", 1);
    addRow("x", 100);
  }
  void same() { rows(); }
  void colon_data() {
    QTest::addColumn<int>("number");
    addRow(":x", 1);
    addRow("y", 1);
  }
  void colon() { rows(); }
  void empty_data() {
    QTest::addColumn<int>("number");
    addRow("", 1);
    addRow("y", 1);
  }
  void empty() { rows(); }
  void lines_data() {
    QTest::addColumn<int>("number");
    addRow("x\nx", 1);
    addRow("y", 1);
  }
  void lines() { rows(); }

  void noRows_data() {
    QTest::addColumn<int>("number");
    if (has("DATA_FAILS"))
      QFAIL("no data");
  }
  void noRows() {}
  void exits() {
    if (has("CRASH"))
      std::abort();
    if (has("EXIT"))
      std::_Exit(0);
  }
  void behindIt() {}
};

QTEST_GUILESS_MAIN(TestThings)
#include "QtTest.moc"
