// The constant parts of the pages, made by the build of html/ and third_party/ (reports/html/Embed.cmake).
#pragma once

namespace allele {

// report.html
extern const char *const kHtmlBegin;  // to where the overview's data belong
extern const char *const kHtmlScript; // behind them
extern const char *const kHtmlEnd;    // behind the data of the files

extern const char *const kQualityPage; // quality.html, with @title@ and @content@ where they belong

} // namespace allele
