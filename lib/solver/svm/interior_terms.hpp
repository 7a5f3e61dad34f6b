// The sample-by-sample arithmetic of the interior point method, four samples at a time.
//
// Every half of a loss, cap max(0, margin - m) at m = a'w, has a multiplier alpha in (0, cap), the slack xi >= margin -
// m it belongs to and the slack of that: alpha slack = tau, (cap - alpha) xi = tau on the central path.
#pragma once

#include "lib/linalg/aligned.hpp"

namespace starling::svm {

struct InteriorPoint {
  explicit InteriorPoint(arma::uword n);

  arma::uword n;                               // padded; rows without features fill it up
  AlignedDoubles margin, cap;                  // of the halves
  AlignedDoubles m, alpha, slack, xi;          // the point
  AlignedDoubles inverse_alpha, inverse_rest;  // 1 / alpha, 1 / (cap - alpha)
  AlignedDoubles theta, rhs;                   // what the linear system is made of
  AlignedDoubles dm, d_alpha, d_slack, d_xi;   // a step; between its halves, corrections of second order

  // On the central path for the predictions m: tau is what the mean distance to the margin suggests.
  void start();

  // What is left: the loss minus what the multipliers say of it, and the mean complementarity.
  struct Distance {
    double gap = 0.0, tau = 0.0;
  };
  Distance distance() const;

  void linearise();  // theta, and rhs = theta (margin - m), from the point
  double predict();  // d_alpha from dm; the longest step that stays inside, at most 1
  double tau_after(double step) const;
  void correct(double tau);  // rhs with second-order terms of the predicted step
  double finish();           // the step from dm; how far it may go
  void move(double step);
};

}  // namespace starling::svm
