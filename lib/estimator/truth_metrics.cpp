#include "lib/estimator/truth_metrics.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "lib/base/error.hpp"

namespace starling {
namespace {

void check_same(arma::uword a, arma::uword b, std::string_view what) {
  if (a == b) return;
  throw InvalidInput(
      {.what = std::string(what) + " of different lengths", .expected = std::to_string(b), .got = std::to_string(a)});
}

double pairs(double n) { return n * (n - 1.0) / 2.0; }

template <class Counts>
double pairs_within(const Counts& counts) {
  double sum = 0.0;
  for (const auto& [group, count] : counts) sum += pairs(count);
  return sum;
}

// An orthonormal basis of the column space.
arma::mat basis(const arma::mat& A) {
  arma::mat U, V;
  arma::vec s;
  if (A.is_empty() || A.is_zero()) return arma::mat(A.n_rows, 0);
  if (!A.is_finite()) throw InvalidInput({.what = "coefficients that are not finite", .where = "subspace_angle"});
  if (!arma::svd_econ(U, s, V, A, "left"))
    throw NumericalFailure("the singular vectors of the coefficients could not be computed");
  return U.head_cols(arma::accu(s > 1e-10 * s[0]));
}

}  // namespace

double support_f1(const arma::mat& W, const arma::mat& truth) {
  check_same(W.n_rows, truth.n_rows, "coefficients");
  double both = 0.0, sum = 0.0;
  for (arma::uword j = 0; j < W.n_rows; ++j) {
    const bool found = !W.row(j).is_zero(), there = !truth.row(j).is_zero();
    both += found && there ? 1.0 : 0.0;
    sum += (found ? 1.0 : 0.0) + (there ? 1.0 : 0.0);
  }
  return sum == 0.0 ? 1.0 : 2.0 * both / sum;
}

double ari(const arma::uvec& groups, const arma::uvec& truth) {
  check_same(groups.n_elem, truth.n_elem, "groupings");
  std::map<arma::uword, double> a, b;
  std::map<std::pair<arma::uword, arma::uword>, double> together;
  for (arma::uword i = 0; i < groups.n_elem; ++i) {
    ++a[groups[i]];
    ++b[truth[i]];
    ++together[{groups[i], truth[i]}];
  }
  const double in_a = pairs_within(a), in_b = pairs_within(b), all = pairs(static_cast<double>(groups.n_elem));
  const double expected = all > 0.0 ? in_a * in_b / all : 0.0, largest = 0.5 * (in_a + in_b);
  return largest == expected ? 1.0 : (pairs_within(together) - expected) / (largest - expected);
}

double subspace_angle(const arma::mat& A, const arma::mat& B) {
  check_same(A.n_rows, B.n_rows, "columns");
  arma::mat small = basis(A), large = basis(B);
  if (small.n_cols > large.n_cols) std::swap(small, large);
  if (small.n_cols == 0) return large.n_cols == 0 ? 0.0 : arma::datum::pi / 2.0;
  // The sine is accurate for small angles, the cosine for large ones.
  const arma::mat inside = large.t() * small;
  const double sine = arma::norm(small - large * inside, 2);
  const arma::vec cosines = arma::svd(inside);
  return std::atan2(sine, cosines[small.n_cols - 1]);
}

std::map<std::string, double> estimation_errors(const arma::mat& W, const arma::mat& truth,
                                                const arma::uvec& outlier_tasks) {
  check_same(W.n_rows, truth.n_rows, "coefficients");
  check_same(W.n_cols, truth.n_cols, "tasks");
  std::map<std::string, double> errors;
  double sum = 0.0, largest = 0.0;
  for (arma::uword t = 0; t < W.n_cols; ++t) {
    const double error = arma::norm(W.col(t) - truth.col(t));
    sum += error;
    largest = std::max(largest, error);
    if (arma::any(outlier_tasks == t)) continue;
    double& ordinary = errors.emplace("estimation_error_max_ordinary", 0.0).first->second;
    ordinary = std::max(ordinary, error);
  }
  if (W.n_cols == 0) return errors;
  errors["estimation_error_mean"] = sum / static_cast<double>(W.n_cols);
  errors["estimation_error_max"] = largest;
  return errors;
}

}  // namespace starling
