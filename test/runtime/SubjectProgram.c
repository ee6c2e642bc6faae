/* A program for the registration tests to run. Its commands:
 *
 *   print            values of the program and the linked library; without a mutant: 0 0 0 3
 *   print-exit       the same, ends by _exit
 *   print-kill       the same, ends by SIGKILL
 *   divide           multiply(3, 0)
 *   load FILE        loads the plugin and prints its values, then the program's
 *   exec, fork, system   print in a process made that way
 *   environment      all that a program can see of itself: variables, files, threads, signals, errno */
#include "SubjectRecords.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void printValues(void) {
  printf("program %d %d %d %d\n", less(2, 2), lessToo(2, 2), outer(2, 2), multiply(3, 1));
#ifdef SUBJECT_LIBRARY
  void printLibrary(void);
  printLibrary();
#endif
  fflush(stdout);
}

static int load(const char *file) {
#ifdef SUBJECT_STATIC
  (void)file;
  return 1;
#else
  void *plugin = dlopen(file, RTLD_NOW);
  void (*print)(void) = NULL;
  if (plugin != NULL) {
    *(void **)&print = dlsym(plugin, "printPlugin");
  }
  if (print == NULL) {
    printf("%s\n", dlerror());
    return 1;
  }
  print();
  printValues();
  return 0;
#endif
}

static void printFile(const char *path, const char *prefix) {
  char line[4096];
  FILE *file = fopen(path, "re");
  while (file != NULL && fgets(line, sizeof line, file) != NULL) {
    if (strncmp(line, prefix, strlen(prefix)) == 0) {
      fputs(line, stdout);
    }
  }
  if (file != NULL) {
    fclose(file);
  }
}

static void printEnvironment(int startErrno) {
  printf("errno %d\n", startErrno);
  for (char **entry = environ; *entry != NULL; ++entry) {
    puts(*entry);
  }
  DIR *directory = opendir("/proc/self/fd");
  for (struct dirent *entry; directory != NULL && (entry = readdir(directory)) != NULL;) {
    puts(entry->d_name);
  }
  if (directory != NULL) {
    closedir(directory);
  }
  const char *const kFacts[] = {"Threads:", "SigBlk:", "SigIgn:", "SigCgt:", "VmLck:"};
  for (size_t i = 0; i < sizeof kFacts / sizeof *kFacts; ++i) {
    printFile("/proc/self/status", kFacts[i]);
  }
}

int main(int argc, char **argv) {
  int startErrno = errno;
  const char *command = argc > 1 ? argv[1] : "print";
  if (strcmp(command, "print") == 0) {
    printValues();
  } else if (strcmp(command, "print-exit") == 0) {
    printValues();
    _exit(0);
  } else if (strcmp(command, "print-kill") == 0) {
    printValues();
    kill(getpid(), SIGKILL);
  } else if (strcmp(command, "divide") == 0) {
    signal(SIGFPE, SIG_DFL); /* AddressSanitizer has a handler */
    printf("%d\n", multiply(3, 0));
  } else if (strcmp(command, "load") == 0) {
    return load(argv[2]);
  } else if (strcmp(command, "exec") == 0) {
    execl(argv[0], argv[0], "print", (char *)NULL);
    return 1;
  } else if (strcmp(command, "fork") == 0) {
    pid_t child = fork();
    if (child == 0) {
      printValues();
      _exit(0);
    }
    return waitpid(child, NULL, 0) != child;
  } else if (strcmp(command, "system") == 0) {
    char line[8192];
    snprintf(line, sizeof line, "'%s' print", argv[0]);
    return system(line); // NOLINT(cert-env33-c)
  } else if (strcmp(command, "environment") == 0) {
    printEnvironment(startErrno);
  }
  return 0;
}
