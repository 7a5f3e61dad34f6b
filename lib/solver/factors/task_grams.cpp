#include "lib/solver/factors/task_grams.hpp"

#include "lib/base/sum.hpp"
#include "lib/linalg/blas.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/solver/spectral/shared_quadratics.hpp"
#include "lib/solver/spectral/task_moments.hpp"

namespace starling::factors {
namespace {

// c_ti times the centred target, flat.
arma::vec weighted_targets(const spectral::QuadraticSource& source, double& constant) {
  const MultiTaskData& data = source.data;
  arma::vec u(data.size());
  Sum squares;
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const Rows rows = data.rows_of(t);
    double mean = 0.0, weight = 0.0;
    for (arma::uword i = rows.begin; i < rows.end; ++i) {
      mean += source.c[i] * data.targets()[i];
      weight += source.c[i];
    }
    mean = source.centred && weight > 0.0 ? mean / weight : 0.0;
    for (arma::uword i = rows.begin; i < rows.end; ++i) {
      const double y = data.targets()[i] - mean;
      u[i] = source.c[i] * y;
      squares.add(0.5 * u[i] * y);
    }
  }
  constant = squares.value();
  return u;
}

}  // namespace

TaskGrams::TaskGrams(const spectral::QuadraticSource& source)
    : features_(spectral::varying_features(source)), n_all_(source.data.n_features()) {
  const arma::uword p = features_.n_elem;
  const bool one = spectral::SharedQuadratics::suits(source.data, source.c);
  A_.resize(one ? 1 : source.data.n_tasks());
  parallel_for(A_.size(), [&](std::size_t t) {
    if (p > 0)
      A_[t] = arma::symmatu(arma::mat(spectral::task_moments(source, features_, t).submat(0, 0, p - 1, p - 1)));
  });
  q_ = source.data.adjoint(weighted_targets(source, constant_)).rows(features_);
}

double TaskGrams::size(const MultiTaskData& data) {
  const double d = static_cast<double>(data.n_features());
  return d * d * static_cast<double>(data.is_shared() ? 1 : data.n_tasks());
}

arma::mat TaskGrams::mixed(const arma::rowvec& weights, double ridge) const {
  arma::mat sum(n_features(), n_features(), arma::fill::zeros);
  if (A_.size() == 1)
    sum = arma::accu(weights) * A_[0];
  else
    for (arma::uword t = 0; t < weights.n_elem; ++t)
      if (weights[t] != 0.0) blas::axpy(sum.n_elem, weights[t], A_[t].memptr(), sum.memptr());
  sum.diag() += ridge;
  return sum;
}

arma::mat TaskGrams::descent(const arma::mat& W) const {
  arma::mat R = q_;
  if (R.is_empty()) return R;
  if (A_.size() == 1) {
    blas::gemm(blas::Op::none, blas::Op::none, -1.0, blas::whole(A_[0]), blas::whole(W), 1.0, blas::whole(R));
    return R;
  }
  parallel_for(n_tasks(), [&](std::size_t t) {
    blas::multiply_vector(blas::Op::none, -1.0, blas::whole(A_[t]), blas::start_of(W, t), 1.0, blas::start_of(R, t));
  });
  return R;
}

double TaskGrams::loss(const arma::mat& W, const arma::mat& R) const {
  Sum sum;
  sum.add(constant_);
  for (arma::uword k = 0; k < W.n_elem; ++k) sum.add(-0.5 * W[k] * (q_[k] + R[k]));
  return sum.value();
}

arma::mat TaskGrams::coefficients(const arma::mat& V) const {
  arma::mat W(n_all_, V.n_cols, arma::fill::zeros);
  if (!features_.is_empty()) W.rows(features_) = V;
  return W;
}

}  // namespace starling::factors
