#include "MutationServer.h"

#include "Discovery.h"
#include "Installation.h"
#include "Interrupt.h"
#include "Isolation.h"
#include "MutantId.h"
#include "Process.h"
#include "SourceDiff.h"
#include "Store.h"
#include "Subcommands.h"
#include "Text.h"
#include "reports/MutationSchema.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <unordered_set>

namespace allele {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr const char *kVersion = "0.4"; // of the protocol

// A wrong parameter: caught where a request is answered, as the JSON library's own errors are.
struct WrongParameter : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Position {
  std::size_t line = 0;
  std::size_t column = 0;
  bool operator<(const Position &other) const { return std::pair(line, column) < std::pair(other.line, other.column); }
};

Position positionIn(const RpcJson &json) {
  return {json.at("line").get<std::size_t>(), json.at("column").get<std::size_t>()};
}

struct FileRange {
  std::string path; // absolute; a directory's ends with '/'
  std::optional<std::pair<Position, Position>> range;
};

// As the client names them: relative to the server's working directory where they are below it.
std::string nameOf(const std::string &path, const fs::path &directory) {
  const fs::path relative = fs::path(path).lexically_relative(directory);
  const bool isBelow = !relative.empty() && *relative.begin() != "..";
  return toValidUtf8(isBelow ? relative.generic_string() : path);
}

fs::path absolute(const std::string &path, const fs::path &directory) {
  return (fs::path(path).is_absolute() ? fs::path(path) : directory / path).lexically_normal();
}

std::vector<FileRange> rangesIn(const RpcJson &files, const fs::path &directory) {
  if (!files.is_array())
    throw WrongParameter("files: a list is expected");
  std::vector<FileRange> ranges;
  for (const RpcJson &file : files) {
    const auto path = file.at("path").get<std::string>();
    FileRange range{absolute(path, directory).string(), std::nullopt};
    std::error_code ignored;
    if (range.path.back() != '/' && fs::is_directory(range.path, ignored))
      range.path += '/';
    if (const auto within = file.find("range"); within != file.end() && !within->is_null())
      range.range = {positionIn(within->at("start")), positionIn(within->at("end"))};
    ranges.push_back(std::move(range));
  }
  return ranges;
}

// The mutants' places as the protocol has them: columns of UTF-16, ends exclusive.
class Places {
public:
  explicit Places(const fs::path &workingDirectory) : directory(workingDirectory) {}

  struct Place {
    Position start, end;
  };

  Place of(const Mutant &mutant) {
    const SourceText *source = textOf(sourcePathOf(mutant));
    const SourceRange &range = mutant.range;
    return {{std::max<std::size_t>(range.line, 1), schemaColumn(source, range.line, range.column)},
            {std::max<std::size_t>(range.endLine, 1), schemaColumn(source, range.endLine, range.endColumn)}};
  }

  bool isIn(const Mutant &mutant, const std::vector<FileRange> &ranges) {
    const fs::path path = absolute(sourcePathOf(mutant), directory);
    return std::any_of(ranges.begin(), ranges.end(), [&](const FileRange &wanted) {
      const std::string &name = wanted.path;
      if (name.back() == '/' ? path.native().compare(0, name.size(), name) != 0 : path.native() != name)
        return false;
      if (!wanted.range)
        return true;
      const Place where = of(mutant);
      const auto &[begin, end] = *wanted.range;
      const bool isCursor = !(begin < end);
      return (isCursor ? !(end < where.start) : where.start < end) && begin < where.end;
    });
  }

private:
  // nullptr: it can't be read.
  const SourceText *textOf(const std::string &path) {
    if (path != current) {
      current = path;
      content = readSource(path);
      text.reset();
      if (content)
        text.emplace(*content);
    }
    return text ? &*text : nullptr;
  }

  const fs::path &directory;
  std::string current;
  std::optional<std::string> content;
  std::optional<SourceText> text;
};

RpcJson toJson(const Position &position) {
  return {{"line", position.line}, {"column", position.column}};
}

RpcJson discovered(const Mutant &mutant, Places &places) {
  const Places::Place place = places.of(mutant);
  return {{"id", formatId(mutant.id)},
          {"location", {{"start", toJson(place.start)}, {"end", toJson(place.end)}}},
          {"description", toValidUtf8(fmt::format("{} -> {}", mutant.original,
                                                  mutant.replacement.empty() ? "(nothing)" : mutant.replacement))},
          {"mutatorName", toValidUtf8(mutant.operatorId)},
          {"replacement", toValidUtf8(mutant.replacement)}};
}

RpcJson tested(const RunResults &results, std::size_t index, const Outcome &outcome, Places &places) {
  const Mutant &mutant = results.catalog.mutants[index];
  const Acceptance *acceptance = results.acceptanceOf(index);
  RpcJson json = discovered(mutant, places);
  // The protocol has no accepted mutants.
  json["status"] = schemaStatus(mutant, outcome, nullptr);
  if (const std::string reason = schemaReason(mutant, outcome, acceptance); !reason.empty())
    json["statusReason"] = reason;
  const auto names = [&](const std::vector<std::size_t> &tests) {
    RpcJson list = RpcJson::array();
    for (const std::size_t test : tests)
      list.push_back(toValidUtf8(results.info.tests[test].name));
    return list;
  };
  std::vector<std::size_t> reaching;
  for (const Pair &pair : results.pairs[index])
    reaching.push_back(pair.test);
  json["coveredBy"] = names(reaching);
  json["killedBy"] = names(outcome.killers);
  json["duration"] = static_cast<double>(outcome.wallTime.count()) / 1000.0;
  json["testsCompleted"] = outcome.killers.size() + outcome.passed.size();
  return json;
}

} // namespace

