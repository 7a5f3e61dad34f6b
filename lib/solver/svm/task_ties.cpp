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

}  // namespace

TaskTies::TaskTies(const arma::mat& inverse_coupling) : A_(inverse_coupling), alike_(same_everywhere(A_)) {
  // Below this the tasks' own parts drown in the rounding of the common one.
  constexpr double smallest_own_part = 1e-12;
  if (alike_) {
    const double off = A_.n_rows > 1 ? A_(1, 0) : 0.0, own_part = A_(0, 0) - off;
    alike_ = own_part > smallest_own_part * A_(0, 0);
    if (alike_) {
      unit_ = own_part;
      A_ /= unit_;
      shared_ = off / unit_;
      factor_.ones(A_.n_rows, 1);
      return;
    }
  }
  factorise();
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
