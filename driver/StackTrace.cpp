#include "StackTrace.h"

#include "FunctionName.h"
#include "Text.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <utility>

namespace allele {
namespace {

// More than any trace has; what a hostile one can cost is bounded by them.
constexpr std::size_t kMostOfLine = 4096;
constexpr std::size_t kMostFrames = 10'000;

bool startsWith(std::string_view text, std::string_view beginning) {
  return text.substr(0, beginning.size()) == beginning;
}

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// The number at the beginning, which is taken away.
std::optional<std::uint64_t> takeNumber(std::string_view &text, int base = 10) {
  std::uint64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (failure != std::errc())
    return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

std::optional<std::uint64_t> takeHex(std::string_view &text) {
  if (!startsWith(text, "0x"))
    return std::nullopt;
  text.remove_prefix(2);
  return takeNumber(text, 16);
}

// "file.cpp:12:3" or "file.cpp:12"
bool readPlace(std::string_view text, StackFrame &frame) {
  text = trimmed(text);
  std::vector<std::uint32_t> numbers;
  while (numbers.size() < 2) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size())
      break;
    std::string_view digits = text.substr(colon + 1);
    const auto number = takeNumber(digits);
    if (!number || !digits.empty() || *number > UINT32_MAX)
      break;
    numbers.push_back(static_cast<std::uint32_t>(*number));
    text = text.substr(0, colon);
  }
  if (numbers.empty() || numbers.back() == 0)
    return false;
  frame.file = std::string(text);
  frame.line = numbers.back();
  return true;
}

// Where the arguments begin that end with the text: `f (a=1, s="(")`. npos: it doesn't end with a parenthesis.
std::size_t argumentsAt(std::string_view text) {
  if (text.empty() || text.back() != ')')
    return std::string_view::npos;
  int depth = 0;
  bool isQuoted = false;
  for (std::size_t i = text.size(); i-- > 0;) {
    const bool isCharacter = i > 0 && i + 1 < text.size() && text[i - 1] == '\'' && text[i + 1] == '\'';
    if (text[i] == '"' && !isCharacter && (i == 0 || text[i - 1] != '\\'))
      isQuoted = !isQuoted;
    if (isQuoted)
      continue;
    if (text[i] == ')')
      ++depth;
    if (text[i] == '(' && --depth == 0)
      return i;
  }
  return std::string_view::npos;
}

// Whether a linkage name refers back to parts of itself so often that what it stands for may be very long: two
// references can double it.
bool mayExplode(std::string_view symbol) {
  constexpr int kMostReferences = 32;
  int references = 0; // "S_", "S1_", "SA_"
  for (std::size_t at = symbol.find('S'); at != std::string_view::npos; at = symbol.find('S', at + 1)) {
    const std::size_t end = symbol.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", at + 1);
    references += end != std::string_view::npos && symbol[end] == '_' ? 1 : 0;
  }
  return references > kMostReferences;
}

void nameFunction(std::string_view name, StackFrame &frame) {
  name = trimmed(name);
  if (name.empty() || name == "??" || startsWith(name, "<signal handler") || startsWith(name, "<unknown"))
    return;
  if (startsWith(name, "_Z"))
    frame.symbol = std::string(name.substr(0, name.find_first_of(" +")));
  const std::string plain = frame.symbol.empty()       ? withoutSignature(name)
                            : mayExplode(frame.symbol) ? frame.symbol
                                                       : qualifiedName(frame.symbol);
  frame.function = plain.empty() ? std::string(name) : plain;
}

// "prog+0x12", "prog+0x12) (BuildId: ...", "libc.so.6"
void readModule(std::string_view text, StackFrame &frame) {
  const std::size_t plus = text.rfind("+0x");
  frame.module = std::string(text.substr(0, plus));
  if (plus == std::string_view::npos)
    return;
  text.remove_prefix(plus + 1);
  frame.offset = takeHex(text);
}

// gdb, behind "#0  ": "0x12 in f (a=1) at file.c:12", "f (a=1) at file.c:12", "0x12 in g () from /lib/libc.so.6"
StackFrame gdbFrame(std::string_view rest) {
  StackFrame frame;
  if (const std::size_t at = rest.rfind(" at "); at != std::string_view::npos && readPlace(rest.substr(at + 4), frame))
    rest = rest.substr(0, at);
  else if (const std::size_t from = rest.rfind(" from "); from != std::string_view::npos) {
    frame.module = std::string(trimmed(rest.substr(from + 6)));
    rest = rest.substr(0, from);
  }
  rest = trimmed(rest);
  const std::size_t arguments = argumentsAt(rest);
  nameFunction(rest.substr(0, arguments), frame);
  return frame;
}

std::string_view withoutBuildId(std::string_view rest) {
  return rest.substr(0, rest.find(" (BuildId:"));
}

// Where "(prog+0x12)" begins, which ends a frame of the sanitizers. npos: there is none.
std::size_t moduleAt(std::string_view rest) {
  const std::size_t module = rest.rfind('(');
  const bool isModule = !rest.empty() && rest.back() == ')' && module != std::string_view::npos &&
                        rest.find("+0x", module) != std::string_view::npos &&
                        rest.find_first_of("=<", module) == std::string_view::npos;
  return isModule ? module : std::string_view::npos;
}

// Sanitizers: "ns::f(int) const /src/file.cpp:12:3", "main (/bin/prog+0x12) (BuildId: 12)", "(/bin/prog+0x12)",
// ThreadSanitizer "f(int) /src/file.cpp:12:3 (prog+0x12) (BuildId: 12)"
StackFrame sanitizerFrame(std::string_view rest) {
  StackFrame frame;
  rest = withoutBuildId(rest);
  if (const std::size_t module = moduleAt(rest); module != std::string_view::npos) {
    readModule(rest.substr(module + 1, rest.size() - module - 2), frame);
    rest = trimmed(rest.substr(0, module));
  }
  std::size_t path = rest.find(" /");
  if (path == std::string_view::npos)
    path = rest.rfind(' ');
  if (path != std::string_view::npos && readPlace(rest.substr(path + 1), frame))
    rest = rest.substr(0, path);
  nameFunction(rest, frame);
  return frame;
}

// lldb, behind "frame #0: ": "0x12 prog`ns::f(a=1) at file.cpp:12:3", "0x12 libc.so.6`abort + 123"
StackFrame lldbFrame(std::string_view rest) {
  StackFrame frame;
  if (takeHex(rest))
    rest = trimmed(rest);
  if (const std::size_t mark = rest.find('`'); mark != std::string_view::npos) {
    frame.module = std::string(rest.substr(0, mark));
    rest.remove_prefix(mark + 1);
  }
  if (const std::size_t at = rest.rfind(" at "); at != std::string_view::npos && readPlace(rest.substr(at + 4), frame))
    rest = rest.substr(0, at);
  if (const std::size_t plus = rest.rfind(" + "); plus != std::string_view::npos)
    rest = rest.substr(0, plus);
  nameFunction(rest, frame);
  return frame;
}

// boost::stacktrace and std::stacktrace, behind "0# ": "f(int) at /src/file.cpp:12 [0x12]", "f in ./prog", "0x12 in
// ./prog"
StackFrame boostFrame(std::string_view rest) {
  StackFrame frame;
  if (const std::size_t address = rest.rfind(" [0x"); address != std::string_view::npos)
    rest = trimmed(rest.substr(0, address));
  if (const std::size_t at = rest.rfind(" at "); at != std::string_view::npos && readPlace(rest.substr(at + 4), frame))
    rest = rest.substr(0, at);
  else if (const std::size_t in = rest.rfind(" in "); in != std::string_view::npos) {
    frame.module = std::string(trimmed(rest.substr(in + 4)));
    rest = rest.substr(0, in);
  }
  if (!startsWith(rest, "0x"))
    nameFunction(rest, frame);
  return frame;
}

// glibc: "./prog(f+0x12) [0x55]", "./prog(+0x12)[0x55]", "./prog() [0x401136]"
std::optional<StackFrame> glibcFrame(std::string_view line) {
  const std::size_t address = line.rfind("[0x");
  if (address == std::string_view::npos || line.empty() || line.back() != ']')
    return std::nullopt;
  std::string_view rest = trimmed(line.substr(0, address));
  const std::size_t open = rest.rfind('(');
  if (open == std::string_view::npos || open == 0 || rest.back() != ')')
    return std::nullopt;
  StackFrame frame;
  frame.module = std::string(rest.substr(0, open));
  std::string_view symbol = rest.substr(open + 1, rest.size() - open - 2);
  const std::size_t plus = symbol.rfind("+0x");
  if (plus != std::string_view::npos) {
    std::string_view digits = symbol.substr(plus + 1);
    frame.offset = takeHex(digits);
    symbol = symbol.substr(0, plus);
  } else if (symbol.empty()) {
    std::string_view digits = line.substr(address + 1);
    frame.offset = takeHex(digits);
  }
  if (!symbol.empty()) {
    nameFunction(symbol, frame);
    frame.symbol = std::string(symbol);
  }
  return frame;
}

class Reader {
public:
  StackTrace run(std::string_view text) {
    for (std::size_t at = 0; at < text.size() && count < kMostFrames;) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      read(text.substr(at, std::min(end - at, kMostOfLine)));
      at = end + 1;
    }
    flush();
    StackTrace trace;
    trace.stacks = stacks.size();
    if (!stacks.empty()) {
      trace.frames = stacks[chosen.value_or(0)];
    } else if (hint) {
      trace.frames = {*hint};
      trace.stacks = 1;
    }
    return trace;
  }

private:
  void read(std::string_view whole) {
    const std::string_view line = trimmed(whole);
    if (!pending.empty() && goesOn(whole, line)) {
      pending += " " + std::string(line);
      return;
    }
    flush();
    if (startsWith(line, "Thread ") || startsWith(line, "* thread #")) {
      isFirstThread = startsWith(line, "Thread 1 ") || startsWith(line, "* "); // lldb's mark is where it stopped
      isNew = true;
      return;
    }
    if (startsWith(line, "#") && line.size() > 1 && isDigit(line[1])) {
      pending = std::string(line);
      return;
    }
    if (const std::size_t at = line.find("frame #"); at <= 2)
      numbered(line, line.substr(at + std::string_view("frame #").size()), ": ", lldbFrame);
    else if (!line.empty() && isDigit(line.front()))
      numbered(line, line, "# ", boostFrame);
    else if (auto frame = glibcFrame(line))
      add(*frame, line, false);
    else
      readHint(line);
  }

