// Alternating least squares for tasks of low rank, squared loss, W = U V' with U d x r and V T x r:
//
//     sum_t loss_t(U v_t) + mu/2 |U V'|^2,   best intercepts put in where they are free.
//
// METHOD  For given directions U every task has r coefficients: a Cholesky factor of r x r. For given loadings V the
//         directions solve one linear system of r d unknowns, by conjugate gradients from where they are,
//         preconditioned with the mean Gram matrix of the tasks (d <= 1000; else its diagonal). Between the two V is
//         made orthonormal. Neither half raises the objective.
// ITERATION  A sweep: both halves.
// COST    2 N d r flops for the loadings, 4 N d for each of at most 30 steps of the directions; once, N d^2 for the
//         preconditioner. Memory d^2 and a few flat vectors.
// PAPERS  srebro2003weighted
#pragma once

#include <functional>
#include <vector>

#include "lib/data/multitask_data.hpp"

namespace starling {

struct TaskFactors {
  arma::mat U = {};  // d x r
  arma::mat V = {};  // T x r
  double objective = arma::datum::inf;
  std::vector<double> history = {};  // the objective after every sweep

  arma::mat coefficients() const { return U * V.t(); }
};

class FactoredTasks {
 public:
  // centred: intercepts are free and eliminated. mu > 0. The data must outlive this object.
  FactoredTasks(const MultiTaskData& data, const arma::vec& c, bool centred, double mu);

  // From the space of the columns of `directions` to a local optimum: until a sweep lowers the objective by no more
  // than `least` or on_sweep, which is told the objective, says false.
  TaskFactors improve(const arma::mat& directions, double least,
                      const std::function<bool(double objective)>& on_sweep) const;
  // R'R, the mean over tasks of the Gram matrices plus mu I, applied from the left: R W.
  arma::mat in_mean_metric(const arma::mat& W) const;

 private:
  void centre_and_weigh(arma::vec& e) const;
  double objective(const TaskFactors& at) const;
  arma::mat loadings(const arma::mat& U) const;
  void improve_directions(TaskFactors& at) const;
  // (X'C X U Q' + mu U Q') Q, X'CX task by task.
  arma::mat curvature_times(const arma::mat& U, const arma::mat& Q) const;
  arma::mat preconditioned(const arma::mat& R) const;
  void find_mean_gram();

  const MultiTaskData& data_;
  const arma::vec& c_;
  bool centred_;
  double mu_;
  arma::vec pulled_;      // flat: C y, centred
  arma::mat linear_;      // d x T: X'C y
  arma::mat mean_gram_;   // its upper Cholesky factor; or empty
  arma::vec mean_scale_;  // the root of its diagonal, where it is not formed
};

}  // namespace starling
