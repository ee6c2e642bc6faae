#include "TreeSnapshot.h"

#include "Isolation.h"
#include "Scratch.h"

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

using namespace allele;

namespace fs = std::filesystem;

namespace {

using Paths = std::vector<std::string>;

void write(const fs::path &path, const std::string &text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

// A few files in directories, and what is done to them.
class Tree {
public:
  Tree() : scratch(makeScratch()), root(scratch.path() / "root") {
    write(root / "top.txt", "top");
    write(root / "sub/one.txt", "one");
    write(root / "sub/deep/two.txt", "two!");
    write(root / "sub-by/three.txt", "three");
    fs::create_directories(root / "empty");
    fs::create_symlink("/nowhere", root / "link");
    age(root);
  }

  TreeSnapshot snapshot(const std::vector<fs::path> &leaveOut = {}) const {
    auto taken = TreeSnapshot::take(root, leaveOut);
    REQUIRE(taken);
    return std::move(*taken);
  }

  // Clocks of file systems are coarse: with old times every change shows.
  static void age(const fs::path &directory) {
    const timespec old[2] = {{1000, 0}, {1000, 0}};
    for (const auto &entry : fs::recursive_directory_iterator(directory))
      utimensat(AT_FDCWD, entry.path().c_str(), old, AT_SYMLINK_NOFOLLOW);
    utimensat(AT_FDCWD, directory.c_str(), old, 0);
  }

private:
  ScratchDirectory scratch;

public:
  const fs::path root;
};

} // namespace

TEST_CASE("what nobody wrote to has no changes") {
  const Tree tree;
  const TreeSnapshot before = tree.snapshot();
  std::ifstream(tree.root / "sub/one.txt").get();
  CHECK(before.changesTo(tree.snapshot()).empty());
  CHECK(before.bytes() == 15);
}

TEST_CASE("files that are new, changed or gone are told, not the directories around them") {
  const Tree tree;
  const TreeSnapshot before = tree.snapshot();
  write(tree.root / "sub/deep/new.txt", "new");
  write(tree.root / "sub-by/three.txt", "THREE");
  fs::remove(tree.root / "top.txt");
  CHECK(before.changesTo(tree.snapshot()) == Paths{"sub-by/three.txt", "sub/deep/new.txt", "top.txt"});
}

TEST_CASE("a directory that is new or gone is told by what it holds") {
  const Tree tree;
  const TreeSnapshot before = tree.snapshot();
  write(tree.root / "made/within/file", "");
  fs::create_directories(tree.root / "bare");
  fs::remove_all(tree.root / "sub");
  CHECK(before.changesTo(tree.snapshot()) == Paths{"bare", "made/within/file", "sub/deep/two.txt", "sub/one.txt"});
}

TEST_CASE("what came and went shows as its directory") {
  const Tree tree;
  const TreeSnapshot before = tree.snapshot();
  const auto comeAndGo = [&](const char *path) {
    write(tree.root / path, "");
    fs::remove(tree.root / path);
  };
  SECTION("below") {
    comeAndGo("empty/lock");
    CHECK(before.changesTo(tree.snapshot()) == Paths{"empty"});
  }
  SECTION("beside a file whose name begins as its own") {
    comeAndGo("empty/lock");
    write(tree.root / "empty0", "");
    CHECK(before.changesTo(tree.snapshot()) == Paths{"empty", "empty0"});
  }
  SECTION("in the root itself") {
    comeAndGo("lock");
    CHECK(before.changesTo(tree.snapshot()) == Paths{"."});
  }
  SECTION("beside another change of the root") {
    comeAndGo("lock");
    write(tree.root / "top.txt", "other");
    CHECK(before.changesTo(tree.snapshot()) == Paths{"top.txt"});
  }
  SECTION("in the root, beside a change farther below") {
    comeAndGo("lock");
    write(tree.root / "sub/deep/two.txt", "other");
    CHECK(before.changesTo(tree.snapshot()) == Paths{".", "sub/deep/two.txt"});
  }
}

TEST_CASE("a change that keeps size and modification time is found") {
  const Tree tree;
  const TreeSnapshot before = tree.snapshot();
  SECTION("written over") {
    usleep(20'000); // a tick of the clock that stamps files
    write(tree.root / "top.txt", "TOP");
  }
  SECTION("replaced") {
    write(tree.root / "other", "TOP");
    fs::rename(tree.root / "other", tree.root / "top.txt");
  }
  Tree::age(tree.root);
  const Paths changes = before.changesTo(tree.snapshot());
  CHECK(std::find(changes.begin(), changes.end(), "top.txt") != changes.end());
}

TEST_CASE("a link that points elsewhere is a change, what stands behind it isn't looked at") {
  const Tree tree;
  fs::create_directory_symlink("sub", tree.root / "to-sub");
  Tree::age(tree.root);
  const TreeSnapshot before = tree.snapshot();
  CHECK(before.bytes() == 15);
  fs::remove(tree.root / "link");
  fs::create_symlink("/elsewhere", tree.root / "link");
  write(tree.root / "sub/one.txt", "1");
  CHECK(before.changesTo(tree.snapshot()) == Paths{"link", "sub/one.txt"});
}

TEST_CASE("what is left out may change, and so may what version control keeps") {
  const Tree tree;
  write(tree.root / ".git/index", "x");
  write(tree.root / "sub/.git/index", "x");
  write(tree.root / "allele.out/results", "x");
  Tree::age(tree.root);
  const std::vector<fs::path> leaveOut = {tree.root / "allele.out"};
  const TreeSnapshot before = tree.snapshot(leaveOut);
  CHECK(before.bytes() == 15);
  write(tree.root / ".git/index", "other");
  write(tree.root / "sub/.git/refs/new", "");
  write(tree.root / "allele.out/more/files", "");
  CHECK(before.changesTo(tree.snapshot(leaveOut)).empty());
  // Only the directory of that name at that place.
  write(tree.root / "sub/allele.out", "");
  write(tree.root / ".gitignore", "");
  CHECK(before.changesTo(tree.snapshot(leaveOut)) == Paths{".gitignore", "sub/allele.out"});
}

TEST_CASE("what can't be read is left out") {
  const Tree tree;
  fs::permissions(tree.root / "sub/deep", fs::perms::none);
  const auto taken = TreeSnapshot::take(tree.root, {});
  fs::permissions(tree.root / "sub/deep", fs::perms::owner_all);
  CHECK(taken);
  // Nothing is there, and then something.
  const auto none = TreeSnapshot::take(tree.root / "not-yet", {});
  REQUIRE(none);
  write(tree.root / "not-yet/file", "");
  CHECK(none->changesTo(*TreeSnapshot::take(tree.root / "not-yet", {})) == Paths{"file"});
}

TEST_CASE("of a tree that is too large there is no snapshot") {
  const fs::path memory = "/dev/shm"; // where files cost least
  auto scratch = ScratchDirectory::create(fs::is_directory(memory) ? memory : fs::path());
  REQUIRE(scratch);
  const auto make = [&](int number) { return symlink("x", (scratch->path() / std::to_string(number)).c_str()) == 0; };
  bool isMade = true;
  for (int i = 1; i < 100'000; ++i) // and the directory itself
    isMade = make(i) && isMade;
  REQUIRE(isMade);
  CHECK(TreeSnapshot::take(scratch->path(), {}));
  REQUIRE(make(0));
  CHECK_FALSE(TreeSnapshot::take(scratch->path(), {}));
}

TEST_CASE("names of any bytes are told apart") {
  const Tree tree;
  const TreeSnapshot before = tree.snapshot();
  write(tree.root / "a\nb", "");
  write(tree.root / "\xff", "");
  write(tree.root / "sub!", ""); // sorts between sub and sub/
  write(tree.root / "sub/one.txt", "1");
  CHECK(before.changesTo(tree.snapshot()) == Paths{"a\nb", "sub!", "sub/one.txt", "\xff"});
}
