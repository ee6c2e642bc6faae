// allele completion: scripts that complete the command line in a shell.
#include "CommandLineParser.h"
#include "Configuration.h"
#include "OperatorReference.h"
#include "Text.h"
#include "adapters/Adapter.h"
#include "reports/Report.h"

#include <fmt/format.h>

namespace allele {
namespace {

// What may stand in a place of the command line.
struct Values {
  enum class Kind { kNone, kFiles, kDirectories, kWords };
  Kind kind = Kind::kNone;
  std::vector<std::string> words;
};

struct OptionWords {
  std::vector<std::string> shortNames; // without the dash
  std::vector<std::string> longNames;
  std::string description;
  bool takesValue = false;
  Values values;

  std::vector<std::string> spellings() const {
    std::vector<std::string> all;
    all.reserve(shortNames.size() + longNames.size());
    for (const std::string &name : shortNames)
      all.push_back("-" + name);
    for (const std::string &name : longNames)
      all.push_back("--" + name);
    return all;
  }
};

struct SubcommandWords {
  std::string name;
  std::string description;
  std::vector<OptionWords> options;
  Values positionals;
};

Values wordsOf(std::vector<std::string> words) {
  return {Values::Kind::kWords, std::move(words)};
}

// The beginning of a description, as there is room for in a shell.
std::string shortened(const std::string &description) {
  return description.substr(0, std::min({description.find(" ("), description.find(": "), description.find("; ")}));
}

Values valuesOf(const std::string &option) {
  if (option == "isolate")
    return wordsOf(isolationNames());
  if (option == "by")
    return wordsOf({"month", "quarter", "year"});
  if (option == "framework") {
    Values values = wordsOf({"none"});
    for (const Adapter *adapter : adapters())
      values.words.emplace_back(adapter->name);
    return values;
  }
  if (option == "format") {
    Values values = wordsOf({});
    for (const ReportFormat *format : reportFormats())
      values.words.emplace_back(format->name);
    return values;
  }
  for (const char *directory : {"ctest", "meson", "out", "results", "repository"})
    if (option == directory)
      return {Values::Kind::kDirectories, {}};
  for (const char *file :
       {"to", "stack", "baseline", "coverage", "junit", "history", "defects", "clang", "mutants", "diff"})
    if (option == file)
      return {Values::Kind::kFiles, {}};
  return {};
}

Values positionalsOf(const std::string &subcommand, const std::vector<std::string> &subcommands) {
  if (subcommand == "operators")
    return wordsOf(knownNames().operators);
  if (subcommand == "completion")
    return wordsOf({"bash", "zsh", "fish"});
  if (subcommand == "man")
    return wordsOf(subcommands);
  if (subcommand == "serve")
    return wordsOf({"stdio", "socket"});
  return {Values::Kind::kFiles, {}};
}

std::vector<SubcommandWords> allSubcommands() {
  const Configuration defaults;
  const CommandLineParser parser(defaults);
  const std::vector<std::string> names = parser.subcommandNames();
  std::vector<SubcommandWords> all;
  for (const CLI::App *subcommand : parser.subcommands()) {
    SubcommandWords words;
    words.name = subcommand->get_name();
    words.description = shortened(subcommand->get_description());
    words.positionals = positionalsOf(words.name, names);
    for (const CLI::Option *option : subcommand->get_options()) {
      OptionWords one;
      one.shortNames = option->get_snames();
      one.longNames = option->get_lnames();
      one.description = shortened(option->get_description());
      one.takesValue = option->get_type_size() != 0;
      if (one.takesValue && !one.longNames.empty())
        one.values = valuesOf(one.longNames.front());
      words.options.push_back(std::move(one));
    }
    all.push_back(std::move(words));
  }
  return all;
}

std::string joined(const std::vector<std::string> &words) {
  return fmt::format("{}", fmt::join(words, " "));
}

std::string bashReply(const Values &values) {
  switch (values.kind) {
  case Values::Kind::kWords:
    return fmt::format("COMPREPLY=($(compgen -W {} -- \"$current\"))", shellQuote(joined(values.words)));
  case Values::Kind::kDirectories:
    return "COMPREPLY=($(compgen -d -- \"$current\"))";
  case Values::Kind::kFiles:
    return "COMPREPLY=($(compgen -f -- \"$current\"))";
  case Values::Kind::kNone:
    return "COMPREPLY=()";
  }
  return "";
}

std::string bashScript(const std::vector<SubcommandWords> &subcommands) {
  std::vector<std::string> names;
  std::string cases;
  for (const SubcommandWords &subcommand : subcommands) {
    names.push_back(subcommand.name);
    std::string values;
    std::vector<std::string> options;
    for (const OptionWords &option : subcommand.options) {
      const std::vector<std::string> spellings = option.spellings();
      options.insert(options.end(), spellings.begin(), spellings.end());
      if (option.takesValue)
        values += fmt::format("    {}) {}; return ;;\n", fmt::join(spellings, "|"), bashReply(option.values));
    }
    cases += fmt::format("  {})\n", subcommand.name);
    if (!values.empty())
      cases += "    case $previous in\n" + values + "    esac\n";
    cases += fmt::format("    options={}\n    [[ $current == -* ]] || {}\n    ;;\n", shellQuote(joined(options)),
                         bashReply(subcommand.positionals));
  }
  return fmt::format(R"(# bash completion of allele; made by `allele completion bash`.
_allele() {{
  local IFS=$' \t\n' options= i
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W {} -- "$current"))
    return
  fi
  for ((i = 2; i < COMP_CWORD; i++)); do
    if [[ ${{COMP_WORDS[i]}} == -- ]]; then
      COMPREPLY=($(compgen -f -- "$current"))
      return
    fi
  done
  case ${{COMP_WORDS[1]}} in
{}  esac
  [[ $current != -* ]] || COMPREPLY=($(compgen -W "$options" -- "$current"))
}}
complete -o filenames -F _allele allele
)",
                     shellQuote(joined(names) + " --help --version"), cases);
}

