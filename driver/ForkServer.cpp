#include "ForkServer.h"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <poll.h>
#include <string_view>
#include <sys/mman.h>
#include <sys/socket.h>

namespace allele {
namespace {

// Far above any message, so that what isn't one doesn't ask for all memory.
constexpr std::uint32_t kLargestMessage = std::uint32_t{1} << 28;

Error gone() {
  return Error{"the fork server has ended"};
}

// `passed`: takes a descriptor that comes with the bytes, unless null.
bool readAll(int descriptor, void *data, std::size_t size, Descriptor *passed = nullptr) {
  char *next = static_cast<char *>(data);
  while (size != 0) {
    iovec part{next, size};
    union {
      cmsghdr header;
      char room[CMSG_SPACE(sizeof(int))];
    } control = {};
    msghdr message = {};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = passed != nullptr ? &control : nullptr;
    message.msg_controllen = passed != nullptr ? sizeof control.room : 0;
    const ssize_t count = recvmsg(descriptor, &message, MSG_CMSG_CLOEXEC);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return false;
    const cmsghdr *header = passed != nullptr ? CMSG_FIRSTHDR(&message) : nullptr;
    if (header != nullptr && header->cmsg_type == SCM_RIGHTS) {
      int number = -1;
      std::memcpy(&number, CMSG_DATA(header), sizeof number);
      *passed = Descriptor(number);
    }
    next += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

template <typename Part> void append(std::string &content, const Part &part) {
  content.append(reinterpret_cast<const char *>(&part), sizeof part);
}

// What stands at the beginning of `content`, which it is taken from; false: it is shorter.
template <typename Part> bool take(std::string_view &content, Part &part) {
  if (content.copy(reinterpret_cast<char *>(&part), sizeof part) != sizeof part)
    return false;
  content.remove_prefix(sizeof part);
  return true;
}

} // namespace

bool ForkServer::isReadable() const {
  pollfd watched{socket.get(), POLLIN, 0};
  return poll(&watched, 1, 0) == 1;
}

Status ForkServer::send(std::uint32_t kind, const std::string &content, int descriptor) {
  const AlleleServerMessage head{kind, static_cast<std::uint32_t>(content.size())};
  std::string bytes;
  append(bytes, head);
  bytes += content;
  union {
    cmsghdr header;
    char room[CMSG_SPACE(sizeof(int))];
  } control = {};
  for (std::size_t done = 0; done < bytes.size();) {
    iovec part{bytes.data() + done, bytes.size() - done};
    msghdr message = {};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    if (descriptor >= 0 && done == 0) {
      message.msg_control = &control;
      message.msg_controllen = sizeof control.room;
      control.header.cmsg_level = SOL_SOCKET;
      control.header.cmsg_type = SCM_RIGHTS;
      control.header.cmsg_len = CMSG_LEN(sizeof(int));
      std::memcpy(CMSG_DATA(&control.header), &descriptor, sizeof descriptor);
    }
    const ssize_t count = sendmsg(socket.get(), &message, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return gone();
    done += static_cast<std::size_t>(count);
  }
  return Done{};
}

Result<std::string> ForkServer::receive(std::uint32_t kind, std::size_t atLeast, Descriptor *descriptor) {
  AlleleServerMessage head{};
  if (!readAll(socket.get(), &head, sizeof head, descriptor))
    return gone();
  if (head.kind != kind || head.size < atLeast || head.size > kLargestMessage)
    return Error{fmt::format("the fork server sent message {} of {} bytes for message {}", head.kind, head.size, kind)};
  std::string content(head.size, '\0');
  if (!readAll(socket.get(), content.data(), content.size()))
    return gone();
  return content;
}

Status ForkServer::greet() {
  Descriptor memory;
  const auto message = receive(ALLELE_SERVER_HELLO, sizeof hello, &memory);
  if (!message)
    return message.error();
  std::string_view rest = *message;
  if (!take(rest, hello) || hello.magic != ALLELE_SERVER_MAGIC)
    return Error{"the fork server's greeting isn't understood; are driver and library of one version?"};
  void *mapped = mmap(nullptr, sizeof *page, PROT_READ, MAP_SHARED, memory.get(), 0);
  if (mapped == MAP_FAILED)
    return Error{"the fork server shares no memory"};
  page.reset(static_cast<const AlleleServerPage *>(mapped));
  return Done{};
}

void ForkServer::Unmap::operator()(const AlleleServerPage *mapped) const {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): munmap's parameter
  munmap(const_cast<AlleleServerPage *>(mapped), sizeof *mapped);
}

bool ForkServer::countsAll() const {
  return page && __atomic_load_n(&page->countsAll, __ATOMIC_RELAXED) != 0;
}

Status ForkServer::rearm() {
  return send(ALLELE_SERVER_READY, "");
}

Status ForkServer::define(std::uint32_t number, const std::vector<std::string> &arguments, const TestBudgets *budgets) {
  AlleleServerTest head{};
  head.test = number;
  head.argumentCount = static_cast<std::uint32_t>(arguments.size());
  if (budgets != nullptr) {
    head.suspicion = budgets->suspicion;
    head.limit = budgets->limit;
    head.functionCount = static_cast<std::uint32_t>(budgets->functions.size());
  }
  std::string content;
  append(content, head);
  if (budgets != nullptr)
    for (const AlleleServerFunction &function : budgets->functions)
      append(content, function);
  for (const std::string &argument : arguments)
    content.append(argument.c_str(), argument.size() + 1);
  return send(ALLELE_SERVER_TEST, content);
}

Result<AlleleServerStarted> ForkServer::run(const AlleleServerRun &run, int output) {
  std::string content;
  append(content, run);
  if (Status sent = send(ALLELE_SERVER_RUN, content, output); !sent)
    return sent.error();
  const auto answer = receive(ALLELE_SERVER_STARTED, sizeof(AlleleServerStarted));
  if (!answer)
    return answer.error();
  AlleleServerStarted started{};
  std::memcpy(&started, answer->data(), sizeof started);
  if (started.process <= 0)
    return Error{fmt::format("the fork server can't fork: {}", std::strerror(started.errorNumber))};
  return started;
}

Result<ForkServer::Ended> ForkServer::takeEnd() {
  const auto message = receive(ALLELE_SERVER_ENDED, sizeof(AlleleServerEnded));
  if (!message)
    return message.error();
  Ended ended{};
  std::string_view rest = *message;
  take(rest, ended.head);
  ended.end.hadThreads = ended.head.hadThreads != 0;
  ended.end.wasExhausted = ended.head.wasExhausted != 0;
  if (ended.head.countIsWhole != 0)
    ended.end.count = ended.head.count;
  for (AlleleServerFunction function{}; take(rest, function);)
    ended.end.functions.push_back(function);
  return ended;
}

} // namespace allele
