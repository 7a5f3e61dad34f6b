#include "lib/solver/svm/kernel_face.hpp"

#include "lib/linalg/decompose.hpp"

namespace starling::svm {

arma::vec face_direction(arma::mat H, const arma::vec& drive, const std::vector<arma::uword>& group) {
  // Enough to factor a kernel of low rank, little enough for the step to be Newton's elsewhere.
  constexpr double ridge = 1e-10;
  H.diag() += ridge * arma::mean(H.diag());
  arma::mat R;
  if (!H.is_finite() || !arma::chol(R, H)) return {};
  arma::uvec first(1, arma::fill::zeros);  // where groups begin
  for (arma::uword k = 1; k < group.size(); ++k)
    if (group[k] != group[k - 1]) first.insert_rows(first.n_elem, arma::uvec{k});
  arma::mat right(drive.n_elem, group.empty() ? 1 : 1 + first.n_elem, arma::fill::zeros);
  right.col(0) = drive;
  for (arma::uword q = 0; q + 1 < right.n_cols; ++q) {
    const arma::uword end = q + 1 < first.n_elem ? first[q + 1] : drive.n_elem;
    right.submat(first[q], q + 1, end - 1, q + 1).ones();
  }
  const arma::mat solved = cholesky_solve(R, right);
  if (group.empty()) return solved.col(0);
  // delta = H^-1 (drive - E m), with m such that E'delta = 0.
  const arma::mat E = right.tail_cols(first.n_elem), inverse_E = solved.tail_cols(first.n_elem);
  arma::mat of_groups;
  if (!arma::chol(of_groups, arma::symmatu(arma::mat(E.t() * inverse_E)))) return {};
  const arma::vec m = cholesky_solve(of_groups, E.t() * solved.col(0));
  return solved.col(0) - inverse_E * m;
}

}  // namespace starling::svm
