/* Child processes, their output kept by way of files in the working directory. */
#include "Fixture.h"

static const char *const kOutputFile = "child.output";
static const char *const kErrorsFile = "child.errors";

const ChildResult *runChild(const char *const *arguments, const char *const *environment) {
  static ChildResult result;
  fflush(stdout);
  pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    int output = open(kOutputFile, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    int errors = open(kErrorsFile, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (output < 0 || errors < 0 || dup2(output, 1) < 0 || dup2(errors, 2) < 0) {
      _exit(98);
    }
    close(output);
    close(errors);
    execve(arguments[0], (char *const *)arguments, (char *const *)environment);
    _exit(97);
  }
  REQUIRE(waitpid(child, &result.status, 0) == child);
  snprintf(result.output, sizeof result.output, "%s", readFile(kOutputFile));
  snprintf(result.errors, sizeof result.errors, "%s", readFile(kErrorsFile));
  return &result;
}
