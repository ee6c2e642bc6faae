// The outcome of something that can fail: a value, or a message for the user.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace allele {

// A failure of the infrastructure, never a verdict. The message is lower case: subject, fact, way out.
struct Error {
  std::string message;
};

template <typename T> class [[nodiscard]] Result {
public:
  Result(T value) : content(std::move(value)) {}
  Result(Error error) : content(std::move(error)) {}

  explicit operator bool() const { return std::holds_alternative<T>(content); }
  T &operator*() { return std::get<T>(content); }
  const T &operator*() const { return std::get<T>(content); }
  T *operator->() { return &std::get<T>(content); }
  const T *operator->() const { return &std::get<T>(content); }
  const Error &error() const { return std::get<Error>(content); }

private:
  std::variant<T, Error> content;
};

// For operations that return nothing but may fail.
struct Done {};
using Status = Result<Done>;

} // namespace allele
