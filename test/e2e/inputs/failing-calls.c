// operators: failure
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum Status { STATUS_OK, STATUS_ERROR_SIZE, STATUS_ERROR_EMPTY };

struct Buffer {
  char *bytes;
  int size;
};

static int calls;

static int checked(int v) {
  ++calls;
  return v < 3 ? -1 : 0;
}
static int code(int v) {
  ++calls;
  return v > 2 ? 7 : 0;
}
static const char *find(int v) {
  ++calls;
  return v > 1 ? "found" : NULL;
}

static int allocate(struct Buffer *buffer, int size) {
  buffer->bytes = malloc(size);
  if (!buffer->bytes)
    return -1;
  buffer->size = size;
  return 0;
}

static int grow(struct Buffer *buffer, int size) {
  char *bytes = realloc(buffer->bytes, size);
  if (bytes == NULL) {
    printf("no memory: %d\n", errno == ENOMEM);
    return -1;
  }
  buffer->bytes = bytes;
  return 0;
}

static char *copied(const char *text) {
  char *copy;
  if ((copy = strdup(text)) == NULL)
    return "(none)";
  return copy;
}

static int direct(int v) {
  if (checked(v) < 0)
    return -2;
  if (checked(v + 1) == -1)
    return -3;
  return 5;
}

static int assigned(int v) {
  int rc;
  if ((rc = checked(v)) != 0)
    return rc;
  if ((rc = code(v++)))
    goto fail;
  printf("assigned %d\n", v);
  return rc;
fail:
  printf("failed %d\n", rc);
  return -1;
}

static int separate(int v) {
  int rc = checked(v);
  printf("separate\n");
  if (rc < 0)
    return rc;
  rc = code(code(v));
  if (rc != 0) {
    printf("bad code %d\n", rc);
    return -4;
  }
  return 0;
}

static int lookedUp(int v) {
  const char *text = find(v);
  if (!text)
    return -1;
  printf("%s\n", text);
  return 0;
}

static void files(void) {
  char buffer[4];
  int fd = open("/dev/null", O_RDONLY);
  if (fd < 0) {
    printf("open failed: %d\n", errno == EACCES);
    return;
  }
  errno = 0;
  if (read(fd, buffer, sizeof buffer) < 0)
    printf("read failed: %d\n", errno == EIO);
  if (close(fd) == -1)
    printf("close failed: %d\n", errno == EIO);
}

static enum Status status(int size) {
  if (size > 100)
    return STATUS_ERROR_SIZE;
  if (size == 0)
    return STATUS_ERROR_EMPTY;
  return STATUS_OK;
}

static int isReady(int v) {
  if (code(v) == 0) /* not an error: both ways go on */
    return 1;
  return 0;
}

int main(void) {
  struct Buffer buffer;
  printf("allocate %d\n", allocate(&buffer, 8));
  if (buffer.bytes)
    printf("grow %d\n", grow(&buffer, 16));
  printf("%s\n", copied("text"));
  for (int v = 0; v < 5; ++v) {
    printf("direct %d\n", direct(v));
    printf("assigned %d\n", assigned(v));
    printf("separate %d\n", separate(v));
    printf("looked up %d\n", lookedUp(v));
    printf("ready %d\n", isReady(v));
    printf("status %d\n", status(v * 40));
  }
  files();
  printf("calls %d\n", calls);
  return 0;
}
