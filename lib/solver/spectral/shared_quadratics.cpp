#include "lib/solver/spectral/shared_quadratics.hpp"

#include <algorithm>
#include <cmath>

#include "lib/base/error.hpp"
#include "lib/linalg/gram_spectrum.hpp"
#include "lib/linalg/kernels.hpp"
#include "lib/linalg/tiled.hpp"
#include "lib/solver/spectral/task_moments.hpp"

namespace starling::spectral {
using blas::Op;
using blas::whole;
using tiled::product;

bool SharedQuadratics::suits(const MultiTaskData& data, const arma::vec& c) {
  if (!data.is_shared()) return false;
  const arma::uword n = data.rows_of(0).size();
  for (arma::uword t = 1; t < data.n_tasks(); ++t)
    if (!std::equal(c.begin(), c.begin() + n, c.begin() + t * n)) return false;
  return true;
}

SharedQuadratics::SharedQuadratics(const QuadraticSource& source, arma::uvec features)
    : features_(std::move(features)), d_(source.data.n_features()) {
  const MultiTaskData& data = source.data;
  if (!suits(data, source.c))
    throw InvalidInput({.what = "tasks that differ in their features or sample factors", .expected = "one X for all"});
  const TaskColumns columns(data.design(0), source.c.subvec(0, data.rows_of(0).end - 1), source.centred);
  arma::mat Y(columns.n(), data.n_tasks(), arma::fill::none);
  arma::vec squares(data.n_tasks());
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const arma::vec y = centred_targets(columns, source, t);
    squares[t] = arma::dot(y, y);
    std::copy(y.begin(), y.end(), blas::start_of(Y, t));
  }
  constant_ = 0.5 * kernels::sum(squares.n_elem, squares.memptr()).value();
  q_.zeros(0, data.n_tasks());
  if (features_.is_empty()) return;
  const arma::mat X = columns.write(features_);
  GramSpectrum spectrum = GramSpectrum::of(X);
  curvatures_ = std::move(spectrum.values);
  directions_ = std::move(spectrum.directions);
  q_ = product(Op::transpose, Op::none, directions_, product(Op::transpose, Op::none, X, Y));
  curvatures_ += source.mu;
}

void SharedQuadratics::gradient(const arma::mat& V, arma::mat& G) const {
  G = V;
  G.each_col() %= curvatures_;
  G -= q_;
}

double SharedQuadratics::bend(const arma::mat& V) const {
  return arma::dot(curvatures_, arma::sum(arma::square(V), 1));
}

void SharedQuadratics::proximal_point(const arma::mat& target, arma::mat& V) const {
  V = q_ + rho_ * target;
  V.each_col() /= curvatures_ + rho_;
}

double SharedQuadratics::middle_curvature() const {
  return curvatures_.is_empty() ? 0.0 : std::sqrt(curvatures_.min() * curvatures_.max());
}

arma::mat SharedQuadratics::coefficients(const arma::mat& V) const {
  arma::mat W(d_, V.n_cols, arma::fill::zeros);
  if (!features_.is_empty()) W.rows(features_) = product(Op::none, Op::none, directions_, V);
  return W;
}

arma::mat SharedQuadratics::iterate(const arma::mat& W) const {
  if (features_.is_empty()) return arma::mat(0, W.n_cols);
  return product(Op::transpose, Op::none, directions_, W.rows(features_));
}

}  // namespace starling::spectral
