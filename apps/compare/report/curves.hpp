// Several curves within one pair of axes, as SVG. Colours are the classes curve0 to curve6; after seven curves they
// come again with dashes. `ink` and `faint` as in apps/pictures/svg.hpp.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace starling::compare {

struct Axis {
  std::string words;
  bool logarithmic = false;  // then only positive values have a place
  bool falling = false;      // the largest value lies at the left
};

// A ring at a point of a curve.
struct CurveMark {
  double x = 0.0, y = 0.0;
  std::string words;  // shown when a pointer rests on it
};

struct Curve {
  std::string label;
  std::vector<double> x, y;                // of one length; x rises or falls
  std::vector<CurveMark> marks = {};       // at points of the curve
  std::optional<std::size_t> colour = {};  // none: its position in the picture
};

struct CurvePlot {
  std::string name;  // what the picture is, for those who cannot see it
  Axis x, y;
  bool steps = false;  // a value holds until the next
};

// Values that have no place on their axis are left out, and curves without any other but for their label. An axis
// reaches from the least to the largest value.
std::string curve_picture(const CurvePlot& plot, const std::vector<Curve>& curves);

}  // namespace starling::compare
