// Tasks with squared loss that are drawn to points, each by the distance itself, and the centre of some of them.
//
//     f_t(m) = min over w of loss_t(w) + kappa_t |w - m|
//
// is convex in m with a continuous gradient no longer than kappa_t: the task's loss, straightened where it is steep.
//
// METHOD  With A_t = X_t'C_t X_t decomposed, |w - m| solves one scalar equation; w = m where |gradient at m| <=
//         kappa_t.
// COST    A GramSpectrum a task once, then 4 d r_t flops for f_t(m) and its gradient. Memory d r_t a task.
// PAPERS  duan2023adaptive
#pragma once

#include <vector>

#include "lib/base/sum.hpp"
#include "lib/data/multitask_data.hpp"

namespace starling {

// A task whose coefficients are drawn to a point: min over w of w'A w / 2 - a'w + kappa |w - m|.
struct DrawnTask {
  arma::vec values;      // of A, r, > 0
  arma::mat directions;  // d x r, U
  arma::vec linear;      // U'a, r

  struct Answer {
    double value = 0.0;     // the minimum
    arma::vec offset;       // U'(w - m), r; zeros: w = m
    arma::vec gradient;     // in m, in the directions
    double distance = 0.0;  // |w - m|
  };
  // m in the directions: U'm.
  Answer answer(const arma::vec& m, double kappa) const;
  // The least coefficients without a pull.
  arma::vec alone() const { return directions * (linear / values); }
};

// All tasks of the data. centred: intercepts are free and eliminated.
std::vector<DrawnTask> drawn_tasks(const MultiTaskData& data, const arma::vec& c, bool centred);

// The point that some tasks share: sum over them of f_t(m), plus mu / 2 |m|^2, and its derivatives.
class CommonCentre {
 public:
  // members: tasks, each once. `tasks` and `kappa` (of all tasks) must outlive it. mu > 0.
  CommonCentre(const std::vector<DrawnTask>& tasks, arma::uvec members, const arma::vec& kappa, double mu)
      : tasks_(tasks), members_(std::move(members)), kappa_(kappa), mu_(mu) {}

  void move_to(const arma::vec& m);
  const arma::vec& at() const { return m_; }
  Sum value() const;
  // A Newton step, halved until the value does not rise. Whether it has fallen by more than rounding. COST  d^2 r_t
  // flops a task and d^3 / 3.
  bool step();
  arma::mat coefficients() const;  // d x members

 private:
  arma::vec gradient() const;
  arma::mat hessian() const;
  void add_curvature(std::size_t i, arma::mat& H) const;

  const std::vector<DrawnTask>& tasks_;
  arma::uvec members_;
  const arma::vec& kappa_;
  double mu_;
  arma::vec m_;
  std::vector<DrawnTask::Answer> answers_;
};

}  // namespace starling
