// certify(): the certificate of any coefficients of any convex problem. See certificate.hpp for what it means.
#pragma once

#include "lib/fit/certificate.hpp"
#include "lib/fit/free_part.hpp"
#include "lib/fit/intercept.hpp"
#include "lib/fit/loss_terms.hpp"
#include "lib/fit/problem.hpp"
#include "lib/linalg/rows.hpp"

namespace starling {

// The best model without penalised features, as predictions: intercepts and free rows alone.
template <CurvedLoss L>
arma::vec null_predictions(const L& loss, const MultiTaskData& data, const arma::vec& c, const FreePart& part) {
  const arma::rowvec none(data.n_tasks(), arma::fill::zeros);
  arma::vec eta(data.size(), arma::fill::zeros);
  Coefficients at = zero_coefficients(data);
  if (part.intercept) eta = constant_predictions(data, at.b = best_intercepts(loss, data, c, eta, none));
  fit_free_part(loss, data, c, part, at, eta);
  return eta;
}

// Objective of the best model without features (but free ones): the scale of a relative gap. Where that model explains
// everything but rounding (residuals below 1e-11 of the targets, or one class or no count in every task) the objective
// of the zero model takes its place, times the share that is rounding.
template <Loss L, Penalty P>
double null_objective(const Problem<L, P>& problem) {
  const MultiTaskData& data = problem.data;
  const double at_zero = sum_over_samples(problem.c, [&](arma::uword i) {
                           return problem.c[i] * problem.loss.value(data.targets()[i], 0.0);
                         }).value();
  const FreePart part = free_part(problem);
  if (!part.intercept && !part.has_rows()) return at_zero;
  arma::vec eta(data.size(), arma::fill::zeros);
  const arma::rowvec none(data.n_tasks(), arma::fill::zeros);
  if (!part.has_rows()) eta = constant_predictions(data, best_intercepts(problem.loss, data, problem.c, eta, none));
  if constexpr (CurvedLoss<L>)
    if (part.has_rows()) eta = null_predictions(problem.loss, data, problem.c, part);
  return std::max(loss_sum(problem.loss, data.targets(), problem.c, eta).value(),
                  (has_target_units<L>() ? 1e-22 : 1e-14) * at_zero);
}

// A dual point u, flat, and what the features make of it.
struct Pullback {
  arma::vec u;
  arma::mat G;  // A'u, d x T
};

namespace certificate_terms {

struct Bound {
  double value = -arma::datum::inf;  // of the dual objective
  double magnitude = 0.0;            // of its terms
  double leftover = 0.0;             // what rounding may have added to it through the free columns
  double s = 1.0;
  arma::vec u;  // the point is s u
};

// G = A'u and g, exact in the rows that the penalty looks at. few_rows: whether these can be expected to be few.
template <Loss L, Penalty P>
void pull_back(const Problem<L, P>& problem, const arma::vec& u, bool few_rows, arma::mat& G, arma::rowvec& g) {
  const MultiTaskData& data = problem.data;
  if constexpr (RowIndifferent<P>)
    if (few_rows && problem.intercept != Intercept::penalised) {
      arma::vec bars(data.n_features());
      for (arma::uword j = 0; j < bars.n_elem; ++j) bars[j] = problem.penalty.harmless_norm(j);
      return data.adjoint_above(u, bars, G, g);
    }
  data.adjoint(u, G, g);
}

// The dual objective at a point u that is moved into the domain first. pullback: receives that point, or null.
template <Loss L, Penalty P>
Bound lower_bound(const Problem<L, P>& problem, arma::vec u, bool few_rows, Pullback* pullback = nullptr) {
  const MultiTaskData& data = problem.data;
  clip_to_domain(problem.loss, data.targets(), problem.c, u);
  const FreePart part = free_part(problem);
  double leftover = 0.0;
  if (part.has_rows())
    leftover = orthogonalise(problem.loss, data, problem.c, part, u);
  else if (part.intercept)
    for (arma::uword t = 0; t < data.n_tasks(); ++t)
      balance(problem.loss, data.targets(), problem.c, data.rows_of(t), u);
  arma::mat G;
  arma::rowvec g;
  pull_back(problem, u, few_rows && pullback == nullptr, G, g);
  if (pullback != nullptr) *pullback = {u, G};
  if (part.has_rows()) G.rows(part.rows).zeros();  // but for what `leftover` pays for
  if (part.intercept) g.zeros();
  if (problem.intercept == Intercept::penalised) G = penalised_rows(G, g, problem.intercept);
  G *= -1.0;  // the loss pulls coefficients along -A'u
  Bound best;
  const DualScales scales = problem.penalty.dual_scales(G);
  for (std::size_t k = 0; k < scales.size(); ++k) {
    const double s = scales[k];
    const bool last = k + 1 == scales.size() || scales[k + 1] == s;  // the other one is the same point again
    const Sum loss_part = dual_loss_sum(problem.loss, data.targets(), problem.c, u, s);
    arma::mat scaled;
    if (last && s != 1.0)
      G *= s;  // in place, for G may be large
    else if (s != 1.0)
      scaled = s * G;
    const double penalty_part = problem.penalty.conjugate(scaled.is_empty() ? G : scaled);
    const double value = loss_part.value() - penalty_part;
    if (value > best.value) best = {value, loss_part.magnitude() + penalty_part, leftover, s, {}};
    if (last) break;
  }
  best.u = std::move(u);
  return best;
}

}  // namespace certificate_terms

// scale: null_objective(problem), when the caller has it already. hint: a solver's dual point u, flat, or null.
// pullback: receives the loss gradient at the coefficients, moved into the domain, for a solver to go on from; or null.
template <Loss L, Penalty P>
Certificate certify(const Problem<L, P>& problem, const Coefficients& at, double scale, const arma::vec* hint = nullptr,
                    Pullback* pullback = nullptr) {
  const MultiTaskData& data = problem.data;
  arma::vec eta = data.forward(at.W, at.b);
  const Sum loss_part = loss_sum(problem.loss, data.targets(), problem.c, eta);
  loss_gradient_in_place(problem.loss, data.targets(), problem.c, eta);
  const double penalty_part = problem.intercept == Intercept::penalised
                                  ? problem.penalty.value(penalised_rows(at.W, at.b, problem.intercept))
                                  : problem.penalty.value(at.W);
  const bool few_rows = 4 * nonzero_rows(at.W).size() < at.W.n_rows;
  Certificate proof;
  proof.scale = scale;
  proof.primal = loss_part.value() + penalty_part;
  auto bound = certificate_terms::lower_bound(problem, std::move(eta), few_rows, pullback);
  if (hint != nullptr && hint->n_elem == data.size()) {
    auto hinted = certificate_terms::lower_bound(problem, *hint, few_rows);
    if (hinted.value > bound.value) bound = std::move(hinted);
  }
  proof.dual = bound.value;
  if (bound.s != 1.0) bound.u *= bound.s;
  proof.dual_point = std::move(bound.u);
  const double gap = proof.primal - proof.dual;
  proof.gap = std::isnan(gap) ? arma::datum::inf : std::max(0.0, gap);  // NaN: the predictions overflowed
  proof.relative_gap = proof.relative(proof.gap);
  // Each term carries a few roundings of its own (among denormal numbers, of an absolute size); the sums are
  // compensated.
  constexpr double smallest = std::numeric_limits<double>::denorm_min();
  proof.dual_rounding = 4.0 * arma::datum::eps * bound.magnitude + bound.leftover;
  proof.rounding_floor = proof.dual_rounding + 4.0 * arma::datum::eps * (loss_part.magnitude() + penalty_part) +
                         8.0 * smallest * static_cast<double>(data.size() + at.W.n_elem);
  // What the caution with dual norms costs at an optimum.
  if constexpr (NormPenalty<P>) proof.rounding_floor += (dual_norm_inflation(at.W) - 1.0) * penalty_part;
  return proof;
}

template <Loss L, Penalty P>
Certificate certify(const Problem<L, P>& problem, const Coefficients& at) {
  return certify(problem, at, null_objective(problem));
}

}  // namespace starling
