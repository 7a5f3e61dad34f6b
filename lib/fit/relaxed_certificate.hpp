// The certificate of a problem that is not convex by a convex relaxation of it: a penalty Q that is nowhere above the
// problem's own. Every lower bound of the relaxation is one of the problem, so the gap bounds how far the coefficients
// are from the best there are, local optima or not. It need not close: the two optima differ in general.
#pragma once

#include "lib/fit/certify.hpp"

namespace starling {

struct RelaxedCertificate {
  Certificate proof;        // primal of the problem, dual of the relaxation
  Certificate own_problem;  // of `problem` itself, convex since what makes it otherwise is held: the assignment of
                            // tasks to clusters, say
};

// problem: with the penalty at what is held. hint: a dual point of the relaxation's solver, or null.
template <Loss L, Penalty P, Penalty Q>
RelaxedCertificate certify_by_relaxation(const Problem<L, P>& problem, const Q& relaxation, const Coefficients& at,
                                         double scale, const arma::vec* hint) {
  RelaxedCertificate both;
  both.own_problem = certify(problem, at, scale);
  const Problem<L, Q> convex{problem.data, problem.loss, relaxation, problem.intercept, problem.c};
  both.proof = certify(convex, at, scale, hint);
  both.proof.primal = both.own_problem.primal;
  const double gap = both.proof.primal - both.proof.dual;
  both.proof.gap = std::isnan(gap) ? arma::datum::inf : std::max(0.0, gap);
  both.proof.relative_gap = both.proof.relative(both.proof.gap);
  both.proof.rounding_floor = std::max(both.proof.rounding_floor, both.own_problem.rounding_floor);
  return both;
}

}  // namespace starling
