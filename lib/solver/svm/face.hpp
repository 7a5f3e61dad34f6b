// Steps that move all free samples at once: towards the optimum of their face, or along a combination of past sweeps.
//
// METHOD  direct      p = (blockdiag(X_F X_F' + shift) + shared X X')^-1 times the ascent: one Cholesky factor a
//                     task and one d x d Schur matrix. Where tasks are not coupled alike or features are sparse: one
//                     factor for all, of few samples
//         conjugate   the same system by conjugate gradients with its diagonal as preconditioner
//         extrapolate Anderson's combination of the last sweeps
//         Whatever is found is clipped to the samples' pieces, and the dual is maximised along the way there: none of
//         these steps can lower it.
// PAPERS  bertrand2021anderson
#pragma once

#include "lib/solver/svm/dual_state.hpp"

namespace starling::svm {

class Face {
 public:
  explicit Face(DualState& state);

  // All return the share of the way that was taken; 0: nothing was gained.
  double direct(const arma::vec& predictions);
  double conjugate(const arma::vec& predictions, double target);  // until the residual is `target` of its start
  double towards(const arma::vec& u);                             // flat

  // Whether a direct step costs less than some sweeps over the free samples.
  bool direct_is_cheap() const;

 private:
  template <class F>
  void each_free(const F& f) const;
  void set_ascent(const arma::vec& predictions);
  // spread_ = -X'v over the free samples, by task.
  void spread(const arma::vec& v);
  double sum_of_free(arma::uword t, const arma::vec& v) const;
  double multiply(const arma::vec& v, arma::vec& out);  // out = (K + shift) v on the free samples; returns v'out
  double values_of_a_row() const;
  double ridge() const;
  bool is_by_task() const;
  bool solve_directly();
  bool solve_by_task();
  bool solve_together();
  double move();

  DualState& state_;
  arma::vec ascent_, step_;
  TiedBlocks spread_;
};

}  // namespace starling::svm
