#include "lib/solver/svm/task_ties.hpp"

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
  if (!alike_) return;
  const double off = A_.n_rows > 1 ? A_(1, 0) : 0.0, own_part = A_(0, 0) - off;
  alike_ = own_part > smallest_own_part * A_(0, 0);
  if (!alike_) return;
  unit_ = own_part;
  A_ /= unit_;
  shared_ = off / unit_;
}

}  // namespace starling::svm
