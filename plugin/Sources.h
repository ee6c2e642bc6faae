// Finds, checks and caches the source files that a module's debug info names.
#ifndef ALLELE_SOURCES_H
#define ALLELE_SOURCES_H

#include "SourceFile.h"

#include "llvm/ADT/StringSet.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/Module.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace allele {

// Why a file of the debug info gives no mutants.
enum class SourceProblem {
  kNone,
  kMissing, // can't be found or read, also behind -ffile-prefix-map
  kChanged, // its MD5 isn't the one that the compiler saw
  kSystem,  // a header of the system or of the compiler
};

// Whether the unit is C++ (or anything but C).
bool isCxx(const llvm::DICompileUnit &unit);

class Sources {
public:
  // Paths are relative to `root` where they lie below it and ALLELE_ROOT says nothing else; empty: found for each file.
  explicit Sources(const llvm::Module &module, std::string root = "");

  // Where the file lies, without reading it. Null where it can't be found, or is the system's.
  struct FilePlace {
    std::string root; // absolute directory
    std::string path; // relative to it, or absolute where it lies elsewhere
  };
  const FilePlace *placeOf(const llvm::DIFile *file);

  // The file, or null; the reason is in `problem(file)`. The pointer lives as long as this object.
  const SourceFile *find(const llvm::DIFile *file);
  SourceProblem problem(const llvm::DIFile *file);
  // Files that were looked up and gave no mutants for this reason, each once.
  std::vector<std::string> filesWith(SourceProblem problem) const;
  // Whether any arithmetic of the module is marked nsw.
  bool marksSignedOverflow() const { return hasSignedOverflow; }
  bool isEnumerator(llvm::StringRef name) const { return enumerators.contains(name); }

private:
  struct Entry {
    FilePlace place; // root is empty where there is none
    std::unique_ptr<SourceFile> source;
    SourceProblem problem = SourceProblem::kNone;
    bool isLoaded = false;
  };
  Entry &locate(const llvm::DIFile *file);
  const Entry &load(const llvm::DIFile *file);
  std::string rootOf(llvm::StringRef path) const;
  bool isSystemFile(llvm::StringRef path) const;

  std::string chosenRoot;                        // by ALLELE_ROOT or the configuration; real, or empty
  std::map<const llvm::DIFile *, Entry> entries; // places are pointed to
  llvm::StringSet<> enumerators;
  bool lexesCxx = true;
  bool hasSignedOverflow = false;
};

} // namespace allele

#endif
