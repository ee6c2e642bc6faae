#include "CodeDescription.h"

#include "Annotations.h"
#include "StringSection.h"
#include "UncompiledFunctions.h"
#include "allele/abi.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/IR/Constants.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MD5.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;

namespace allele {

namespace {

constexpr StringLiteral kFlow = "allele::flow=";

// What is written into one line of a report.
std::string oneLine(StringRef text) {
  std::string line;
  for (char c : text) {
    bool isSpace = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!isSpace)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  constexpr size_t kMost = 160;
  if (line.size() > kMost) {
    line.resize(kMost);
    line += "...";
  }
  return json::isUTF8(line) ? line : json::fixUTF8(line);
}

void writeRange(json::OStream &out, StringRef name, const SourceFile &file, TokenRange range) {
  SourceExtent extent = file.extentOf(range);
  out.attributeArray(name, [&] {
    for (unsigned number : {extent.line, extent.column, extent.endLine, extent.endColumn})
      out.value(number);
  });
}

template <typename Numbers> void writeNumbers(json::OStream &out, const Numbers &numbers) {
  out.array([&] {
    for (unsigned number : numbers)
      out.value(number);
  });
}

void writeStates(json::OStream &out, const FailureStates &found, const Coverage &coverage) {
  const SourceFile &file = *found.file;
  out.attributeArray("states", [&] {
    for (const FailureState &state : found.states)
      out.object([&] {
        TokenRange range{state.begin, state.statement.end};
        TokenRange head = state.statement;
        if (state.kind == StateKind::kHandler)
          head.end = file.token(head.begin + 1).match + 1;
        out.attribute("kind", idOf(state.kind));
        out.attribute("line", file.token(state.statement.begin).line);
        writeRange(out, "range", file, range);
        out.attribute("text", oneLine(file.textOf(head)));
        if (!state.guard.empty()) {
          writeRange(out, "guard", file, state.guard);
          out.attribute("avoided", state.guardAvoidsBy);
        }
        out.attributeBegin("probes");
        writeNumbers(out, state.marks.empty() ? coverage.indicatorsOf(file, state.statement)
                                              : coverage.indicatorsOf(state.marks));
        out.attributeEnd();
      });
  });
}

void writeCoverage(json::OStream &out, const Coverage &coverage) {
  out.attribute("probes", coverage.probeCount());
  // Lines that the same probes stand for are written together.
  std::map<std::set<unsigned>, std::vector<unsigned>> blocks;
  for (const auto &[line, probes] : coverage.lines())
    blocks[probes].push_back(line);
  out.attributeArray("lines", [&] {
    for (const auto &block : blocks)
      out.array([&] {
        writeNumbers(out, block.first);
        writeNumbers(out, block.second);
      });
  });
  out.attributeArray("branches", [&] {
    auto write = [&](unsigned line, unsigned column, ArrayRef<unsigned> probes) {
      out.array([&] {
        out.value(line);
        out.value(column);
        writeNumbers(out, probes);
      });
    };
    for (const BranchOutcomes &branch : coverage.branches())
      write(branch.line, branch.column, branch.outcomes);
  });
  if (!coverage.sites().empty())
    out.attributeArray("sites", [&] {
      for (uint64_t id : coverage.sites())
        out.value(utohexstr(id, /*LowerCase=*/true, /*Width=*/16));
    });
}

void writeCalls(json::OStream &out, const Calls &calls) {
  out.attributeArray("calls", [&] {
    for (const std::string &name : calls.functions)
      out.value(name);
  });
  if (!calls.virtuals.empty())
    out.attributeArray("virtual", [&] {
      for (const auto &called : calls.virtuals)
        out.array([&] {
          out.value(called.first);
          out.value(called.second);
        });
    });
  if (!calls.indirect.empty())
    out.attributeArray("indirect", [&] {
      for (const std::string &type : calls.indirect)
        out.value(type);
    });
}

// Behind the last line that an instruction names, or the body's brace where the source is known.
unsigned lastLineOf(const Function &function, const FunctionContext *context) {
  const DISubprogram *subprogram = function.getSubprogram();
  const SourceFile *file = context ? context->fileOf(*subprogram->getFile()) : nullptr;
  TokenIndex brace = file ? file->bodyBrace(subprogram->getScopeLine()) : kNoToken;
  if (brace != kNoToken && file->token(brace).match != kNoToken)
    return file->token(file->token(brace).match).line;
  unsigned last = subprogram->getLine();
  for (const Instruction &instruction : instructions(function))
    if (const DebugLoc &location = instruction.getDebugLoc();
        location && location->getFile() == subprogram->getFile() && !location.getInlinedAt())
      last = std::max(last, location.getLine());
  return last;
}

} // namespace

CodeDescription::CodeDescription(Module &ofModule, Sources &ofSources)
    : module(ofModule), sources(ofSources),
      graph(ofModule, [this](const Function &function) { return isDescribed(function); }) {
  for (const Function &function : module) {
    const DISubprogram *subprogram = function.getSubprogram();
    if (function.isDeclaration() || function.hasAvailableExternallyLinkage() || !subprogram ||
        subprogram->isArtificial() || subprogram->getLine() == 0)
      continue;
    if (const Sources::FilePlace *place = sources.placeOf(subprogram->getFile()))
      files[&function] = place;
  }
  visitAnnotations(module, [&](const Function &function, StringRef text) {
    if (text.consume_front(kFlow))
      flows[&function].insert(text.trim().str());
  });
  taken = graph.taken();
  tables = graph.tables();
}

uint64_t CodeDescription::add(const Function &function, const FunctionContext *context, const Coverage *coverage,
                              const FailureStates *states) {
  auto file = files.find(&function);
  if (file == files.end())
    return 0;
  const DISubprogram *subprogram = function.getSubprogram();
  if (const SourceFile *source = context ? context->fileOf(*subprogram->getFile()) : nullptr; source && coverage)
    measured.insert(source);
  std::string text;
  raw_string_ostream stream(text);
  json::OStream out(stream);
  auto nameAt = [&](const CallBase &call) {
    Place place = context ? context->place(call) : Place();
    bool isName = place && place.file->token(place.token).kind == TokenKind::kIdentifier && !place.text().empty();
    return isName && place.text() != "delete" ? place.text().str() : std::string();
  };
  out.object([&] {
    out.attribute("symbol", function.getName());
    out.attribute("root", file->second->root);
    out.attribute("file", file->second->path);
    out.attribute("line", subprogram->getLine());
    out.attribute("end", lastLineOf(function, context));
    out.attribute("type", typeText(*function.getFunctionType()));
    if (auto found = flows.find(&function); found != flows.end())
      out.attributeArray("flows", [&] {
        for (const std::string &flow : found->second)
          out.value(flow);
      });
    writeCalls(out, graph.callsOf(function, nameAt));
    if (coverage)
      writeCoverage(out, *coverage);
    if (coverage && states && states->file)
      writeStates(out, *states, *coverage);
  });
  uint64_t key = std::max<uint64_t>(1, MD5Hash(text));
  std::string entry;
  raw_string_ostream(entry) << "{\"key\":\"" << format_hex_no_prefix(key, 16) << "\"," << StringRef(text).drop_front();
  entries.insert(std::move(entry));
  return key;
}

void CodeDescription::addUncompiled() {
  for (const auto &entry : files) {
    const DISubprogram *subprogram = entry.first->getSubprogram();
    // Only what was read already: no file is read for this alone.
    if (const SourceFile *file = sources.find(subprogram->getFile()); file && measured.count(file) != 0)
      compiled[file].insert(file->bodyBrace(subprogram->getScopeLine()));
  }
  std::string text;
  raw_string_ostream stream(text);
  for (const SourceFile *file : measured) {
    const std::vector<UncompiledFunction> functions = uncompiledFunctions(*file, compiled[file]);
    for (const UncompiledFunction &function : functions) {
      text.clear();
      json::OStream out(stream);
      out.object([&] {
        out.attribute("uncompiled", json::isUTF8(function.name) ? function.name : json::fixUTF8(function.name));
        out.attribute("root", file->root);
        out.attribute("file", file->path);
        out.attribute("line", function.line);
        out.attribute("end", function.endLine);
        out.attributeBegin("lines");
        writeNumbers(out, function.lines);
        out.attributeEnd();
      });
      out.flush();
      entries.insert(text);
    }
  }
}

void CodeDescription::write() {
  addUncompiled();
  std::string text;
  raw_string_ostream stream(text);
  for (const std::vector<std::string> &table : tables) {
    text.clear();
    json::OStream out(stream);
    out.object([&] {
      out.attributeArray("slots", [&] {
        for (const std::string &slot : table)
          out.value(slot);
      });
    });
    out.flush();
    entries.insert(text);
  }
  if (!taken.empty()) {
    text.clear();
    json::OStream out(stream);
    out.object([&] {
      out.attributeArray("taken", [&] {
        for (const std::string &name : taken)
          out.value(name);
      });
    });
    out.flush();
    entries.insert(text);
  }
  writeStrings(module, ALLELE_SECTION_CODE, entries);
}

} // namespace allele
