#include "apps/compare/report/drawing.hpp"

#include <fmt/format.h>

#include <cmath>

namespace starling::compare {
namespace {

using cli::escaped;

double round_step(double range) {
  const double power = std::pow(10.0, std::floor(std::log10(range / 6.0)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (range <= 6.0 * factor * power * (1.0 + 1e-9)) return factor * power;
  return 10.0 * power;
}

}  // namespace

std::string opening(double width, double height, std::string_view name) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" role=\"img\" aria-label=\"{2}\" "
      "font-family=\"sans-serif\" font-size=\"12\">\n<title>{2}</title>\n",
      width, height, escaped(name));
}

std::string line(double x1, double y1, double x2, double y2, std::string_view kind, double thickness) {
  return fmt::format(
      "<line class=\"{}\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke-width=\"{}\"/>\n", kind, x1,
      y1, x2, y2, thickness);
}

std::string words(double x, double y, std::string_view anchor, std::string_view text) {
  return fmt::format("<text class=\"ink\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y, anchor,
                     escaped(text));
}

std::vector<double> round_values(double low, double high) {
  std::vector<double> values;
  const double step = round_step(high - low);
  for (double value = std::ceil(low / step - 1e-9) * step; value <= high + 1e-9 * step; value += step)
    values.push_back(std::abs(value) < 1e-9 * step ? 0.0 : value);
  return values;
}

}  // namespace starling::compare
