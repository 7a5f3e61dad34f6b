// Several curves within one pair of axes, as SVG. Colours are the classes curve0 to curve6; after seven curves they
// come again with dashes. `ink` and `faint` as in pictures.hpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace starling::compare {

struct Axis {
  std::string words;
  bool logarithmic = false;  // then only positive values have a place
  bool falling = false;      // the largest value lies at the left
};

struct Curve {
  std::string label;
  std::vector<double> x, y;  // of one length; x rises, or falls where the axis does
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
