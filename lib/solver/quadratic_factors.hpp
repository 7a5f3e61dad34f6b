// The squared loss of every task as a quadratic in its coefficients, factored so that shifted systems are cheap:
//
//     f_t(w) = w'A_t w / 2 - q_t'w + constant,   A_t = X_t' C_t X_t,   q_t = X_t' C_t y_t,
//
// X_t and y_t centred by their weighted means when the intercept is free (the best intercept is eliminated).
// COST    Once, per task: an eigendecomposition on the short side, about n_t d m + 9 m^3 flops, m = min(n_t, d), and
//         d m numbers kept. A solve is 4 d m flops a task.
#pragma once

#include <armadillo>
#include <vector>

#include "lib/data/multitask_data.hpp"

namespace starling {

class QuadraticFactors {
 public:
  // c: factor of every sample, flat. Dense features only.
  QuadraticFactors(const MultiTaskData& data, const arma::vec& c, bool centred);
  // Numbers that the factors would hold.
  static double size(const MultiTaskData& data);

  const arma::mat& linear() const { return linear_; }  // column t is q_t
  arma::mat multiply(const arma::mat& W) const;        // column t is A_t w_t
  // Column t is argmin_w f_t(w) + rho / 2 |w - target_t|^2.
  arma::mat proximal_point(const arma::mat& target, double rho) const;

 private:
  // A = V diag(values) V', values > 0; V has orthonormal columns.
  struct Factor {
    arma::mat V;
    arma::vec values;
  };
  void add_task(arma::mat X, arma::vec y, const arma::vec& c, bool centred, arma::uword t);

  std::vector<Factor> factors_;
  arma::mat linear_;
};

}  // namespace starling
