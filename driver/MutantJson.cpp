#include "MutantJson.h"

#include "MutantId.h"
#include "Text.h"

#include <set>

namespace allele {

nlohmann::ordered_json mutantToJson(const Mutant &mutant, const Catalog &catalog) {
  std::set<std::string> functions;
  std::set<std::string> objects;
  for (const Site &site : mutant.sites) {
    functions.insert(toValidUtf8(demangle(site.function)));
    objects.insert(toValidUtf8(catalog.objects[site.object]));
  }
  nlohmann::ordered_json json = {{"id", formatId(mutant.id)},
                                 {"operator", toValidUtf8(mutant.operatorId)},
                                 {"level", toValidUtf8(mutant.level)},
                                 {"file", toValidUtf8(mutant.file)},
                                 {"line", mutant.range.line},
                                 {"column", mutant.range.column},
                                 {"endLine", mutant.range.endLine},
                                 {"endColumn", mutant.range.endColumn},
                                 {"original", toValidUtf8(mutant.original)},
                                 {"replacement", toValidUtf8(mutant.replacement)},
                                 {"functions", functions},
                                 {"sites", mutant.sites.size()},
                                 {"objects", objects}};
  if (mutant.ignored) {
    json["ignored"] = toString(mutant.ignored->reason);
    json["detail"] = toValidUtf8(mutant.ignored->detail);
  }
  return json;
}

} // namespace allele
