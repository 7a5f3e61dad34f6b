#include "apps/pictures/heat_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "apps/pictures/markup.hpp"
#include "apps/pictures/svg.hpp"

namespace starling::pictures {
namespace {

constexpr double margin = 30, top = 34;
constexpr arma::uword most_lines = 300;    // that are still more than a dot
constexpr arma::uword most_titles = 2500;  // each is an element of its own
constexpr int shades = 24;                 // of either colour

double cell_size(double columns) { return std::clamp((panel_width - 2 * margin) / columns, 2.0, 18.0); }

// From -shades to shades; 0: nothing to see.
int shade_of(double value, double largest) {
  return largest > 0.0 ? static_cast<int>(std::lround(shades * value / largest)) : 0;
}

std::string look_of(int shade) {
  return fmt::format("class=\"{}\" fill-opacity=\"{:.3g}\"", shade < 0 ? "low" : "high",
                     std::abs(shade) / static_cast<double>(shades));
}

std::string name_at(const std::vector<std::string>& names, arma::uword i) {
  return names.empty() ? std::to_string(i) : escaped(names[i]);
}

// In units of a cell.
std::string cells_with_titles(const HeatMap& map, double largest) {
  std::string body;
  for (arma::uword t = 0; t < map.values.n_cols; ++t)
    for (arma::uword j = 0; j < map.values.n_rows; ++j)
      body += fmt::format("<rect {} x=\"{}\" y=\"{}\" width=\"1\" height=\"1\"><title>{}, {}: {}</title></rect>\n",
                          look_of(shade_of(map.values(j, t), largest)), t, j, name_at(map.rows, j),
                          name_at(map.columns, t), brief(map.values(j, t)));
  return body;
}

// One path a shade.
std::string cells_by_shade(const arma::mat& values, double largest) {
  std::array<std::string, 2 * shades + 1> paths;
  for (arma::uword t = 0; t < values.n_cols; ++t)
    for (arma::uword j = 0; j < values.n_rows; ++j)
      paths[static_cast<std::size_t>(shade_of(values(j, t), largest) + shades)] += fmt::format("M{} {}h1v1h-1z", t, j);
  std::string body;
  for (int shade = -shades; shade <= shades; ++shade) {
    const std::string& path = paths[static_cast<std::size_t>(shade + shades)];
    if (shade != 0 && !path.empty()) body += fmt::format("<path {} d=\"{}\"/>\n", look_of(shade), path);
  }
  return body;
}

std::string frame(double width, double height) {
  return fmt::format("<rect class=\"frame\" fill=\"none\" x=\"{}\" y=\"{}\" width=\"{:.1f}\" height=\"{:.1f}\"/>\n",
                     margin, top, width, height);
}

}  // namespace

Panel heat_map(const HeatMap& map) {
  const arma::mat& values = map.values;
  const std::string shape = fmt::format("{}, {} x {}: {} to {}{}", map.name, values.n_rows, values.n_cols,
                                        brief(values.min()), brief(values.max()), map.remark);
  if (std::max(values.n_rows, values.n_cols) > most_lines) return {heading(shape + " (too large to draw)"), top};
  const double cell = cell_size(static_cast<double>(values.n_cols)), largest = arma::abs(values).max();
  const double width = cell * static_cast<double>(values.n_cols), height = cell * static_cast<double>(values.n_rows);
  const std::string cells =
      values.n_elem > most_titles ? cells_by_shade(values, largest) : cells_with_titles(map, largest);
  return {heading(shape) +
              fmt::format("<g class=\"cells\" transform=\"translate({} {}) scale({:.3f})\">\n{}</g>\n", margin, top,
                          cell, cells) +
              frame(width, height),
          top + height};
}

Panel group_strip(const std::string& name, const arma::rowvec& groups, const std::vector<std::string>& tasks) {
  std::vector<arma::uword> order(groups.n_elem);
  std::iota(order.begin(), order.end(), arma::uword{0});
  std::ranges::stable_sort(order, [&](arma::uword a, arma::uword b) { return groups[a] < groups[b]; });
  const arma::uword n_groups = arma::uvec(arma::find_unique(groups)).n_elem;
  const double height = 18, cell = cell_size(static_cast<double>(groups.n_elem) + static_cast<double>(n_groups) / 2);
  std::string body;
  double x = margin;
  std::size_t number = 0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const double group = groups[order[k]];
    if (k > 0 && group != groups[order[k - 1]]) ++number, x += cell / 2;
    body += fmt::format(
        "<rect class=\"group{}\" x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\"><title>{}: {}</title></rect>\n",
        number % 7, x, top, cell, height, name_at(tasks, order[k]), brief(group));
    x += cell;
  }
  const std::string shape = fmt::format("{}: {} of {} tasks", name, n_groups, groups.n_elem);
  return {heading(shape) + body, top + height};
}

}  // namespace starling::pictures
