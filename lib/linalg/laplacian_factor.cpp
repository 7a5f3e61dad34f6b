#include "lib/linalg/laplacian_factor.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "lib/linalg/blas.hpp"

namespace starling {

EliminationOrder::EliminationOrder(arma::uword n, const arma::uvec& first, const arma::uvec& second, arma::uword most)
    : complete_(first.n_elem <= most), place_(n) {
  if (!complete_) return;
  std::vector<std::set<arma::uword>> near(n);
  for (arma::uword e = 0; e < first.n_elem; ++e) {
    near[first[e]].insert(second[e]);
    near[second[e]].insert(first[e]);
  }
  std::set<std::pair<std::size_t, arma::uword>> queue;  // by the number of neighbours that are left
  for (arma::uword i = 0; i < n; ++i) queue.emplace(near[i].size(), i);
  while (!queue.empty()) {
    const arma::uword next = queue.begin()->second;
    queue.erase(queue.begin());
    place_[next] = order_.size();
    order_.push_back(next);
    starts_.push_back(later_.size());
    later_.insert(later_.end(), near[next].begin(), near[next].end());
    if (later_.size() > most) {
      complete_ = false;
      return;
    }
    // Its neighbours are joined with one another from here on.
    for (const arma::uword i : near[next]) {
      queue.erase({near[i].size(), i});
      near[i].erase(next);
      near[i].insert(near[next].begin(), near[next].end());
      near[i].erase(i);
      queue.emplace(near[i].size(), i);
    }
  }
  starts_.push_back(later_.size());
  for (arma::uword& vertex : later_) vertex = place_[vertex];
  for (arma::uword j = 0; j < n; ++j)
    std::sort(later_.begin() + static_cast<std::ptrdiff_t>(starts_[j]),
              later_.begin() + static_cast<std::ptrdiff_t>(starts_[j + 1]));
}

arma::uword EliminationOrder::edge(arma::uword early, arma::uword late) const {
  const auto begin = later_.begin() + static_cast<std::ptrdiff_t>(starts_[early]);
  const auto end = later_.begin() + static_cast<std::ptrdiff_t>(starts_[early + 1]);
  return static_cast<arma::uword>(std::lower_bound(begin, end, late) - later_.begin());
}

LaplacianFactor::LaplacianFactor(const EliminationOrder& order, const arma::uvec& first, const arma::uvec& second,
                                 const arma::vec& weights, const arma::vec& shifts)
    : order_(order),
      shares_(shifts.n_elem, order.n_edges(), arma::fill::zeros),
      pivots_(shifts.n_elem, order.size(), arma::fill::none) {
  for (arma::uword e = 0; e < first.n_elem; ++e) {
    const auto [early, late] = std::minmax(order.place_[first[e]], order.place_[second[e]]);
    shares_.col(order.edge(early, late)).fill(weights[e]);
  }
  // What a row's diagonal entry is above the sum of its other entries' sizes.
  pivots_.each_col() = shifts;
  arma::vec share(shifts.n_elem);
  for (arma::uword j = 0; j < order.size(); ++j) {
    const arma::vec excess = pivots_.col(j);
    for (arma::uword a = order.starts_[j]; a < order.starts_[j + 1]; ++a) pivots_.col(j) += shares_.col(a);
    for (arma::uword a = order.starts_[j]; a < order.starts_[j + 1]; ++a) {
      share = shares_.col(a) / pivots_.col(j);
      pivots_.col(order.later_[a]) += share % excess;
      for (arma::uword b = a + 1; b < order.starts_[j + 1]; ++b)
        shares_.col(order.edge(order.later_[a], order.later_[b])) += share % shares_.col(b);
      shares_.col(a) = share;
    }
  }
}

void LaplacianFactor::solve_rows(arma::mat& Z) const {
  const bool one = pivots_.n_rows == 1;
  const auto add = [&](arma::uword edge, arma::uword from, arma::uword to) {
    const double* share = blas::start_of(shares_, edge);
    const double* x = blas::start_of(Z, order_.order_[from]);
    double* y = blas::start_of(Z, order_.order_[to]);
    for (arma::uword i = 0; i < Z.n_rows; ++i) y[i] += share[one ? 0 : i] * x[i];
  };
  const arma::uword n = order_.size();
  for (arma::uword j = 0; j < n; ++j)
    for (arma::uword a = order_.starts_[j]; a < order_.starts_[j + 1]; ++a) add(a, j, order_.later_[a]);
  for (arma::uword j = n; j-- > 0;) {
    double* z = blas::start_of(Z, order_.order_[j]);
    const double* pivot = blas::start_of(pivots_, j);
    for (arma::uword i = 0; i < Z.n_rows; ++i) z[i] /= pivot[one ? 0 : i];
    for (arma::uword a = order_.starts_[j]; a < order_.starts_[j + 1]; ++a) add(a, order_.later_[a], j);
  }
}

}  // namespace starling
