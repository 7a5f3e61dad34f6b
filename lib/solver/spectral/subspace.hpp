// A trace norm on tasks with fewer samples than features: the solution W = Q Z' lies in a space of few dimensions,
// which is grown until the gradient outside it is small enough.
//
// METHOD  Rounds of: the gradient of all features; its top left singular vectors that exceed the penalty's strength
//         join Q; the problem of Z, with the features X~ Q, is solved by splitting (lib/solver/spectral/splitting.hpp)
//         to a fraction of the gap. The gap falls 6-8 times a round. When Q would exceed 40 columns it shrinks to what
//         Z uses and the last directions.
// COST    A round is two passes over X~, the singular vectors of a p x T matrix, and a problem of at most 40 features.
// EDGES   improve() ends stuck when the rank exceeds max(3, min(p, T) / 25), or the columns of Q their limit: then
//         rounds cost more than splitting all features.
#pragma once

#include <memory>

#include "lib/linalg/aligned.hpp"
#include "lib/linalg/short_side.hpp"
#include "lib/solver/spectral/centred_tasks.hpp"
#include "lib/solver/spectral/lane_quadratics.hpp"
#include "lib/solver/spectral/spectral_function.hpp"
#include "lib/solver/spectral/splitting.hpp"

namespace starling::spectral {

template <class S>  // float or double
class Subspace {
 public:
  // q: X~_t'y_t of every task. mu: the ridge. The penalty, a trace norm, must outlive it.
  Subspace(std::shared_ptr<const CentredTasks<S>> tasks, arma::mat q, double mu, const SpectralFunction& penalty);
  void change_penalty(const SpectralFunction& penalty) { penalty_ = &penalty; }
  // Goes on from W, p x T; false where its rank is too high.
  bool start_at(const arma::mat& W);
  // Whether it stands anywhere but at zero.
  bool has_started() const { return Q_.n_cols > 0; }

  // Rounds until the gap is believed to be at most `target`, `most` iterations of the inner problems are done, or
  // on_check(iterations, primal, gap) says no.
  Advance improve(double target, int most, const OnCheck& on_check);

  double gap() const { return gap_; }
  arma::mat point() const;  // W, p x T

 private:
  arma::uword largest_rank() const;
  void find_gradient();
  void judge();
  bool grow(arma::uword wanted);
  bool make_room(arma::uword wanted);
  void append(arma::mat directions);
  int solve_inside(double target, int most);

  std::shared_ptr<const CentredTasks<S>> tasks_;
  arma::mat q_;
  double mu_;
  const SpectralFunction* penalty_;
  arma::mat Q_, Z_;                // p x k, T x k
  std::vector<AlignedDoubles> P_;  // X~_t Q, columns of padded length, and room for y
  arma::mat G_;
  ShortSide side_;  // of G
  double constant_ = 0.0, loss_ = 0.0, fitted_ = 0.0, value_ = 0.0, gap_ = arma::datum::inf, rho_ = 0.0;
  arma::uword rank_ = 0, last_grown_ = 0;
};

}  // namespace starling::spectral
