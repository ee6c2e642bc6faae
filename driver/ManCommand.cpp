// allele man: man pages, made of what --help says.
#include "CommandLineParser.h"
#include "Configuration.h"
#include "OutputDirectory.h"

#include <filesystem>
#include <fmt/format.h>

namespace allele {
namespace {

// Text of a page: nothing in it is a request or an escape of roff.
std::string escaped(const std::string &text) {
  std::string roff;
  bool isLineStart = true;
  for (const char character : text) {
    if (isLineStart && (character == '.' || character == '\''))
      roff += "\\&";
    isLineStart = character == '\n';
    switch (character) {
    case '\\':
      roff += "\\e";
      break;
    case '-':
      roff += "\\-";
      break;
    case '\'':
      roff += "\\(aq";
      break;
    case '`':
      roff += "\\(ga";
      break;
    case '^':
      roff += "\\(ha";
      break;
    case '~':
      roff += "\\(ti";
      break;
    default:
      roff += character;
    }
  }
  return roff;
}

std::string withoutIndent(const std::string &text) {
  std::string result;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::size_t word = std::min(text.find_first_not_of(' ', begin), end);
    result += text.substr(word, end - word) + "\n";
    begin = end + 1;
  }
  return result;
}

// Lines as they are.
std::string verbatim(const std::string &text) {
  return ".nf\n" + escaped(withoutIndent(text)) + ".fi\n";
}

std::string optionsOf(const CLI::App &app) {
  std::string text;
  for (const CLI::Option *option : app.get_options()) {
    std::vector<std::string> names;
    for (const std::string &name : option->get_snames())
      names.push_back("\\fB" + escaped("-" + name) + "\\fR");
    for (const std::string &name : option->get_lnames())
      names.push_back("\\fB" + escaped("--" + name) + "\\fR");
    const std::string value = option->get_type_size() != 0 ? " \\fI" + option->get_type_name() + "\\fR" : "";
    text += fmt::format(".TP\n{}{}\n{}\n", fmt::join(names, ", "), value, escaped(option->get_description()));
  }
  return text.empty() ? "" : ".SH OPTIONS\n" + text;
}

std::string titled(const std::string &name, const std::string &description) {
  std::string title = name;
  for (char &letter : title)
    letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  return fmt::format(".TH \"{}\" 1 \"\" \"allele {}\" \"Allele\"\n.SH NAME\n{} \\- {}\n", escaped(title),
                     ALLELE_VERSION, escaped(name), escaped(description));
}

std::string pageOf(const CommandLineParser &parser, const CLI::App &subcommand) {
  const SubcommandHelp &help = parser.help.at(subcommand.get_name());
  std::string page = titled("allele-" + subcommand.get_name(), subcommand.get_description());
  page += ".SH SYNOPSIS\n" + verbatim(help.usage);
  if (!help.remark.empty())
    page += ".SH DESCRIPTION\n" + escaped(help.remark) + "\n";
  page += optionsOf(subcommand);
  page += ".SH EXAMPLES\n" + verbatim(help.examples);
  return page + ".SH SEE ALSO\n.BR allele (1),\nwhich lists the exit codes\n";
}

std::string mainPage(const CommandLineParser &parser) {
  std::string page = titled("allele", parser.app.get_description());
  page += ".SH SYNOPSIS\n\\fBallele\\fR \\fISUBCOMMAND\\fR [\\fIoptions\\fR]\n.SH SUBCOMMANDS\n";
  for (const CLI::App *subcommand : parser.subcommands())
    page += fmt::format(".TP\n.BR {} (1)\n{}\n", escaped("allele-" + subcommand->get_name()),
                        escaped(subcommand->get_description()));
  page += optionsOf(parser.app);
  page += ".SH EXAMPLES\n" + verbatim("clang++ $(allele flags) -O1 tests.cpp -o tests\nallele run -- ./tests");
  page += ".SH EXIT STATUS\n" + verbatim(exitCodeHelp());
  return page + ".SH FILES\n.TP\n.I allele.yml\nthe configuration; allele init writes one with every key\n.TP\n.I "
                "allele.out\nthe results of the last run\n";
}

} // namespace

ExitCode runMan(const ManOptions &options, Terminal &terminal) {
  const Configuration defaults;
  const CommandLineParser parser(defaults);
  if (options.to.empty()) {
    for (const CLI::App *subcommand : parser.subcommands())
      if (subcommand->get_name() == options.subcommand)
        terminal.print(pageOf(parser, *subcommand));
    if (options.subcommand.empty())
      terminal.print(mainPage(parser));
    return ExitCode::kFine;
  }
  const std::filesystem::path directory = options.to;
  std::error_code ignored;
  std::filesystem::create_directories(directory, ignored); // what is wrong is said of the first page
  Status written = writeFileAtomically(directory / "allele.1", mainPage(parser));
  for (const CLI::App *subcommand : parser.subcommands())
    if (written)
      written = writeFileAtomically(directory / fmt::format("allele-{}.1", subcommand->get_name()),
                                    pageOf(parser, *subcommand));
  if (written)
    return ExitCode::kFine;
  terminal.error(written.error().message);
  return ExitCode::kUsage;
}

} // namespace allele
