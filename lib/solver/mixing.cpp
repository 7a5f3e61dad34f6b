#include "lib/solver/mixing.hpp"

namespace starling {

void Mixing::forget() {
  points_.clear();
  steps_.clear();
}

arma::mat Mixing::next(const arma::mat& v, const arma::mat& step) {
  if (!steps_.empty() && arma::norm(step, "fro") > 2.0 * arma::norm(steps_.back())) forget();
  points_.push_back(arma::vectorise(v));
  steps_.push_back(arma::vectorise(step));
  if (points_.size() > memory_ + 1) {
    points_.pop_front();
    steps_.pop_front();
  }
  const arma::uword count = points_.size() - 1;
  const arma::mat plain = v + step;
  if (count == 0) return plain;
  arma::mat step_changes(step.n_elem, count), point_changes(step.n_elem, count);
  for (arma::uword k = 0; k < count; ++k) {
    step_changes.col(k) = steps_[k + 1] - steps_[k];
    point_changes.col(k) = points_[k + 1] - points_[k];
  }
  arma::mat products = step_changes.t() * step_changes;
  products.diag() += 1e-12 * arma::trace(products);
  arma::vec weights;
  const bool solved = arma::solve(weights, products, step_changes.t() * steps_.back(), arma::solve_opts::no_approx);
  if (!solved || !weights.is_finite()) return plain;
  return plain - arma::reshape((point_changes + step_changes) * weights, v.n_rows, v.n_cols);
}

}  // namespace starling
