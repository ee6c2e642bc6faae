#include "JsonRpc.h"

#include "Interrupt.h"
#include "Text.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <fmt/format.h>
#include <poll.h>
#include <string_view>
#include <strings.h>

namespace allele {
namespace {

constexpr std::size_t kLongestHeader = 4096;
constexpr std::size_t kLongestMessage = std::size_t{64} << 20;
constexpr std::string_view kHeaderEnd = "\r\n\r\n";

// Names of header fields have no case.
std::optional<std::size_t> contentLength(std::string_view header) {
  constexpr std::string_view kName = "Content-Length:";
  for (const std::string &line : splitLines(header)) {
    if (line.size() < kName.size() || strncasecmp(line.c_str(), kName.data(), kName.size()) != 0)
      continue;
    std::size_t length = 0;
    const char *begin = line.c_str() + kName.size();
    const char *end = line.c_str() + line.find_last_not_of(" \t\r") + 1;
    while (begin != end && *begin == ' ')
      ++begin;
    const auto [at, error] = std::from_chars(begin, end, length);
    if (error == std::errc() && at == end)
      return length;
  }
  return std::nullopt;
}

} // namespace

bool RpcChannel::read() {
  // A signal may come just before the wait, so it isn't for long.
  constexpr int kMilliseconds = 200;
  pollfd watched{in.get(), POLLIN, 0};
  while (!interruptRequested() && poll(&watched, 1, kMilliseconds) <= 0) {
  }
  if (interruptRequested()) {
    ended = true;
    return false;
  }
  std::array<char, 65536> buffer{};
  const ssize_t count = ::read(in.get(), buffer.data(), buffer.size());
  if (count > 0)
    received.append(buffer.data(), static_cast<std::size_t>(count));
  else if (count == 0 || (errno != EINTR && errno != EAGAIN))
    ended = true;
  return !ended;
}

bool RpcChannel::isOpen() {
  pollfd watched{in.get(), POLLIN, 0};
  while (!ended && received.size() < kLongestMessage && poll(&watched, 1, 0) == 1)
    read();
  return !ended;
}

Result<std::optional<std::string>> RpcChannel::receive() {
  while (true) {
    const std::size_t headerEnd = received.find(kHeaderEnd);
    if (headerEnd != std::string::npos) {
      const auto length = contentLength(std::string_view(received).substr(0, headerEnd));
      if (!length || *length > kLongestMessage)
        return Error{"a message without a Content-Length, or with one that can't be"};
      const std::size_t begin = headerEnd + kHeaderEnd.size();
      if (received.size() - begin >= *length) {
        std::string content = received.substr(begin, *length);
        received.erase(0, begin + *length);
        return std::optional<std::string>(std::move(content));
      }
    } else if (received.size() > kLongestHeader) {
      return Error{"a header without an end"};
    }
    if (ended || !read())
      return std::optional<std::string>();
  }
}

void RpcChannel::send(const RpcJson &message) {
  const std::string content = message.dump(-1, ' ', false, RpcJson::error_handler_t::replace);
  const std::string bytes = fmt::format("Content-Length: {}{}{}", content.size(), kHeaderEnd, content);
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t count = ::write(out.get(), bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR && !interruptRequested())
      continue;
    if (count <= 0) {
      ended = true;
      return;
    }
    done += static_cast<std::size_t>(count);
  }
}

void RpcChannel::reply(const RpcJson &id, RpcJson result) {
  send({{"jsonrpc", "2.0"}, {"id", id}, {"result", std::move(result)}});
}

void RpcChannel::fail(const RpcJson &id, RpcError code, const std::string &message) {
  send({{"jsonrpc", "2.0"},
        {"id", id},
        {"error", {{"code", static_cast<int>(code)}, {"message", toValidUtf8(message)}}}});
}

void RpcChannel::notify(const char *method, RpcJson parameters) {
  send({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(parameters)}});
}

} // namespace allele
