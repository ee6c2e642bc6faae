// Logging: what is written for those who read logs, not for the program.
#include "../LlvmVersion.h"
#include "Glob.h"
#include "Noise.h"
#include "NoiseText.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Error.h"

using namespace llvm;

namespace allele {

extern const NoiseRule kLogging;

namespace {

constexpr RuleInfo kInfo = {
    "logging",
    "Statements that only log, with all that is computed for them, and the conditions and loops around nothing else: "
    "`fprintf(stderr, ...)`, `perror`, `syslog`, `std::cerr`, `std::clog`, spdlog, glog, Abseil, Qt, Boost.Log, and "
    "what `loggers` names."};

// Functions whose calls only log.
constexpr StringLiteral kFunctions[] = {"perror",
                                        "syslog",
                                        "vsyslog",
                                        "warn",
                                        "warnx",
                                        "vwarn",
                                        "vwarnx",
                                        "g_log",
                                        "g_warning",
                                        "g_debug",
                                        "__android_log_print",
                                        "__android_log_write",
                                        "os_log",
                                        "spdlog::log",
                                        "spdlog::trace",
                                        "spdlog::debug",
                                        "spdlog::info",
                                        "spdlog::warn",
                                        "spdlog::error",
                                        "spdlog::critical",
                                        "spdlog::logger::*",
                                        "QMessageLogger::debug",
                                        "QMessageLogger::info",
                                        "QMessageLogger::warning",
                                        "QMessageLogger::critical"};

// Functions that write to the stream among their arguments.
constexpr StringLiteral kPrinters[] = {"fprintf",    "vfprintf",     "fputs",          "fputc",
                                       "putc",       "fwrite",       "fputws",         "fwprintf",
                                       "std::print", "std::println", "fmt::v*::print", "fmt::print"};

// What the macros of logging libraries begin a statement with: `LOG(INFO) << ...`.
constexpr StringLiteral kStreams[] = {
    "google::LogMessage*::*", "google::ErrnoLogMessage::*", "absl::log_internal::*", "QMessageLogger::*", "QDebug::*",
    "boost::log::*",          "logging::LogMessage::*"};

bool isStandardLog(StringRef symbol) {
  return is_contained({"_ZSt4cerr", "_ZSt4clog", "_ZSt5wcerr", "_ZSt5wclog", "_ZNSt3__14cerrE", "_ZNSt3__14clogE",
                       "_ZNSt3__15wcerrE", "_ZNSt3__15wclogE"},
                      symbol);
}

bool writesToStandardError(const SourceFile &file, TokenRange call) {
  for (TokenRange argument : argumentsOf(file, call.end))
    if (argument.end - argument.begin == 1 && file.is(argument.begin, "stderr"))
      return true;
  return false;
}

// `std::cerr << a << b;`
void markStreams(Noise &noise) {
  for (const NamedCall &call : noise.calls()) {
    if (call.call->arg_size() == 0)
      continue;
    bool isLog = matchesAny(kStreams, call.name.qualified()) ||
                 any_of(call.call->args(), [](const Use &use) { return isStandardLog(use->getName()); });
    if (!isLog)
      continue;
    const SourceFile &file = *call.place.file;
    TokenRange statement = statementAt(file, call.place.token);
    TokenIndex name = statement.begin;
    while (file.is(name, "::") || file.is(name + 1, "::"))
      ++name;
    bool isAtStart = !statement.empty() && (file.postfixStart(call.place.token) == statement.begin ||
                                            is_contained({"cerr", "clog", "wcerr", "wclog"}, file.spelling(name)));
    if (isAtStart)
      noise.coverStatement(kInfo.id, file, statement);
  }
}

// Macros leave no call that could be named: any statement that begins with such a name.
void markStatements(Noise &noise) {
  Body body = bodyOf(noise.context);
  for (TokenIndex at = body.range.begin; at < body.range.end; ++at) {
    const SourceFile &file = *body.file;
    if (file.token(at).kind != TokenKind::kIdentifier || file.is(at - 1, "::") || file.is(at - 1, ".") ||
        file.is(at - 1, "->"))
      continue;
    std::string name = file.spelling(at).str();
    TokenIndex last = at;
    for (; file.is(last + 1, "::"); last += 2)
      name += ("::" + file.spelling(last + 2)).str();
    if (!file.is(last + 1, "(") || !matchesAnyName(noise.loggers(), name))
      continue;
    TokenRange statement = statementAt(file, at);
    if (statement.begin == at)
      noise.coverStatement(kInfo.id, file, statement);
  }
}

void mark(Noise &noise) {
  noise.coverCalls(kInfo.id, kFunctions);
  for (const NamedCall &call : noise.calls()) {
    const std::string name = call.name.qualified();
    const SourceFile &file = *call.place.file;
    bool isPrint =
        matchesAny(kPrinters, name) && writesToStandardError(file, callAt(file, call.place.token, call.name.base));
    if (isPrint || matchesAnyName(noise.loggers(), name))
      noise.coverCall(kInfo.id, call);
  }
  markStreams(noise);
  if (!noise.loggers().empty())
    markStatements(noise);
}

} // namespace

const NoiseRule kLogging = {kInfo, mark, nullptr};

} // namespace allele
