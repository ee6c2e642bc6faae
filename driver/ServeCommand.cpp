// allele serve: mutation testing for editors, by the Mutation Server Protocol.
#include "Interrupt.h"
#include "MutationServer.h"
#include "Subcommands.h"
#include "Text.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <memory>
#include <netdb.h>
#include <sys/socket.h>

namespace allele {
namespace {

std::vector<std::string> runArguments(const TestSource &source) {
  std::vector<std::string> arguments;
  const auto add = [&](const char *option, const std::string &value) {
    if (!value.empty())
      arguments.insert(arguments.end(), {option, value});
  };
  add("--ctest", source.ctest);
  add("--meson", source.meson);
  add("--framework", source.framework);
  for (const std::string &command : source.exec)
    add("--exec", command);
  for (const std::string &glob : source.only)
    add("--tests", glob);
  for (const std::string &glob : source.skip)
    add("--skip-tests", glob);
  if (!source.command.empty()) {
    arguments.emplace_back("--");
    arguments.insert(arguments.end(), source.command.begin(), source.command.end());
  }
  return arguments;
}

Result<Descriptor> listenOn(const std::string &address, unsigned port) {
  const auto failed = [&](const char *why) {
    return Error{fmt::format("{}:{} can't be listened on: {}; choose another --port or --address", address, port, why)};
  };
  addrinfo hints = {};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE;
  addrinfo *found = nullptr;
  if (const int error = getaddrinfo(address.c_str(), std::to_string(port).c_str(), &hints, &found); error != 0)
    return failed(gai_strerror(error));
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
  int error = EADDRNOTAVAIL;
  for (const addrinfo *each = found; each != nullptr; each = each->ai_next) {
    Descriptor socket(::socket(each->ai_family, each->ai_socktype | SOCK_CLOEXEC, each->ai_protocol));
    const int on = 1;
    if (socket)
      setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (socket && bind(socket.get(), each->ai_addr, each->ai_addrlen) == 0 && listen(socket.get(), 1) == 0)
      return socket;
    error = errno;
  }
  return failed(std::strerror(error));
}

} // namespace

ExitCode runServe(const ServeOptions &options, Terminal &terminal) {
  catchInterrupts();
  MutationServer server(options.source, runArguments(options.source), terminal);
  if (!options.onSocket) {
    RpcChannel channel(Descriptor(dup(STDIN_FILENO)), Descriptor(dup(STDOUT_FILENO)));
    if (const Status served = server.serve(channel); !served) {
      terminal.error(served.error().message);
      return ExitCode::kUsage;
    }
    return ExitCode::kFine;
  }
  const auto listening = listenOn(options.address, options.port);
  if (!listening) {
    terminal.error(listening.error().message);
    return ExitCode::kUsage;
  }
  terminal.note(fmt::format("listens on {}:{}", options.address, options.port));
  // One client at a time; the next one waits.
  while (!interruptRequested()) {
    const int client = accept4(listening->get(), nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0)
      continue;
    RpcChannel channel(Descriptor(client), Descriptor(fcntl(client, F_DUPFD_CLOEXEC, 0)));
    if (const Status served = server.serve(channel); !served)
      terminal.error(served.error().message);
  }
  return ExitCode::kFine;
}

} // namespace allele
