// Douglas-Rachford splitting of a quadratic and a function of singular values.
//
// Where a gradient method's steps shrink with the worst conditioned task, this one solves every task exactly in each
// iteration: tens of iterations where FISTA needs thousands.
//
// METHOD  v <- v + 1.6 (w - z),  z = prox(v),  w = argmin f + rho / 2 |w - (2 z - v)|^2, with Anderson mixing of the
//         last few v. The stiffness rho starts where penalty and loss pull alike, or at the middle of the tasks'
//         curvatures where that is larger, and is balanced when primal and dual residuals differ more than ten times.
//         rho (2 z - v - w) is the gradient of f at w, for nothing: with z it says when to look closer. The candidate
//         is w without what lies outside z's singular space: it has z's rank and (nearly) w's gradient. That of z
//         itself would prove far less where the tasks are badly conditioned.
// COST    An iteration is one proximal point and one decomposition of the short side; every fifth adds the singular
//         values of a gradient.
// PAPERS  eckstein1992douglas, boyd2011distributed, anderson1965iterative
#pragma once

#include <functional>

#include "lib/linalg/short_side.hpp"
#include "lib/solver/mixing.hpp"
#include "lib/solver/spectral/spectral_function.hpp"
#include "lib/solver/spectral/task_quadratics.hpp"

namespace starling::spectral {

// Told the iterations of this call, the objective and the gap it believes in; false ends it.
using OnCheck = std::function<bool(int, double, double)>;

// Why improve() came back.
enum class Outcome { believed, limit, stuck };
struct Advance {
  Outcome outcome = Outcome::limit;
  int iterations = 0;
};

class Splitting {
 public:
  // Both must outlive it. The start is zero.
  Splitting(TaskQuadratics& tasks, const SpectralFunction& penalty);
  // Goes on from V, with rho (0: as at first) and the gradient G there (empty: computed).
  void start_at(const arma::mat& V, double rho, arma::mat G = {});
  // Goes on from where it stands, for another strength of the penalty: rho times `share`.
  void change_penalty(const SpectralFunction& penalty, double share);

  // Iterates until the gap of candidate() is believed to be at most `target`, `most` iterations are done, or on_check
  // says no.
  Advance improve(double target, int most, const OnCheck& on_check);

  double gap() const { return gap_; }
  double primal() const { return primal_; }
  const arma::mat& candidate() const { return candidate_; }  // of the last improve()
  arma::uword rank() const { return side_.rank(); }
  double rho() const { return rho_; }

 private:
  double dual(const arma::mat& V, const arma::mat& G, double loss) const;
  bool judge(double target);
  void propose();
  void balance();

  TaskQuadratics& tasks_;
  const SpectralFunction* penalty_;
  ShortSide side_;
  Mixing mixing_;
  arma::mat v_, z_, w_, target_, G_, z_before_, candidate_;
  arma::vec ratios_;
  double rho_ = 0.0, gap_ = arma::datum::inf, primal_ = arma::datum::inf;
  int since_start_ = 0;
};

}  // namespace starling::spectral
