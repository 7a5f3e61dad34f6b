// The pictures of a report as SVG. Their colours are classes: `ink`, `faint`, `better`, `worse`; a page that holds the
// pictures gives them, a file of its own brings them.
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

// The picture with its colours, for a file of its own; light or dark as its reader prefers.
std::string as_file(std::string_view picture);

}  // namespace starling::compare
