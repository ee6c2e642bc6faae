#include "Git.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace allele {
namespace {

// The caller's environment without what ties git to another repository (hooks set it), in a known language.
std::vector<std::string> gitEnvironment() {
  std::vector<std::string> environment = {"GIT_OPTIONAL_LOCKS=0", "LC_ALL=C"};
  for (char **entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const std::string name = text.substr(0, text.find('='));
    bool isOut = false;
    for (const char *out : {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OPTIONAL_LOCKS", "LC_ALL",
                            "GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS"})
      isOut |= name == out;
    if (!isOut)
      environment.push_back(text);
  }
  return environment;
}

std::vector<char *> pointersTo(std::vector<std::string> &words) {
  std::vector<char *> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string &word : words)
    pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

// Reads both pipes to their ends: one alone could block git on the other.
void drain(int output, int errors, std::string &printed, std::string &said) {
  pollfd both[] = {{output, POLLIN, 0}, {errors, POLLIN, 0}};
  int open = 2;
  while (open > 0) {
    if (poll(both, 2, -1) < 0 && errno != EINTR)
      return;
    for (pollfd &one : both) {
      if (one.fd < 0 || one.revents == 0)
        continue;
      char buffer[65536];
      const ssize_t length = read(one.fd, buffer, sizeof buffer);
      if (length < 0 && errno == EINTR)
        continue;
      if (length > 0) {
        (one.fd == output ? printed : said).append(buffer, static_cast<std::size_t>(length));
      } else {
        one.fd = -1;
        --open;
      }
    }
  }
}

} // namespace

std::string git(const std::string &directory, const std::vector<std::string> &arguments,
                std::vector<std::string> &problems, int mostCode) {
  std::vector<std::string> words = {"git", "-C", directory};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = gitEnvironment();
  int output[2];
  int errors[2];
  if (pipe2(output, O_CLOEXEC) != 0) {
    problems.push_back(std::string("git can't be started: ") + std::strerror(errno));
    return "";
  }
  if (pipe2(errors, O_CLOEXEC) != 0) {
    problems.push_back(std::string("git can't be started: ") + std::strerror(errno));
    close(output[0]);
    close(output[1]);
    return "";
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors[1], STDERR_FILENO);
  pid_t child = 0;
  const int failure =
      posix_spawnp(&child, "git", &actions, nullptr, pointersTo(words).data(), pointersTo(variables).data());
  posix_spawn_file_actions_destroy(&actions);
  close(output[1]);
  close(errors[1]);
  std::string printed;
  std::string said;
  if (failure == 0)
    drain(output[0], errors[0], printed, said);
  close(output[0]);
  close(errors[0]);
  if (failure != 0) {
    problems.push_back(std::string("git can't be started: ") + std::strerror(failure) + "; install it");
    return "";
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) > mostCode) {
    problems.push_back("git fails in " + directory + ": " + said.substr(0, said.find('\n')));
    return "";
  }
  return printed;
}

} // namespace allele
