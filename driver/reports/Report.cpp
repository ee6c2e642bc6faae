#include "Report.h"

namespace allele {

#define ALLELE_REPORT(name) extern const ReportFormat k##name;
#include "ReportRegistry.inc"
#undef ALLELE_REPORT

const std::vector<const ReportFormat *> &reportFormats() {
  static const std::vector<const ReportFormat *> formats = {
#define ALLELE_REPORT(name) &k##name,
#include "ReportRegistry.inc"
#undef ALLELE_REPORT
  };
  return formats;
}

const ReportFormat *findReportFormat(const std::string &name) {
  for (const ReportFormat *format : reportFormats())
    if (name == format->name)
      return format;
  return nullptr;
}

} // namespace allele
