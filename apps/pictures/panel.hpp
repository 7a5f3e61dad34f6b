// Parts of a picture, one below the other.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace starling::pictures {

inline constexpr double panel_width = 720;

// Drawn from (0, 0) on.
struct Panel {
  std::string body;
  double height = 0.0;
};

// A file of its own, and a picture within a page that gives the colours.
std::string file_of(std::string_view title, const std::vector<Panel>& panels);
std::string figure_of(std::string_view title, const std::vector<Panel>& panels);

}  // namespace starling::pictures
