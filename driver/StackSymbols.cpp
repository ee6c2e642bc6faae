#include "StackSymbols.h"

#include "ElfFile.h"
#include "FunctionName.h"
#include "RunToEnd.h"
#include "Text.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <map>

namespace allele {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostAddresses = 1000; // that one command line takes

struct Question {
  std::size_t frame;
  std::uint64_t address;
};

// The address within the object; what is printed is where a call returns to, one byte behind the call.
std::optional<std::uint64_t> addressOf(const StackFrame &frame, const std::string &object) {
  if (!frame.offset || *frame.offset == 0)
    return std::nullopt;
  if (frame.symbol.empty())
    return *frame.offset - 1;
  const auto file = ElfFile::open(object);
  const auto function = file ? (*file)->codeOf(frame.symbol) : std::nullopt;
  return function ? std::optional(*function + *frame.offset - 1) : std::nullopt;
}

// A function and a place for each address; empty where no tool is there.
std::vector<std::string> ask(const std::string &object, const std::vector<Question> &questions) {
  for (const char *tool : {"llvm-symbolizer-19", "llvm-symbolizer", "addr2line"}) {
    ProcessSpec spec;
    spec.command = {tool};
    if (std::string_view(tool) == "addr2line")
      spec.command.insert(spec.command.end(), {"-f", "-C", "-e", object});
    else
      spec.command.insert(spec.command.end(), {"--output-style=GNU", "--no-inlines", "--demangle", "-f", "-e", object});
    for (const Question &question : questions)
      spec.command.push_back(fmt::format("{:#x}", question.address));
    spec.limits.wallTime = std::chrono::minutes(1);
    const auto done = runToEnd(spec);
    if (!done || done->exitCode != 0)
      continue;
    std::vector<std::string> lines = splitLines(done->output);
    if (lines.size() == 2 * questions.size())
      return lines;
  }
  return {};
}

void take(const std::string &function, const std::string &place, StackFrame &frame) {
  const std::string file = place.substr(0, place.find(" (discriminator"));
  const std::size_t colon = file.rfind(':');
  if (colon == std::string::npos || file.front() == '?')
    return;
  const unsigned long line = std::strtoul(file.c_str() + colon + 1, nullptr, 10);
  const std::string name = withoutSignature(function);
  // Another build of the program has something else there.
  if (line == 0 || (!frame.function.empty() && !mayName(frame.function, name)))
    return;
  frame.file = file.substr(0, colon);
  frame.line = static_cast<std::uint32_t>(line);
  if (frame.function.empty())
    frame.function = name;
}

} // namespace

void findSymbols(StackTrace &trace, const std::vector<std::string> &objects) {
  std::map<std::string, std::vector<Question>> questions;
  for (std::size_t i = 0; i < trace.frames.size(); ++i) {
    const StackFrame &frame = trace.frames[i];
    if (!frame.file.empty() || frame.module.empty())
      continue;
    const auto object = std::find_if(objects.begin(), objects.end(), [&](const std::string &each) {
      return fs::path(each).filename() == fs::path(frame.module).filename();
    });
    const auto address = object == objects.end() ? std::nullopt : addressOf(frame, *object);
    if (address && questions[*object].size() < kMostAddresses)
      questions[*object].push_back({i, *address});
  }
  for (const auto &[object, asked] : questions) {
    const std::vector<std::string> lines = ask(object, asked);
    for (std::size_t i = 0; 2 * i + 1 < lines.size(); ++i)
      take(lines[2 * i], lines[2 * i + 1], trace.frames[asked[i].frame]);
  }
}

} // namespace allele