  // gdb breaks long lines, and printers of values that fail put lines of their own between arguments.
  bool goesOn(std::string_view whole, std::string_view line) const {
    StackFrame place;
    const std::size_t at = pending.rfind(" at ");
    if (startsWith(line, "#") || pending.size() > kMostOfLine ||
        (at != std::string::npos && readPlace(std::string_view(pending).substr(at + 4), place)))
      return false;
    const bool isPlace = startsWith(line, "at ") || startsWith(line, "from ");
    return (isPlace && whole.size() != line.size()) ||
           std::count(pending.begin(), pending.end(), '(') > std::count(pending.begin(), pending.end(), ')');
  }

  // "12", `mark`, a frame
  void numbered(std::string_view line, std::string_view rest, std::string_view mark,
                StackFrame (*frameOf)(std::string_view)) {
    const auto number = takeNumber(rest);
    if (!number || !startsWith(rest, mark)) {
      readHint(line);
      return;
    }
    add(frameOf(trimmed(rest.substr(mark.size()))), line, *number == 0);
  }

  // gdb and the sanitizers begin alike. What tells them apart is what stands behind the function: gdb's arguments have
  // a space before them, and its places stand behind "at" or "from".
  void flush() {
    const std::string line = std::exchange(pending, "");
    if (line.empty() || count == kMostFrames)
      return;
    std::string_view rest = std::string_view(line).substr(1);
    const auto number = takeNumber(rest);
    rest = trimmed(rest);
    const bool hasAddress = takeHex(rest).has_value();
    rest = trimmed(rest);
    if (hasAddress && startsWith(rest, "in "))
      rest = trimmed(rest.substr(3));
    StackFrame place;
    const std::size_t at = rest.rfind(" at ");
    const bool hasModule = moduleAt(withoutBuildId(rest)) != std::string_view::npos;
    const bool isGdb = (at != std::string_view::npos && readPlace(rest.substr(at + 4), place)) ||
                       rest.find(" from ") != std::string_view::npos || (!hasAddress && !hasModule) ||
                       (!rest.empty() && rest.back() == ')' && rest.rfind("+0x") == std::string_view::npos &&
                        rest.find(" (BuildId:") == std::string_view::npos);
    add(isGdb ? gdbFrame(rest) : sanitizerFrame(rest), line, !number || *number == 0);
  }

