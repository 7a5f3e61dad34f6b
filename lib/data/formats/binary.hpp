// Binary files as bytes that nobody has vouched for: a cursor that cannot run over their end, number types as they
// are stored, decompression and the memory all of that may take.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace starling {

// Throws InvalidData about the file `source`: the short form for the format readers.
[[noreturn]] void refuse(std::string_view source, std::string what, std::string expected = {}, std::string got = {},
                         std::string hint = {});

// How much memory one file may ask for. By default 4 times its size and 64 MiB more; what is stored uncompressed may
// besides become doubles, 8 bytes for each stored byte at most.
class MemoryBudget {
 public:
  // limit in bytes; 0: the default.
  MemoryBudget(std::string source, std::uint64_t file_size, std::uint64_t limit = 0);
  // Raises a default limit by what `stored` uncompressed bytes may become.
  void allow_widening(std::uint64_t stored);
  // Takes count items of `width` bytes away. Throws InvalidData when the rest is too small.
  void charge(std::uint64_t count, std::uint64_t width = 1);
  std::uint64_t rest() const { return rest_; }

 private:
  std::string source_;
  std::uint64_t rest_;
  bool fixed_;
};

// Reads forward through bytes that outlive it. Every step is checked: beyond the end is InvalidData, "ends too early".
class ByteCursor {
 public:
  // reversed: numbers are stored in the other byte order than this machine's.
  ByteCursor(std::string_view bytes, std::string_view source, bool reversed = false)
      : bytes_(bytes), source_(source), reversed_(reversed) {}

  std::size_t rest() const { return bytes_.size() - at_; }
  bool reversed() const { return reversed_; }
  std::string_view source() const { return source_; }
  std::string_view take(std::size_t count);
  void skip_up_to(std::size_t count) { at_ += count < rest() ? count : rest(); }

  template <class Integer>
  Integer integer() {
    const std::string_view raw = take(sizeof(Integer));
    std::make_unsigned_t<Integer> value = 0;
    const bool little = (std::endian::native == std::endian::little) != reversed_;
    for (std::size_t i = 0; i < sizeof(Integer); ++i) {
      const auto byte = static_cast<unsigned char>(raw[little ? sizeof(Integer) - 1 - i : i]);
      value = static_cast<std::make_unsigned_t<Integer>>((static_cast<std::uint64_t>(value) << 8U) | byte);
    }
    return static_cast<Integer>(value);
  }

 private:
  std::string_view bytes_, source_;
  std::size_t at_ = 0;
  bool reversed_;
};

enum class NumberType { int8, uint8, int16, uint16, int32, uint32, int64, uint64, float32, float64 };
std::size_t width_of(NumberType type);
// bytes.size() / width_of(type) numbers as doubles. Integers beyond 2^53 are rounded to the nearest double.
void to_doubles(std::string_view bytes, NumberType type, bool reversed, double* out);

// a * b, or nothing when it does not fit.
std::optional<std::uint64_t> checked_product(std::uint64_t a, std::uint64_t b);

enum class Compression { zlib, gzip };
// The decompressed bytes, charged to the budget as they come. A gzip file may have several members.
// Throws InvalidData for damage, a checksum that does not match, a missing end.
std::string inflate(std::string_view compressed, Compression form, std::string_view source, MemoryBudget& budget);
// The same bytes for the same content: no name, no time.
std::string gzip(std::string_view content);

}  // namespace starling
