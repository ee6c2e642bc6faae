// Command lines: what is said to those who ask for help.
#include "Noise.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/IR/InstIterator.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kFlags;

namespace {

constexpr RuleInfo kInfo = {"flags", "Functions named `usage`, `help`, `version` or the like that only print, and the "
                                     "registration of gflags and Abseil flags."};

constexpr StringLiteral kNames[] = {"usage",         "help",         "version",      "print_usage",  "printUsage",
                                    "PrintUsage",    "show_usage",   "showUsage",    "ShowUsage",    "print_help",
                                    "printHelp",     "PrintHelp",    "show_help",    "showHelp",     "ShowHelp",
                                    "print_version", "printVersion", "PrintVersion", "show_version", "showVersion",
                                    "ShowVersion",   "Usage",        "Help",         "Version"};

constexpr StringLiteral kPrinters[] = {"printf",
                                       "fprintf",
                                       "puts",
                                       "fputs",
                                       "putchar",
                                       "fputc",
                                       "putc",
                                       "fwrite",
                                       "exit",
                                       "_exit",
                                       "fflush",
                                       "gettext",
                                       "strrchr",
                                       "basename",
                                       "std::operator<<",
                                       "std::*ostream::operator<<",
                                       "std::*ostream::put",
                                       "std::*ostream::flush",
                                       "std::exit"};

constexpr StringLiteral kRegistrations[] = {"google::FlagRegisterer::*", "gflags::FlagRegisterer::*",
                                            "absl::flags_internal::*"};

// A function of such a name may also set something or compare versions.
bool onlyPrints(Noise &noise) {
  bool prints = false;
  for (const Instruction &instruction : instructions(noise.context.function)) {
    const auto *call = dyn_cast<CallBase>(&instruction);
    if (!call)
      continue;
    const Function *callee = call->getCalledFunction();
    if (callee && callee->isIntrinsic())
      continue;
    if (!callee || !matchesAny(kPrinters, nameOf(*callee).qualified()))
      return false;
    prints = true;
  }
  return prints;
}

void mark(Noise &noise) {
  if (is_contained(kNames, noise.name.base) && onlyPrints(noise))
    noise.coverFunction(kInfo.id);
  noise.coverCalls(kInfo.id, kRegistrations);
}

} // namespace

const NoiseRule kFlags = {kInfo, mark, nullptr};

} // namespace allele
