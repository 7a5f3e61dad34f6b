#include "lib/penalty/quadratic_coupling.hpp"

#include <cmath>
#include <string>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/base/params.hpp"
#include "lib/linalg/decompose.hpp"
#include "lib/linalg/semidefinite.hpp"
#include "lib/penalty/task_graph.hpp"

namespace starling {
namespace {

void check_positive(double smallest, const std::string& what) {
  if (!(smallest > 0.0))
    throw InvalidInput({.what = what + " is not positive definite",
                        .expected = "every eigenvalue > 0",
                        .got = "smallest eigenvalue " + spelling::print(smallest)});
}

// Q diag(values) Q'.
arma::mat composed(const arma::mat& Q, const arma::vec& values) {
  const arma::mat scaled = Q.each_row() % values.t();
  return arma::symmatu(scaled * Q.t());
}

// Orthonormal, the first column 1 / sqrt(T): the reflection that takes the first axis there.
arma::mat mean_first(arma::uword n_tasks) {
  const double root = std::sqrt(static_cast<double>(n_tasks));
  arma::mat Q(n_tasks, n_tasks);
  if (n_tasks > 1) Q.fill(-1.0 / (root * (root - 1.0)));
  Q.diag() += 1.0;
  Q.row(0).fill(1.0 / root);
  Q.col(0).fill(1.0 / root);
  return Q;
}

// own I + common 11'.
arma::mat even_ties(arma::uword n_tasks, double own, double common) {
  arma::mat K(n_tasks, n_tasks, arma::fill::value(common));
  K.diag() += own;
  return K;
}

double rounding(const arma::vec& eigenvalues) {
  return eigenvalue_rounding(arma::abs(eigenvalues).max(), eigenvalues.n_elem);
}

}  // namespace

QuadraticCoupling::QuadraticCoupling(arma::vec eigenvalues, arma::mat eigenvectors)
    : eigenvalues_(std::move(eigenvalues)), eigenvectors_(std::move(eigenvectors)) {
  check_positive(eigenvalues_.min(), "task coupling");
  K_ = composed(eigenvectors_, eigenvalues_);
  inverse_ = composed(eigenvectors_, 1.0 / eigenvalues_);
  set_root();
}

void QuadraticCoupling::set_root() {
  const arma::uvec finite = arma::find(eigenvalues_ < arma::datum::inf);
  root_ = eigenvectors_.cols(finite);
  root_.each_row() %= arma::sqrt(eigenvalues_.elem(finite)).t();
  off_range_ = eigenvectors_.tail_cols(eigenvalues_.n_elem - finite.n_elem);
}

QuadraticCoupling::QuadraticCoupling(const arma::mat& K) {
  check_symmetric(K, "task coupling", "tasks");
  SymmetricEigen eigen = symmetric_eigen(K);
  *this = QuadraticCoupling(std::move(eigen.values), std::move(eigen.vectors));
  K_ = K;
}

QuadraticCoupling QuadraticCoupling::of_task_kernel(const arma::mat& A) {
  check_symmetric(A, "task kernel", "tasks");
  const SymmetricEigen eigen = symmetric_eigen(A);
  const double noise = rounding(eigen.values);
  check_not_negative(eigen.values.min(), noise, "task kernel");
  for (arma::uword t = 0; t < A.n_cols; ++t)
    if (!(A(t, t) > 0.0))
      throw InvalidInput({.what = "task kernel without a task's own part",
                          .where = "tasks " + std::to_string(t) + "," + std::to_string(t),
                          .expected = "a number > 0",
                          .got = spelling::print(A(t, t))});
  QuadraticCoupling coupling;
  coupling.inverse_ = A;
  coupling.eigenvectors_ = arma::fliplr(eigen.vectors);
  coupling.eigenvalues_ = arma::flipud(eigen.values);
  coupling.eigenvalues_.transform([&](double a) { return a > noise ? 1.0 / a : arma::datum::inf; });
  coupling.set_root();
  coupling.K_ = arma::symmatu(coupling.root_ * coupling.root_.t());
  return coupling;
}

// Exact eigenvalues and entries: one may be far larger than the other.
QuadraticCoupling QuadraticCoupling::of_even_ties(arma::uword n_tasks, double mean_part, double own_part) {
  QuadraticCoupling coupling;
  coupling.eigenvalues_ = arma::vec(n_tasks, arma::fill::value(own_part));
  coupling.eigenvalues_[0] = mean_part;
  coupling.eigenvectors_ = mean_first(n_tasks);
  const double T = static_cast<double>(n_tasks);
  coupling.K_ = even_ties(n_tasks, own_part, (mean_part - own_part) / T);
  coupling.inverse_ = even_ties(n_tasks, 1.0 / own_part, (1.0 / mean_part - 1.0 / own_part) / T);
  coupling.set_root();
  return coupling;
}

QuadraticCoupling QuadraticCoupling::mean(arma::uword n_tasks, double lambda, double mu) {
  check_positive(mu, "ridge of a mean coupling");
  check_positive(lambda + mu, "mean coupling");
  return of_even_ties(n_tasks, mu, lambda + mu);
}

QuadraticCoupling QuadraticCoupling::graph(const arma::mat& adjacency, double lambda, double mu) {
  check_task_graph(adjacency);
  check_positive(mu, "ridge of a task graph");
  arma::mat laplacian = -adjacency;
  laplacian.diag() += arma::sum(adjacency, 1);
  // Zero eigenvalues are exactly that: lambda may be far larger than mu.
  SymmetricEigen eigen = symmetric_eigen(laplacian);
  const double noise = rounding(eigen.values);
  eigen.values.transform([&](double value) { return value > noise ? lambda * value + mu : mu; });
  return {std::move(eigen.values), std::move(eigen.vectors)};
}

QuadraticCoupling QuadraticCoupling::evgeniou_pontil(arma::uword n_tasks, double mu) {
  check_positive(mu, "regulariser of the common part");
  const double T = static_cast<double>(n_tasks);
  QuadraticCoupling coupling = of_even_ties(n_tasks, mu / (T + mu), 1.0);
  coupling.K_ = even_ties(n_tasks, 1.0, -1.0 / (T + mu));
  coupling.inverse_ = even_ties(n_tasks, 1.0, 1.0 / mu);
  return coupling;
}

double QuadraticCoupling::value(const arma::mat& W) const {
  constexpr double rounding_of_W = 1e-10;
  if (!off_range_.is_empty() && arma::norm(W * off_range_, "fro") > rounding_of_W * arma::norm(W, "fro"))
    return arma::datum::inf;
  return 0.5 * arma::accu(arma::square(W * root_));
}

double QuadraticCoupling::conjugate(const arma::mat& G) const { return 0.5 * arma::accu((G * inverse_) % G); }

QuadraticCoupling QuadraticCoupling::rescaled(double x, double) const {
  QuadraticCoupling scaled = *this;
  scaled.eigenvalues_ *= x * x;
  scaled.K_ *= x * x;
  scaled.root_ *= x;
  scaled.inverse_ /= x * x;
  return scaled;
}

arma::mat QuadraticCoupling::prox(const arma::mat& V, double step) const {
  const arma::mat rotated = V * eigenvectors_;
  return (rotated.each_row() / (1.0 + step * eigenvalues_.t())) * eigenvectors_.t();
}

}  // namespace starling