struct MutationServer::Answer {
  RpcJson result;
  std::optional<std::string> error;
};

Result<Catalog> MutationServer::catalog() {
  const auto here = workingDirectory();
  if (!here)
    return here.error();
  std::vector<std::string> problems;
  const Configuration settings = loadConfiguration(".", problems, knownNames());
  if (!problems.empty())
    return Error{problems.front()};
  MetadataReader reader;
  const auto found = findSuite(source, *here, reader, terminal);
  if (!found)
    return found.error();
  Catalog read = reader.take();
  if (read.mutants.empty())
    return Error{
        "no mutants: was it built with $(allele flags)? Only programs that are named, and those of --ctest and "
        "--meson, can be read; what a script starts can't"};
  // As a run selects: what it would leave out can't be offered.
  if (const Selected selected = select(read, selectionOf(settings)); selected.failure)
    return Error{selected.failure->message};
  return read;
}

MutationServer::Answer MutationServer::configure(const RpcJson &parameters) {
  if (const auto path = parameters.find("configFilePath"); path != parameters.end() && !path->is_null()) {
    const auto name = path->get<std::string>();
    std::error_code failure;
    const fs::path file = fs::absolute(name, failure);
    if (failure || !fs::is_regular_file(file, failure))
      throw WrongParameter(fmt::format("configFilePath: there is no file {}", name));
    setenv("ALLELE_CONFIG", file.c_str(), 1); // also for the runs
  }
  return {{{"version", kVersion}}, std::nullopt};
}

MutationServer::Answer MutationServer::discover(const RpcJson &parameters) {
  const fs::path here = fs::current_path();
  const auto files = parameters.find("files");
  std::optional<std::vector<FileRange>> ranges;
  if (files != parameters.end() && !files->is_null())
    ranges = rangesIn(*files, here);
  auto all = catalog();
  if (!all)
    return {{}, all.error().message};
  Places places(here);
  RpcJson found = RpcJson::object();
  for (const Mutant &mutant : all->mutants)
    if (!mutant.ignored && (!ranges || places.isIn(mutant, *ranges)))
      found[nameOf(sourcePathOf(mutant), here)]["mutants"].push_back(discovered(mutant, places));
  return {{{"files", std::move(found)}}, std::nullopt};
}

