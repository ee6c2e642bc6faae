#include "Spawn.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <optional>
#include <sched.h>
#include <string_view>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

namespace allele {
namespace {

constexpr std::size_t kStackBytes = 65536;

enum class Step { kOverlay, kDirectory, kSetUp, kLoad };

// What the child needs, all made before it exists: it shares the driver's memory and may only make system calls.
struct ChildPlan {
  char *const *arguments;
  char *const *environment;
  const char *const *programs; // to be tried in turn, ends with nullptr
  const OverlayPlan *overlay;  // or nullptr
  const char *directory;       // or nullptr
  const SpawnRequest::Limit *limits;
  std::size_t limitCount;
  int input;
  int output;
  int kept;
  bool randomAddresses;
  pid_t driver;
  // Written by the child when it fails.
  Step step;
  int error;
};

[[noreturn]] void fail(ChildPlan &plan, Step step) {
  plan.step = step;
  plan.error = errno;
  _exit(127);
}

// Until execve the child runs on the driver's memory while the driver's thread stands still (CLONE_VM, CLONE_VFORK).
#if defined(__clang__)
__attribute__((no_sanitize("address", "undefined")))
#endif
int runChild(void *argument) {
  ChildPlan &plan = *static_cast<ChildPlan *>(argument);
  setsid();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != plan.driver)
    _exit(127); // the driver ended before the line above
  if (dup2(plan.input, 0) < 0 || dup2(plan.output, 1) < 0 || dup2(plan.output, 2) < 0)
    fail(plan, Step::kSetUp);
  // A mutant with undefined behaviour lives or dies by what lies where, so every run gets the same addresses.
  // Containers may forbid that.
  if (const int current = personality(0xffffffff); current >= 0 && !plan.randomAddresses)
    personality(static_cast<unsigned>(current) | ADDR_NO_RANDOMIZE);
  // May be missing: the driver opens everything with O_CLOEXEC anyway.
  if (plan.kept < 0) {
    close_range(3, ~0U, 0);
  } else {
    if (plan.kept > 3)
      close_range(3, static_cast<unsigned>(plan.kept) - 1, 0);
    close_range(static_cast<unsigned>(plan.kept) + 1, ~0U, 0);
    fcntl(plan.kept, F_SETFD, 0);
  }
  if (plan.overlay != nullptr) {
    errno = plan.overlay->enter();
    if (errno != 0)
      fail(plan, Step::kOverlay);
  }
  if (plan.directory != nullptr && chdir(plan.directory) != 0)
    fail(plan, Step::kDirectory);
  for (std::size_t i = 0; i < plan.limitCount; ++i)
    if (setrlimit(static_cast<__rlimit_resource>(plan.limits[i].resource), &plan.limits[i].value) != 0)
      fail(plan, Step::kSetUp);
  // All actions before the mask: a handler of the driver must not run here.
  for (int number = 1; number < NSIG; ++number) {
    struct sigaction action;
    if (sigaction(number, nullptr, &action) == 0 && action.sa_handler != SIG_DFL) {
      action.sa_handler = SIG_DFL;
      action.sa_flags = 0;
      sigaction(number, &action, nullptr);
    }
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);

  int error = ENOENT;
  for (const char *const *program = plan.programs; *program != nullptr; ++program) {
    execve(*program, plan.arguments, plan.environment);
    const int failure = errno;
    // EACCES is also the answer of a directory in PATH that may not be searched: the program isn't known to be there.
    struct stat status;
    if (failure != ENOENT && failure != ENOTDIR && (failure != EACCES || stat(*program, &status) == 0))
      error = failure;
    if (failure != ENOENT && failure != ENOTDIR && failure != EACCES)
      break;
  }
  errno = error;
  fail(plan, Step::kLoad);
}

// Where the program may be, in the order of PATH, as the child sees it from its working directory.
std::vector<std::string> programPaths(const std::string &program, const std::vector<std::string> &environment) {
  if (program.find('/') != std::string::npos)
    return {program};
  std::string_view rest = "/usr/local/bin:/usr/bin:/bin";
  for (const std::string &variable : environment)
    if (variable.compare(0, 5, "PATH=") == 0)
      rest = std::string_view(variable).substr(5);
  std::vector<std::string> paths;
  while (true) {
    const std::string_view directory = rest.substr(0, rest.find(':'));
    paths.push_back(directory.empty() ? "./" + program : std::string(directory) + "/" + program);
    if (directory.size() == rest.size())
      return paths;
    rest.remove_prefix(directory.size() + 1);
  }
}

std::string describe(int error) {
  return std::system_category().message(error);
}

// What the kernel's error number leaves open; empty when there is nothing to say of this file.
std::string explainLoadError(const std::filesystem::path &file, int error) {
  struct stat status;
  if (stat(file.c_str(), &status) != 0)
    return "";
  if (S_ISDIR(status.st_mode))
    return "; it is a directory";
  if (error == EACCES && (status.st_mode & 0111) == 0)
    return "; it is not marked as executable";
  if (error == ENOEXEC)
    return "; it is neither a binary for this machine nor a script that starts with '#!'";
  if (error == ENOENT) {
    std::ifstream content(file, std::ios::binary);
    std::string line(256, '\0');
    content.read(line.data(), static_cast<std::streamsize>(line.size()));
    line.resize(static_cast<std::size_t>(content.gcount()));
    if (line.compare(0, 2, "#!") != 0)
      return "; the dynamic loader that it asks for is missing";
    const std::size_t start = line.find_first_not_of(" \t", 2);
    const std::size_t end = line.find_first_of(" \t\n", start);
    if (start != std::string::npos)
      return "; its interpreter '" + line.substr(start, end - start) + "' is missing";
  }
  return "";
}

Error overlayError(const Overlay &overlay, int error) {
  return Error{overlay.target.string() + ": no overlay can be mounted on it: " + describe(error) +
               "; use --isolate copy"};
}

Error loadError(const SpawnRequest &request, const std::vector<std::string> &paths, int error) {
  const std::string &program = request.command.front();
  std::string reason;
  for (auto path = paths.begin(); path != paths.end() && reason.empty(); ++path)
    reason = explainLoadError(request.workingDirectory / *path, error);
  if (reason.empty() && error == ENOENT) {
    if (program.find('/') == std::string::npos)
      reason = "; it is in no directory of PATH";
    else if (program.front() != '/' && !request.workingDirectory.empty())
      reason = " below " + request.workingDirectory.string();
  }
  return Error{program + ": can't be started: " + describe(error) + reason};
}

std::vector<char *> pointers(const std::vector<std::string> &strings) {
  std::vector<char *> result;
  result.reserve(strings.size() + 1);
  for (const std::string &string : strings)
    result.push_back(const_cast<char *>(string.c_str()));
  result.push_back(nullptr);
  return result;
}

std::string_view nameOf(std::string_view variable) {
  return variable.substr(0, variable.find('='));
}

} // namespace

