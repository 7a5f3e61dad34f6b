// The proof that comes with a fit: an upper and a lower bound of the least objective, from the problem and the
// coefficients alone. No solver shares this code.
//
// METHOD  Fenchel duality. For any u in the domain of the loss conjugates (and with sum_i u_ti = 0 per task when the
//         intercept is free, X_tj'u_t = 0 for free rows j), D(u) = - sum_i c_i loss*(y_i, u_i / c_i) - R*(-A'u) bounds
//         the optimum from below. u starts as the loss derivative at the coefficients' predictions (or a solver's hint,
//         which is evaluated like any other point, never believed), is moved into the domain and scaled until R* is
//         finite.
// COST    One forward and one or two adjoint products, and one evaluation of R and R*.
// PAPERS  boyd2004convex, ndiaye2017gap
#pragma once

#include <armadillo>

namespace starling {

struct Certificate {
  double primal = arma::datum::inf;        // objective at the coefficients
  double dual = -arma::datum::inf;         // the best lower bound found
  double gap = arma::datum::inf;           // primal - dual, not below 0
  double relative_gap = arma::datum::inf;  // gap / scale
  double scale = 1.0;                      // objective of the best intercept-only model
  double rounding_floor = 0.0;             // rounding error of primal and dual: a smaller gap proves nothing more
  double dual_rounding = 0.0;              // the dual's part of it
  arma::vec dual_point;                    // u, flat: the dual objective there is `dual`; empty for points of a path
                                           // that are proved by reduced samples

  // What is proved of the relative gap: it is never said to be below the rounding floor.
  double proved_relative_gap() const;
  // An absolute gap as a share of the scale; infinite where the scale overflowed.
  double relative(double absolute_gap) const;
  // The lower bound of an earlier certificate of the same problem holds for all coefficients: takes it where it is
  // higher than the own one.
  void take_bound_of(const Certificate& earlier);
};

}  // namespace starling
