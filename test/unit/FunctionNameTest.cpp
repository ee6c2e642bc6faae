#include "FunctionName.h"

#include <catch2/catch.hpp>

using namespace allele;

TEST_CASE("a qualified name has no parameters, template arguments or return type") {
  CHECK(withoutSignature("ns::Class::method(int, char const*) const") == "ns::Class::method");
  CHECK(withoutSignature("std::vector<int, std::allocator<int> >::push_back(int const&)") == "std::vector::push_back");
  CHECK(withoutSignature("unsigned long max<unsigned long>(unsigned long, unsigned long)") == "max");
  CHECK(withoutSignature("std::enable_if<((1)>(2)), int>::type f<3>(int)") == "f");
  CHECK(withoutSignature("decltype (a.b()) f<A>(A)") == "f");
  CHECK(withoutSignature("void (*chosen<int>(int))(char)") == "chosen");
  CHECK(withoutSignature("f[abi:cxx11](int)") == "f");
  CHECK(withoutSignature("f(int) [clone .cold]") == "f");
}

TEST_CASE("operators keep their symbol") {
  CHECK(withoutSignature("A::operator()(int) const") == "A::operator()");
  CHECK(withoutSignature("A::operator[](int)") == "A::operator[]");
  CHECK(withoutSignature("bool operator< <int>(A<int> const&, A<int> const&)") == "operator<");
  CHECK(withoutSignature("std::ostream& operator<< <int>(std::ostream&, A<int>)") == "operator<<");
  CHECK(withoutSignature("bool operator==<int>(A<int> const&, A<int> const&)") == "operator==");
  CHECK(withoutSignature("A::operator->() const") == "A::operator->");
  CHECK(withoutSignature("A::operator<=>(A const&) const") == "A::operator<=>");
  CHECK(withoutSignature("A<B>::operator bool() const") == "A::operator bool");
  CHECK(withoutSignature("operator new(unsigned long)") == "operator new");
  CHECK(withoutSignature("operators(int)") == "operators");
}

TEST_CASE("what has no name of its own is named by what is around it") {
  CHECK(withoutSignature("(anonymous namespace)::f(int)") == "(anonymous namespace)::f");
  CHECK(withoutSignature("outer(int)::Local::inner(char)") == "outer::Local::inner");
  CHECK(withoutSignature("A::f(int) const::{lambda(char)#2}::operator()(char) const") ==
        "A::f::{lambda#2}::operator()");
  CHECK(withoutSignature("main::$_0::operator()(int) const") == "main::$_0::operator()");
}

TEST_CASE("linkage names are demangled, others stay") {
  CHECK(qualifiedName("_ZN2ns1C6methodIiEET_S2_") == "ns::C::method");
  CHECK(qualifiedName("main") == "main");
  CHECK(qualifiedName("_Zbroken") == "_Zbroken");
  CHECK(qualifiedName("").empty());
}

TEST_CASE("a name's words are told by case and by what stands between") {
  using Words = std::vector<std::string>;
  CHECK(wordsOf("XML_ERROR_FILE") == Words{"xml", "error", "file"});
  CHECK(wordsOf("xmlErrorFile2") == Words{"xml", "error", "file2"});
  CHECK(wordsOf("kXMLErrorFile") == Words{"k", "xml", "error", "file"});
  CHECK(wordsOf("::chargeCard") == Words{"charge", "card"});
  CHECK(wordsOf("EINVAL") == Words{"einval"});
  CHECK(wordsOf("_").empty());
}
