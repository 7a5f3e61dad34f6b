// Newton's method on the scales of the rows as a solver: squared loss, row norm (and ridge), one dense X.
//
// METHOD     lib/solver/row_newton/shared_engine.hpp
// ITERATION  One Newton step.
// COST       A few products of X with n x T numbers, most of them in float, and per step n^2 s or s^2 (n + T) flops
//            for s working rows.
// EDGES      Other data (Whitened::suits says which), rows that are not penalised, and Intercept::penalised throw
//            InvalidInput.
// PAPERS     micchelli2005learning, bach2012optimization, ndiaye2017gap
#pragma once

#include "lib/base/error.hpp"
#include "lib/solver/row_newton/shared_engine.hpp"

namespace starling {

// Whether the method takes a problem.
inline bool row_newton_suits(const row_newton::RowNormProblem& problem) {
  const arma::vec& weights = problem.penalty.base.weights;
  const bool penalises_all = problem.penalty.base.lambda > 0.0 && (weights.is_empty() || weights.min() > 0.0);
  return penalises_all && problem.intercept != Intercept::penalised &&
         row_newton::Whitened::suits(problem.data, problem.c);
}

inline Solution row_newton_solve(const row_newton::RowNormProblem& problem, const StopRule& rule,
                                 const Coefficients& start) {
  if (!row_newton_suits(problem))
    throw InvalidInput({.what = "a problem that Newton's method on the row scales does not take",
                        .expected = "one dense X, the same sample factors in every task, every row penalised, and no "
                                    "penalised intercept"});
  row_newton::SharedEngine engine(problem.data, problem.c, problem.intercept == Intercept::free);
  return engine.solve(problem, rule, &start);
}

// The solver as a value, for solve_rescaled().
struct RowNewton {
  Solution operator()(const row_newton::RowNormProblem& problem, const StopRule& rule, Coefficients start) const {
    return row_newton_solve(problem, rule, start);
  }
  Solution operator()(const Problem<Squared, RowGroupLasso>& problem, const StopRule& rule, Coefficients start) const {
    return row_newton_solve({problem.data, problem.loss, {problem.penalty, 0.0}, problem.intercept, problem.c}, rule,
                            start);
  }
};

}  // namespace starling
