// The Mutation Server Protocol, version 0.4 (npm package mutation-server-protocol): an editor asks which mutants there
// are, and has some of them run. The server answers one request after the other.
#pragma once

#include "JsonRpc.h"
#include "SuiteDiscovery.h"
#include "Terminal.h"

#include <string>
#include <vector>

namespace allele {

class MutationServer {
public:
  // `arguments`: of `allele run`, that say where the tests come from, as `source` does. Runs are processes of their
  // own, so nothing that happens in one ends the server, and their results don't replace the user's own.
  MutationServer(const TestSource &tests, std::vector<std::string> runArguments, Terminal &messages)
      : source(tests), arguments(std::move(runArguments)), terminal(messages) {}

  // Until the other side ends. Errors: it sent something else than messages.
  Status serve(RpcChannel &channel);

private:
  struct Answer; // a result, or an error

  void answer(RpcChannel &channel, const std::string &message);
  Answer configure(const RpcJson &parameters);
  Answer discover(const RpcJson &parameters);
  Answer mutationTest(RpcChannel &channel, const RpcJson &parameters);
  Result<Catalog> catalog();

  const TestSource &source;
  const std::vector<std::string> arguments;
  Terminal &terminal;
};

} // namespace allele
