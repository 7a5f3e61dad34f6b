// SHA-256 of bytes: the name of a job and of the content of a data set.
//
//     Digest digest;
//     digest.add(text);
//     digest.add(numbers);              // the bits of the numbers
//     const std::string key = digest.hex();
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace starling::compare {

class Digest {
 public:
  Digest();
  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;
  ~Digest();

  void add(std::string_view bytes);
  void add(std::uint64_t number);  // eight bytes, lowest first
  void add(std::span<const double> numbers);
  // 64 hexadecimal digits; once, as the last call.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256(std::string_view bytes);

}  // namespace starling::compare
