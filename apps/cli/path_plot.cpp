#include "apps/cli/path_plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "apps/cli/text.hpp"

namespace starling::cli {
namespace {

constexpr double width = 720, height = 440, left = 70, right = 110, top = 40, bottom = 56;
// Distinguishable for colour-blind readers (Okabe and Ito).
constexpr std::array<std::string_view, 7> colours = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                     "#e69f00", "#56b4e9", "#666666"};

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char letter : text) {
    if (letter == '<')
      safe += "&lt;";
    else if (letter == '&')
      safe += "&amp;";
    else
      safe += letter;
  }
  return safe;
}

// Data to picture: log10 lambda to the right, falling; norms upward.
struct Frame {
  double first, last, most;

  double x(double lambda) const {
    const double span = std::log10(first) - std::log10(last);
    const double share = span > 0.0 ? (std::log10(first) - std::log10(lambda)) / span : 0.5;
    return left + share * (width - left - right);
  }
  double y(double norm) const { return height - bottom - norm / most * (height - top - bottom); }
};

std::string line(double x1, double y1, double x2, double y2) {
  return fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>\n", x1, y1, x2, y2);
}

std::string label(double x, double y, std::string_view anchor, std::string_view text) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y, anchor, escaped(text));
}

std::string axes(const Frame& frame) {
  std::string ticks, labels;
  for (int k = static_cast<int>(std::ceil(std::log10(frame.last) - 1e-9)); std::pow(10, k) <= frame.first; ++k) {
    const double x = frame.x(std::pow(10, k));
    ticks += line(x, height - bottom, x, height - bottom + 5);
    labels += label(x, height - bottom + 20, "middle", fmt::format("1e{}", k));
  }
  for (int k = 0; k <= 4; ++k) {
    const double norm = frame.most * k / 4.0;
    ticks += line(left - 5, frame.y(norm), left, frame.y(norm));
    labels += label(left - 9, frame.y(norm) + 4, "end", brief(norm));
  }
  return "<g stroke=\"#888\" stroke-width=\"1\">\n" + line(left, height - bottom, width - right, height - bottom) +
         line(left, top, left, height - bottom) + ticks + "</g>\n" + labels +
         label((left + width - right) / 2, height - 14, "middle", "lambda") +
         label(left, top - 12, "start", "norm of the feature's coefficients");
}

std::string curve(const Frame& frame, const PathCurves& curves, std::size_t feature, std::string_view colour) {
  std::string points;
  for (std::size_t k = 0; k < curves.lambdas.size(); ++k)
    points += fmt::format("{:.1f},{:.1f} ", frame.x(curves.lambdas[k]), frame.y(curves.norms[feature][k]));
  points.pop_back();
  return fmt::format("<polyline fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\" points=\"{}\"/>\n", colour, points);
}

}  // namespace

std::string path_svg(const PathCurves& curves) {
  constexpr std::size_t most_names = 12;
  std::vector<std::size_t> order(curves.norms.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(
      order, [&](std::size_t i, std::size_t j) { return curves.norms[i].back() > curves.norms[j].back(); });
  double most = 0.0;
  for (const auto& norms : curves.norms) most = std::max(most, *std::ranges::max_element(norms));
  const Frame frame{curves.lambdas.front(), curves.lambdas.back(), most > 0.0 ? most : 1.0};
  std::string body = axes(frame);
  double last_label = 0.0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const std::size_t feature = order[k];
    if (*std::ranges::max_element(curves.norms[feature]) == 0.0) continue;
    body += curve(frame, curves, feature, colours[k % colours.size()]);
    const double y = frame.y(curves.norms[feature].back()) + 4;
    if (k >= most_names || (k > 0 && y - last_label < 13)) continue;  // names must not overlap
    body += label(width - right + 6, y, "start", curves.names[feature]);
    last_label = y;
  }
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
      "font-family=\"sans-serif\" font-size=\"12\" fill=\"#444\">\n<title>{2}</title>\n"
      "<rect width=\"{0}\" height=\"{1}\" fill=\"#fff\"/>\n{3}</svg>\n",
      width, height, escaped(curves.title), body);
}

}  // namespace starling::cli
