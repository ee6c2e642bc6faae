// The constant parts of report.html, made by the build of html/ and third_party/ (reports/html/Embed.cmake).
#pragma once

namespace allele {

extern const char *const kHtmlBegin;  // to where the overview's data belong
extern const char *const kHtmlScript; // behind them
extern const char *const kHtmlEnd;    // behind the data of the files

} // namespace allele
