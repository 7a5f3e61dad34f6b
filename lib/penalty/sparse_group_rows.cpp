#include "lib/penalty/sparse_group_rows.hpp"

#include <cmath>

#include "lib/linalg/rows.hpp"

namespace starling {
namespace {

// The nu with |soft_threshold(g, tau nu)| = (1 - tau) nu. Left minus right is convex and falls with slope -1 at least,
// so Newton's method climbs to nu from max |g| without ever passing it.
double dual_norm_of_row(const arma::rowvec& row, double tau) {
  const double largest = arma::abs(row).max();
  if (largest == 0.0 || !std::isfinite(largest)) return largest;
  const arma::rowvec g = arma::abs(row) / largest;
  double nu = 1.0;
  constexpr int most_steps = 100;
  for (int step = 0; step < most_steps; ++step) {
    double square = 0.0, sum = 0.0;
    for (const double entry : g) {
      const double above = std::max(0.0, entry - tau * nu);
      square += above * above;
      sum += above;
    }
    const double norm = std::sqrt(square), left = norm - (1.0 - tau) * nu;
    if (norm == 0.0 || left <= 0.0) break;
    const double next = nu + left / (tau * sum / norm + 1.0 - tau);
    if (next == nu) break;
    nu = next;
  }
  return largest * nu;
}

}  // namespace

double SparseGroupRows::value(const arma::mat& W) const {
  return lambda * (tau * arma::accu(arma::abs(W)) + (1.0 - tau) * arma::accu(row_norms(W)));
}

double SparseGroupRows::dual_norm(const arma::mat& G) const {
  double largest = 0.0;
  if (G.n_cols > 0)
    for (arma::uword j = 0; j < G.n_rows; ++j) largest = std::max(largest, dual_norm_of_row(G.row(j), tau));
  return largest;
}

DualScales SparseGroupRows::dual_scales(const arma::mat& G) const {
  const double s = scale_into_ball(dual_norm(G), lambda, G);
  return {s, s};
}

arma::mat SparseGroupRows::prox(const arma::mat& V, double step) const {
  arma::mat W = V;
  W.for_each([&](double& w) { w = soft_threshold(w, step * lambda * tau); });
  const arma::vec norms = row_norms(W);
  const double threshold = step * lambda * (1.0 - tau);
  arma::vec ratio(norms.n_elem);
  for (arma::uword j = 0; j < norms.n_elem; ++j) ratio[j] = norms[j] > threshold ? 1.0 - threshold / norms[j] : 0.0;
  return W.each_col() % ratio;
}

void SparseGroupRows::minimise_row(arma::uword, const arma::vec& h, const arma::vec& v, arma::vec& w) const {
  arma::vec above = v;
  above.for_each([&](double& entry) { entry = soft_threshold(entry, lambda * tau); });
  shrink_row(h, above, lambda * (1.0 - tau), w);
}

void SparseGroupRows::derivatives_of_row(arma::uword, const arma::vec& w, arma::vec& g, arma::mat& H) const {
  const double size = arma::norm(w), strength = lambda * (1.0 - tau);
  const arma::vec direction = w / size;
  g = lambda * tau * arma::sign(w) + strength * direction;
  H = (strength / size) * (arma::eye(w.n_elem, w.n_elem) - direction * direction.t());
}

arma::vec SparseGroupRows::dual_excess(const arma::mat& G) const {
  return arma::vectorise(prox(dual_norm_inflation(G) * G, 1.0));
}

}  // namespace starling
