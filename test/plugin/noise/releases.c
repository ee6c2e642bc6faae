// RUN: %noise-c
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct Node {
  int references;
  char *text;
  struct Node *next;
};
void detach(struct Node *node);
void Node_Destroy(struct Node *node);
void node_delete(struct Node *node, int key);
void freeze(struct Node *node);
void pool_free(void *pool, void *memory);
#define POOL_FREE(pool, memory) (*((pool)->freeFrom))(pool, memory)
struct Hooks {
  void (*deallocate)(void *memory);
  void (*release)(void *memory, int count);
  void (*freeFrom)(struct Hooks *hooks, void *memory);
};
void byName(struct Node *node, struct Hooks *hooks) {
  Node_Destroy(node->next);      // noise
  node_delete(node, 3);          // kept
  freeze(node);                  // kept
  hooks->deallocate(node->text); // noise
  hooks->release(node, 2);       // kept
  hooks->freeFrom(hooks, node);  // kept
  pool_free(hooks, node->text);  // noise
  POOL_FREE(hooks, node->next);  // noise
  if (node)                      // noise
    Node_Destroy(node);          // noise
}

void releases(struct Node *node, FILE *file, int descriptor, struct Node *list) {
  free(node->text);              // noise
  if (node->text != NULL) {      // noise
    free(node->text);            // noise
    node->text = NULL; // noise
  }
  if (node->next)                // noise
    free(node->next);            // noise
  if (--node->references == 0)   // noise: eq-to-false
    free(node);                  // noise
  if (list) {                    // kept
    detach(list);                // kept
    free(list);                  // noise
  }
  if (fclose(file) != 0)         // kept
    exit(1);
  close(descriptor); // noise
}

struct Stream {
  int state;
};
int streamBegin(struct Stream *stream);
int streamEnd(struct Stream *stream);
int stream_append(struct Stream *stream);
int ends(struct Stream *other) {
  struct Stream stream;
  int result = streamBegin(&stream); // kept
  stream_append(&stream);            // kept
  streamEnd(&stream);                // noise
  streamEnd(other);                  // kept
  return result;                     // kept
}

int isShared(const struct Node *node);
void conditions(struct Node *node, struct Node *other, int kind) {
  if (kind != 3 && !isShared(node))  // noise: cond-to-false
    free(node);                      // noise
  if (kind > 4) {                    // noise: gt-to-false
    free(node->text);                // noise
    free(node);                      // noise
  }
  if (kind & 8) {                    // kept
    if (--other->references == 0)    // noise: eq-to-false
      free(other);                   // noise
  }
  if (kind & 16) {                   // noise: cond-to-false
    if (other->text == node->text)   // noise: cond-to-false
      free(other->text);             // noise
    free(other);                     // noise
  }
  if (kind < 2) {                    // kept
    free(node);                      // noise
  } else {
    free(other);                     // noise
  }
  while (kind-- > 6)                 // kept
    free(node);                      // noise
}
