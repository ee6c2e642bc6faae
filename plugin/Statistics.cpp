#include "Statistics.h"

#include "Diagnostic.h"
#include "Site.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdlib>

using namespace llvm;

namespace allele {

void Statistics::countSites(const std::vector<Site> &added) {
  sites += static_cast<unsigned>(added.size());
  for (const Site &site : added)
    for (const Alternative &alternative : site.alternatives)
      ++mutants[alternative.operatorId.str()];
}

void Statistics::countDropped(const Site &site) {
  dropped += static_cast<unsigned>(site.alternatives.size());
}

void Statistics::write(const Module &module, const Sources &sources) const {
  const char *path = std::getenv("ALLELE_STATS");
  if (!path || !*path)
    return;
  std::string line;
  raw_string_ostream text(line);
  json::OStream out(text);
  auto writeCounts = [&](StringRef name, const std::map<std::string, unsigned> &counts) {
    out.attributeObject(name, [&] {
      for (const auto &[key, count] : counts)
        out.attribute(key, count);
    });
  };
  auto writeFiles = [&](StringRef name, SourceProblem problem) {
    out.attributeArray(name, [&] {
      for (const std::string &file : sources.filesWith(problem))
        out.value(json::fixUTF8(file));
    });
  };
  out.object([&] {
    out.attribute("module", json::fixUTF8(module.getSourceFileName()));
    writeCounts("functions", functions);
    writeCounts("mutants", mutants);
    writeCounts("ignored", ignored);
    out.attribute("sites", sites);
    out.attribute("dropped", dropped);
    writeFiles("filesMissing", SourceProblem::kMissing);
    writeFiles("filesChanged", SourceProblem::kChanged);
  });
  text << '\n';
  text.flush();
  std::error_code error;
  if (StringRef(path) == "-") {
    errs() << line;
    return;
  }
  raw_fd_ostream file(path, error, sys::fs::OF_Append);
  if (error)
    errs() << "warning: allele: ALLELE_STATS: " << path << ": " << error.message() << '\n';
  else
    file << line;
}

} // namespace allele