// Text in a specification of zsh's _arguments and _describe.
std::string zshText(const std::string &text) {
  std::string quoted;
  for (const char character : text) {
    if (character == '[' || character == ']' || character == ':' || character == '\\')
      quoted += '\\';
    quoted += character == '\n' ? ' ' : character;
  }
  return quoted;
}

std::string zshAction(const Values &values) {
  switch (values.kind) {
  case Values::Kind::kWords:
    return fmt::format("({})", joined(values.words));
  case Values::Kind::kDirectories:
    return "_files -/";
  case Values::Kind::kFiles:
    return "_files";
  case Values::Kind::kNone:
    return " ";
  }
  return "";
}

std::string zshScript(const std::vector<SubcommandWords> &subcommands) {
  std::string names;
  std::string cases;
  for (const SubcommandWords &subcommand : subcommands) {
    names += fmt::format("    {}\n", shellQuote(zshText(subcommand.name) + ":" + zshText(subcommand.description)));
    cases += fmt::format("  {})\n    _arguments", subcommand.name);
    for (const OptionWords &option : subcommand.options)
      for (const std::string &spelling : option.spellings()) {
        std::string specification = fmt::format("*{}[{}]", spelling, zshText(option.description));
        if (option.takesValue)
          specification += ":value:" + zshAction(option.values);
        cases += " \\\n      " + shellQuote(specification);
      }
    cases += " \\\n      " + shellQuote("*:word:" + zshAction(subcommand.positionals)) + "\n    ;;\n";
  }
  return fmt::format(R"(#compdef allele
# zsh completion of allele; made by `allele completion zsh`.
_allele() {{
  local -a subcommands
  subcommands=(
{}  )
  if (( CURRENT == 2 )); then
    _describe subcommand subcommands
    return
  fi
  local subcommand=$words[2]
  shift words
  (( CURRENT-- ))
  case $subcommand in
{}  esac
}}
if [ "$funcstack[1]" = _allele ]; then
  _allele "$@"
else
  compdef _allele allele
fi
)",
                     names, cases);
}

std::string fishText(const std::string &text) {
  std::string quoted = "'";
  for (const char character : text) {
    if (character == '\'' || character == '\\')
      quoted += '\\';
    quoted += character == '\n' ? ' ' : character;
  }
  return quoted + "'";
}

std::string fishValues(const Values &values) {
  switch (values.kind) {
  case Values::Kind::kWords:
    return " -f -a " + fishText(joined(values.words));
  case Values::Kind::kDirectories:
    return " -f -a '(__fish_complete_directories)'";
  case Values::Kind::kFiles:
    return " -F";
  case Values::Kind::kNone:
    return " -f";
  }
  return "";
}

std::string fishScript(const std::vector<SubcommandWords> &subcommands) {
  std::string script = "# fish completion of allele; made by `allele completion fish`.\n";
  for (const SubcommandWords &subcommand : subcommands)
    script += fmt::format("complete -c allele -f -n __fish_use_subcommand -a {} -d {}\n", subcommand.name,
                          fishText(subcommand.description));
  for (const SubcommandWords &subcommand : subcommands) {
    const std::string condition =
        fmt::format("complete -c allele -n '__fish_seen_subcommand_from {}'", subcommand.name);
    for (const OptionWords &option : subcommand.options) {
      script += condition;
      for (const std::string &name : option.shortNames)
        script += " -s " + name;
      for (const std::string &name : option.longNames)
        script += " -l " + name;
      script +=
          (option.takesValue ? " -r" + fishValues(option.values) : "") + " -d " + fishText(option.description) + "\n";
    }
    script += condition + fishValues(subcommand.positionals) + "\n";
  }
  return script;
}

} // namespace

ExitCode runCompletion(const CompletionOptions &options, Terminal &terminal) {
  const std::vector<SubcommandWords> subcommands = allSubcommands();
  switch (options.shell) {
  case Shell::kBash:
    terminal.print(bashScript(subcommands));
    break;
  case Shell::kZsh:
    terminal.print(zshScript(subcommands));
    break;
  case Shell::kFish:
    terminal.print(fishScript(subcommands));
    break;
  }
  return ExitCode::kFine;
}

} // namespace allele
