#include "Terminal.h"

#include "Text.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace allele {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kRedraw{100};
constexpr std::chrono::seconds kAppend{10};
constexpr std::size_t kBarWidth = 24;

bool colourWanted(int descriptor) {
  const char *noColor = std::getenv("NO_COLOR"); // any value but the empty one, as no-color.org says
  const char *term = std::getenv("TERM");
  return isatty(descriptor) == 1 && (noColor == nullptr || *noColor == '\0') &&
         (term == nullptr || std::string_view(term) != "dumb");
}

std::size_t terminalWidth() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

// False: some of it was not written, errno says why.
bool write(std::FILE *stream, std::string_view text) {
  return std::fwrite(text.data(), 1, text.size(), stream) == text.size() && std::fflush(stream) == 0;
}

std::string wrap(bool enabled, const char *code, std::string_view text) {
  return enabled ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

} // namespace

std::string Palette::bold(std::string_view text) const {
  return wrap(enabled, "1", text);
}
std::string Palette::red(std::string_view text) const {
  return wrap(enabled, "31", text);
}
std::string Palette::green(std::string_view text) const {
  return wrap(enabled, "32", text);
}
std::string Palette::dim(std::string_view text) const {
  return wrap(enabled, "2", text);
}

Terminal::Terminal() : errorIsTerminal(isatty(STDERR_FILENO) == 1) {
  colours.enabled = colourWanted(STDOUT_FILENO);
}

void Terminal::print(std::string_view text) {
  clearBar();
  if (!write(stdout, text) && errno != EPIPE)
    lost = std::strerror(errno);
}

void Terminal::note(std::string_view line) {
  if (verbosity == Verbosity::kQuiet)
    return;
  clearBar();
  write(stderr, fmt::format("{}\n", line));
}

void Terminal::detail(std::string_view line) {
  if (verbosity != Verbosity::kVerbose)
    return;
  clearBar();
  write(stderr, fmt::format("{}\n", line));
}

void Terminal::warn(std::string_view message) {
  clearBar();
  write(stderr, fmt::format("allele: warning: {}\n", message));
}

void Terminal::error(std::string_view message) {
  clearBar();
  write(stderr, fmt::format("allele: {}\n", message));
}

void Terminal::progress(std::string_view stage, std::size_t done, std::size_t total, double share,
                        std::string_view remark) {
  if (verbosity == Verbosity::kQuiet)
    return;
  const auto now = Clock::now();
  if (stage != currentStage) {
    currentStage = stage;
    stageStart = now;
    lastShown = errorIsTerminal ? Clock::time_point() : now;
  }
  if (now - lastShown < (errorIsTerminal ? Clock::duration(kRedraw) : Clock::duration(kAppend)))
    return;
  lastShown = now;
  std::string text = progressText(stage, done, total, share, now - stageStart);
  if (!remark.empty())
    text += fmt::format("  {}", remark);
  if (!errorIsTerminal) {
    write(stderr, fmt::format("{}: {}\n", stage, text));
    return;
  }
  const std::size_t filled = total == 0 ? 0 : done * kBarWidth / total;
  std::string line =
      fmt::format("{} [{}{}] {}", stage, std::string(filled, '#'), std::string(kBarWidth - filled, '.'), text);
  line.resize(std::min(line.size(), terminalWidth() - 1));
  write(stderr, fmt::format("\r\x1b[K{}", line));
  barShown = true;
}

void Terminal::endProgress() {
  clearBar();
  currentStage.clear();
}

void Terminal::clearBar() {
  if (!barShown)
    return;
  write(stderr, "\r\x1b[K");
  barShown = false;
}

std::string progressText(std::string_view things, std::size_t done, std::size_t total, double share,
                         std::chrono::duration<double> elapsed) {
  std::string text = fmt::format("{} of {} {}", done, total, things);
  if (total == 0)
    return text;
  text += fmt::format(", {} %", done * 100 / total);
  if (done != 0 && share > 0)
    text += fmt::format(", {} left", formatSeconds(elapsed.count() * std::max(0.0, 1 - share) / share));
  return text;
}

} // namespace allele