Spawner::Spawner() {
  void *memory = mmap(nullptr, kStackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  stack = memory == MAP_FAILED ? nullptr : static_cast<char *>(memory);
}

Spawner::~Spawner() {
  if (stack != nullptr)
    munmap(stack, kStackBytes);
}

Result<Spawned> Spawner::spawn(SpawnRequest request) {
  if (request.command.empty() || request.command.front().empty())
    return Error{"no command given: name the program to start"};
  const std::string &program = request.command.front();
  if (stack == nullptr)
    return Error{program + ": can't be started: " + describe(ENOMEM)};

  for (SpawnRequest::Limit &limit : request.limits) {
    rlimit own;
    if (getrlimit(static_cast<__rlimit_resource>(limit.resource), &own) == 0) {
      limit.value.rlim_max = std::min(limit.value.rlim_max, own.rlim_max);
      limit.value.rlim_cur = std::min(limit.value.rlim_cur, limit.value.rlim_max);
    }
  }
  const std::vector<std::string> paths = programPaths(program, request.environment);
  const std::vector<char *> arguments = pointers(request.command);
  const std::vector<char *> environment = pointers(request.environment);
  const std::vector<char *> programs = pointers(paths);
  ChildPlan plan = {};
  plan.arguments = arguments.data();
  plan.environment = environment.data();
  plan.programs = programs.data();
  std::optional<OverlayPlan> overlay;
  if (request.overlay != nullptr)
    plan.overlay = &overlay.emplace(*request.overlay);
  plan.directory = request.workingDirectory.empty() ? nullptr : request.workingDirectory.c_str();
  plan.limits = request.limits.data();
  plan.limitCount = request.limits.size();
  plan.input = request.input;
  plan.output = request.output;
  plan.kept = request.kept;
  plan.randomAddresses = request.randomAddresses;
  plan.driver = getpid();

  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int pidfd = -1;
  const int flags = CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD | (overlay ? overlay->cloneFlags() : 0);
  const pid_t pid = clone(runChild, stack + kStackBytes, flags, &plan, &pidfd);
  const int cloneError = errno;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (pid < 0 && overlay && (cloneError == EPERM || cloneError == ENOSPC || cloneError == EINVAL))
    return overlayError(*request.overlay, cloneError);
  if (pid < 0)
    return Error{program + ": can't be started: " + describe(cloneError) +
                 (cloneError == EMFILE ? "; raise the limit on open files (ulimit -n)"
                                       : "; raise the limit on processes (ulimit -u), or make room for another one")};
  Spawned spawned{pid, Descriptor(pidfd)};
  if (plan.error == 0)
    return spawned;

  waitpid(pid, nullptr, 0);
  switch (plan.step) {
  case Step::kOverlay:
    return overlayError(*request.overlay, plan.error);
  case Step::kDirectory:
    return Error{request.workingDirectory.string() + ": can't be the working directory of " + program + ": " +
                 describe(plan.error)};
  case Step::kSetUp:
    return Error{program + ": can't be started: its limits or descriptors can't be set: " + describe(plan.error)};
  case Step::kLoad:
    break;
  }
  return loadError(request, paths, plan.error);
}

std::vector<std::string> changedEnvironment(const std::vector<std::string> &remove,
                                            const std::vector<std::string> &add) {
  std::vector<std::string> result;
  for (char **variable = environ; *variable != nullptr; ++variable) {
    const std::string_view name = nameOf(*variable);
    const bool replaced =
        std::any_of(add.begin(), add.end(), [name](const std::string &other) { return nameOf(other) == name; });
    if (!replaced && std::find(remove.begin(), remove.end(), name) == remove.end())
      result.emplace_back(*variable);
  }
  for (auto variable = add.begin(); variable != add.end(); ++variable) {
    const bool repeated = std::any_of(variable + 1, add.end(),
                                      [&](const std::string &later) { return nameOf(later) == nameOf(*variable); });
    if (!repeated)
      result.push_back(*variable);
  }
  return result;
}

} // namespace allele
