// The squared loss of all tasks, and a ridge mu, as one quadratic:
//
//     f(W) = sum_t w_t'A_t w_t / 2 - q_t'w_t + constant,   A_t = X_t' C_t X_t + mu I,   q_t = X_t' C_t y_t,
//
// X_t and y_t centred by their weighted means when the intercept is free (the best intercept is eliminated).
//
// The spectral solvers see W as an iterate V in whatever coordinates and order suit the factors: V has the singular
// values of W, and q and gradients come in the same coordinates.
#pragma once

#include <armadillo>

#include "lib/data/multitask_data.hpp"

namespace starling::spectral {

// What the quadratic is made of. The data are referred to: they must outlive it.
struct QuadraticSource {
  const MultiTaskData& data;
  const arma::vec& c;  // factor of every sample, flat
  bool centred = false;
  double mu = 0.0;
};

class TaskQuadratics {
 public:
  virtual ~TaskQuadratics() = default;

  const arma::mat& linear() const { return q_; }
  double constant() const { return constant_; }
  // f(V), from G = A V - q.
  double loss(const arma::mat& V, const arma::mat& G) const;

  // G = A V - q.
  virtual void gradient(const arma::mat& V, arma::mat& G) const = 0;
  virtual double loss(const arma::mat& V) const;
  // <V, A V>.
  virtual double bend(const arma::mat& V) const = 0;
  // Prepares proximal points of this stiffness, > 0.
  virtual void factor(double rho) = 0;
  // V = argmin f + rho / 2 |V - target|^2.
  virtual void proximal_point(const arma::mat& target, arma::mat& V) const = 0;

  // A stiffness between the curvatures of the tasks' flattest and steepest directions (after factor()); 0 where it is
  // not known.
  virtual double middle_curvature() const { return 0.0; }
  // Where a threshold should begin, as a share of the largest singular value of one gradient step.
  virtual double first_threshold() const { return 0.3; }
  // Whether the numbers are only good to float.
  virtual bool is_rough() const { return false; }

  virtual arma::mat coefficients(const arma::mat& V) const = 0;  // d x T
  virtual arma::mat iterate(const arma::mat& W) const = 0;

 protected:
  arma::mat q_;
  double constant_ = 0.0;  // sum_t y_t' C_t y_t / 2
};

// Features that vary within some task (or, where nothing is centred, are not zero everywhere). The others have no
// coefficient.
arma::uvec varying_features(const QuadraticSource& source);

}  // namespace starling::spectral
