#include "StackTrace.h"

#include "StackPlaces.h"

#include <catch2/catch.hpp>

using namespace allele;

namespace {

StackFrame frameOf(const std::string &line) {
  const StackTrace trace = parseStackTrace(line);
  REQUIRE(trace.frames.size() == 1);
  return trace.frames.front();
}

void check(const std::string &line, const std::string &function, const std::string &file, std::uint32_t number) {
  INFO(line);
  const StackFrame frame = frameOf(line);
  CHECK(frame.function == function);
  CHECK(frame.file == file);
  CHECK(frame.line == number);
}

} // namespace

TEST_CASE("frames of gdb, with arguments that look like anything") {
  check("#0  0x0000555555556a32 in ring::Buffer::at (this=0x7fffffffe550, index=-97) at src/ring.cpp:12",
        "ring::Buffer::at", "src/ring.cpp", 12);
  check("#5  0x01 in ring::(anonymous namespace)::hidden (buffer=..., text=0x7f \"a (b) at \\\"x\\\"\") at "
        "src/ring.cpp:27",
        "ring::(anonymous namespace)::hidden", "src/ring.cpp", 27);
  check("#0  __pthread_kill_implementation (threadid=<optimized out>, signo=signo@entry=6) at ./nptl/pthread_kill.c:44",
        "__pthread_kill_implementation", "./nptl/pthread_kill.c", 44);
  check("#2  0x01 in std::function<int (int)>::operator()(int) const (this=0x7f, __args#0=1) at /usr/include/f.h:591",
        "std::function::operator()", "/usr/include/f.h", 591);
  check("#1  0x01 in ring::operator<< (out=..., buffer=...) at ring.cpp:3", "ring::operator<<", "ring.cpp", 3);
  check("#0  0x01 in scale (a=34 '\"', b=3) at /ci/src/a.cpp:5", "scale", "/ci/src/a.cpp", 5);
  check("#1  g (p=0x0, f=0x401136 <h+0x12>) at a.c:7", "g", "a.c", 7);
  const StackFrame library = frameOf("#1  0x00007f0000000002 in abort () from /lib/x86_64-linux-gnu/libc.so.6");
  CHECK(library.function == "abort");
  CHECK(library.module == "/lib/x86_64-linux-gnu/libc.so.6");
  CHECK(library.file.empty());
  CHECK(frameOf("#4  <signal handler called>").function.empty());
  CHECK(frameOf("#4  0x0000000000000000 in ?? ()").function.empty());
}

TEST_CASE("a frame of gdb may go on in the next lines") {
  const StackTrace trace =
      parseStackTrace("#0  0x01 in ring::use (buffer=..., \n    text=...)\n    at src/ring.cpp:30\n"
                      "#1  0x02 in g (text=Python Exception <class 'gdb.error'>: There is no.\n"
                      ") at src/ring.cpp:31\n"
                      "#2  0x03 in main () at src/ring.cpp:41\nsomething else ) at x.c:1\n");
  REQUIRE(trace.frames.size() == 3);
  CHECK(trace.frames[0].line == 30);
  CHECK(trace.frames[0].function == "ring::use");
  CHECK(trace.frames[1].line == 31);
  CHECK(trace.frames[1].function == "g");
  CHECK(trace.frames[2].line == 41);
}

TEST_CASE("frames of the sanitizers") {
  check("    #0 0x55c3d9542d59 in int ring::Buffer::sum<int>(std::function<int (int)> const&) const "
        "/w/src/ring.cpp:18:19",
        "ring::Buffer::sum", "/w/src/ring.cpp", 18);
  check("    #1 0x55c3d954246a in main /w/a directory/ring.cpp:40:19", "main", "/w/a directory/ring.cpp", 40);
  check("    #1 0x55c3d954246a in f src/a.c:4", "f", "src/a.c", 4);
  check("    #3 0x7f in __libc_start_main csu/../csu/libc-start.c:360:3", "__libc_start_main",
        "csu/../csu/libc-start.c", 360);
  const StackFrame module = frameOf(
      "    #0 0x55c3d953fd1d in operator new[](unsigned long) (/w/asan+0x10cd1d) (BuildId: 1ca21c3807c9934142b6)");
  CHECK(module.function == "operator new[]");
  CHECK(module.module == "/w/asan");
  CHECK(module.offset == 0x10cd1d);
  // ThreadSanitizer's have no address, and the module behind the place.
  check("    #0 scale(int, int) /ci/src/a.cpp:5:9 (prog+0x4a2b3c) (BuildId: 1ca2)", "scale", "/ci/src/a.cpp", 5);
  check("    #1 main /ci/main.cpp:2:17 (prog+0x4a2b99)", "main", "/ci/main.cpp", 2);
  CHECK(frameOf("    #1 main /ci/main.cpp:2:17 (prog+0x4a2b99)").offset == 0x4a2b99);
  const StackFrame bare = frameOf("    #0 0x55b50be19d59  (/w/asan+0x10fd59) (BuildId: 1ca21c38)");
  CHECK(bare.function.empty());
  CHECK(bare.offset == 0x10fd59);
}

