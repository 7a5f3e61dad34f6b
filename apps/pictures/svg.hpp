// Pieces of SVG pictures. Colours are classes, which a page that holds a picture gives and a file of its own brings:
// ink and faint (lines and words), better and worse (filled and open marks), low and high (cells below and above zero),
// frame (around them), group0 to group6 (filled).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace starling::pictures {

// `more`: further attributes, each with a blank before it.
std::string svg_line(double x1, double y1, double x2, double y2, std::string_view more = "");
// anchor: start, middle or end.
std::string svg_text(double x, double y, std::string_view anchor, std::string_view text, std::string_view more = "");

// The same by classes of colour.
std::string line(double x1, double y1, double x2, double y2, std::string_view kind, double thickness = 1.0);
std::string words(double x, double y, std::string_view anchor, std::string_view text);
// The words above a part of a picture.
std::string heading(std::string_view text);

// The start of a picture within a page, with what it is called; "</svg>" ends it.
std::string opening(double width, double height, std::string_view name);
// Such a picture as a file of its own, light or dark as its reader prefers.
std::string as_file(std::string_view picture);
// A file of its own with a ground: lines also in groups of class axis or grid.
std::string svg_page(std::string_view title, double width, double height, std::string_view body);

// 1, 2 or 5 times a power of ten: the least with at most so many steps in the range.
double round_step(double range, double most_steps);
// The multiples of 1, 2 or 5 times a power of ten between two values, at most seven.
std::vector<double> round_values(double low, double high);

}  // namespace starling::pictures
