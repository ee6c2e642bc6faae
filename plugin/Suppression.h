// Mutants that the source itself doesn't want, with the reason that it gives.
//
//   // allele: off(operator, level): reason      from here
//   // allele: on                                to here; on(operator) ends it for some
//   // allele: ignore(operator): reason          on this line
//   // allele: ignore-next(operator): reason     on the next line of code
//   [[clang::annotate("allele::ignore: reason")]]    on a function
//
// Without parentheses all operators are meant.
#ifndef ALLELE_SUPPRESSION_H
#define ALLELE_SUPPRESSION_H

#include "Site.h"

#include "llvm/IR/Module.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace allele {

class Suppressions {
public:
  explicit Suppressions(const llvm::Module &module);

  // Reads the file's comments, once.
  void read(const SourceFile &file);
  // The reason, maybe empty, why the mutant isn't wanted; nullopt where it is. The file must have been read.
  std::optional<std::string> reasonFor(const llvm::Function &function, const SourceFile &file,
                                       const Alternative &alternative) const;
  // What isn't understood in the comments, each a message for the user.
  const std::vector<std::string> &problems() const { return messages; }

private:
  // Covers mutants that begin at these offsets.
  struct Region {
    uint32_t begin, end;
    std::vector<std::string> operators; // and levels; empty: all
    std::vector<std::string> except;
    std::string reason;
  };
  void readDirective(const SourceFile &file, const DirectiveComment &comment, std::vector<Region> &regions);
  void complain(const SourceFile &file, const DirectiveComment &comment, const llvm::Twine &message);

  std::map<const SourceFile *, std::vector<Region>> regionsOf;
  std::map<const llvm::Function *, std::string> functions; // with their reasons
  std::vector<std::string> messages;
};

} // namespace allele

#endif
