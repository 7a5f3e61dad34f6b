#include "lib/solver/svm/task_ties.hpp"

#include "lib/linalg/decompose.hpp"

namespace starling::svm {
namespace {

bool same_everywhere(const arma::mat& A) {
  for (arma::uword t = 0; t < A.n_cols; ++t)
    for (arma::uword s = 0; s < A.n_rows; ++s)
      if (s == t ? A(t, t) != A(0, 0) : A(s, t) != A(1, 0)) return false;
  return true;
}

// What is beside the diagonal of a matrix that is the same everywhere.
double beside(const arma::mat& A) { return A.n_rows > 1 ? A(1, 0) : 0.0; }

}  // namespace

bool TaskTies::are_alike(const arma::mat& inverse_coupling) {
  // Below this the tasks' own parts drown in the rounding of the common one.
  constexpr double smallest_own_part = 1e-12;
  const double diagonal = inverse_coupling(0, 0);
  return same_everywhere(inverse_coupling) && diagonal - beside(inverse_coupling) > smallest_own_part * diagonal;
}

TaskTies::TaskTies(const arma::mat& inverse_coupling) : A_(inverse_coupling), alike_(are_alike(A_)) {
  if (!alike_) {
    factorise();
    return;
  }
  const double off = beside(A_);
  unit_ = A_(0, 0) - off;
  A_ /= unit_;
  shared_ = off / unit_;
  factor_.ones(A_.n_rows, 1);
}

void TaskTies::factorise() {
  const arma::uword T = A_.n_rows;
  const SymmetricEigen eigen = symmetric_eigen(A_);
  const double noise = 8.0 * arma::datum::eps * static_cast<double>(T) * eigen.values.max();
  const double least = eigen.values.min() <= noise ? 0.0 : eigen.values.min();
  const arma::uvec larger = arma::find(eigen.values > least + noise);
  const arma::uword r = larger.n_elem;
  if (r == 0 || (least > 0.0 && 2 * r > T)) return;
  alone_ = least;
  factor_ = eigen.vectors.cols(larger);
  factor_.each_row() %= arma::sqrt(eigen.values.elem(larger) - least).t();
}

}  // namespace starling::svm
