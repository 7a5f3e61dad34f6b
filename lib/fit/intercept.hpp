// The best unpenalised intercept of one task, exactly: argmin_b sum_i c_i loss(y_i, z_i + b).
//
// METHOD  The weighted mean residual for squared loss, its logarithmic like for Poisson's; otherwise Newton's method
// kept inside a bracket of the
//         derivative's sign change, or bisection of that bracket where the loss has kinks or Newton's steps crawl.
// EDGES   A logistic task with one class has no finite optimum: b then ends 60 beyond the farthest prediction,
//         where the loss is below 1e-26. So does a Poisson task without counts, 60 below the largest prediction.
// COST    O(n_t) per step; a handful of steps from a good start, about 100 from the worst.
#pragma once

#include <armadillo>

#include "lib/base/error.hpp"
#include "lib/fit/loss_terms.hpp"
#include "lib/fit/problem.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/loss/poisson.hpp"
#include "lib/loss/squared.hpp"

namespace starling {

namespace intercept_search {

struct Slope {
  double first = 0.0, second = 0.0;
};

template <Loss L>
Slope slope(const L& loss, const arma::vec& y, const arma::vec& c, const arma::vec& z, Rows rows, double b) {
  Sum first;
  Slope at;
  for (arma::uword i = rows.begin; i < rows.end; ++i) {
    if (c[i] == 0.0) continue;
    first.add(c[i] * loss.derivative(y[i], z[i] + b));
    if constexpr (CurvedLoss<L>) at.second += c[i] * loss.second_derivative(y[i], z[i] + b);
  }
  at.first = first.value();
  return at;
}

// log(sum_i c_i y_i / sum_i c_i e^z_i), the sums taken relative to the largest prediction.
inline double log_ratio_of_means(const arma::vec& y, const arma::vec& c, const arma::vec& z, Rows rows) {
  double largest = -arma::datum::inf;
  for (arma::uword i = rows.begin; i < rows.end; ++i)
    if (c[i] > 0.0) largest = std::max(largest, z[i]);
  Sum counts, means;
  for (arma::uword i = rows.begin; i < rows.end; ++i) {
    if (c[i] == 0.0) continue;
    counts.add(c[i] * y[i]);
    means.add(c[i] * std::exp(z[i] - largest));
  }
  return (counts.value() > 0.0 ? std::log(counts.value() / means.value()) : -60.0) - largest;
}

}  // namespace intercept_search

template <Loss L>
double best_intercept(const L& loss, const arma::vec& y, const arma::vec& c, const arma::vec& z, Rows rows,
                      double start) {
  if constexpr (std::is_same_v<L, Squared>) {
    Sum residual, weight;
    for (arma::uword i = rows.begin; i < rows.end; ++i) {
      residual.add(c[i] * (y[i] - z[i]));
      weight.add(c[i]);
    }
    return residual.value() / weight.value();
  } else if constexpr (std::is_same_v<L, Poisson>) {
    return intercept_search::log_ratio_of_means(y, c, z, rows);
  } else {
    // All predictions this far on the right side (or beyond every target) end the search.
    double low = arma::datum::inf, high = -arma::datum::inf;
    const double margin = L::is_classification ? 60.0 : 1.0;
    for (arma::uword i = rows.begin; i < rows.end; ++i) {
      if (c[i] == 0.0) continue;
      const double centre = L::is_classification ? -z[i] : y[i] - z[i];
      low = std::min(low, centre - margin);
      high = std::max(high, centre + margin);
    }
    double b = start > low && start < high ? start : 0.5 * (low + high);
    double last_step = high - low, step_before = last_step;
    while (low < high) {
      const auto at = intercept_search::slope(loss, y, c, z, rows, b);
      if (at.first == 0.0) return b;
      (at.first > 0.0 ? high : low) = b;
      double next = at.second > 0.0 ? b - at.first / at.second : low;
      // On the plateaus of a loss Newton's steps crawl: those that do not halve every other time are not taken.
      const bool crawls = !(std::abs(next - b) < 0.5 * step_before);
      if (crawls || !(next > low && next < high)) next = low + 0.5 * (high - low);
      if (next == b || next <= low || next >= high) return b;
      step_before = last_step;
      last_step = std::abs(next - b);
      if (last_step <= 1e-16 * std::abs(b)) return next;
      b = next;
    }
    return b;
  }
}

// The best intercepts of all tasks for predictions z without intercept. Throws InvalidInput unless there is one start
// per task.
template <Loss L>
arma::rowvec best_intercepts(const L& loss, const MultiTaskData& data, const arma::vec& c, const arma::vec& z,
                             const arma::rowvec& start) {
  if (start.n_elem != data.n_tasks())
    throw InvalidInput({.what = "wrong number of intercepts",
                        .expected = std::to_string(data.n_tasks()),
                        .got = std::to_string(start.n_elem)});
  arma::rowvec b(data.n_tasks(), arma::fill::none);
  parallel_for(data.n_tasks(),
               [&](std::size_t t) { b[t] = best_intercept(loss, data.targets(), c, z, data.rows_of(t), start[t]); });
  return b;
}

// W with its best intercepts; zeros where the problem has none.
template <Loss L, Penalty P>
Coefficients with_best_intercepts(const Problem<L, P>& problem, arma::mat W) {
  const arma::rowvec none(problem.data.n_tasks(), arma::fill::zeros);
  if (problem.intercept != Intercept::free) return {std::move(W), none};
  const arma::vec z = problem.data.forward(W, {});
  return {std::move(W), best_intercepts(problem.loss, problem.data, problem.c, z, none)};
}

// The predictions of a model without features.
inline arma::vec constant_predictions(const MultiTaskData& data, const arma::rowvec& b) {
  arma::vec eta(data.size(), arma::fill::none);
  for (arma::uword t = 0; t < data.n_tasks(); ++t)
    for (arma::uword i = data.rows_of(t).begin; i < data.rows_of(t).end; ++i) eta[i] = b[t];
  return eta;
}

}  // namespace starling
