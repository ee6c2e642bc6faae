// A mount namespace of a process's own, in which what is written below a directory lands in another one. Linux'
// overlayfs; without privileges in a user namespace, since Linux 5.11.
#pragma once

#include <filesystem>
#include <string>
#include <sys/types.h>

namespace allele {

struct Overlay {
  std::filesystem::path target; // absolute; what it holds is seen until it is written
  std::filesystem::path upper;  // takes what is written; empty at first, not in target
  std::filesystem::path work;   // the kernel's own; empty at first, in upper's file system
};

// All that a new process needs, which may only make system calls.
class OverlayPlan {
public:
  explicit OverlayPlan(const Overlay &overlay);

  int cloneFlags() const; // the process has to be made with
  // In that process. 0, or why not: an error number.
  int enter() const;

private:
  bool hasOwnUsers;
  std::string target, options, userMap, groupMap;
};

} // namespace allele
