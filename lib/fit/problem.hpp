// The one problem every convex method poses:
//
//     minimise over W (d x T) and b (1 x T)    sum_i c_i loss(y_i, eta_i) + R(W),    eta = A(W, b) = X_t w_t + b_t
//
// with i running over the flat samples of all tasks.
#pragma once

#include <armadillo>
#include <utility>

#include "lib/data/multitask_data.hpp"
#include "lib/loss/loss.hpp"
#include "lib/penalty/penalty.hpp"

namespace starling {

enum class Intercept {
  none,       // b = 0
  free,       // one unpenalised b_t per task
  penalised,  // b is one more row of W, penalised like the others (a feature that is 1 everywhere)
};

struct Coefficients {
  arma::mat W;     // d x T
  arma::rowvec b;  // 1 x T, zeros where there is no intercept
};

inline Coefficients zero_coefficients(const MultiTaskData& data) {
  return {arma::mat(data.n_features(), data.n_tasks(), arma::fill::zeros),
          arma::rowvec(data.n_tasks(), arma::fill::zeros)};
}

// The data are referred to, not copied: they must outlive the problem.
template <Loss L, Penalty P>
struct Problem {
  const MultiTaskData& data;
  L loss;
  P penalty;
  Intercept intercept;
  arma::vec c;  // factor of every sample, >= 0, flat
};

// The rows the penalty sees: W, with b below it when the intercept is penalised.
inline arma::mat penalised_rows(const arma::mat& W, const arma::rowvec& b, Intercept intercept) {
  return intercept == Intercept::penalised ? arma::mat(arma::join_cols(W, b)) : W;
}

}  // namespace starling
