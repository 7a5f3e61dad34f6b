// One look at every sample: what the dual point proves, and which samples the next sweeps visit.
//
// METHOD  Predictions of W = B A give the primal and the dual objective. Samples are left out of the sweeps where
//         their u would stay even if its prediction moved by the root mean square of the forces on those that want to
//         move. Nothing is lost by that: the next pass looks at all of them again.
#pragma once

#include "lib/solver/svm/dual_state.hpp"
#include "lib/solver/svm/sample_terms.hpp"
#include "lib/solver/svm/task_runs.hpp"

namespace starling::svm {

class GapPass {
 public:
  explicit GapPass(DualState& state);

  // Fills in what follows, and the state's active and free samples.
  void look();

  double primal = 0.0, dual = 0.0;  // of the state, in the engine's unit; with what the intercepts' grips cost
  double grip_cost = 0.0;           // grip (sum u)^2 / 2 over tasks
  double typical_force = 0.0;
  arma::uword n_active = 0, n_free = 0, n_changed = 0;  // changed: free now and not before, or the reverse
  bool any_wide = false;                                // a task with more free samples than features
  const arma::vec& predictions() const { return eta_; }
  const arma::vec& pressures() const { return pressure_; }  // see DualSample
  const arma::vec& dual_point() const { return u_; }

 private:
  struct TaskPart {
    SampleTerms samples;
    double penalty = 0.0, grip = 0.0, centre = 0.0;
  };
  TaskPart measure(arma::uword t);
  arma::uword list(arma::uword t);  // the number that changed

  DualState& state_;
  TaskRuns runs_;
  arma::vec eta_, u_, pressure_;
  std::vector<unsigned char> is_free_, was_free_;
  bool corners_ = true;
};

}  // namespace starling::svm
