// The quadratic of tasks with many features, every task on its shorter side: a Cholesky factor of A_t + rho I where it
// has as many samples as features, and otherwise, with B = X~_t,
//
//     w = x + B'(B B' + rho I)^-1 (y - B x),
//
// whose factor is n_t x n_t. The iterate is d x T (the features that vary).
//
// COST    Once n_t p m flops a task, m = min(n_t, p); m^3 / 3 to factor; a proximal point 4 n_t p + 2 m^2 flops, or 2
//         p^2; a gradient as much. With S = float half the memory and half the time of a pass over X~.
#pragma once

#include <memory>

#include "lib/solver/spectral/centred_tasks.hpp"

namespace starling::spectral {

template <class S>  // float or double
class FactoredQuadratics final : public TaskQuadratics {
 public:
  FactoredQuadratics(const QuadraticSource& source, arma::uvec features, std::shared_ptr<const CentredTasks<S>> tasks);

  void gradient(const arma::mat& V, arma::mat& G) const override;
  using TaskQuadratics::loss;
  double loss(const arma::mat& V) const override;
  double bend(const arma::mat& V) const override;
  void factor(double rho) override;
  void proximal_point(const arma::mat& target, arma::mat& V) const override;
  double first_threshold() const override;
  bool is_rough() const override { return std::is_same_v<S, float>; }
  arma::mat coefficients(const arma::mat& V) const override;
  arma::mat iterate(const arma::mat& W) const override { return W.rows(features_); }

 private:
  // |X~_t v_t - share y_t|^2 of all tasks.
  double squares(const arma::mat& V, double share) const;
  // One task by its features.
  struct Long {
    arma::mat A, L;
  };
  // One task by its samples.
  struct Thin {
    arma::Mat<S> K, L;
  };
  bool is_thin(arma::uword t) const { return tasks_->X(t).n_rows < features_.n_elem; }

  std::shared_ptr<const CentredTasks<S>> tasks_;
  arma::uvec features_;
  arma::uword d_;
  double mu_, rho_ = 0.0;
  std::vector<Long> long_;
  std::vector<Thin> thin_;
};

}  // namespace starling::spectral
