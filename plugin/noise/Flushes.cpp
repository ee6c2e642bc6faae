// Flushing early: the same bytes arrive in the end.
#include "Noise.h"
#include "NoiseText.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kFlushes;

namespace {

constexpr RuleInfo kInfo = {"flushes",
                            "`fflush`, `flush()` and `<< std::flush` of streams, `close()` of file streams."};

constexpr StringLiteral kFunctions[] = {"fflush",
                                        "std::ostream::flush",
                                        "std::basic_ostream::flush",
                                        "std::basic_ofstream::close",
                                        "std::basic_ifstream::close",
                                        "std::basic_fstream::close",
                                        "std::ofstream::close",
                                        "std::ifstream::close",
                                        "std::fstream::close",
                                        "QTextStream::flush",
                                        "QFileDevice::flush"};

void mark(Noise &noise) {
  noise.coverCalls(kInfo.id, kFunctions);
  for (const NamedCall &call : noise.calls()) {
    bool passesFlush = any_of(call.call->args(), [](const Use &use) {
      const auto *function = dyn_cast<Function>(use.get());
      return function && nameOf(*function).qualified() == "std::flush";
    });
    const SourceFile &file = *call.place.file;
    if (!passesFlush || call.place.text() != "<<")
      continue;
    TokenIndex end = file.operandEnd(call.place.token + 1);
    noise.cover(kInfo.id, file, {call.place.token, end});
    TokenRange statement = statementAt(file, call.place.token);
    // `out << std::flush;`
    if (file.operandEnd(statement.begin) == call.place.token && end == statement.end - 1)
      noise.coverStatement(kInfo.id, file, statement);
  }
}

} // namespace

const NoiseRule kFlushes = {kInfo, mark, nullptr};

} // namespace allele
