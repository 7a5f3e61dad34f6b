// Pieces of SVG pictures.
#pragma once

#include <string>
#include <string_view>

namespace starling::cli {

// `more`: further attributes, each with a blank before it.
std::string svg_line(double x1, double y1, double x2, double y2, std::string_view more = "");
// anchor: start, middle or end.
std::string svg_text(double x, double y, std::string_view anchor, std::string_view text, std::string_view more = "");
// A file of its own, light or dark as its reader prefers: lines in groups of class axis or grid.
std::string svg_page(std::string_view title, double width, double height, std::string_view body);

}  // namespace starling::cli
