#include "apps/cli/model_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "apps/cli/markup.hpp"
#include "apps/cli/svg.hpp"
#include "apps/cli/text.hpp"
#include "lib/base/error.hpp"
#include "lib/model/linear_model.hpp"

namespace starling::cli {
namespace {

constexpr double width = 720, left = 150, right = 30, header = 34, gap = 30;

struct Panel {
  std::string body;
  double height = 0.0;
};

std::string heading(std::string_view text) { return svg_text(20, 18, "start", text, " font-weight=\"bold\""); }

// A file may hold anything.
bool is_tree(const arma::mat& merges, arma::uword T) {
  if (merges.n_cols != 4 || merges.n_rows == 0 || merges.n_rows >= T) return false;
  std::vector<bool> taken(T + merges.n_rows, false);
  for (arma::uword i = 0; i < merges.n_rows; ++i) {
    if (!(merges(i, 2) >= 0.0)) return false;
    for (const arma::uword side : {0, 1}) {
      const double part = merges(i, side);
      if (!(part >= 0.0 && part < static_cast<double>(T + i) && part == std::floor(part))) return false;
      if (taken[static_cast<std::size_t>(part)]) return false;
      taken[static_cast<std::size_t>(part)] = true;
    }
  }
  return true;
}

// Tasks in an order in which no branches cross, by the first ones of trees.
std::vector<arma::uword> order_of_leaves(const arma::mat& merges, arma::uword T) {
  std::vector<bool> below(T + merges.n_rows, false);
  for (arma::uword i = 0; i < merges.n_rows; ++i)
    for (const arma::uword side : {0, 1}) below[static_cast<std::size_t>(merges(i, side))] = true;
  std::vector<arma::uword> open, leaves;
  for (arma::uword part = T + merges.n_rows; part-- > 0;)
    if (!below[part]) open.push_back(part);
  while (!open.empty()) {
    const arma::uword part = open.back();
    open.pop_back();
    if (part < T) {
      leaves.push_back(part);
      continue;
    }
    for (const arma::uword side : {1, 0}) open.push_back(static_cast<arma::uword>(merges(part - T, side)));
  }
  return leaves;
}

// Strengths on a logarithmic axis; what merges at zero does so at its left end.
Panel tree(const arma::mat& merges, const std::vector<std::string>& names) {
  constexpr double row = 16;
  const arma::uword T = names.size();
  const double largest = merges.col(2).max();
  double least = largest;
  for (const double strength : merges.col(2))
    if (strength > 0.0) least = std::min(least, strength);
  const double span = largest > least ? std::log(largest / least) : 0.0, begin = left + 60, end = width - right - 40;
  const auto x = [&](double strength) {
    if (!(span > 0.0)) return end;
    return strength > 0.0 ? begin + std::log(strength / least) / span * (end - begin) : begin;
  };
  std::vector<double> at_x(T + merges.n_rows, left), at_y(T + merges.n_rows);
  std::string labels, lines;
  const std::vector<arma::uword> leaves = order_of_leaves(merges, T);
  for (std::size_t k = 0; k < leaves.size(); ++k) {
    at_y[leaves[k]] = header + row * (static_cast<double>(k) + 0.5);
    labels += svg_text(left - 6, at_y[leaves[k]] + 4, "end", shortened(names[leaves[k]], 20));
  }
  for (arma::uword i = 0; i < merges.n_rows; ++i) {
    const auto a = static_cast<std::size_t>(merges(i, 0)), b = static_cast<std::size_t>(merges(i, 1));
    const double here = x(merges(i, 2));
    lines += svg_line(at_x[a], at_y[a], here, at_y[a]) + svg_line(at_x[b], at_y[b], here, at_y[b]) +
             svg_line(here, at_y[a], here, at_y[b]);
    at_x[T + i] = here;
    at_y[T + i] = 0.5 * (at_y[a] + at_y[b]);
  }
  const double bottom = header + row * static_cast<double>(T) + 6;
  lines += svg_line(begin, bottom, end, bottom);
  labels += svg_text(end, bottom + 16, "middle", brief(largest));
  if (span > 0.0) labels += svg_text(begin, bottom + 16, "middle", brief(least));
  labels += svg_text((begin + end) / 2, bottom + 16, "middle", "strength");
  return {heading("merges") + "<g class=\"axis\">\n" + lines + "</g>\n" + labels, bottom + 24};
}

// From blue over white to vermilion.
std::string colour(double share) {
  const auto mix = [&](double end) { return static_cast<int>(std::lround(255.0 + std::abs(share) * (end - 255.0))); };
  return share < 0.0 ? fmt::format("#{:02x}{:02x}{:02x}", mix(0), mix(114), mix(178))
                     : fmt::format("#{:02x}{:02x}{:02x}", mix(213), mix(94), mix(0));
}

Panel heat_map(const std::string& name, const arma::mat& matrix) {
  constexpr arma::uword most = 300;  // rows or columns that are still more than a dot
  const std::string shape = fmt::format("{}, {} x {}: {} to {}", name, matrix.n_rows, matrix.n_cols,
                                        brief(matrix.min()), brief(matrix.max()));
  if (std::max(matrix.n_rows, matrix.n_cols) > most) return {heading(shape + " (too large to draw)"), header};
  const double cell = std::clamp((width - 2 * right) / static_cast<double>(matrix.n_cols), 2.0, 18.0);
  const double largest = arma::abs(matrix).max();
  std::string body = heading(shape);
  for (arma::uword t = 0; t < matrix.n_cols; ++t)
    for (arma::uword j = 0; j < matrix.n_rows; ++j)
      body += fmt::format(
          "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\">"
          "<title>{}, {}: {}</title></rect>\n",
          right + cell * static_cast<double>(t), header + cell * static_cast<double>(j), cell, cell,
          colour(largest > 0.0 ? matrix(j, t) / largest : 0.0), j, t, brief(matrix(j, t)));
  return {body, header + cell * static_cast<double>(matrix.n_rows)};
}

}  // namespace

std::string model_svg(const Model& model) {
  const ModelInfo& info = model.info();
  std::vector<Panel> panels;
  for (const auto& [name, matrix] : info.learned)
    if (name == "merges" && is_tree(matrix, info.task_names.size()))
      panels.push_back(tree(matrix, info.task_names));
    else if (!matrix.is_empty() && !matrix.is_vec())
      panels.push_back(heat_map(name, matrix));
  const auto* linear = dynamic_cast<const LinearModel*>(&model);
  if (panels.empty() && linear != nullptr && !linear->W().is_empty())
    panels.push_back(heat_map("coefficients", linear->W()));
  if (panels.empty()) throw InvalidInput({.what = "a model without anything to draw", .where = "option --picture"});
  std::string body;
  double height = 0.0;
  for (const Panel& panel : panels) {
    body += fmt::format("<g transform=\"translate(0 {:.1f})\">\n{}</g>\n", height, panel.body);
    height += panel.height + gap;
  }
  return svg_page(fmt::format("{} by {}", model.kind(), info.method), width, height, body);
}

}  // namespace starling::cli
