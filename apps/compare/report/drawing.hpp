// Pieces of the pictures of a report.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "apps/cli/markup.hpp"

namespace starling::compare {

// The start of a picture, with what it is called.
std::string opening(double width, double height, std::string_view name);
std::string line(double x1, double y1, double x2, double y2, std::string_view kind, double thickness = 1.0);
// anchor: start, middle or end.
std::string words(double x, double y, std::string_view anchor, std::string_view text);

// The multiples of 1, 2 or 5 times a power of ten between two values, at most seven.
std::vector<double> round_values(double low, double high);

}  // namespace starling::compare
