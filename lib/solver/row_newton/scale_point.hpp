// The smooth convex function whose minimum is the multi-task Lasso's, at one choice of row scales tau >= 0:
//
//     phi(tau) = min_W |Y - X W|^2 / 2 + mu |W|^2 / 2 + sum_j (|w^j|^2 / tau_j + lambda_j^2 tau_j) / 2
//
// because lambda |w| = min_tau (|w|^2 / tau + lambda^2 tau) / 2. The inner problem is a ridge regression. With
// D_j = tau_j / (1 + mu tau_j), K = I + X D X' and R = K^-1 Y it has w^j = D_j x_j'R, and
//
//     2 dphi / dtau_j = lambda_j^2 - |g^j|^2,    g^j = x_j'R - mu w^j
//
// so the slope at zero scale is the optimality condition of a zero row. By rows the same comes from P = I + E X'X E,
// E = sqrt(D), by Woodbury's identity.
// COST  By samples n^2 a + n m T for a rows of positive scale out of m, by rows a^3 / 3 + a m T.
#pragma once

#include <armadillo>

#include "lib/solver/row_newton/working_rows.hpp"

namespace starling::row_newton {

struct ScalePoint {
  arma::uvec active;  // positions of the rows with tau > 0, a of them
  bool by_rows = true;
  bool coarse = false;                   // computed in float
  arma::mat L;                           // the factor of K or P (lower triangle), unless coarse
  arma::fmat L32;                        // the same in float, where coarse
  arma::mat R;                           // n x T, by samples and not coarse
  arma::mat W;                           // T x a
  arma::mat G;                           // T x m: g^j
  arma::vec norms;                       // m: |g^j|
  double explained = 0;                  // <Y, X W>
  double phi = 0, primal = 0, dual = 0;  // primal and dual over the working rows alone

  double gap() const { return primal - dual; }
};

class ScaleFunction {
 public:
  // Targets n x T and the ridge mu >= 0. The targets must outlive this object.
  ScaleFunction(const arma::mat& targets, double mu);

  double mu() const { return mu_; }
  void set_mu(double mu) { mu_ = mu; }
  double target_square() const { return square_; }  // |Y|^2
  arma::uword n() const { return targets_.n_rows; }
  arma::uword T() const { return targets_.n_cols; }

  // Whether a float evaluation is worth it for `a` rows of positive scale.
  bool has_coarse(const WorkingRows& rows, arma::uword a) const;
  // Throws NumericalFailure where the scales leave a system without a factor even in double.
  void evaluate(const WorkingRows& rows, const arma::vec& tau, bool coarse, ScalePoint& at);
  // The same where tau is the one of `at` and rows were only added, by samples: the factor serves again.
  void extend(const WorkingRows& rows, ScalePoint& at);

 private:
  // False where the system has no factor.
  template <class S>
  bool by_samples(const WorkingRows& rows, const arma::Mat<S>& X, const arma::Mat<S>& Y, const arma::vec& tau,
                  arma::Mat<S>& L, ScalePoint& at);
  template <class S>
  bool by_rows(const WorkingRows& rows, const arma::vec& tau, arma::Mat<S>& L, ScalePoint& at);
  void spread_over_samples(const WorkingRows& rows, const arma::vec& tau, ScalePoint& at) const;
  void finish(const WorkingRows& rows, const arma::vec& tau, ScalePoint& at) const;

  const arma::mat& targets_;
  arma::fmat targets32_;  // made when first needed
  double mu_, square_;
};

}  // namespace starling::row_newton
