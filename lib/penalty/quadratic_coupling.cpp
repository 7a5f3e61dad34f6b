#include "lib/penalty/quadratic_coupling.hpp"

#include <cmath>
#include <string>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/base/params.hpp"
#include "lib/linalg/decompose.hpp"

namespace starling {
namespace {

std::string pair_text(arma::uword s, arma::uword t) { return "tasks " + std::to_string(s) + "," + std::to_string(t); }

void check_symmetric(const arma::mat& A, const std::string& what) {
  if (A.n_rows != A.n_cols || A.is_empty())
    throw InvalidInput(
        {.what = what + " is not a square matrix", .got = std::to_string(A.n_rows) + "x" + std::to_string(A.n_cols)});
  for (arma::uword t = 0; t < A.n_cols; ++t)
    for (arma::uword s = 0; s <= t; ++s) {
      if (!std::isfinite(A(s, t)) || !std::isfinite(A(t, s)))
        throw InvalidInput({.what = what + " holds a value that is not finite", .where = pair_text(s, t)});
      if (A(s, t) != A(t, s))
        throw InvalidInput({.what = what + " is not symmetric",
                            .where = pair_text(s, t),
                            .got = spelling::print(A(s, t)) + " and " + spelling::print(A(t, s))});
    }
}

void check_positive(double smallest, const std::string& what) {
  if (!(smallest > 0.0))
    throw InvalidInput({.what = what + " is not positive definite",
                        .expected = "every eigenvalue > 0",
                        .got = "smallest eigenvalue " + spelling::print(smallest)});
}

}  // namespace

QuadraticCoupling::QuadraticCoupling(arma::vec eigenvalues, arma::mat eigenvectors)
    : eigenvalues_(std::move(eigenvalues)), eigenvectors_(std::move(eigenvectors)) {
  check_positive(eigenvalues_.min(), "task coupling");
  const auto compose = [&](const arma::vec& values) -> arma::mat {
    const arma::mat scaled = eigenvectors_.each_row() % values.t();
    return arma::symmatu(scaled * eigenvectors_.t());
  };
  K_ = compose(eigenvalues_);
  inverse_ = compose(1.0 / eigenvalues_);
}

QuadraticCoupling::QuadraticCoupling(const arma::mat& K) {
  check_symmetric(K, "task coupling");
  SymmetricEigen eigen = symmetric_eigen(K);
  *this = QuadraticCoupling(std::move(eigen.values), std::move(eigen.vectors));
  K_ = K;
}

QuadraticCoupling QuadraticCoupling::mean(arma::uword n_tasks, double lambda, double mu) {
  const double T = static_cast<double>(n_tasks);
  return QuadraticCoupling((lambda + mu) * arma::eye(n_tasks, n_tasks) -
                           arma::mat(n_tasks, n_tasks, arma::fill::value(lambda / T)));
}

QuadraticCoupling QuadraticCoupling::graph(const arma::mat& adjacency, double lambda, double mu) {
  check_symmetric(adjacency, "task graph");
  for (arma::uword t = 0; t < adjacency.n_cols; ++t)
    for (arma::uword s = 0; s <= t; ++s)
      if (adjacency(s, t) < 0.0 || (s == t && adjacency(s, t) != 0.0))
        throw InvalidInput({.what = s == t ? "task graph with a self loop" : "task graph with a negative weight",
                            .where = pair_text(s, t),
                            .got = spelling::print(adjacency(s, t))});
  arma::mat laplacian = -adjacency;
  laplacian.diag() += arma::sum(adjacency, 1);
  laplacian *= lambda;
  laplacian.diag() += mu;
  return QuadraticCoupling(laplacian);
}

QuadraticCoupling QuadraticCoupling::evgeniou_pontil(arma::uword n_tasks, double mu) {
  check_positive(mu, "regulariser of the common part");
  const double T = static_cast<double>(n_tasks);
  QuadraticCoupling coupling(arma::eye(n_tasks, n_tasks) -
                             arma::mat(n_tasks, n_tasks, arma::fill::value(1.0 / (T + mu))));
  // Exact entries: K is nearly singular for a small mu.
  coupling.inverse_.eye();
  coupling.inverse_ += 1.0 / mu;
  return coupling;
}

double QuadraticCoupling::value(const arma::mat& W) const { return 0.5 * arma::accu((W * K_) % W); }

double QuadraticCoupling::conjugate(const arma::mat& G) const { return 0.5 * arma::accu((G * inverse_) % G); }

QuadraticCoupling QuadraticCoupling::rescaled(double x, double) const {
  QuadraticCoupling scaled = *this;
  scaled.eigenvalues_ *= x * x;
  scaled.K_ *= x * x;
  scaled.inverse_ /= x * x;
  return scaled;
}

arma::mat QuadraticCoupling::prox(const arma::mat& V, double step) const {
  const arma::mat rotated = V * eigenvectors_;
  return (rotated.each_row() / (1.0 + step * eigenvalues_.t())) * eigenvectors_.t();
}

}  // namespace starling
