// Newton's linear system of tasks that a coupling ties, in coordinates where the penalty is |V|^2 / 2.
//
// METHOD  W = V R' with A = R R' the kernel between tasks: then the Hessian is I + R'(.)R of the tasks'
//         X_t'diag(v) X_t, with no eigenvalue below 1 whatever the coupling, and a singular A needs no care. Few
//         coefficients: the matrix is written out and factored. Many: conjugate gradients, scaled by its diagonal, to a
//         relative residual.
// COST    Written out, sum_t n_t d^2 + (d r)^2 T + (d r)^3 / 3 flops, r the rank of A; else an iteration is 4 nnz and
//         4 d T r.
// EDGES   Intercepts: a penalised one is one more row of V; free ones are T more unknowns without a penalty.
// PAPERS  boyd2004convex, lin2008trust
#pragma once

#include "lib/fit/problem.hpp"
#include "lib/penalty/quadratic_coupling.hpp"

namespace starling {

// V, with a row for a penalised intercept below it, and free intercepts.
struct CoupledPoint {
  arma::mat V;     // d x r, or d + 1 x r
  arma::rowvec b;  // T; zeros where it is not free
};

class CoupledSystem {
 public:
  CoupledSystem(const MultiTaskData& data, const QuadraticCoupling& coupling, Intercept intercept);

  // A point of these coefficients, and the coefficients of a point; those of a singular A are moved into its range.
  CoupledPoint point(const Coefficients& at) const;
  Coefficients coefficients(const CoupledPoint& at) const;
  // Of sum_i c_i loss_i + |V|^2 / 2, u = c loss' flat.
  CoupledPoint gradient(const CoupledPoint& at, const arma::vec& u) const;
  // H step = -gradient, v = c loss'' flat; by conjugate gradients until |residual| <= share |gradient|.
  CoupledPoint step(const CoupledPoint& gradient, const arma::vec& v, double share) const;

 private:
  CoupledPoint product(const CoupledPoint& p, const arma::vec& v) const;
  CoupledPoint diagonal(const arma::vec& v) const;
  arma::mat written_out(const arma::vec& v) const;
  CoupledPoint pull_back(const arma::vec& u) const;  // of the features: G R, and free intercepts' sums
  arma::uword width() const { return data_.n_features() + (intercept_ == Intercept::penalised ? 1 : 0); }

  const MultiTaskData& data_;
  Intercept intercept_;
  arma::mat root_, inverse_root_;  // R (T x r) and its pseudoinverse's transpose
};

double inner_product(const CoupledPoint& a, const CoupledPoint& b);

}  // namespace starling
