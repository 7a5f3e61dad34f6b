// Features that no optimum uses, proved from any coefficients with a small gap (the Gap Safe sphere).
//
//     const std::vector<bool> zero = proved_zero(problem, coefficients);      // zero[j]: row j of every optimum is 0
//
// METHOD  For R = lambda sum_j |w^j|_2 (+ ridge) row j of an optimum can only differ from zero where |g*_j| >= lambda
//         (times the row's weight), g*_j = (x_tj'u*_t)_t and u* the dual optimum. A loss of curvature <= L makes the
//         dual strongly concave, with modulus 1 / (c_i L) in coordinate i, so that any dual point u with a gap to the
//         primal obeys sum_i (u_i - u*_i)^2 / c_i <= r^2 = 2 L gap. By Cauchy and Schwarz, task by task,
//             |g*_j| <= |g_j| + r max_t h_tj,    h_tj^2 = sum_i c_ti (x_tij - m_tj)^2,
//         for any m_tj where the intercept is free, as then u and u* sum to zero in every task (the weighted mean is
//         best; nothing is centred in memory), and for m_tj = 0 otherwise. What is below lambda is proved.
// PROOF   The gap is computed here, from the problem; a hint is evaluated, never believed. Gap, u and g are taken with
//         the worst that rounding can have done to them, so a row is never named wrongly, only left out. A row that is
//         not named may still be zero. Numbers that overflow prove nothing.
// COST    As certify(), an adjoint product, and 4 N d flops (4 n d where tasks share X and c).
// EDGES   Throws InvalidOption for a penalised intercept and for rows of weight 0.
// PAPERS  ndiaye2017gap
#pragma once

#include <vector>

#include "lib/base/error.hpp"
#include "lib/fit/certify.hpp"
#include "lib/penalty/ridged.hpp"
#include "lib/penalty/row_group_lasso.hpp"

namespace starling {

template <class P>
concept RowNormPenalty = std::same_as<P, RowGroupLasso> || std::same_as<P, Ridged<RowGroupLasso>>;

// Sizes of the columns of all tasks under the factors c, each not below the truth. Samples of factor 0 do not count.
struct ColumnSizes {
  arma::mat spread;   // d x T, h above
  arma::mat length;   // d x T, the same with m = 0
  arma::mat largest;  // d x T, the largest absolute value
};
ColumnSizes column_sizes(const MultiTaskData& data, const arma::vec& c, bool centred);

namespace zero_proof {

// sqrt(sum_i u_i^2 / c_i) of every task.
arma::vec dual_lengths(const MultiTaskData& data, const arma::vec& c, const arma::vec& u);

// What is left of sum_i u_i of every task, not below the truth.
arma::vec imbalance(const MultiTaskData& data, const arma::vec& u);

// The largest that rounding can have made of the error of every entry of A'u, imbalance included (d x T).
arma::mat adjoint_error(const MultiTaskData& data, const arma::vec& c, const arma::vec& u, const ColumnSizes& columns,
                        bool is_free);

// The most that the rounding of predictions can have taken from the objective.
double forward_error(const Coefficients& at, const ColumnSizes& columns, const arma::vec& c, double curvature,
                     double primal);

// The most that a dual point has to give up of its objective to be in the domain not only by its rounded numbers.
template <RowNormPenalty P>
double dual_error(const P& penalty, const arma::mat& G, const arma::mat& error, double dual) {
  const arma::mat worst = arma::abs(G) + error;
  // The point scaled into the ball loses a share of the loss part, which is not negative at u = 0 and concave.
  const double conjugate = penalty.conjugate(G);
  const double outside = penalty.dual_norm(worst) / penalty.lambda - 1.0;
  const double scaled = std::max(outside, 0.0) * (std::abs(dual) + conjugate);
  if constexpr (requires { penalty.mu; })
    if (penalty.mu > 0.0) return std::min(scaled, penalty.conjugate(worst) - conjugate);
  return scaled;
}

// Moving the sum of u_t to zero costs at most this much per unit: the slope of the conjugates between the two points.
// (A logistic conjugate's grows like the logarithm of the step, which is below 750.)
inline double steepest_conjugate(const MultiTaskData& data, const arma::vec& c, const arma::vec& u) {
  double steepest = 750.0;
  for (arma::uword i = 0; i < u.n_elem; ++i)
    if (c[i] > 0.0) steepest = std::max(steepest, std::abs(data.targets()[i]) + std::abs(u[i] / c[i]));
  return 2.0 * steepest;
}

}  // namespace zero_proof

// hint: a solver's dual point, flat, or null.
template <SmoothLoss L, RowNormPenalty P>
std::vector<bool> proved_zero(const Problem<L, P>& problem, const Coefficients& at, const arma::vec* hint = nullptr) {
  if (problem.intercept == Intercept::penalised)
    throw InvalidOption({.what = "no proof of zeros with a penalised intercept", .where = "intercept"});
  if (free_part(problem).has_rows())
    throw InvalidOption({.what = "no proof of zeros beside rows that are not penalised", .where = "weights"});
  const MultiTaskData& data = problem.data;
  const bool is_free = problem.intercept == Intercept::free;
  const Certificate proof = certify(problem, at, 1.0, hint);
  const arma::vec& u = proof.dual_point;
  const ColumnSizes columns = column_sizes(data, problem.c, is_free);
  const arma::mat G = data.adjoint(u);
  const arma::mat error = zero_proof::adjoint_error(data, problem.c, u, columns, is_free);
  double gap = proof.gap + 2.0 * proof.rounding_floor;
  gap += zero_proof::forward_error(at, columns, problem.c, L::max_curvature, proof.primal);
  gap += zero_proof::dual_error(problem.penalty, G, error, proof.dual);
  if (is_free) gap += zero_proof::steepest_conjugate(data, problem.c, u) * arma::accu(zero_proof::imbalance(data, u));
  const double radius = std::sqrt(2.0 * L::max_curvature * gap);
  const arma::mat worst = arma::abs(G) + error;
  const arma::vec norms = RowGroupLasso{0.0}.dual_excess(worst);
  const double caution = 4.0 * dual_norm_inflation(G) - 3.0;
  const auto strength = [&](arma::uword j) {
    if constexpr (requires { problem.penalty.base; })
      return problem.penalty.base.strength(j);
    else
      return problem.penalty.strength(j);
  };
  std::vector<bool> zero(G.n_rows);
  for (arma::uword j = 0; j < G.n_rows; ++j) {
    const double reach = norms[j] + radius * columns.spread.row(j).max();
    zero[j] = reach * caution < strength(j);  // false for NaN
  }
  return zero;
}

}  // namespace starling
