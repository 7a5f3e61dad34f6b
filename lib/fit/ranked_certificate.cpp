#include "lib/fit/ranked_certificate.hpp"

#include <algorithm>
#include <cmath>

#include "lib/linalg/decompose.hpp"
#include "lib/penalty/ridge.hpp"

namespace starling {
namespace {

// Of the second kind; minus infinity where it does not apply.
double expansion_bound(const RankedProblem& problem, const Unlimited& around) {
  const MultiTaskData& data = problem.data;
  if (!tasks_weigh_alike(data, problem.c) || !around.at.W.is_finite()) return -arma::datum::inf;
  const double mu = problem.penalty.mu;
  const Coefficients at = with_best_intercepts(problem, around.at.W);
  arma::vec eta = data.forward(at.W, at.b);
  const double objective = loss_sum(problem.loss, data.targets(), problem.c, eta).value() + Ridge{mu}.value(at.W);
  loss_gradient_in_place(problem.loss, data.targets(), problem.c, eta);
  const double e = arma::norm(data.adjoint(eta) + mu * at.W, "fro") / std::sqrt(mu);
  const arma::vec s = singular_values(ranked_image(problem, at.W));
  double bound = objective - 0.5 * e * e;
  for (arma::uword i = problem.penalty.rank; i < s.n_elem; ++i) bound += 0.5 * std::pow(std::max(0.0, s[i] - e), 2);
  return bound;
}

}  // namespace

bool tasks_weigh_alike(const MultiTaskData& data, const arma::vec& c) {
  if (!data.is_shared()) return false;
  const Rows first = data.rows_of(0);
  for (arma::uword t = 1; t < data.n_tasks(); ++t)
    if (!std::equal(c.begin() + first.begin, c.begin() + first.end, c.begin() + data.rows_of(t).begin)) return false;
  return true;
}

arma::mat ranked_image(const RankedProblem& problem, const arma::mat& W) {
  const MultiTaskData& data = problem.data;
  const arma::uword n = data.rows_of(0).size();
  const arma::vec eta = data.forward(W, {}), c = problem.c.head(n);
  arma::mat image = arma::reshape(eta, n, data.n_tasks());
  if (problem.intercept == Intercept::free) image.each_row() -= c.t() * image / arma::accu(c);
  image.each_col() %= arma::sqrt(c);
  return arma::join_cols(image, std::sqrt(problem.penalty.mu) * W);
}

Certificate certify_ranked(const RankedProblem& problem, const Coefficients& at, double scale,
                           const Unlimited& around) {
  Certificate proof = certify(problem, at, scale, around.dual_point.is_empty() ? nullptr : &around.dual_point);
  if (const double bound = expansion_bound(problem, around); bound > proof.dual) {
    proof.dual = bound;
    proof.dual_point.reset();
    proof.gap = std::max(0.0, proof.primal - bound);
    proof.relative_gap = proof.relative(proof.gap);
    // The sums above, and the singular values, whose squares are good to a few roundings of the largest.
    const double share = 4.0 * arma::datum::eps * std::sqrt(static_cast<double>(at.W.n_elem));
    proof.dual_rounding += share * (std::abs(bound) + std::abs(proof.primal));
    proof.rounding_floor += share * (std::abs(bound) + std::abs(proof.primal));
  }
  return proof;
}

}  // namespace starling
