#include "Isolation.h"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

using namespace allele;
namespace fs = std::filesystem;

namespace {

ScratchDirectory scratch() {
  auto made = ScratchDirectory::create();
  REQUIRE(made);
  return std::move(*made);
}

void write(const fs::path &path, const std::string &content, mode_t mode = 0644) {
  std::ofstream(path, std::ios::binary) << content;
  REQUIRE(chmod(path.c_str(), mode) == 0);
}

std::string read(const fs::path &path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

struct stat statusOf(const fs::path &path) {
  struct stat status = {};
  REQUIRE(lstat(path.c_str(), &status) == 0);
  return status;
}

void setModified(const fs::path &path, const timespec &time) {
  const timespec times[2] = {{0, UTIME_OMIT}, time};
  REQUIRE(utimensat(AT_FDCWD, path.c_str(), times, AT_SYMLINK_NOFOLLOW) == 0);
}

// Everything that a program can see of a tree: path -> type, mode, modification time, content.
std::map<std::string, std::string> picture(const fs::path &root) {
  std::map<std::string, std::string> result;
  const auto add = [&](const fs::path &path) {
    const struct stat status = statusOf(path);
    std::string text = std::to_string(status.st_mode) + " " + std::to_string(status.st_mtim.tv_sec) + "." +
                       std::to_string(status.st_mtim.tv_nsec) + " ";
    if (S_ISLNK(status.st_mode))
      text += fs::read_symlink(path).string();
    else if (S_ISREG(status.st_mode))
      text += read(path);
    result[path.lexically_relative(root)] = text;
  };
  add(root);
  for (const auto &entry : fs::recursive_directory_iterator(root))
    add(entry.path());
  return result;
}

// A working directory with something of everything.
fs::path makeSource(const fs::path &base) {
  const fs::path root = base / "source dir";
  fs::create_directories(root / "sub/deeper");
  fs::create_directory(root / "empty");
  write(root / "plain.txt", "plain\n");
  write(root / "script.sh", "#!/bin/sh\n", 0755);
  write(root / "none", "", 0600);
  write(root / "sub/data", std::string(300000, 'x') + "end");
  write(root / "sub/deeper/\xc3\xa4 \"q\" :", "odd name");
  fs::create_symlink("plain.txt", root / "link");
  fs::create_symlink("/no/such/place", root / "sub/dangling");
  fs::create_directory_symlink("sub", root / "directory-link");
  REQUIRE(chmod((root / "empty").c_str(), 0511) == 0);
  for (const char *name : {"plain.txt", "link", "sub/data", "sub", "empty", "."})
    setModified(root / name, {1000000000, 123456789});
  return root;
}

struct Copied {
  ScratchDirectory base = scratch();
  fs::path source = makeSource(base.path());
  std::map<std::string, std::string> original = picture(source);
  TreeCopy copy = [this] {
    auto made = copyTree(source, base.path() / "copy");
    INFO((made ? "copied" : made.error().message));
    REQUIRE(made);
    return std::move(*made);
  }();
  fs::path root = copy.path();

  void requireReset() {
    const Status status = resetTree(copy);
    INFO((status ? "reset" : status.error().message));
    REQUIRE(status);
    REQUIRE(picture(root) == original);
    REQUIRE(picture(source) == original);
  }
};

} // namespace

TEST_CASE("a scratch directory is private, new, and removed with its content") {
  fs::path place;
  {
    const ScratchDirectory one = scratch();
    const ScratchDirectory two = scratch();
    place = one.path();
    REQUIRE(one.path() != two.path());
    REQUIRE(one.path().is_absolute());
    REQUIRE((statusOf(place).st_mode & 07777) == 0700);
    fs::create_directories(place / "a/b/c");
    write(place / "a/b/c/file", "content");
  }
  REQUIRE_FALSE(fs::exists(place));
}

TEST_CASE("a scratch directory is made where it is asked for, else in TMPDIR") {
  const ScratchDirectory outer = scratch();
  auto inner = ScratchDirectory::create(outer.path());
  REQUIRE(inner);
  REQUIRE(inner->path().parent_path() == outer.path());

  const char *before = std::getenv("TMPDIR");
  const std::string saved = before != nullptr ? before : "";
  setenv("TMPDIR", outer.path().c_str(), 1);
  auto configured = ScratchDirectory::create();
  if (before != nullptr)
    setenv("TMPDIR", saved.c_str(), 1);
  else
    unsetenv("TMPDIR");
  REQUIRE(configured);
  REQUIRE(configured->path().parent_path() == outer.path());

  const auto nowhere = ScratchDirectory::create("/no/such/directory");
  REQUIRE_FALSE(nowhere);
  REQUIRE(nowhere.error().message == "/no/such/directory: can't hold a scratch directory: No such file or directory");
}

TEST_CASE("a scratch directory moves with its owner") {
  ScratchDirectory one = scratch();
  const fs::path place = one.path();
  {
    ScratchDirectory two = std::move(one);
    REQUIRE(two.path() == place);
    one = scratch();
    REQUIRE(fs::exists(place));
  }
  REQUIRE_FALSE(fs::exists(place));
  REQUIRE(fs::exists(one.path()));
}

TEST_CASE("a cleared scratch directory is empty and usable again") {
  ScratchDirectory directory = scratch();
  write(directory.path() / "file", "x");
  fs::create_directories(directory.path() / "a/b");
  chmod(directory.path().c_str(), 0);
  REQUIRE(directory.clear());
  REQUIRE(fs::is_empty(directory.path()));
  REQUIRE((statusOf(directory.path()).st_mode & 07777) == 0700);
  fs::remove_all(directory.path());
  REQUIRE(directory.clear());
  REQUIRE(fs::is_empty(directory.path()));
}

TEST_CASE("directories without any permission are removed") {
  ScratchDirectory directory = scratch();
  fs::create_directories(directory.path() / "a/b/c");
  write(directory.path() / "a/b/c/file", "x", 0);
  for (const char *name : {"a/b/c", "a/b", "a"})
    REQUIRE(chmod((directory.path() / name).c_str(), 0) == 0);
  REQUIRE(removeTree(directory.path() / "a"));
  REQUIRE(fs::is_empty(directory.path()));
}

TEST_CASE("removal does not follow symlinks") {
  const ScratchDirectory directory = scratch();
  fs::create_directories(directory.path() / "kept");
  write(directory.path() / "kept/file", "precious");
  fs::create_directories(directory.path() / "removed/sub");
  fs::create_directory_symlink(directory.path() / "kept", directory.path() / "removed/link");
  fs::create_directory_symlink("../../kept", directory.path() / "removed/sub/link");
  REQUIRE(removeTree(directory.path() / "removed"));
  REQUIRE_FALSE(fs::exists(directory.path() / "removed"));
  REQUIRE(read(directory.path() / "kept/file") == "precious");

  fs::create_directory_symlink("kept", directory.path() / "link");
  REQUIRE(removeTree(directory.path() / "link/"));
  REQUIRE_FALSE(fs::is_symlink(directory.path() / "link"));
  REQUIRE(read(directory.path() / "kept/file") == "precious");
}

TEST_CASE("removal of nothing is fine") {
  REQUIRE(removeTree("/no/such/file"));
}

TEST_CASE("directories nested deeper than paths can be long are removed") {
  const ScratchDirectory directory = scratch();
  const fs::path top = directory.path() / "deep";
  fs::create_directory(top);
  int at = open(top.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  for (int depth = 0; depth < 3000; ++depth) {
    REQUIRE(mkdirat(at, "directory", 0700) == 0);
    const int next = openat(at, "directory", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    REQUIRE(next >= 0);
    close(std::exchange(at, next));
    if (depth % 100 == 0)
      close(openat(at, ".allele-removed-1", O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
  }
  close(at);
  static_cast<void>(bytesOnDisk(top));
  const Status removed = removeTree(top);
  INFO((removed ? "removed" : removed.error().message));
  REQUIRE(removed);
  REQUIRE_FALSE(fs::exists(top));
}

TEST_CASE("files that appear while a tree is removed are removed, too") {
  const ScratchDirectory directory = scratch();
  const fs::path top = directory.path() / "busy";
  fs::create_directory(top);
  for (int i = 0; i < 500; ++i)
    write(top / std::to_string(i), "x");
  std::thread writer([&top] {
    for (int i = 500; i < 1500; ++i)
      std::ofstream(top / std::to_string(i)) << "x";
  });
  const Status removed = removeTree(top);
  writer.join();
  REQUIRE(removed);
  REQUIRE_FALSE(fs::exists(top));
}

TEST_CASE("bytes on disk are those of all files below, and holes are none") {
  const ScratchDirectory directory = scratch();
  REQUIRE(bytesOnDisk("/no/such/directory") == 0);
  const std::uint64_t before = bytesOnDisk(directory.path());
  fs::create_directories(directory.path() / "a/b");
  write(directory.path() / "a/b/file", std::string(1 << 20, 'x'));
  write(directory.path() / "sparse", "");
  fs::resize_file(directory.path() / "sparse", 1 << 30);
  fs::create_directory_symlink("/usr", directory.path() / "a/link");
  const int file = open((directory.path() / "a/b/file").c_str(), O_RDONLY | O_CLOEXEC);
  REQUIRE(file >= 0);
  REQUIRE(fsync(file) == 0); // some file systems allocate late
  close(file);
  const std::uint64_t grown = bytesOnDisk(directory.path()) - before;
  REQUIRE(grown >= 1 << 20);
  REQUIRE(grown < 2 << 20);
}

TEST_CASE("a copy has the same content, modes, times and symlinks") {
  Copied tree;
  REQUIRE(picture(tree.root) == tree.original);
}

TEST_CASE("sockets and fifos are not copied") {
  const ScratchDirectory base = scratch();
  fs::create_directory(base.path() / "source");
  REQUIRE(mkfifo((base.path() / "source/fifo").c_str(), 0600) == 0);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  const std::string name = base.path() / "source/socket";
  REQUIRE(name.size() < sizeof address.sun_path);
  name.copy(address.sun_path, name.size());
  const int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(listener >= 0);
  REQUIRE(bind(listener, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0);
  close(listener);
  write(base.path() / "source/file", "x");
  const auto copy = copyTree(base.path() / "source", base.path() / "copy");
  REQUIRE(copy);
  REQUIRE(picture(copy->path()).size() == 2);
  REQUIRE(read(copy->path() / "file") == "x");
}

TEST_CASE("holes stay holes") {
  const ScratchDirectory base = scratch();
  fs::create_directory(base.path() / "source");
  const fs::path sparse = base.path() / "source/sparse";
  write(sparse, "start");
  fs::resize_file(sparse, 1 << 30);
  const int file = open(sparse.c_str(), O_WRONLY | O_CLOEXEC);
  REQUIRE(pwrite(file, "middle", 6, 1 << 29) == 6);
  close(file);
  const auto copy = copyTree(base.path() / "source", base.path() / "copy");
  REQUIRE(copy);
  const fs::path made = copy->path() / "sparse";
  REQUIRE(fs::file_size(made) == 1 << 30);
  REQUIRE(statusOf(made).st_blocks * 512 < 1 << 20);
  std::ifstream content(made, std::ios::binary);
  content.seekg(1 << 29);
  std::string middle(6, ' ');
  content.read(middle.data(), 6);
  REQUIRE(middle == "middle");
}

TEST_CASE("what is to be left out is not copied, and a copy may lie there") {
  const ScratchDirectory base = scratch();
  const fs::path source = makeSource(base.path());
  fs::create_directories(source / "allele.out/worker");
  const auto copy =
      copyTree(source, source / "allele.out/worker/copy", {"allele.out/", source / "sub/data", "missing"});
  INFO((copy ? "copied" : copy.error().message));
  REQUIRE(copy);
  REQUIRE_FALSE(fs::exists(copy->path() / "allele.out"));
  REQUIRE_FALSE(fs::exists(copy->path() / "sub/data"));
  REQUIRE(fs::exists(copy->path() / "sub/deeper"));
}

TEST_CASE("a copy into its own source is refused") {
  const ScratchDirectory base = scratch();
  const fs::path source = makeSource(base.path());
  fs::create_directory_symlink(source, base.path() / "other name");
  const char *place = GENERATE("source dir/copy", "source dir/sub/copy", "source dir", "other name/copy");
  const auto copy = copyTree(source, base.path() / place, {"empty"});
  REQUIRE_FALSE(copy);
  REQUIRE_THAT(copy.error().message, Catch::Matchers::Contains("can't lie in it"));
  REQUIRE_FALSE(fs::exists(source / "copy"));
}

TEST_CASE("a copy needs a source and an empty place") {
  const ScratchDirectory base = scratch();
  REQUIRE_FALSE(copyTree(base.path() / "missing", base.path() / "copy"));
  const fs::path source = makeSource(base.path());
  fs::create_directories(base.path() / "taken/by");
  REQUIRE_FALSE(copyTree(source, base.path() / "taken"));
  REQUIRE_FALSE(copyTree(source, base.path() / "no/such/place"));
  fs::create_directory(base.path() / "empty");
  REQUIRE(copyTree(source, base.path() / "empty"));
}

TEST_CASE("a reset of an untouched copy changes nothing") {
  Copied tree;
  const ino_t before = statusOf(tree.root / "plain.txt").st_ino;
  const timespec changed = statusOf(tree.root / "sub/data").st_ctim;
  tree.requireReset();
  tree.requireReset();
  REQUIRE(statusOf(tree.root / "plain.txt").st_ino == before);
  REQUIRE(statusOf(tree.root / "sub/data").st_ctim.tv_nsec == changed.tv_nsec);
}

TEST_CASE("a reset undoes whatever was done to a copy") {
  Copied tree;
  const fs::path &root = tree.root;
  using Deed = void (*)(const fs::path &);
  const Deed deed =
      GENERATE(Deed([](const fs::path &at) { write(at / "plain.txt", "other, longer\n"); }),
               Deed([](const fs::path &at) { write(at / "new", "new"); }),
               Deed([](const fs::path &at) { fs::remove(at / "plain.txt"); }),
               Deed([](const fs::path &at) { fs::remove_all(at / "sub"); }),
               Deed([](const fs::path &at) { fs::create_directories(at / "x/y/z"); }),
               Deed([](const fs::path &at) { chmod((at / "script.sh").c_str(), 0); }),
               Deed([](const fs::path &at) { chmod((at / "sub").c_str(), 0); }),
               Deed([](const fs::path &at) { chmod(at.c_str(), 0); }),
               Deed([](const fs::path &at) { setModified(at / "plain.txt", {5, 5}); }),
               Deed([](const fs::path &at) { setModified(at / "sub", {5, 5}); }),
               Deed([](const fs::path &at) { fs::rename(at / "plain.txt", at / "moved"); }),
               Deed([](const fs::path &at) { fs::rename(at / "sub", at / "moved"); }), Deed([](const fs::path &at) {
                 fs::rename(at / "plain.txt", at / "t");
                 fs::rename(at / "script.sh", at / "plain.txt");
                 fs::rename(at / "t", at / "script.sh");
               }),
               Deed([](const fs::path &at) {
                 fs::remove(at / "link");
                 fs::create_symlink("script.sh", at / "link");
               }),
               Deed([](const fs::path &at) {
                 fs::remove(at / "plain.txt");
                 fs::create_directories(at / "plain.txt/now a directory");
               }),
               Deed([](const fs::path &at) {
                 fs::remove_all(at / "sub");
                 write(at / "sub", "now a file");
               }),
               Deed([](const fs::path &at) {
                 fs::remove_all(at / "sub");
                 fs::create_directory_symlink("../source dir/sub", at / "sub");
               }),
               Deed([](const fs::path &at) {
                 fs::remove(at / "plain.txt");
                 fs::create_symlink("../source dir/plain.txt", at / "plain.txt");
               }),
               Deed([](const fs::path &at) { fs::create_hard_link(at / "plain.txt", at / "second name"); }),
               Deed([](const fs::path &at) {
                 fs::remove(at / "none");
                 mkfifo((at / "none").c_str(), 0600);
               }),
               Deed([](const fs::path &at) { fs::remove_all(at); }), Deed([](const fs::path &at) {
                 fs::remove_all(at);
                 fs::create_directory_symlink("source dir", at);
               }));
  deed(root);
  tree.requireReset();
}

TEST_CASE("an edit that keeps size, mode and modification time is found") {
  Copied tree;
  // Again and again, right behind the copy and the reset: also in the same tick of the file system's clock.
  for (int i = 0; i < 50; ++i) {
    const struct stat before = statusOf(tree.root / "plain.txt");
    const int file = open((tree.root / "plain.txt").c_str(), O_WRONLY | O_CLOEXEC);
    REQUIRE(pwrite(file, "PLAIN", 5, 0) == 5);
    close(file);
    setModified(tree.root / "plain.txt", before.st_mtim);
    REQUIRE(statusOf(tree.root / "plain.txt").st_size == before.st_size);
    tree.requireReset();
  }
}

TEST_CASE("only what was changed is copied again") {
  Copied tree;
  const ino_t data = statusOf(tree.root / "sub/data").st_ino;
  const int held = open((tree.root / "plain.txt").c_str(), O_RDONLY | O_CLOEXEC); // so that its inode is not used again
  const ino_t plain = statusOf(tree.root / "plain.txt").st_ino;
  write(tree.root / "plain.txt", "changed");
  tree.requireReset();
  REQUIRE(statusOf(tree.root / "sub/data").st_ino == data);
  REQUIRE(statusOf(tree.root / "plain.txt").st_ino != plain);
  close(held);
}

TEST_CASE("what was left out stays left out, and goes when a mutant makes it") {
  const ScratchDirectory base = scratch();
  const fs::path source = makeSource(base.path());
  auto copy = copyTree(source, base.path() / "copy", {"sub"});
  REQUIRE(copy);
  const auto before = picture(copy->path());
  fs::create_directories(copy->path() / "sub/made");
  REQUIRE(resetTree(*copy));
  REQUIRE(picture(copy->path()) == before);
}

TEST_CASE("a source that was changed meanwhile is an error, not another tree") {
  Copied tree;
  write(tree.source / "plain.txt", "edited by the user");
  REQUIRE(resetTree(tree.copy));
  write(tree.root / "plain.txt", "changed");
  const Status status = resetTree(tree.copy);
  REQUIRE_FALSE(status);
  REQUIRE_THAT(status.error().message, Catch::Matchers::Contains("plain.txt: was changed since it was copied"));
}
