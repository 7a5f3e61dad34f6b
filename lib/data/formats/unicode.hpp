// Text between UTF-8, which Starling keeps, and the fixed-width units that MATLAB and NumPy store.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace starling {

// Where the first NUL or the first byte that is not UTF-8 stands, or npos.
std::size_t find_non_text(std::string_view text);

// Appends one code point; false, and nothing appended, when it is none (a surrogate, or beyond U+10FFFF).
bool append_utf8(std::string& text, std::uint32_t code_point);

// The code points of valid UTF-8. Throws InvalidData for bytes that are not.
std::u32string to_utf32(std::string_view text);

}  // namespace starling