TEST_CASE("frames of glibc, boost::stacktrace and lldb") {
  const StackFrame symbol = frameOf("./plain(_ZN4ring3useEi+0x2a)[0x5615f16cd35a]");
  CHECK(symbol.function == "ring::use");
  CHECK(symbol.symbol == "_ZN4ring3useEi");
  CHECK(symbol.module == "./plain");
  CHECK(symbol.offset == 0x2a);
  CHECK(frameOf("./plain(dump+0x2a) [0x5615f16cd35a]").function == "dump");
  CHECK(frameOf("/lib/libc.so.6(+0x2724a)[0x7f0e0784524a]").offset == 0x2724a);
  CHECK(frameOf("./fixed() [0x401136]").offset == 0x401136);
  check(" 0# ring::show(int) at /w/b.cpp:4", "ring::show", "/w/b.cpp", 4);
  check("   0# ring::show(int) at /w/b.cpp:4 [0x55b1c2]", "ring::show", "/w/b.cpp", 4);
  CHECK(frameOf(" 0# ring::show(int) in ./boost2").function == "ring::show");
  CHECK(frameOf(" 2# 0x00007F77C9D6524A in /lib/libc.so.6").function.empty());
  check("  * frame #0: 0x0000000100003f3c prog`ring::f(a=1) at file.cpp:12:3", "ring::f", "file.cpp", 12);
  check("    frame #1: 0x0000000100003f3c libc.so.6`abort + 123", "abort", "", 0);
}

TEST_CASE("of several stacks the first one counts, of threads the first thread's") {
  const StackTrace asan = parseStackTrace("    #0 0x1 in f /w/a.c:1:1\n    #1 0x2 in g /w/a.c:2:1\n\nallocated by\n"
                                          "    #0 0x3 in h /w/a.c:3:1\n");
  CHECK(asan.stacks == 2);
  REQUIRE(asan.frames.size() == 2);
  CHECK(asan.frames[0].function == "f");
  const StackTrace gdb = parseStackTrace("Thread 2 (LWP 2):\n#0  0x1 in waits () at a.c:1\n\n"
                                         "Thread 1 (LWP 1):\n#0  0x2 in crashes () at a.c:2\n");
  CHECK(gdb.stacks == 2);
  REQUIRE(gdb.frames.size() == 1);
  CHECK(gdb.frames[0].function == "crashes");
  const StackTrace lldb = parseStackTrace("  thread #1, name = 'p'\n    frame #0: 0x1 p`waits at a.c:1\n"
                                          "* thread #2, stop reason = signal SIGSEGV\n"
                                          "  * frame #0: 0x2 p`crashes at a.c:2\n");
  REQUIRE(lldb.frames.size() == 1);
  CHECK(lldb.frames[0].function == "crashes");
}

TEST_CASE("without a stack, a failed assertion and UBSan name a place") {
  check("u.c:2:25: runtime error: signed integer overflow: 1 + 2147483647 cannot be", "", "u.c", 2);
  check("u: u.c:3: int f(int, char **): Assertion `c > 1' failed.", "f", "u.c", 3);
  CHECK(parseStackTrace("u: u.c:3: int f(int): Assertion `c' failed.\n#0  0x1 in g () at a.c:2\n").frames[0].function ==
        "g");
}

