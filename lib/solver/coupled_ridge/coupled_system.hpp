// The linear system of ridge problems that a quadratic coupling ties,
//
//     A_t w_t + (W K)_t = r_t for all tasks,   A_t = X_t' C_t X_t on centred data,
//
// by what suits it: where tasks share X and c, the two eigenvector bases make it diagonal (a Sylvester equation); where
// K is a multiple of the identity but for one direction v, as under mean coupling, elimination leaves one d x d matrix;
// other couplings go by conjugate gradients, whose preconditioner adds the solutions for K's diagonal and for the mean
// of the A_t.
// COST    Once: a GramSpectrum a task. For a coupling: 9 T^3, and for one direction d^2 r_t a task and d^3 / 3. A
//         solve: 4 d r_t a task and 4 d T^2; so does an iteration of conjugate gradients, with 4 d^2 T more.
// PAPERS  evgeniou2005learning, golub2013matrix
#pragma once

#include <vector>

#include "lib/linalg/gram_spectrum.hpp"
#include "lib/penalty/quadratic_coupling.hpp"
#include "lib/solver/spectral/task_quadratics.hpp"

namespace starling::coupled_ridge {

class CoupledSystem {
 public:
  explicit CoupledSystem(const spectral::QuadraticSource& source);

  // The coupling of the systems from here on; it must outlive them.
  void couple(const QuadraticCoupling& coupling);
  // tr(R K^-1 R') / 2: what coefficients whose objective has the gradient R are above the optimum, at most.
  double excess(const arma::mat& R) const;
  // W K.
  arma::mat coupled(const arma::mat& W) const;
  // W, such that the excess of what is left of R is at most `enough` or `most` iterations are done; direct methods know
  // of neither.
  arma::mat solve(const arma::mat& R, double enough, int most) const;

 private:
  enum class Method { sylvester, one_direction, conjugate_gradients };
  const GramSpectrum& spectrum(arma::uword t) const { return spectra_[spectra_.size() == 1 ? 0 : t]; }
  void find_mean();
  void eliminate();
  arma::mat by_one_direction(const arma::mat& R) const;
  arma::mat by_conjugate_gradients(const arma::mat& R, double enough, int most) const;
  arma::mat applied(const arma::mat& W) const;
  arma::mat preconditioned(const arma::mat& R) const;

  arma::uword d_, n_tasks_;
  std::vector<GramSpectrum> spectra_;  // one a task, or one for all
  GramSpectrum mean_;                  // of the mean of the A_t, for conjugate gradients
  const QuadraticCoupling* coupling_ = nullptr;
  Method method_ = Method::sylvester;
  arma::uword direction_ = 0;  // the one whose eigenvalue is not that of the others
  arma::mat factor_;           // of what elimination leaves, lower triangle
};

}  // namespace starling::coupled_ridge
