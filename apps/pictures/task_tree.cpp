#include "apps/pictures/task_tree.hpp"

#include <algorithm>
#include <cmath>

#include "apps/pictures/markup.hpp"
#include "apps/pictures/svg.hpp"

namespace starling::pictures {
namespace {

constexpr double left = 150, right = 30, header = 34;

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

}  // namespace

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

Panel task_tree(const arma::mat& merges, const std::vector<std::string>& names) {
  constexpr double row = 16;
  const arma::uword T = names.size();
  const double largest = merges.col(2).max();
  double least = largest;
  for (const double strength : merges.col(2))
    if (strength > 0.0) least = std::min(least, strength);
  const double span = largest > least ? std::log(largest / least) : 0.0, begin = left + 60,
               end = panel_width - right - 40;
  const auto x = [&](double strength) {
    if (!(span > 0.0)) return end;
    return strength > 0.0 ? begin + std::log(strength / least) / span * (end - begin) : begin;
  };
  std::vector<double> at_x(T + merges.n_rows, left), at_y(T + merges.n_rows);
  std::string labels, lines;
  const std::vector<arma::uword> leaves = order_of_leaves(merges, T);
  for (std::size_t k = 0; k < leaves.size(); ++k) {
    at_y[leaves[k]] = header + row * (static_cast<double>(k) + 0.5);
    labels += words(left - 6, at_y[leaves[k]] + 4, "end", shortened(names[leaves[k]], 20));
  }
  for (arma::uword i = 0; i < merges.n_rows; ++i) {
    const auto a = static_cast<std::size_t>(merges(i, 0)), b = static_cast<std::size_t>(merges(i, 1));
    const double here = x(merges(i, 2));
    lines += line(at_x[a], at_y[a], here, at_y[a], "ink") + line(at_x[b], at_y[b], here, at_y[b], "ink") +
             line(here, at_y[a], here, at_y[b], "ink");
    at_x[T + i] = here;
    at_y[T + i] = 0.5 * (at_y[a] + at_y[b]);
  }
  const double bottom = header + row * static_cast<double>(T) + 6;
  lines += line(begin, bottom, end, bottom, "ink");
  labels += words(end, bottom + 16, "middle", brief(largest));
  if (span > 0.0) labels += words(begin, bottom + 16, "middle", brief(least));
  labels += words((begin + end) / 2, bottom + 16, "middle", "strength");
  return {heading("merges") + lines + labels, bottom + 24};
}

}  // namespace starling::pictures
