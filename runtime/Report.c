/* What the runtime says: errors, the status line, the list of mutants. Plain write(2), no stdio: it runs before the
 * program's own constructors and must leave no trace in the program's streams. */
#include "Internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

ALLELE_RUNTIME_COLD void __allele_flush_v1(AlleleWriter *writer) {
  uint32_t done = 0;
  while (done < writer->used && writer->error == 0) {
    ssize_t written = write(writer->descriptor, writer->buffer + done, writer->used - done);
    if (written > 0) {
      done += (uint32_t)written;
    } else if (written == 0 || errno != EINTR) {
      writer->error = written == 0 ? EIO : errno;
    }
  }
  writer->used = 0;
}

ALLELE_RUNTIME_COLD void __allele_put_character_v1(AlleleWriter *writer, char character) {
  if (writer->used == sizeof writer->buffer) {
    __allele_flush_v1(writer);
  }
  writer->buffer[writer->used++] = character;
}

ALLELE_RUNTIME_COLD void __allele_put_v1(AlleleWriter *writer, const char *text) {
  while (*text != 0) {
    __allele_put_character_v1(writer, *text++);
  }
}

ALLELE_RUNTIME_COLD void __allele_put_escaped_v1(AlleleWriter *writer, const char *text) {
  for (; text != NULL && *text != 0; ++text) {
    char character = *text;
    if (character == '\\' || character == '\t' || character == '\n') {
      __allele_put_character_v1(writer, '\\');
      if (character == '\t') {
        character = 't';
      } else if (character == '\n') {
        character = 'n';
      }
    }
    __allele_put_character_v1(writer, character);
  }
}

ALLELE_RUNTIME_COLD void __allele_put_number_v1(AlleleWriter *writer, uint64_t number, unsigned base, unsigned digits) {
  char text[24];
  unsigned next = sizeof text - 1;
  text[next] = 0;
  while (number != 0 || sizeof text - 1 - next < digits) {
    text[--next] = "0123456789abcdef"[number % base];
    number /= base;
  }
  __allele_put_v1(writer, &text[next]);
}

ALLELE_RUNTIME_COLD int __allele_open_to_append_v1(const char *path) {
  return open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0666);
}

ALLELE_RUNTIME_COLD void __allele_fail_v1(const char *subject, const char *fact, int errorNumber, const char *wayOut) {
  const char *statusPath = __allele_state_v1.statusPath;
  int status = statusPath != NULL ? __allele_open_to_append_v1(statusPath) : -1;
  const int descriptors[2] = {STDERR_FILENO, status};
  for (int i = 0; i < 2; ++i) {
    AlleleWriter writer;
    writer.descriptor = descriptors[i];
    writer.error = 0;
    writer.used = 0;
    __allele_put_v1(&writer, i == 0 ? "allele: " : "allele 1 error ");
    if (i != 0) {
      __allele_put_number_v1(&writer, (uint64_t)getpid(), 10, 1);
      __allele_put_v1(&writer, " ");
    }
    __allele_put_escaped_v1(&writer, subject);
    __allele_put_v1(&writer, fact);
    if (errorNumber != 0) {
      __allele_put_v1(&writer, ": ");
      __allele_put_v1(&writer, strerror(errorNumber));
    }
    __allele_put_v1(&writer, "; ");
    __allele_put_v1(&writer, wayOut);
    __allele_put_v1(&writer, "\n");
    __allele_flush_v1(&writer);
  }
  _exit(ALLELE_EXIT_CODE);
}

ALLELE_RUNTIME_COLD void __allele_report_armed_v1(uint64_t id, uint32_t siteCount, const char *objectPath) {
  if (__allele_state_v1.statusPath == NULL) {
    return;
  }
  AlleleWriter writer;
  writer.used = 0;
  writer.error = 0;
  writer.descriptor = __allele_open_to_append_v1(__allele_state_v1.statusPath);
  if (writer.descriptor < 0) {
    writer.error = errno;
  }
  __allele_put_v1(&writer, "allele 1 armed ");
  __allele_put_number_v1(&writer, id, 16, 16);
  __allele_put_v1(&writer, " ");
  __allele_put_number_v1(&writer, siteCount, 10, 1);
  __allele_put_v1(&writer, " ");
  __allele_put_number_v1(&writer, (uint64_t)getpid(), 10, 1);
  __allele_put_v1(&writer, " ");
  __allele_put_escaped_v1(&writer, objectPath);
  __allele_put_v1(&writer, "\n");
  __allele_flush_v1(&writer);
  if (writer.error != 0) {
    __allele_fail_v1(__allele_state_v1.statusPath, ": cannot write the status", writer.error,
                     "ALLELE_STATUS must name a writable file");
  }
  close(writer.descriptor);
}

ALLELE_RUNTIME_INLINE void listMutant(AlleleWriter *writer, const AlleleFunction *function,
                                      const AlleleMutant *mutant) {
  __allele_put_number_v1(writer, mutant->id, 16, 16);
  __allele_put_v1(writer, "\t");
  __allele_put_escaped_v1(writer, alleleTarget(&mutant->operatorId));
  __allele_put_v1(writer, "\t");
  __allele_put_escaped_v1(writer, alleleTarget(&mutant->file));
  __allele_put_v1(writer, ":");
  __allele_put_number_v1(writer, mutant->line, 10, 1);
  __allele_put_v1(writer, ":");
  __allele_put_number_v1(writer, mutant->column, 10, 1);
  __allele_put_v1(writer, "\t");
  __allele_put_escaped_v1(writer, alleleTarget(&mutant->original));
  __allele_put_v1(writer, "\t");
  __allele_put_escaped_v1(writer, alleleTarget(&mutant->replacement));
  __allele_put_v1(writer, "\t");
  __allele_put_escaped_v1(writer, alleleTarget(&function->name));
  __allele_put_v1(writer, "\n");
}

ALLELE_RUNTIME_COLD void __allele_list_v1(const AlleleObject *object, const char *path) {
  AlleleWriter writer;
  writer.used = 0;
  writer.error = 0;
  writer.descriptor = __allele_open_to_append_v1(path);
  if (writer.descriptor < 0) {
    writer.error = errno;
  }
  flock(writer.descriptor, LOCK_EX); /* Whole lists side by side; a file that can't be locked is listed all the same. */
  for (const AlleleFunction *function = object->functions; function != object->functionsEnd; ++function) {
    for (uint32_t i = 0; i < function->mutantCount; ++i) {
      listMutant(&writer, function, &alleleMutants(function)[i]);
    }
  }
  __allele_flush_v1(&writer);
  if (writer.error != 0) {
    __allele_fail_v1(path, ": cannot write the list", writer.error, "ALLELE_LIST must name a writable file");
  }
  close(writer.descriptor);
}
