// From factors W = L S to a stationary point of
//
//     sum_t loss_t(L s_t) + l1 sum_it |S_it| + l2 / 2 |L|_F^2      over L (p x k) and S (k x T).
//
// METHOD  In turns: every task's lasso in the features X_t L, exactly; for given S one direction after the other,
//         exactly (a p x p system); the best scale of every direction. L is mixed (Anderson) where that ends no higher.
//         Nothing of it raises the objective.
// COST    A sweep: 2 k p^2 a task for the lassos, and p^3 / 3 a direction and 3 p^2 an entry of S that is not zero.
// PAPERS  kumar2012learning, walker2011anderson
#pragma once

#include <functional>
#include <vector>

#include "lib/penalty/sparse_factors.hpp"
#include "lib/solver/factors/task_grams.hpp"

namespace starling::factors {

struct FactorPoint {
  Factors factors = {};  // of the features that vary
  double objective = arma::datum::inf;
  double residual = arma::datum::inf;
  std::vector<double> history = {};  // the objective after every sweep: falls, but for rounding
};

struct DescentRule {
  double residual = 1e-6;  // small enough
  double decrease = 0.0;   // of the objective, as a share of it, in one sweep: too small to go on
  int sweeps = 1000;
};

// How far factors are from first-order conditions: for S the distance of L'G from -l1 times the subdifferential of
// |S|_1, as a share of l1; for L that of G s^i' + l2 l_i from 0, as a share of l2 |l_i|; the largest of both. G is the
// gradient of the loss at L S. Directions of no task are left out.
double first_order_residual(const SparseFactors& penalty, const Factors& at, const arma::mat& G);

// Told the objective after every sweep; false stops.
using OnSweep = std::function<bool(double objective)>;

class FactorDescent {
 public:
  // Both must outlive it.
  FactorDescent(const TaskGrams& tasks, const SparseFactors& penalty) : tasks_(tasks), penalty_(penalty) {}

  FactorPoint improve(Factors from, const DescentRule& rule, const OnSweep& on_sweep) const;
  // S for given L, objective and residual.
  FactorPoint at_directions(Factors at) const;

 private:
  void fit_tasks(Factors& at) const;
  void fit_directions(Factors& at) const;
  FactorPoint judged(Factors at) const;

  const TaskGrams& tasks_;
  const SparseFactors& penalty_;
};

}  // namespace starling::factors
