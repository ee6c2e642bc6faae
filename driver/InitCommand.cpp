// allele init: a commented allele.yml.
#include "Configuration.h"
#include "ConfigurationTemplate.h"
#include "Subcommands.h"
#include "Text.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <unistd.h>

namespace allele {

ExitCode runInit(const InitOptions &options, Terminal &terminal) {
  const std::string path = (std::filesystem::path(options.directory) / kConfigurationFile).string();
  const int descriptor = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor < 0) {
    terminal.error(errno == EEXIST
                       ? fmt::format("{} is there already; nothing was written", toPrintableLine(path))
                       : fmt::format("{} can't be written: {}", toPrintableLine(path), std::strerror(errno)));
    return ExitCode::kUsage;
  }
  const std::string_view text = kConfigurationTemplate;
  const bool isWritten = write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const bool isClosed = close(descriptor) == 0;
  if (!isWritten || !isClosed) {
    terminal.error(fmt::format("{} can't be written: {}", toPrintableLine(path), std::strerror(errno)));
    unlink(path.c_str());
    return ExitCode::kUsage;
  }
  terminal.print(fmt::format("{} written; every key is in it, commented out\n", toPrintableLine(path)));
  return ExitCode::kFine;
}

} // namespace allele
