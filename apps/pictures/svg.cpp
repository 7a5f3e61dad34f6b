#include "apps/pictures/svg.hpp"

#include <fmt/format.h>

#include <cmath>

#include "apps/pictures/markup.hpp"

namespace starling::pictures {
namespace {

// Of files of their own. Colours are brightened on a dark ground.
constexpr std::string_view style =
    "<style>\nsvg{background:#fff}.page{fill:#fff}text{fill:#333}.axis line{stroke:#777}.grid line{stroke:#e4e4e4}"
    ".mark{stroke:#777}line.ink{stroke:#222}line.faint{stroke:#ddd}.frame{stroke:#bbb}\n"
    ".better,.low{fill:#0072b2}.high{fill:#d55e00}.worse{fill:none;stroke:#d55e00;stroke-width:2}\n"
    ".group0{fill:#0072b2}.group1{fill:#d55e00}.group2{fill:#009e73}.group3{fill:#b5568c}.group4{fill:#b87d00}"
    ".group5{fill:#3a94c9}.group6{fill:#6e6e6e}\n"
    "@media (prefers-color-scheme:dark){svg{background:#181818}.page{fill:#181818}text{fill:#ddd}"
    ".axis line{stroke:#999}.grid line{stroke:#333}.mark{stroke:#999}line.ink{stroke:#ddd}line.faint{stroke:#3a3a3a}"
    ".frame{stroke:#555}.better,.low{fill:#56b4e9}.high{fill:#ff8547}.worse{stroke:#e69f00}"
    "polyline,circle,.bars{filter:brightness(1.4)}}\n</style>\n";

}  // namespace

std::string svg_line(double x1, double y1, double x2, double y2, std::string_view more) {
  return fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"{}/>\n", x1, y1, x2, y2, more);
}

std::string svg_text(double x, double y, std::string_view anchor, std::string_view text, std::string_view more) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n", x, y, anchor, more,
                     escaped(text));
}

std::string line(double x1, double y1, double x2, double y2, std::string_view kind, double thickness) {
  return svg_line(x1, y1, x2, y2, fmt::format(" class=\"{}\" stroke-width=\"{}\"", kind, thickness));
}

std::string words(double x, double y, std::string_view anchor, std::string_view text) {
  return svg_text(x, y, anchor, text, " class=\"ink\"");
}

std::string heading(std::string_view text) {
  return svg_text(20, 18, "start", text, " class=\"ink\" font-weight=\"bold\"");
}

std::string opening(double width, double height, std::string_view name) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" role=\"img\" aria-label=\"{2}\" "
      "font-family=\"sans-serif\" font-size=\"12\">\n<title>{2}</title>\n",
      width, height, escaped(name));
}

std::string as_file(std::string_view picture) {
  const std::size_t at = picture.find("<title>");
  return std::string(picture.substr(0, at)).append(style).append(picture.substr(at));
}

std::string svg_page(std::string_view title, double width, double height, std::string_view body) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
      "font-family=\"sans-serif\" font-size=\"12\" fill=\"#333\">\n<title>{2}</title>\n{3}"
      "<rect class=\"page\" width=\"{0}\" height=\"{1}\" fill=\"#fff\"/>\n{4}</svg>\n",
      width, height, escaped(title), style, body);
}

double round_step(double range, double most_steps) {
  const double power = std::pow(10.0, std::floor(std::log10(range / most_steps)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (range <= most_steps * factor * power * (1.0 + 1e-9)) return factor * power;
  return 10.0 * power;
}

std::vector<double> round_values(double low, double high) {
  constexpr double most_steps = 6.0;
  std::vector<double> values;
  const double step = round_step(high - low, most_steps);
  for (double value = std::ceil(low / step - 1e-9) * step; value <= high + 1e-9 * step; value += step)
    values.push_back(std::abs(value) < 1e-9 * step ? 0.0 : value);
  return values;
}

}  // namespace starling::pictures