  void add(StackFrame frame, std::string_view line, bool isFirst) {
    frame.text = std::string(line);
    if (stacks.empty() || isFirst || isNew) {
      stacks.emplace_back();
      if (isFirstThread && !chosen)
        chosen = stacks.size() - 1;
    }
    isNew = false;
    stacks.back().push_back(std::move(frame));
    ++count;
  }

  // "file.cpp:12:3: runtime error: ...", "prog: file.c:12: int f(int): Assertion `x' failed."
  void readHint(std::string_view line) {
    if (hint)
      return;
    StackFrame frame;
    frame.text = std::string(line);
    if (const std::size_t at = line.find(": runtime error: "); at != std::string_view::npos) {
      if (readPlace(line.substr(0, at), frame))
        hint = frame;
      return;
    }
    const std::size_t assertion = line.find(": Assertion `");
    const std::size_t file = line.find(": ");
    if (assertion == std::string_view::npos || file >= assertion)
      return;
    const std::size_t place = line.find(": ", file + 2);
    if (place != std::string_view::npos && readPlace(line.substr(file + 2, place - file - 2), frame)) {
      if (place < assertion)
        nameFunction(line.substr(place + 2, assertion - place - 2), frame);
      hint = frame;
    }
  }

  std::vector<std::vector<StackFrame>> stacks;
  std::optional<std::size_t> chosen;
  std::optional<StackFrame> hint;
  std::string pending; // a line that may go on
  bool isFirstThread = false;
  bool isNew = false; // a thread's name stood before
  std::size_t count = 0;
};

} // namespace

StackTrace parseStackTrace(std::string_view text) {
  return Reader().run(text);
}

bool mayName(std::string_view inTrace, std::string_view qualified) {
  const auto endsAtScope = [](std::string_view longer, std::string_view shorter) {
    return longer.size() > shorter.size() + 2 && longer.substr(longer.size() - shorter.size()) == shorter &&
           longer.substr(longer.size() - shorter.size() - 2, 2) == "::";
  };
  return inTrace == qualified || endsAtScope(qualified, inTrace) || endsAtScope(inTrace, qualified);
}

} // namespace allele
