// Words and numbers within SVG and HTML.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace starling::pictures {

// As text or as a value in double quotes. Control characters, which XML cannot hold, become blanks.
std::string escaped(std::string_view text);

// At most so many bytes, with "..." at the end of what was longer; never within a letter of UTF-8. most >= 3.
std::string shortened(std::string_view text, std::size_t most);

// A number for a person: 4 significant digits.
std::string brief(double value);

}  // namespace starling::pictures
