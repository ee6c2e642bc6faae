// A test object whose functions run for each row of its own data.
#include <QtTest>

class Global : public QObject {
  Q_OBJECT

private slots:
  void initTestCase_data() {
    QTest::addColumn<int>("number");
    QTest::newRow("first") << 1;
    QTest::newRow("second") << 2;
  }
  void plain() {
    QFETCH_GLOBAL(int, number);
    QVERIFY(number == 1);
  }
  void rows_data() {
    QTest::addColumn<int>("limit");
    QTest::newRow("one") << 2;
    QTest::newRow("two") << 3;
  }
  void rows() {
    QFETCH_GLOBAL(int, number);
    QFETCH(int, limit);
    QVERIFY(number < limit);
  }
};

QTEST_GUILESS_MAIN(Global)
#include "QtTestGlobal.moc"
