// Names of functions as users write them.
#ifndef ALLELE_FUNCTION_NAME_H
#define ALLELE_FUNCTION_NAME_H

#include <string>
#include <string_view>
#include <vector>

namespace allele {

// The qualified name behind a linkage name, without return type, parameters, template arguments and ABI tags:
// `ns::Class::method`, `ns::Class::operator()`, `f::{lambda#1}::operator()`, `(anonymous namespace)::f`. What isn't
// mangled is returned as it is.
std::string qualifiedName(const std::string &linkageName);

// The same from the name that a demangler gives.
std::string withoutSignature(std::string_view demangled);

// The words of a name, in small letters: `XML_ERROR_FILE`, `xmlErrorFile` and `XMLErrorFile` are `xml`, `error`,
// `file`.
std::vector<std::string> wordsOf(std::string_view name);

} // namespace allele

#endif
