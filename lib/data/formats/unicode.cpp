#include "lib/data/formats/unicode.hpp"

#include "lib/base/error.hpp"

namespace starling {

std::size_t find_non_text(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = [&](std::size_t k) -> unsigned {
      return at + k < text.size() ? static_cast<unsigned char>(text[at + k]) : 0U;
    };
    const unsigned first = byte(0);
    if (first == 0) return at;
    if (first < 0x80) {
      ++at;
      continue;
    }
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4) return at;
    for (std::size_t k = 1; k < length; ++k)
      if ((byte(k) & 0xC0U) != 0x80) return at;
    // Overlong forms, surrogates and what lies beyond Unicode.
    const unsigned second = byte(1);
    if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) || (first == 0xF0 && second < 0x90) ||
        (first == 0xF4 && second > 0x8F))
      return at;
    at += length;
  }
  return std::string_view::npos;
}

bool append_utf8(std::string& text, std::uint32_t code_point) {
  const auto tail = [&](unsigned shift) { text += static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU)); };
  if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) return false;
  if (code_point < 0x80) {
    text += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    text += static_cast<char>(0xC0U | (code_point >> 6U));
    tail(0);
  } else if (code_point < 0x10000) {
    text += static_cast<char>(0xE0U | (code_point >> 12U));
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xF0U | (code_point >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
  return true;
}

std::u32string to_utf32(std::string_view text) {
  if (find_non_text(text) != std::string_view::npos)
    throw InvalidData({.what = "a name is not text in UTF-8", .where = std::string(text)});
  std::u32string points;
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    std::uint32_t point = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) point = (point << 6U) | (static_cast<unsigned char>(text[at + k]) & 0x3FU);
    points += static_cast<char32_t>(point);
    at += length;
  }
  return points;
}

}  // namespace starling
