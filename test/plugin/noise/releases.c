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
  if (--node->references == 0)   // kept
    free(node);                  // noise
  if (list) {                    // kept
    detach(list);                // kept
    free(list);                  // noise
  }
  if (fclose(file) != 0)         // kept
    exit(1);
  close(descriptor); // noise
}
