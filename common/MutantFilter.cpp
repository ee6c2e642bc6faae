#include "MutantFilter.h"

#include "Glob.h"

#include <algorithm>
#include <utility>

namespace allele {
namespace {

std::string absolutePath(const std::string &root, const std::string &path) {
  return path.empty() || path.front() == '/' ? path : root + "/" + path;
}

} // namespace

MutantFilter::MutantFilter(const SelectionSettings &wanted, ChangedLines changed)
    : settings(wanted), changes(std::move(changed)) {}

bool MutantFilter::wantsFile(const std::string &root, const std::string &path) const {
  const auto isIts = [&](const LineRange &range) { return range.file == path; };
  if (!settings.lines.empty() && std::none_of(settings.lines.begin(), settings.lines.end(), isIts))
    return false;
  if (settings.diff.isOn() && !changes.has(absolutePath(root, path)))
    return false;
  return (settings.include.empty() || matchesAnyPath(settings.include, path)) &&
         !matchesAnyPath(settings.exclude, path);
}

bool MutantFilter::wantsFunction(const std::string &qualifiedName) const {
  return (settings.includeFunctions.empty() || matchesAnyName(settings.includeFunctions, qualifiedName)) &&
         !matchesAnyName(settings.excludeFunctions, qualifiedName);
}

bool MutantFilter::namesLines(const std::string &path, unsigned first, unsigned last) const {
  return settings.lines.empty() || std::any_of(settings.lines.begin(), settings.lines.end(), [&](const auto &range) {
           return range.file == path && range.first <= last && first <= range.last;
         });
}

bool MutantFilter::wantsFunctionOn(const std::string &root, const std::string &path, unsigned first,
                                   unsigned last) const {
  if (!namesLines(path, first, last))
    return false;
  if (!settings.diff.isOn())
    return true;
  const std::string whole = absolutePath(root, path);
  return changes.overlaps(whole, first, last) ||
         (settings.diff.scope == DiffSettings::Scope::kFunctions && changes.deletesWithin(whole, first, last));
}

bool MutantFilter::wantsLines(const std::string &root, const std::string &path, unsigned first, unsigned last) const {
  if (!namesLines(path, first, last))
    return false;
  return !settings.diff.isOn() || settings.diff.scope == DiffSettings::Scope::kFunctions ||
         changes.overlaps(absolutePath(root, path), first, last);
}

bool MutantFilter::samples(std::uint64_t id) const {
  return settings.sample >= 1 || static_cast<double>(rankOf(id) >> 11) * 0x1.0p-53 < settings.sample;
}

std::uint64_t MutantFilter::rankOf(std::uint64_t id) const {
  std::uint64_t mixed = id + 0x9e3779b97f4a7c15ULL * (settings.seed + 1);
  mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
  mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
  return mixed ^ (mixed >> 31);
}

} // namespace allele
