// Which step comes next: sweeps, and where they are slow, direct methods.
//
// METHOD  Three sweeps, then a look at all samples (gap_pass.hpp); where the observed rate says that a few more sweeps
//         suffice, just those. Otherwise, by what the free samples look like:
//           few features, more free samples than features in some task
//                     smooth losses: Newton's method on the primal. Losses with corners: the interior point method,
//                     once sweeps no longer shrink the active samples
//           a face step costs less than 160 sweeps over the free samples, which have settled
//                     one Cholesky factor a task and a d x d Schur matrix
//           else, once the free samples have settled
//                     extrapolated sweeps; where these stall, conjugate gradients on the face
//         The best coefficients and the best dual point seen are kept apart: they need not belong together.
#pragma once

#include <limits>
#include <memory>
#include <vector>

#include "lib/solver/svm/face.hpp"
#include "lib/solver/svm/gap_pass.hpp"
#include "lib/solver/svm/primal_newton.hpp"
#include "lib/solver/svm/sweep.hpp"

namespace starling::svm {

class Engine {
 public:
  // samples: flat, in the unit of the ties. Everything must outlive the engine.
  // intercepts: unpenalised ones, one a task, or none.
  Engine(const SampleRows& rows, const TaskTies& ties, std::vector<DualSample> samples,
         std::vector<TaskIntercept> intercepts = {});

  void start_at(const arma::vec& u);
  // The next few steps, with at most `budget` (> 0) iterations, until the gap is at most `target`.
  void advance(double target, int budget);
  // Looks again from sums without the rounding of many steps.
  void refresh();
  // The intercepts go where their sums drive them, with grips `growth` times as large from there on: another problem.
  void recentre(double growth);

  int iterations() const { return iterations_; }
  // In the unit of the ties: of the best coefficients and the best dual point so far.
  double primal() const { return best_primal_; }
  double gap() const { return best_primal_ - best_dual_; }
  double grip_cost() const { return pass_.grip_cost; }  // of the dual point now
  const DualState& state() const { return state_; }
  Coefficients coefficients() const;
  const arma::vec& dual_point() const { return best_dual_point_; }

 private:
  void sweep(bool fresh_order);
  void look();
  void offer(const AlignedDoubles& W);  // coefficients of a direct method
  double primal_of(const AlignedDoubles& W) const;

  void choose(double target, int budget);
  bool is_stage_for_few_features() const;
  void solve_few_features(double target, int budget);
  double widen(double per_feature);
  void step_on_face();
  void extrapolate(int window);

  DualState state_;
  Sweeper sweeper_;
  GapPass pass_;
  Face face_;
  TaskRuns runs_;
  std::unique_ptr<PrimalNewton> newton_;
  bool smooth_ = true, few_features_ = false;

  double best_primal_ = std::numeric_limits<double>::infinity();
  double best_dual_ = -std::numeric_limits<double>::infinity();
  arma::vec best_primal_point_, best_dual_point_;  // u
  AlignedDoubles best_W_;                          // where it is better than the coefficients of any u
  bool W_is_best_ = false;

  int iterations_ = 0, planned_ = 0, short_steps_ = 0;
  // At the choice before: the gap, iterations, active samples, and whether plain sweeps followed.
  double gap_before_ = 0.0;
  int iterations_before_ = 0;
  arma::uword active_before_ = 0;
  bool plain_ = true;
};

}  // namespace starling::svm
