#include "lib/solver/factored_tasks.hpp"

#include <cmath>
#include <utility>

#include "lib/linalg/blas.hpp"
#include "lib/linalg/decompose.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/linalg/products.hpp"
#include "lib/linalg/thin_svd.hpp"

namespace starling {
namespace {

constexpr arma::uword most_for_gram = 1000;  // features

arma::rowvec weighted_means(const arma::mat& M, const arma::vec& c) { return c.t() * M / arma::accu(c); }

}  // namespace

FactoredTasks::FactoredTasks(const MultiTaskData& data, const arma::vec& c, bool centred, double mu)
    : data_(data), c_(c), centred_(centred), mu_(mu), pulled_(data.targets()) {
  centre_and_weigh(pulled_);
  linear_ = data.adjoint(pulled_);
  find_mean_gram();
}

void FactoredTasks::find_mean_gram() {
  const arma::uword d = data_.n_features(), T = data_.n_tasks(), parts = data_.is_shared() ? 1 : T;
  arma::mat gram(d <= most_for_gram ? d : 0, d <= most_for_gram ? d : 0, arma::fill::zeros);
  arma::vec squares(d, arma::fill::zeros);
  for (arma::uword t = 0; t < parts; ++t) {
    arma::vec c = c_.subvec(data_.rows_of(t).begin, data_.rows_of(t).end - 1);
    if (data_.is_shared()) c = arma::sum(arma::reshape(c_, c.n_elem, T), 1);  // one Gram matrix of all weights
    arma::mat X = data_.design(t).dense();
    if (centred_) X.each_row() -= weighted_means(X, c);
    X.each_col() %= arma::sqrt(c);
    if (!gram.is_empty()) gram += blas::gram(X);
    squares += arma::sum(arma::square(X), 0).t();
  }
  const double share = 1.0 / static_cast<double>(T);
  mean_scale_ = arma::sqrt(share * squares + mu_);
  if (gram.is_empty()) return;
  gram *= share;
  gram.diag() += mu_ + 1e-14 * arma::trace(gram);
  mean_gram_ = cholesky(gram);
}

arma::mat FactoredTasks::in_mean_metric(const arma::mat& W) const {
  if (!mean_gram_.is_empty()) return mean_gram_ * W;
  return W.each_col() % mean_scale_;
}

arma::mat FactoredTasks::preconditioned(const arma::mat& R) const {
  if (!mean_gram_.is_empty()) return cholesky_solve(mean_gram_, R);
  return R.each_col() / arma::square(mean_scale_);
}

void FactoredTasks::centre_and_weigh(arma::vec& e) const {
  for (arma::uword t = 0; t < data_.n_tasks(); ++t) {
    const Rows rows = data_.rows_of(t);
    const auto c = c_.subvec(rows.begin, rows.end - 1);
    auto of_task = e.subvec(rows.begin, rows.end - 1);
    if (centred_) of_task -= arma::dot(c, of_task) / arma::accu(c);
    of_task %= c;
  }
}

double FactoredTasks::objective(const TaskFactors& at) const {
  arma::vec e = data_.forward(at.coefficients(), {}) - data_.targets();
  arma::vec u = e;
  centre_and_weigh(u);  // c (e - mean), whose product with e is the sum of c (e - mean)^2
  return 0.5 * arma::dot(u, e) + 0.5 * mu_ * arma::accu((at.U.t() * at.U) % (at.V.t() * at.V));
}

arma::mat FactoredTasks::loadings(const arma::mat& U) const {
  const arma::uword T = data_.n_tasks(), r = U.n_cols;
  arma::mat V(T, r, arma::fill::zeros), shared;
  const auto image = [&](arma::uword t) {
    arma::mat Z(data_.rows_of(t).size(), r);
    multiply(data_.design(t), blas::view(U), blas::view(Z));
    return Z;
  };
  if (data_.is_shared()) shared = image(0);
  const arma::mat ridge = mu_ * U.t() * U;
  parallel_for(T, [&](std::size_t t) {
    const Rows rows = data_.rows_of(t);
    const arma::vec c = c_.subvec(rows.begin, rows.end - 1);
    arma::mat Z = data_.is_shared() ? shared : image(t);
    if (centred_) Z.each_row() -= weighted_means(Z, c);
    const arma::vec q = Z.t() * pulled_.subvec(rows.begin, rows.end - 1);
    Z.each_col() %= arma::sqrt(c);
    V.row(t) = cholesky_solve(cholesky(blas::gram(Z) + ridge), q).t();
  });
  return V;
}

arma::mat FactoredTasks::curvature_times(const arma::mat& U, const arma::mat& Q) const {
  const arma::mat W = U * Q.t();
  arma::vec e = data_.forward(W, {});
  centre_and_weigh(e);
  return data_.adjoint(e) * Q + mu_ * U;  // Q'Q = I
}

void FactoredTasks::improve_directions(TaskFactors& at) const {
  constexpr int most_steps = 30;
  constexpr double enough = 1e-3;  // of the preconditioned residual at the start
  const ThinSvd svd = thin_svd(at.V);
  const arma::mat& Q = svd.U;
  at.U = at.U * svd.V * arma::diagmat(svd.s);
  at.V = Q;
  const arma::mat q = linear_ * Q;
  arma::mat R = q - curvature_times(at.U, Q), Z = preconditioned(R), P = Z;
  double square = arma::dot(R, Z);
  const double target = enough * enough * square;
  for (int step = 0; step < most_steps && square > target; ++step) {
    const arma::mat H = curvature_times(P, Q);
    const double length = square / arma::dot(P, H);
    if (!std::isfinite(length)) break;
    at.U += length * P;
    R -= length * H;
    Z = preconditioned(R);
    const double next = arma::dot(R, Z);
    P = Z + (next / square) * P;
    square = next;
  }
}

TaskFactors FactoredTasks::improve(const arma::mat& directions, double least,
                                   const std::function<bool(double objective)>& on_sweep) const {
  const auto settle = [&](TaskFactors& at) {
    at.U = thin_svd(at.U).U;
    at.V = loadings(at.U);
    at.objective = objective(at);
    at.history.push_back(at.objective);
  };
  TaskFactors at{.U = directions};
  settle(at);
  while (!at.U.is_empty() && !at.V.is_zero() && on_sweep(at.objective)) {
    TaskFactors next = at;
    improve_directions(next);
    settle(next);
    const double gain = at.objective - next.objective;
    if (!(gain > 0.0)) break;
    at = std::move(next);
    if (gain <= least) break;
  }
  return at;
}

}  // namespace starling
