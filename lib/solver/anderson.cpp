#include "lib/solver/anderson.hpp"

namespace starling {

void Anderson::record(const arma::vec& x, const arma::vec& companion) {
  if (count_ == 0) {
    x_.set_size(x.n_elem, memory_ + 1);
    companion_.set_size(companion.n_elem, memory_ + 1);
  }
  x_.col(count_) = x;
  if (!companion.is_empty()) companion_.col(count_) = companion;
  ++count_;
}

bool Anderson::extrapolate(const arma::vec& scale, Point& point) {
  const arma::uword last = memory_;
  arma::mat steps = x_.tail_cols(memory_) - x_.head_cols(memory_);
  steps.each_col() %= scale;
  count_ = 0;
  arma::mat products = steps.t() * steps;
  const double size = arma::trace(products);
  if (!(size > 0.0) || !std::isfinite(size)) return false;
  products.diag() += 1e-14 * size;
  arma::vec weights;
  if (!arma::solve(weights, products, arma::ones<arma::vec>(last), arma::solve_opts::no_approx)) return false;
  weights /= arma::accu(weights);
  if (!weights.is_finite()) return false;
  point.x = x_.tail_cols(memory_) * weights;
  if (!companion_.is_empty()) point.companion = companion_.tail_cols(memory_) * weights;
  return true;
}

}  // namespace starling
