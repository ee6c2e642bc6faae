// RUN: mkdir -p %t && cd %t && %construct %s -std=gnu11
// Children by fork and exec, by vfork, and a daemon: a mutant is active in each of them.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int codeOf(int base) {
  return base + 1; // noticed
}

static int waitFor(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WEXITSTATUS(status);
}

static int forked(void) {
  pid_t child = fork();
  if (child == 0)
    _exit(codeOf(10));
  return waitFor(child);
}

static int executed(const char *self) {
  pid_t child = fork();
  if (child == 0)
    execl(self, self, "child", (char *)NULL);
  return waitFor(child);
}

static int vforked(const char *self) {
  pid_t child = vfork();
  if (child == 0) {
    execl(self, self, "child", (char *)NULL);
    _exit(1);
  }
  return waitFor(child);
}

// Away from the process that started it, it still answers.
static int daemonised(void) {
  int answer[2];
  if (pipe(answer) != 0)
    return -1;
  if (fork() == 0) {
    setsid();
    if (fork() == 0) {
      char code = (char)codeOf(30);
      _exit(write(answer[1], &code, 1) != 1);
    }
    _exit(0);
  }
  wait(NULL);
  close(answer[1]);
  char code = 0;
  return read(answer[0], &code, 1) == 1 ? code : -1;
}

int main(int count, char **arguments) {
  if (count > 1)
    return codeOf(20);
  printf("%d\n", forked()); // noticed
  printf("%d %d\n", executed(arguments[0]), vforked(arguments[0]));
  printf("%d\n", daemonised());
  return 0;
}
