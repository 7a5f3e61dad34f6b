#include "lib/solver/row_newton/reduced_proof.hpp"

#include <algorithm>
#include <cmath>

#include "lib/fit/certify.hpp"
#include "lib/linalg/rows.hpp"

namespace starling::row_newton {
namespace {

// How far the lower bound must give way. With R the residual and S = sum_j |x_j| |w^j|: R is off by no more than
// moved, so both objectives are by a few M moved with M = |Y| + S, and x_j'R by off_j; a dual point shrunk by the
// largest off_j / lambda_j is feasible and loses that share of its value, which is below |Y|^2 / 2.
double allowance(const ReducedFrom& from, const RowGroupLasso& norm, const arma::mat& W) {
  const arma::vec sizes = row_norms(W);
  const double S = arma::dot(from.lengths, sizes), M = from.target_length + S;
  const double moved = from.target_error + arma::dot(from.length_errors, sizes);
  double shrunk = 0.0;
  for (arma::uword j = 0; j < W.n_rows; ++j)
    shrunk = std::max(shrunk, (from.length_errors[j] * M + from.lengths[j] * moved) / norm.strength(j));
  return 4.0 * M * moved + shrunk * 0.5 * from.target_length * from.target_length;
}

}  // namespace

std::optional<Certificate> certify_reduced(const ReducedSamples& reduced, const RowNormProblem& problem,
                                           const arma::mat& W, double scale, double gap) {
  constexpr double share = 0.1;
  const double slack = allowance(reduced.from, problem.penalty.base, W);
  if (!(slack <= share * gap * scale)) return {};
  const RowNormProblem small{reduced.data, problem.loss, problem.penalty, Intercept::none, reduced.c};
  Certificate proof = certify(small, {W, arma::rowvec(W.n_cols, arma::fill::zeros)}, scale);
  proof.primal += reduced.unseen;
  proof.dual += reduced.unseen - slack;
  const double left = proof.primal - proof.dual;
  proof.gap = std::isnan(left) ? arma::datum::inf : std::max(0.0, left);
  proof.relative_gap = proof.relative(proof.gap);
  proof.rounding_floor += slack;
  proof.dual_point.reset();
  return proof;
}

}  // namespace starling::row_newton
