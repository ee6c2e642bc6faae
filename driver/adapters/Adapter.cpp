#include "Adapter.h"

namespace allele {

#define ALLELE_ADAPTER(name) extern const Adapter k##name;
#include "AdapterRegistry.inc"
#undef ALLELE_ADAPTER

const char *toString(TestEnd end) {
  switch (end) {
  case TestEnd::kPassed:
    return "passed";
  case TestEnd::kFailed:
    return "failed";
  case TestEnd::kSkipped:
    return "skipped";
  case TestEnd::kUnfinished:
    return "unfinished";
  }
  return "";
}

const std::vector<const Adapter *> &adapters() {
  static const std::vector<const Adapter *> all = {
#define ALLELE_ADAPTER(name) &k##name,
#include "AdapterRegistry.inc"
#undef ALLELE_ADAPTER
  };
  return all;
}

const Adapter *findAdapter(const std::string &name) {
  for (const Adapter *adapter : adapters())
    if (name == adapter->name)
      return adapter;
  return nullptr;
}

const Adapter *adapterFor(const std::vector<std::string> &paths) {
  for (const std::string &path : paths) {
    const auto object = ElfFile::open(path);
    if (!object)
      continue;
    for (const Adapter *adapter : adapters())
      if (adapter->recognises(**object))
        return adapter;
  }
  return nullptr;
}

} // namespace allele
