// Newton's method on the row scales of a working set, with the safeguards that make it always end lower than it began.
//
// METHOD  The optimality conditions are written 1 / |g^j| = 1 / lambda_j, which are almost linear in the scales, so the
//         equations have the Hessian's matrix and right-hand side |g|^2 (|g| - lambda) / lambda ("secular"). The last
//         matrix serves again while it cuts the gap tenfold. Where no step along a direction lowers phi, the equations
//         are solved exactly in double, then with Newton's own right-hand side (lambda^2 - |g|^2 is -2 dphi), which
//         is a descent direction.
#pragma once

#include <functional>

#include "lib/solver/row_newton/newton_system.hpp"

namespace starling::row_newton {

class ScaleDescent {
 public:
  explicit ScaleDescent(ScaleFunction& function) : function_(function) {}

  // Lowers phi from rows.tau until the gap over the working rows is at most `target`, no step helps any more, or
  // stop(steps) says so. Afterwards at() is the point at rows.tau. extends: rows were only added since at().
  // Returns the number of Newton steps.
  int run(WorkingRows& rows, double target, bool extends, const std::function<bool(int)>& stop);
  const ScalePoint& at() const { return at_; }
  // For problems so ill-conditioned that float evaluations mislead.
  void do_without_float() { float_serves_ = false; }
  bool uses_float() const { return float_serves_; }

 private:
  void begin(const WorkingRows& rows, double target, bool extends);
  void choose_system(const WorkingRows& rows, bool careful, double gap);
  SystemForm form_for(const WorkingRows& rows, arma::uword free, bool careful) const;
  arma::vec direction(const WorkingRows& rows, double target) const;
  // Backtracks along d. True: rows.tau and at() have moved.
  bool move(WorkingRows& rows, const arma::vec& d, bool& full_step);
  double in_scale(double share) const { return share * 0.5 * function_.target_square(); }

  ScaleFunction& function_;
  ScalePoint at_, trial_;
  NewtonSystem system_;
  bool float_serves_ = true;
  bool reused_ = false;     // the present system was set up at an earlier point
  bool may_reuse_ = false;  // the last step did well
  bool careful_ = false, secular_ = true;
};

}  // namespace starling::row_newton
