// min over W = L S, L d x k and S k x T, of  l1 sum_it |S_it| + l2 / 2 |L|_F^2: tasks are sparse combinations of k
// directions that they share, so that groups of tasks which share a direction may overlap. Not convex.
//
// At the best scale of a direction l with its row s of S, l2 |l|^2 = l1 |s|_1, and both cost together
// c (|l|_2 |s|_1)^(2/3), c = 3/2 (l1^2 l2)^(1/3): only l1^2 l2 matters. As |w_t| <= sum_i |l_i| |S_it|,
//
//     R(W) >= c (sum_t |w_t|)^(2/3) >= kappa sum_t |w_t|   where R(W) <= U,   kappa = c^(3/2) / sqrt(U),
//
// which tasks that share nothing have: theirs is a lower bound of every objective whose least value is at most U.
//
// EDGES   value(W) is that of the cheapest factors that are known for W alone (its singular vectors, or its columns):
//         not below the least. It is infinite where W has a higher rank than k.
//         The conjugate is finite at 0 alone.
// PAPERS  kumar2012learning
#pragma once

#include "lib/penalty/task_norms.hpp"

namespace starling {

struct Factors {
  arma::mat L, S;  // d x k, k x T
};

struct SparseFactors {
  double l1 = 1.0, l2 = 1.0;  // > 0
  arma::uword k = 1;          // >= 1

  double value(const Factors& at) const;
  double value(const arma::mat& W) const;
  double conjugate(const arma::mat&) const { return 0.0; }
  DualScales dual_scales(const arma::mat& G) const;
  SparseFactors rescaled(double x, double y) const { return {l1 * y * y, l2 * x * x, k}; }

  // The same L S where every direction has its best scale; a direction without a task, or a row without a direction,
  // is zero.
  Factors balanced(Factors at) const;
  // Factors of W, balanced; empty ones where its rank is above k. The cheaper of those that value(W) knows.
  Factors factors_of(const arma::mat& W) const;
  // What lies below this penalty wherever it is at most `bound`.
  TaskNorms below(double bound) const;
  // The strength l1 = l2 from which on below(objective) has the dual norm `gradient`.
  static double strength_of(double objective, double gradient);
};

}  // namespace starling
