#include "Sources.h"

#include "LlvmVersion.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/BinaryFormat/Dwarf.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/Operator.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MD5.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <cstdlib>

using namespace llvm;

namespace allele {

namespace {

std::string realPath(const Twine &path) {
  SmallString<256> real;
  return sys::fs::real_path(path, real) ? std::string() : real.str().str();
}

bool isBelow(StringRef path, StringRef directory) {
  return !directory.empty() && path.starts_with(directory) && path.size() > directory.size() &&
         (directory.ends_with("/") || path[directory.size()] == '/');
}

std::string md5Of(StringRef text) {
  MD5 hash;
  hash.update(text);
  MD5::MD5Result result;
  hash.final(result);
  return result.digest().str().str();
}

std::unique_ptr<MemoryBuffer> read(const Twine &path) {
  auto buffer = MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
  return buffer ? std::move(*buffer) : nullptr;
}

} // namespace

bool isCxx(const DICompileUnit &unit) {
  switch (languageOf(unit)) {
  case dwarf::DW_LANG_C:
  case dwarf::DW_LANG_C89:
  case dwarf::DW_LANG_C99:
  case dwarf::DW_LANG_C11:
  case dwarf::DW_LANG_C17:
  case dwarf::DW_LANG_ObjC:
    return false;
  default:
    return true;
  }
}

Sources::Sources(const Module &module, std::string root) : chosenRoot(std::move(root)) {
  if (const char *chosen = std::getenv("ALLELE_ROOT"); chosen && *chosen)
    chosenRoot = realPath(chosen);
  for (const Function &function : module)
    for (const Instruction &instruction : instructions(function))
      if (const auto *operation = dyn_cast<OverflowingBinaryOperator>(&instruction))
        hasSignedOverflow |= operation->hasNoSignedWrap();
  for (const DICompileUnit *unit : module.debug_compile_units()) {
    lexesCxx = isCxx(*unit);
    for (const DICompositeType *type : unit->getEnumTypes())
      for (const DINode *element : type->getElements())
        if (const auto *enumerator = dyn_cast<DIEnumerator>(element))
          enumerators.insert(enumerator->getName());
  }
}

// The chosen root, or the nearest directory above the file that says it is a project's top. Depends on nothing but the
// file, so that every TU that includes a header agrees on its name.
std::string Sources::rootOf(StringRef path) const {
  if (isBelow(path, chosenRoot))
    return chosenRoot;
  for (StringRef directory = sys::path::parent_path(path); !directory.empty() && directory != "/";
       directory = sys::path::parent_path(directory))
    for (StringRef marker : {"allele.yml", ".git", ".hg"})
      if (sys::fs::exists(directory + "/" + marker))
        return directory.str();
  return sys::path::parent_path(path).str();
}

bool Sources::isSystemFile(StringRef path) const {
  return !isBelow(path, chosenRoot) && (path.starts_with("/usr/") || path.contains("/lib/clang/"));
}

Sources::Entry &Sources::locate(const DIFile *file) {
  auto [found, isNew] = entries.try_emplace(file);
  Entry &entry = found->second;
  if (!isNew)
    return entry;

  auto sum = file->getChecksum();
  bool hasChecksum = sum && sum->Kind == DIFile::CSK_MD5;
  SmallString<256> named(file->getFilename());
  if (!sys::path::is_absolute(named)) {
    named = file->getDirectory();
    sys::path::append(named, file->getFilename());
  }
  entry.problem = SourceProblem::kMissing;
  std::string path = realPath(named);
  if (path.empty() && hasChecksum) {
    // -ffile-prefix-map replaced the beginning: the rest may be found from the working directory upwards. The checksum
    // makes sure that it is the right file, once it is read.
    SmallString<256> above;
    if (sys::fs::current_path(above))
      above.clear();
    for (; path.empty() && !above.empty() && above != "/"; above = sys::path::parent_path(above)) {
      auto rest = sys::path::begin(named), end = sys::path::end(named);
      while (path.empty() && rest != end) {
        SmallString<256> tried(above);
        for (auto part = rest; part != end; ++part)
          if (*part != "/")
            sys::path::append(tried, *part);
        path = realPath(tried);
        ++rest;
      }
    }
  }
  if (path.empty())
    return entry;
  if (isSystemFile(path)) {
    entry.problem = SourceProblem::kSystem;
    return entry;
  }
  entry.problem = SourceProblem::kNone;
  entry.place.root = rootOf(path);
  entry.place.path = isBelow(path, entry.place.root) ? path.substr(entry.place.root.size() + 1) : path;
  return entry;
}

const Sources::Entry &Sources::load(const DIFile *file) {
  Entry &entry = locate(file);
  if (entry.isLoaded || entry.place.root.empty())
    return entry;
  entry.isLoaded = true;
  std::string checksum;
  if (auto sum = file->getChecksum(); sum && sum->Kind == DIFile::CSK_MD5)
    checksum = sum->Value.str();
  SmallString<256> path(entry.place.path);
  if (!sys::path::is_absolute(path)) {
    path = entry.place.root;
    sys::path::append(path, entry.place.path);
  }
  std::unique_ptr<MemoryBuffer> buffer = read(path);
  if (!buffer) {
    entry.problem = SourceProblem::kMissing;
    return entry;
  }
  if (!checksum.empty() && md5Of(buffer->getBuffer()) != checksum) {
    entry.problem = SourceProblem::kChanged;
    return entry;
  }
  entry.source =
      std::make_unique<SourceFile>(buffer->getBuffer().str(), entry.place.root, entry.place.path, checksum, lexesCxx);
  return entry;
}

const Sources::FilePlace *Sources::placeOf(const DIFile *file) {
  if (!file)
    return nullptr;
  const Entry &entry = locate(file);
  return entry.place.root.empty() ? nullptr : &entry.place;
}

const SourceFile *Sources::find(const DIFile *file) {
  return file ? load(file).source.get() : nullptr;
}

SourceProblem Sources::problem(const DIFile *file) {
  return file ? load(file).problem : SourceProblem::kMissing;
}

std::vector<std::string> Sources::filesWith(SourceProblem problem) const {
  std::vector<std::string> files;
  for (const auto &[file, entry] : entries)
    if (entry.problem == problem)
      files.push_back(file->getFilename().str());
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  return files;
}

} // namespace allele
