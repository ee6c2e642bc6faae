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