TEST_CASE("text that is no stack has no frames") {
  for (const char *text : {"", "hello", "#", "#x", "12", "12# ", "frame #", "[0x1]", ": runtime error: ", "(+0x1)[0x1]",
                           "error: file.c:12: no", ": Assertion `"})
    CHECK(parseStackTrace(text).frames.size() <= (std::string_view(text) == "12# " ? 1 : 0));
}

TEST_CASE("a hostile trace costs little and breaks nothing") {
  std::string text;
  for (int i = 0; i < 20'000; ++i)
    text += "#" + std::to_string(i) + "  0x1 in f (a=1) at a.c:1\n";
  CHECK(parseStackTrace(text).frames.size() == 10'000);
  // Each pair of references doubles the name.
  std::string doubling = "_Z1fSt4pairIiiE";
  for (const char *pair : {"S_IS0_S0_E", "S_IS1_S1_E", "S_IS2_S2_E", "S_IS3_S3_E", "S_IS4_S4_E", "S_IS5_S5_E"})
    doubling += pair;
  for (char digit = '6'; digit <= '9'; ++digit)
    doubling += std::string("S_IS") + digit + "_S" + digit + "_E";
  for (char letter = 'A'; letter <= 'Z'; ++letter)
    doubling += std::string("S_IS") + letter + "_S" + letter + "_E";
  CHECK(frameOf("./prog(" + doubling + "+0x1)[0x1]").function == doubling);
  const std::string deep(1'000'000, '(');
  CHECK(parseStackTrace("#0  0x1 in f" + deep + "\n" + deep + "\n").frames.size() == 1);
  CHECK(parseStackTrace("#0 0x1 in " + std::string(100'000, '<') + " /a.c:1\n").frames.size() == 1);
  CHECK(parseStackTrace("#99999999999999999999 0xffffffffffffffffffff in f at a.c:99999999999\n").frames.size() == 1);
  CHECK(parseStackTrace(std::string("#0 ") + '\0' + " in \xff at a.c:0\n").frames.front().line == 0);
}

TEST_CASE("names in a trace may leave scopes out") {
  CHECK(mayName("f", "f"));
  CHECK(mayName("f", "ns::f"));
  CHECK(mayName("a::ns::f", "ns::f"));
  CHECK_FALSE(mayName("f", "xf"));
  CHECK_FALSE(mayName("g", "ns::f"));
}

TEST_CASE("frames are found by the end of the path, then by the function") {
  RunResults results;
  results.code.isKnown = true;
  for (const char *path : {"lib/a.c", "src/a.c", "test/a_test.c"})
    results.code.files.push_back({"/home/x", path, {{12, true}}, {}});
  for (std::size_t i = 0; i < 3; ++i) {
    CodeFunction function;
    function.name = i == 0 ? "ns::lib" : i == 1 ? "src" : "test";
    function.file = i;
    function.line = 10;
    function.endLine = 20;
    results.code.functions.push_back(function);
  }
  const CodeIndex index(results);
  const auto placed = placeFrames(parseStackTrace("#0  0x1 in abort () from /lib/libc.so.6\n"
                                                  "#1  0x1 in test () at /ci/test/a_test.c:12\n"
                                                  "#2  0x1 in src () at /ci/7/src/a.c:12\n"
                                                  "#3  0x1 in ns::lib () at a.c:12\n"
                                                  "#4  0x1 in src () at src/a.c:30\n"
                                                  "#5  0x1 in other () at src/a.c:12\n"
                                                  "#6  0x1 in ns::lib () from ./prog\n"),
                                  index, {"test/"});
  REQUIRE(placed.size() == 7);
  CHECK(firstOwn(placed) == 2);
  CHECK_FALSE(placed[1].isOwn()); // a test
  CHECK(placed[2].source == "/home/x/src/a.c");
  CHECK(placed[2].line == 12);
  CHECK(placed[3].source == "/home/x/lib/a.c"); // by the function that is there
  CHECK(placed[4].line == 0);                   // of another version
  CHECK(placed[4].note.find("line 30 is in no function") == 0);
  CHECK_FALSE(placed[5].isOwn());
  CHECK(placed[6].source == "/home/x/lib/a.c");
  CHECK(placed[6].line == 0);
}
