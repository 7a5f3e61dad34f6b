#include "lib/linalg/rows.hpp"

#include <algorithm>
#include <cmath>

#include "lib/linalg/blas.hpp"

namespace starling {
namespace {

// Left side of the secular equation at a, and its derivative.
struct Secular {
  double value = 0.0, slope = 0.0;
};
Secular secular(const arma::vec& h, const arma::vec& v, double strength, double a) {
  Secular at;
  for (arma::uword t = 0; t < v.n_elem; ++t) {
    const double bottom = h[t] * a + strength, ratio = v[t] / bottom;
    at.value += ratio * ratio;
    at.slope -= 2.0 * ratio * ratio * h[t] / bottom;
  }
  return at;
}

// The a > 0 with secular(a) = 1, given that the value at 0 is above 1.
double solve_secular(const arma::vec& h, const arma::vec& v, double strength, double norm, double guess) {
  double steepest = 0.0, flattest = arma::datum::inf;
  for (arma::uword t = 0; t < v.n_elem; ++t) {
    if (v[t] == 0.0) continue;
    steepest = std::max(steepest, h[t]);
    flattest = std::min(flattest, h[t]);
  }
  double low = (norm - strength) / steepest, high = (norm - strength) / flattest;
  double a = guess > low && guess < high ? guess : low;
  constexpr int most_steps = 100;  // bisection alone needs about 60
  for (int step = 0; step < most_steps && low < high; ++step) {
    const Secular at = secular(h, v, strength, a);
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

arma::vec row_norms(const arma::mat& W) {
  if (W.is_empty()) return arma::vec(W.n_rows, arma::fill::zeros);
  const double largest = arma::abs(W).max();
  if (largest == 0.0 || !std::isfinite(largest)) return arma::vec(W.n_rows, arma::fill::value(largest));
  return largest * arma::sqrt(arma::sum(arma::square(W / largest), 1));
}

std::vector<arma::uword> nonzero_rows(const arma::mat& W) {
  std::vector<char> used(W.n_rows, false);
  for (arma::uword k = 0; k < W.n_cols; ++k) {
    const double* w = blas::start_of(W, k);
    for (arma::uword j = 0; j < W.n_rows; ++j) used[j] |= static_cast<char>(w[j] != 0.0);
  }
  std::vector<arma::uword> rows;
  for (arma::uword j = 0; j < W.n_rows; ++j)
    if (used[j]) rows.push_back(j);
  return rows;
}

double soft_threshold(double v, double threshold) {
  return std::abs(v) > threshold ? v - std::copysign(threshold, v) : 0.0;
}

void shrink_row(const arma::vec& h, const arma::vec& v, double strength, arma::vec& w) {
  const double norm = arma::norm(v);
  if (norm <= strength) {
    w.zeros();
    return;
  }
  if (strength == 0.0) {
    for (arma::uword t = 0; t < w.n_elem; ++t) w[t] = h[t] > 0.0 ? v[t] / h[t] : 0.0;
    return;
  }
  const double a = solve_secular(h, v, strength, norm, arma::norm(w));
  for (arma::uword t = 0; t < w.n_elem; ++t) w[t] = v[t] * a / (h[t] * a + strength);
}

void level_row(const arma::vec& h, const arma::vec& v, double strength, arma::vec& w) {
  struct Knot {
    double level, v, h;  // the entry's own minimiser, in size
  };
  std::vector<Knot> knots;
  for (arma::uword t = 0; t < v.n_elem; ++t)
    if (h[t] > 0.0 && v[t] != 0.0) knots.push_back({std::abs(v[t]) / h[t], std::abs(v[t]), h[t]});
  std::sort(knots.begin(), knots.end(), [](const Knot& a, const Knot& b) { return a.level > b.level; });
  // The entries that the level holds down are the first few; each one more lowers the level that they agree on.
  double force = -strength, curvature = 0.0, level = 0.0;
  for (std::size_t k = 0; k < knots.size(); ++k) {
    force += knots[k].v;
    curvature += knots[k].h;
    const double next = k + 1 < knots.size() ? knots[k + 1].level : 0.0;
    if (force <= curvature * next) continue;
    level = force / curvature;
    break;
  }
  for (arma::uword t = 0; t < w.n_elem; ++t)
    w[t] = h[t] > 0.0 ? std::copysign(std::min(std::abs(v[t]) / h[t], level), v[t]) : 0.0;
}

}  // namespace starling
