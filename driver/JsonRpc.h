// JSON-RPC 2.0 with a header before each message, as the Language Server Protocol has it: "Content-Length: 12\r\n\r\n",
// and so many bytes of JSON.
#pragma once

#include "Descriptor.h"
#include "Result.h"

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace allele {

using RpcJson = nlohmann::ordered_json;

// As JSON-RPC 2.0 numbers them.
enum class RpcError {
  kParse = -32700,
  kInvalidRequest = -32600,
  kUnknownMethod = -32601,
  kInvalidParameters = -32602,
  kInternal = -32603
};

// One connection. Not thread-safe.
class RpcChannel {
public:
  RpcChannel(Descriptor input, Descriptor output) : in(std::move(input)), out(std::move(output)) {}

  // Waits for a message. nullopt: the other side has ended, or the driver was interrupted. Errors: what comes is no
  // message, so nothing behind it can be told apart either.
  Result<std::optional<std::string>> receive();
  // Reads what is there, for receive(), and says whether the other side is still there.
  bool isOpen();

  // What can't be sent is dropped: then the other side has ended.
  void reply(const RpcJson &id, RpcJson result);
  void fail(const RpcJson &id, RpcError code, const std::string &message);
  void notify(const char *method, RpcJson parameters);

private:
  void send(const RpcJson &message);
  bool read();

  Descriptor in;
  Descriptor out;
  std::string received; // and not taken yet
  bool ended = false;
};

} // namespace allele
