#include "lib/data/formats/binary.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <utility>

#include "lib/base/error.hpp"

namespace starling {
namespace {

constexpr std::uint64_t mebibyte = 1024 * 1024;

std::uint64_t default_limit(std::uint64_t file_size) { return 4 * file_size + 64 * mebibyte; }

template <class Stored>
void widen(std::string_view bytes, bool reversed, double* out) {
  const std::size_t count = bytes.size() / sizeof(Stored);
  for (std::size_t i = 0; i < count; ++i) {
    std::array<char, sizeof(Stored)> raw;
    std::memcpy(raw.data(), bytes.data() + i * sizeof(Stored), sizeof(Stored));
    if (reversed) std::reverse(raw.begin(), raw.end());
    out[i] = static_cast<double>(std::bit_cast<Stored>(raw));
  }
}

// Ends the zlib stream on every way out.
class Inflater {
 public:
  explicit Inflater(Compression form) {
    const int window = form == Compression::gzip ? 16 + MAX_WBITS : MAX_WBITS;
    if (::inflateInit2(&stream, window) != Z_OK) throw std::bad_alloc();
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { ::inflateEnd(&stream); }

  z_stream stream = {};
};

}  // namespace

void refuse(std::string_view source, std::string what, std::string expected, std::string got, std::string hint) {
  throw InvalidData({.what = std::move(what),
                     .where = std::string(source),
                     .expected = std::move(expected),
                     .got = std::move(got),
                     .hint = std::move(hint)});
}

MemoryBudget::MemoryBudget(std::string source, std::uint64_t file_size, std::uint64_t limit)
    : source_(std::move(source)), rest_(limit > 0 ? limit : default_limit(file_size)), fixed_(limit > 0) {}

void MemoryBudget::allow_widening(std::uint64_t stored) {
  if (!fixed_) rest_ += 8 * stored;
}

void MemoryBudget::charge(std::uint64_t count, std::uint64_t width) {
  const auto bytes = checked_product(count, width);
  if (!bytes || *bytes > rest_)
    refuse(source_, "asks for more memory than a file of its size may", fmt::format("at most {} more bytes", rest_),
           bytes ? fmt::format("{}", *bytes) : fmt::format("{} items of {} bytes", count, width),
           "raise memory_limit if you trust it");
  rest_ -= *bytes;
}

std::string_view ByteCursor::take(std::size_t count) {
  if (count > rest())
    refuse(source_, fmt::format("ends too early, at byte {} of this part", bytes_.size()),
           fmt::format("{} bytes from byte {} on", count, at_), fmt::format("{}", rest()));
  const std::string_view taken = bytes_.substr(at_, count);
  at_ += count;
  return taken;
}

std::size_t width_of(NumberType type) {
  switch (type) {
    case NumberType::int8:
    case NumberType::uint8:
      return 1;
    case NumberType::int16:
    case NumberType::uint16:
      return 2;
    case NumberType::int32:
    case NumberType::uint32:
    case NumberType::float32:
      return 4;
    case NumberType::int64:
    case NumberType::uint64:
    case NumberType::float64:
      break;
  }
  return 8;
}

void to_doubles(std::string_view bytes, NumberType type, bool reversed, double* out) {
  switch (type) {
    case NumberType::int8:
      return widen<std::int8_t>(bytes, reversed, out);
    case NumberType::uint8:
      return widen<std::uint8_t>(bytes, reversed, out);
    case NumberType::int16:
      return widen<std::int16_t>(bytes, reversed, out);
    case NumberType::uint16:
      return widen<std::uint16_t>(bytes, reversed, out);
    case NumberType::int32:
      return widen<std::int32_t>(bytes, reversed, out);
    case NumberType::uint32:
      return widen<std::uint32_t>(bytes, reversed, out);
    case NumberType::int64:
      return widen<std::int64_t>(bytes, reversed, out);
    case NumberType::uint64:
      return widen<std::uint64_t>(bytes, reversed, out);
    case NumberType::float32:
      return widen<float>(bytes, reversed, out);
    case NumberType::float64:
      return widen<double>(bytes, reversed, out);
  }
}

std::optional<std::uint64_t> checked_product(std::uint64_t a, std::uint64_t b) {
  if (a != 0 && b > std::numeric_limits<std::uint64_t>::max() / a) return std::nullopt;
  return a * b;
}

std::string inflate(std::string_view compressed, Compression form, std::string_view source, MemoryBudget& budget) {
  std::string out;
  std::array<char, 65536> buffer;
  do {
    Inflater inflater(form);
    z_stream& stream = inflater.stream;
    int state = Z_OK;
    while (state != Z_STREAM_END) {
      // zlib counts input in 32 bits, so a large file is handed over in pieces.
      const std::size_t piece = std::min<std::size_t>(compressed.size(), 1U << 30U);
      stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(compressed.data()));
      stream.avail_in = static_cast<uInt>(piece);
      stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
      stream.avail_out = static_cast<uInt>(buffer.size());
      state = ::inflate(&stream, Z_NO_FLUSH);
      compressed.remove_prefix(piece - stream.avail_in);
      const std::size_t got = buffer.size() - stream.avail_out;
      if (state != Z_OK && state != Z_STREAM_END)
        refuse(source, state == Z_BUF_ERROR ? "compressed data end too early" : "compressed data are damaged");
      budget.charge(got);
      out.append(buffer.data(), got);
    }
  } while (form == Compression::gzip && !compressed.empty());
  return out;
}

std::string gzip(std::string_view content) {
  z_stream stream = {};
  if (::deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  std::string out;
  std::array<char, 65536> buffer;
  int state = Z_OK;
  while (state != Z_STREAM_END) {
    const std::size_t piece = std::min<std::size_t>(content.size(), 1U << 30U);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
    stream.avail_in = static_cast<uInt>(piece);
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    state = ::deflate(&stream, piece == content.size() ? Z_FINISH : Z_NO_FLUSH);
    content.remove_prefix(piece - stream.avail_in);
    out.append(buffer.data(), buffer.size() - stream.avail_out);
  }
  ::deflateEnd(&stream);
  return out;
}

}  // namespace starling
