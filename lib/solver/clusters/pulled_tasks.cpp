#include "lib/solver/clusters/pulled_tasks.hpp"

#include <algorithm>
#include <utility>

#include "lib/base/sum.hpp"
#include "lib/linalg/blas.hpp"
#include "lib/linalg/lanes.hpp"
#include "lib/solver/spectral/factored_quadratics.hpp"
#include "lib/solver/spectral/lane_quadratics.hpp"
#include "lib/solver/spectral/shared_quadratics.hpp"

namespace starling::clusters {

PulledTasks::PulledTasks(const MultiTaskData& data, const arma::vec& c, bool centred, double rho1, double rho2)
    : n_tasks_(data.n_tasks()), pull_(2.0 * rho1) {
  const spectral::QuadraticSource source{data, c, centred, 2.0 * rho2};
  arma::uvec features = spectral::varying_features(source);
  const arma::uword p = features.n_elem;
  if (spectral::SharedQuadratics::suits(data, c)) {
    tasks_ = std::make_unique<spectral::SharedQuadratics>(source, std::move(features));
    // Explicit inverses are the fastest for few features, and take far more memory where samples are fewer still.
  } else if (p <= lanes::largest && p * n_tasks_ <= 4 * data.size()) {
    tasks_ = std::make_unique<spectral::LaneQuadratics>(source, std::move(features));
    tasks_in_rows_ = true;
  } else {
    const auto written = std::make_shared<const spectral::CentredTasks<double>>(source, features);
    tasks_ = std::make_unique<spectral::FactoredQuadratics<double>>(source, std::move(features), written);
  }
  q_ = ours(tasks_->linear());
  change_pull(rho1);
}

void PulledTasks::change_pull(double rho1) {
  pull_ = 2.0 * rho1;
  tasks_->factor(pull_);
  at_zero_ = towards(arma::mat(q_.n_rows, n_tasks_, arma::fill::zeros));
}

arma::mat PulledTasks::theirs(const arma::mat& V) const {
  if (!tasks_in_rows_) return V;
  arma::mat padded = V.t();
  padded.resize(tasks_->linear().n_rows, padded.n_cols);
  return padded;
}

arma::mat PulledTasks::ours(const arma::mat& V) const {
  return tasks_in_rows_ ? arma::mat(V.head_rows(n_tasks_).t()) : V;
}

arma::mat PulledTasks::towards(const arma::mat& targets) const {
  arma::mat V;
  tasks_->proximal_point(theirs(targets), V);
  return ours(V);
}

double PulledTasks::loss(const arma::mat& V) const { return tasks_->loss(theirs(V)); }

arma::mat PulledTasks::gradient(const arma::mat& V) const {
  arma::mat G;
  tasks_->gradient(theirs(V), G);
  return ours(G);
}

double PulledTasks::curvature() const {
  const double size = blas::square_norm(q_.n_elem, q_.memptr());
  return size > 0.0 ? tasks_->bend(tasks_->linear()) / size : 0.0;
}

// The gradient of loss and ridge at v is pull (m - v), so with loss + ridge = <v, gradient - q> / 2 + constant the sum
// needs no product with the task's matrix.
arma::vec PulledTasks::costs(const arma::mat& V, const arma::mat& targets) const {
  const arma::uword p = V.n_rows;
  arma::vec costs(n_tasks_);
  for (arma::uword t = 0; t < n_tasks_; ++t) {
    const double* v = blas::start_of(V, t);
    const double* m = blas::start_of(targets, t);
    const double* q = blas::start_of(q_, t);
    double sum = 0.0;
    for (arma::uword j = 0; j < p; ++j) sum += v[j] * q[j] + pull_ * m[j] * (v[j] - m[j]);
    costs[t] = -0.5 * sum;
  }
  return costs;
}

double PulledTasks::objective(const arma::mat& V, const arma::mat& targets) const {
  Sum sum;
  sum.add(tasks_->constant());
  for (const double cost : costs(V, targets)) sum.add(cost);
  return sum.value();
}

arma::mat PulledTasks::coefficients(const arma::mat& V) const {
  if (!tasks_in_rows_ || V.n_cols == n_tasks_) return tasks_->coefficients(tasks_in_rows_ ? arma::mat(V.t()) : V);
  // Lanes hold just so many columns.
  arma::mat W;
  for (arma::uword begin = 0; begin < V.n_cols; begin += n_tasks_) {
    arma::mat part = V.cols(begin, std::min(V.n_cols, begin + n_tasks_) - 1);
    const arma::uword columns = part.n_cols;
    part.resize(V.n_rows, n_tasks_);
    const arma::mat wide = tasks_->coefficients(part.t());
    if (begin == 0) W.set_size(wide.n_rows, V.n_cols);
    W.cols(begin, begin + columns - 1) = wide.head_cols(columns);
  }
  return W;
}

arma::mat PulledTasks::iterate(const arma::mat& W) const { return ours(tasks_->iterate(W)); }

}  // namespace starling::clusters
