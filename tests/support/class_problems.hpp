// Problems of one machine for several classes.
#pragma once

#include "lib/fit/class_terms.hpp"
#include "tests/support/random_problems.hpp"

namespace starling::testing {

// Classes 0 .. K - 1 in the place of targets, about as many samples each.
inline MultiTaskData in_classes(const MultiTaskData& data, arma::uword K) {
  const arma::uvec ranks = arma::sort_index(arma::sort_index(data.targets()));
  arma::vec classes(data.size());
  for (arma::uword i = 0; i < classes.n_elem; ++i) classes[i] = static_cast<double>(ranks[i] * K / data.size());
  return data.with_targets(std::move(classes));
}

inline ClassProblem class_problem(const MultiTaskData& data, arma::uword K, double C, double mu,
                                  Intercept intercept = Intercept::penalised) {
  return {data, K, QuadraticCoupling::evgeniou_pontil(data.n_tasks(), mu), intercept,
          C * data.loss_weights(Averaging::sum)};
}

// Class k's part of coefficients side by side.
inline arma::mat of_class(const arma::mat& W, arma::uword k, arma::uword n_tasks) {
  return W.cols(k * n_tasks, (k + 1) * n_tasks - 1);
}

}  // namespace starling::testing
