// Text for an 80-column terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "apps/pictures/markup.hpp"
#include "lib/base/params.hpp"

namespace starling::cli {

inline constexpr std::size_t page_width = 80;

// The words of a text in lines of at most 80 columns, each after `indent` blanks, ending in a line feed. A word that
// is longer than a line stays whole.
std::string wrapped(std::string_view text, std::size_t indent);

// Two columns: a term and its wrapped explanation, which starts in column `at` or on a line of its own.
std::string defined(std::string_view term, std::string_view explanation, std::size_t at);

// Rows of cells as aligned columns, two blanks apart: the first column to the left, the others to the right.
std::string aligned(const std::vector<std::vector<std::string>>& rows);

// One cell of a CSV line, in quotes where it needs them.
std::string csv_cell(std::string_view text);

using pictures::brief;

// "a, b, c and 5 more"; "none" where there is none.
std::string listed(const std::vector<std::string>& names);

// "1 task", "3 tasks".
std::string count(unsigned long long n, std::string_view noun);

// The options of a method or data set, one after the other: name, default, what it accepts, help.
std::string describe_options(const std::vector<FieldDescription>& fields);

}  // namespace starling::cli
