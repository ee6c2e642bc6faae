// Reads stack traces as debuggers, sanitizers and crash handlers print them. What they say isn't trusted: a trace may
// come from anywhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace allele {

struct StackFrame {
  std::string text;       // the line, without spaces at both ends
  std::string function;   // qualified, without parameters; empty: not said
  std::string file;       // as printed; empty: not said
  std::uint32_t line = 0; // 0: not said
  std::string module;     // program or library; empty: not said
  std::string symbol;     // linkage name that `offset` counts from; empty: from where the module begins
  std::optional<std::uint64_t> offset;
};

struct StackTrace {
  std::vector<StackFrame> frames; // the innermost first
  std::size_t stacks = 0;         // in the text: threads, where memory was freed, ...
};

// The stack that the text is about: of thread 1 where a debugger lists threads, else the first one. Known are gdb,
// lldb, the sanitizers, glibc's backtrace_symbols, boost::stacktrace and std::stacktrace; without any of them the place
// that a failed assertion or UBSan names.
StackTrace parseStackTrace(std::string_view text);

// Whether a function's name in a trace may be that qualified name: a trace may leave scopes out.
bool mayName(std::string_view inTrace, std::string_view qualified);

} // namespace allele
