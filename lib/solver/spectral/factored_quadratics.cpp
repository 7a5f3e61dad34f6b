#include "lib/solver/spectral/factored_quadratics.hpp"

#include "lib/base/error.hpp"
#include "lib/linalg/blas.hpp"
#include "lib/linalg/kernels.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/linalg/tiled.hpp"

namespace starling::spectral {
namespace {

using blas::Op;
using blas::whole;

// L L' = K + shift I.
template <class S>
void shifted_factor(const arma::Mat<S>& K, double shift, arma::Mat<S>& L) {
  L = K;
  L.diag() += static_cast<S>(shift);
  if (!blas::cholesky_lower(whole(L))) throw NumericalFailure("Cholesky decomposition of a shifted Gram matrix failed");
}

template <class S>
void solve(const arma::Mat<S>& L, arma::Col<S>& x) {
  const blas::BasicMutableView<S> view{x.memptr(), x.n_elem, 1, x.n_elem};
  blas::solve_lower(Op::none, whole(L), view);
  blas::solve_lower(Op::transpose, whole(L), view);
}

}  // namespace

template <class S>
FactoredQuadratics<S>::FactoredQuadratics(const QuadraticSource& source, arma::uvec features,
                                          std::shared_ptr<const CentredTasks<S>> tasks)
    : tasks_(std::move(tasks)),
      features_(std::move(features)),
      d_(source.data.n_features()),
      mu_(source.mu),
      long_(tasks_->n_tasks()),
      thin_(tasks_->n_tasks()) {
  const arma::uword T = tasks_->n_tasks(), p = features_.n_elem;
  q_.zeros(p, T);
  arma::vec squares(T);
  parallel_for(T, [&](std::size_t t) {
    const arma::Mat<S>& X = tasks_->X(t);
    tasks_->adjoint(t, tasks_->y(t), blas::start_of(q_, t));
    squares[t] = arma::dot(tasks_->y(t), tasks_->y(t));
    const bool thin = is_thin(t);
    const arma::uword m = thin ? X.n_rows : p;
    arma::Mat<S> K(m, m, arma::fill::zeros);
    blas::add_square(thin ? Op::transpose : Op::none, S(1), whole(X), whole(K));
    tiled::mirror(whole(K));
    if (thin)
      thin_[t].K = std::move(K);
    else
      long_[t].A = arma::conv_to<arma::mat>::from(K);
    if (!thin) long_[t].A.diag() += mu_;
  });
  constant_ = 0.5 * kernels::sum(T, squares.memptr()).value();
}

template <class S>
void FactoredQuadratics<S>::gradient(const arma::mat& V, arma::mat& G) const {
  G.set_size(V.n_rows, V.n_cols);
  parallel_for(V.n_cols, [&](std::size_t t) {
    const double* v = blas::start_of(V, t);
    double* g = blas::start_of(G, t);
    if (is_thin(t)) {
      tasks_->adjoint(t, tasks_->forward(t, v) - tasks_->y(t), g);
      blas::axpy(V.n_rows, mu_, v, g);
    } else {
      blas::multiply_vector(Op::none, 1.0, whole(long_[t].A), v, 0.0, g);
      blas::axpy(V.n_rows, -1.0, blas::start_of(q_, t), g);
    }
  });
}

template <class S>
double FactoredQuadratics<S>::squares(const arma::mat& V, double share) const {
  arma::vec parts(V.n_cols);
  parallel_for(V.n_cols, [&](std::size_t t) {
    const arma::vec r = tasks_->forward(t, blas::start_of(V, t)) - share * tasks_->y(t);
    parts[t] = blas::square_norm(r.n_elem, r.memptr()) + mu_ * blas::square_norm(V.n_rows, blas::start_of(V, t));
  });
  return kernels::sum(parts.n_elem, parts.memptr()).value();
}

template <class S>
double FactoredQuadratics<S>::loss(const arma::mat& V) const {
  return 0.5 * squares(V, 1.0);
}

template <class S>
double FactoredQuadratics<S>::bend(const arma::mat& V) const {
  return squares(V, 0.0);
}

template <class S>
void FactoredQuadratics<S>::factor(double rho) {
  rho_ = rho;
  parallel_for(long_.size(), [&](std::size_t t) {
    if (is_thin(t))
      shifted_factor(thin_[t].K, mu_ + rho, thin_[t].L);
    else
      shifted_factor(long_[t].A, rho, long_[t].L);
  });
}

template <class S>
void FactoredQuadratics<S>::proximal_point(const arma::mat& target, arma::mat& V) const {
  V = target;
  parallel_for(target.n_cols, [&](std::size_t t) {
    double* v = blas::start_of(V, t);
    if (!is_thin(t)) {
      arma::vec x = rho_ * target.col(t) + q_.col(t);
      solve(long_[t].L, x);
      std::copy(x.begin(), x.end(), v);
      return;
    }
    if (mu_ > 0.0) V.col(t) *= rho_ / (mu_ + rho_);
    arma::Col<S> u = arma::conv_to<arma::Col<S>>::from(tasks_->y(t) - tasks_->forward(t, v));
    solve(thin_[t].L, u);
    arma::vec move(target.n_rows);
    tasks_->adjoint(t, arma::conv_to<arma::vec>::from(u), move.memptr());
    V.col(t) += move;
  });
}

// Tasks that leave most directions free move further in one step.
template <class S>
double FactoredQuadratics<S>::first_threshold() const {
  arma::uword samples = 0;
  for (arma::uword t = 0; t < tasks_->n_tasks(); ++t) samples += tasks_->X(t).n_rows;
  return samples < features_.n_elem * tasks_->n_tasks() ? 0.7 : 0.3;
}

template <class S>
arma::mat FactoredQuadratics<S>::coefficients(const arma::mat& V) const {
  arma::mat W(d_, V.n_cols, arma::fill::zeros);
  W.rows(features_) = V;
  return W;
}

template class FactoredQuadratics<float>;
template class FactoredQuadratics<double>;

}  // namespace starling::spectral
