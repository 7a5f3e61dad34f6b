// The pictures of a report as SVG, their colours as apps/pictures/svg.hpp says.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "apps/compare/report/analysis.hpp"

namespace starling::compare {

// Mean ranks on a line, 1 at the left; methods that Nemenyi's critical difference does not tell apart are joined by a
// bar. At least two methods.
std::string critical_difference_picture(const AcrossDataSets& across);

struct Dot {
  double value = 0.0;
  std::string words;   // shown when a pointer rests on it
  bool worse = false;  // drawn as an open square in another colour
};
struct Strip {
  std::string label;
  std::vector<Dot> dots;
};
// A row of dots for each label above one axis, with a vertical line at `mark`. Values are finite.
std::string strip_picture(const std::vector<Strip>& strips, std::string_view axis, std::optional<double> mark);

}  // namespace starling::compare
