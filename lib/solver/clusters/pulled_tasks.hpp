// Tasks with squared loss, each pulled towards a point of its own:
//
//     w_t(m) = argmin_w  loss_t(w) + rho2 |w|^2 + rho1 |w - m|^2.
//
// Factors are made once; after that w_t(m) costs two triangular solves or a product with an explicit inverse, whichever
// suits the data (lib/solver/spectral/*_quadratics.hpp). Tasks are the columns of a matrix V whose rows are the
// features that vary, or orthogonal coordinates of them.
//
// COST    lib/solver/spectral/*_quadratics.hpp; memory min(n_t, d)^2 + n_t d numbers a task, or 2 d^2 where that is
//         less.
#pragma once

#include <memory>

#include "lib/solver/spectral/task_quadratics.hpp"

namespace starling::clusters {

class PulledTasks {
 public:
  // centred: intercepts are free and eliminated. rho1, rho2 > 0. The data must outlive this object.
  PulledTasks(const MultiTaskData& data, const arma::vec& c, bool centred, double rho1, double rho2);

  // The same tasks with another pull, > 0.
  void change_pull(double rho1);
  double pull() const { return pull_; }  // 2 rho1: the stiffness

  arma::uword n_tasks() const { return n_tasks_; }
  // Of loss and ridge, f(V) = <V, A V> / 2 - <q, V> + constant: q, the constant, f and its gradient, and the curvature
  // <q, A q> / <q, q> (0 without a q).
  const arma::mat& linear() const { return q_; }
  double constant() const { return tasks_->constant(); }
  double loss(const arma::mat& V) const;
  arma::mat gradient(const arma::mat& V) const;
  double curvature() const;
  // V of tasks that are pulled to zero.
  const arma::mat& at_zero() const { return at_zero_; }
  // V of tasks that are pulled to the columns of `targets`.
  arma::mat towards(const arma::mat& targets) const;
  // What each task contributes to the objective at V = towards(targets), less what no target changes.
  arma::vec costs(const arma::mat& V, const arma::mat& targets) const;
  // The objective at V = towards(targets).
  double objective(const arma::mat& V, const arma::mat& targets) const;

  arma::mat coefficients(const arma::mat& V) const;  // d x T; of any number of columns
  arma::mat iterate(const arma::mat& W) const;       // V of coefficients

 private:
  // To and from the order of the quadratics.
  arma::mat theirs(const arma::mat& V) const;
  arma::mat ours(const arma::mat& V) const;

  arma::uword n_tasks_;
  double pull_;                 // 2 rho1
  bool tasks_in_rows_ = false;  // in the quadratics' own iterate
  std::unique_ptr<spectral::TaskQuadratics> tasks_;
  arma::mat q_, at_zero_;
};

}  // namespace starling::clusters
