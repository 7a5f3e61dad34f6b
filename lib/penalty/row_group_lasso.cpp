#include "lib/penalty/row_group_lasso.hpp"

#include <cmath>

namespace starling {
namespace {

// Row norms that neither overflow nor underflow: the matrix is scaled by its largest entry.
arma::vec row_norms(const arma::mat& W) {
  if (W.is_empty()) return arma::vec(W.n_rows, arma::fill::zeros);
  const double largest = arma::abs(W).max();
  if (largest == 0.0 || !std::isfinite(largest)) return arma::vec(W.n_rows, arma::fill::value(largest));
  return largest * arma::sqrt(arma::sum(arma::square(W / largest), 1));
}

// Left side of the secular equation at a, and its derivative.
struct Secular {
  double value = 0.0, slope = 0.0;
};
Secular secular(const arma::vec& h, const arma::vec& v, double lambda, double a) {
  Secular at;
  for (arma::uword t = 0; t < v.n_elem; ++t) {
    const double bottom = h[t] * a + lambda, ratio = v[t] / bottom;
    at.value += ratio * ratio;
    at.slope -= 2.0 * ratio * ratio * h[t] / bottom;
  }
  return at;
}

// The a > 0 with secular(a) = 1, given that the value at 0 is above 1.
double solve_secular(const arma::vec& h, const arma::vec& v, double lambda, double norm, double guess) {
  double steepest = 0.0, flattest = arma::datum::inf;
  for (arma::uword t = 0; t < v.n_elem; ++t) {
    if (v[t] == 0.0) continue;
    steepest = std::max(steepest, h[t]);
    flattest = std::min(flattest, h[t]);
  }
  double low = (norm - lambda) / steepest, high = (norm - lambda) / flattest;
  double a = guess > low && guess < high ? guess : low;
  constexpr int most_steps = 100;  // bisection alone needs about 60
  for (int step = 0; step < most_steps && low < high; ++step) {
    const Secular at = secular(h, v, lambda, a);
    (at.value > 1.0 ? low : high) = a;
    const double root = std::sqrt(at.value);
    double next = a + 2.0 * at.value * (1.0 - root) / at.slope;
    if (std::abs(next - a) <= 4e-16 * a) return a;
    if (!(next > low && next < high)) next = low + 0.5 * (high - low);
    if (next == a) return a;
    a = next;
  }
  return a;
}

}  // namespace

double RowGroupLasso::value(const arma::mat& W) const { return lambda * arma::accu(row_norms(W)); }

double RowGroupLasso::dual_norm(const arma::mat& G) const { return G.is_empty() ? 0.0 : row_norms(G).max(); }

DualScales RowGroupLasso::dual_scales(const arma::mat& G) const {
  const double s = scale_into_ball(dual_norm(G), lambda, G);
  return {s, s};
}

arma::mat RowGroupLasso::prox(const arma::mat& V, double step) const {
  const arma::vec norms = row_norms(V);
  const double threshold = step * lambda;
  arma::vec ratio(norms.n_elem);
  for (arma::uword j = 0; j < norms.n_elem; ++j) ratio[j] = norms[j] > threshold ? 1.0 - threshold / norms[j] : 0.0;
  return V.each_col() % ratio;
}

void RowGroupLasso::minimise_row(const arma::vec& h, const arma::vec& v, arma::vec& w) const {
  const double norm = arma::norm(v);
  if (norm <= lambda) {
    w.zeros();
    return;
  }
  if (lambda == 0.0) {
    for (arma::uword t = 0; t < w.n_elem; ++t) w[t] = h[t] > 0.0 ? v[t] / h[t] : 0.0;
    return;
  }
  const double a = solve_secular(h, v, lambda, norm, arma::norm(w));
  for (arma::uword t = 0; t < w.n_elem; ++t) w[t] = v[t] * a / (h[t] * a + lambda);
}

arma::vec RowGroupLasso::dual_excess(const arma::mat& G) const {
  return arma::clamp(row_norms(G) * dual_norm_inflation(G) - lambda, 0.0, arma::datum::inf);
}

}  // namespace starling