MutationServer::Answer MutationServer::mutationTest(RpcChannel &channel, const RpcJson &parameters) {
  const fs::path here = fs::current_path();
  auto all = catalog();
  if (!all)
    return {{}, all.error().message};
  Places places(here);
  std::unordered_set<std::string> named; // ids
  const auto mutants = parameters.find("mutants");
  const auto files = parameters.find("files");
  const bool namesMutants = mutants != parameters.end() && !mutants->is_null();
  if (namesMutants)
    for (const auto &[file, content] : mutants->items())
      for (const RpcJson &mutant : content.at("mutants"))
        named.insert(mutant.at("id").get<std::string>());
  std::optional<std::vector<FileRange>> ranges;
  if (!namesMutants && files != parameters.end() && !files->is_null())
    ranges = rangesIn(*files, here);
  std::string ids;
  for (const Mutant &mutant : all->mutants) {
    const std::string id = formatId(mutant.id);
    const bool isWanted = namesMutants ? named.count(id) != 0 : !ranges || places.isIn(mutant, *ranges);
    if (!mutant.ignored && isWanted)
      ids += id + "\n";
  }
  if (ids.empty())
    return {{{"files", RpcJson::object()}}, std::nullopt};

  auto scratch = ScratchDirectory::create();
  if (!scratch)
    return {{}, scratch.error().message};
  const fs::path list = scratch->path() / "mutants";
  const fs::path out = scratch->path() / "out";
  if (!(std::ofstream(list) << ids << std::flush))
    return {{}, list.string() + " can't be written"};
  const auto self = ownProgram();
  if (!self)
    return {{}, self.error().message};
  ProcessSpec spec;
  spec.command = {self->string(), "run", "--quiet", "--out", out.string(), "--mutants", "@" + list.string()};
  spec.command.insert(spec.command.end(), arguments.begin(), arguments.end());
  // Goes with the results when the run is ended by force.
  spec.scratchDirectory = scratch->path() / "tmp";
  std::error_code failure;
  if (!fs::create_directory(spec.scratchDirectory, failure))
    return {{}, spec.scratchDirectory.string() + " can't be made: " + failure.message()};
  ProcessRunner runner;
  const auto process = runner.start(spec);
  if (!process)
    return {{}, process.error().message};

  std::unordered_set<std::uint64_t> told;
  RpcJson result = RpcJson::object();
  // Adds what has a verdict now to the result, and returns what is new.
  const auto take = [&](RunResults results) {
    RpcJson fresh = RpcJson::object();
    for (std::size_t i = 0; i < results.catalog.mutants.size(); ++i) {
      const Mutant &mutant = results.catalog.mutants[i];
      const std::optional<Outcome> &outcome = results.outcomes[i];
      if (!outcome || mutant.ignored || outcome->judgement.verdict == Verdict::kIgnored ||
          !told.insert(mutant.id).second)
        continue;
      const std::string name = nameOf(sourcePathOf(mutant), here);
      RpcJson json = tested(results, i, *outcome, places);
      result[name]["mutants"].push_back(json);
      fresh[name]["mutants"].push_back(std::move(json));
    }
    return fresh;
  };
  constexpr std::chrono::milliseconds kPoll{200};
  constexpr int kReadShare = 10; // at most this part of the time goes into reading the results
  std::optional<ProcessRunner::Finished> finished;
  auto nextLook = Clock::now();
  while (!(finished = runner.wait(kPoll))) {
    if (!channel.isOpen() || interruptRequested())
      return {{}, "the client has gone, or the server was stopped"}; // and so does the run
    const auto now = Clock::now();
    if (now < nextLook || !Store::exists(out))
      continue;
    if (auto results = loadResults(out.string())) // or not yet
      if (RpcJson fresh = take(std::move(*results)); !fresh.empty())
        channel.notify("reportMutationTestProgress", {{"files", std::move(fresh)}});
    nextLook = Clock::now() + kReadShare * (Clock::now() - now);
  }
  auto results = Store::exists(out) ? loadResults(out.string()) : Result<RunResults>(Error{""});
  if (!results || !results->complete)
    return {{}, fmt::format("the run {}: {}", describeEnd(finished->result), finished->result.output)};
  take(std::move(*results));
  return {{{"files", std::move(result)}}, std::nullopt};
}

void MutationServer::answer(RpcChannel &channel, const std::string &message) {
  // What is nested deep enough would use up the stack when it is copied.
  constexpr int kDeepest = 50;
  bool isTooDeep = false;
  const RpcJson request = RpcJson::parse(
      message,
      [&](int depth, RpcJson::parse_event_t, RpcJson &) {
        isTooDeep = isTooDeep || depth > kDeepest;
        return !isTooDeep;
      },
      false);
  if (isTooDeep)
    return channel.fail(nullptr, RpcError::kInvalidRequest, "the message is nested too deep");
  if (request.is_discarded())
    return channel.fail(nullptr, RpcError::kParse, "the message is no JSON");
  const auto method = request.is_object() ? request.find("method") : request.end();
  if (!request.is_object() || method == request.end() || !method->is_string())
    return channel.fail(nullptr, RpcError::kInvalidRequest, "the message is no request of JSON-RPC 2.0");
  const auto number = request.find("id");
  if (number == request.end())
    return; // a notification: the protocol has none from the client
  const RpcJson &id = *number;
  if (id.is_structured())
    return channel.fail(nullptr, RpcError::kInvalidRequest, "id: a string, a number or null is expected");
  RpcJson parameters = request.value("params", RpcJson::object());
  if (parameters.is_null())
    parameters = RpcJson::object();
  try {
    if (!parameters.is_object())
      throw WrongParameter("params: an object is expected");
    const auto name = method->get<std::string>();
    Answer given;
    if (name == "configure")
      given = configure(parameters);
    else if (name == "discover")
      given = discover(parameters);
    else if (name == "mutationTest")
      given = mutationTest(channel, parameters);
    else
      return channel.fail(id, RpcError::kUnknownMethod,
                          fmt::format("there is no method {}; there are configure, discover, mutationTest", name));
    if (given.error)
      return channel.fail(id, RpcError::kInternal, *given.error);
    channel.reply(id, std::move(given.result));
  } catch (const WrongParameter &error) {
    channel.fail(id, RpcError::kInvalidParameters, error.what());
  } catch (const RpcJson::exception &error) {
    channel.fail(id, RpcError::kInvalidParameters, error.what());
  } catch (const fs::filesystem_error &error) {
    channel.fail(id, RpcError::kInternal, error.what());
  }
}

Status MutationServer::serve(RpcChannel &channel) {
  while (!interruptRequested()) {
    const auto received = channel.receive();
    if (!received) {
      channel.fail(nullptr, RpcError::kParse, received.error().message);
      return received.error();
    }
    const std::optional<std::string> &message = *received;
    if (!message)
      break;
    answer(channel, *message);
  }
  return Done{};
}

} // namespace allele
