// The quadratic of tasks with few features: explicit p x p inverses, eight tasks in the lanes of a vector register
// (lib/linalg/lanes.hpp). The iterate is T x p, T filled up to whole groups of eight.
//
// COST    Once N p^2 flops for the Gram matrices; p^3 a task to factor; a proximal point or a gradient 2 p^2 a task.
// EDGES   More than lanes::largest features throw InvalidInput.
#pragma once

#include "lib/linalg/aligned.hpp"
#include "lib/solver/spectral/task_quadratics.hpp"

namespace starling::spectral {

class LaneQuadratics final : public TaskQuadratics {
 public:
  // Of the chosen features of all tasks.
  LaneQuadratics(const QuadraticSource& source, arma::uvec features);
  // T empty tasks of p features, to be filled by set_task().
  LaneQuadratics(arma::uword n_tasks, arma::uword p);
  // Moments of one task (task_moments.hpp). Tasks of different groups of eight may be set
  // from several threads.
  void set_task(arma::uword t, const arma::mat& moments, double mu);
  // After the last set_task().
  void complete();

  void gradient(const arma::mat& V, arma::mat& G) const override;
  double bend(const arma::mat& V) const override;
  void factor(double rho) override;
  void proximal_point(const arma::mat& target, arma::mat& V) const override;
  double middle_curvature() const override;
  arma::mat coefficients(const arma::mat& V) const override;
  arma::mat iterate(const arma::mat& W) const override;

 private:
  template <class F>
  void for_groups(const F& f) const;
  void multiply(const AlignedDoubles& matrices, const arma::mat& V, arma::mat& product) const;
  double largest_stretch(const AlignedDoubles& matrices, int steps) const;

  arma::uword n_tasks_, p_, padded_;
  arma::uword d_ = 0;
  arma::uvec features_;
  AlignedDoubles A_, inverse_;
  arma::vec squares_;  // y_t'C_t y_t
  double rho_ = 0.0;
};

}  // namespace starling::spectral
