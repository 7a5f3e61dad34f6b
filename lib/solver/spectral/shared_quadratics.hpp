// The quadratic of tasks with one X and the same sample factors: in the eigenvectors of X'CX it is diagonal, for every
// stiffness, and the iterate has no more rows than X has rank. The iterate is rank x T.
//
// COST    Once an eigendecomposition on the short side of X, n p m + 9 m^3 flops, m = min(n, p), and 2 p m T to turn
//         the targets; then 2 m T a proximal point or gradient.
#pragma once

#include "lib/solver/spectral/task_quadratics.hpp"

namespace starling::spectral {

class SharedQuadratics final : public TaskQuadratics {
 public:
  // Throws InvalidInput unless suits().
  SharedQuadratics(const QuadraticSource& source, arma::uvec features);
  static bool suits(const MultiTaskData& data, const arma::vec& c);

  void gradient(const arma::mat& V, arma::mat& G) const override;
  double bend(const arma::mat& V) const override;
  void factor(double rho) override { rho_ = rho; }
  void proximal_point(const arma::mat& target, arma::mat& V) const override;
  double middle_curvature() const override;
  arma::mat coefficients(const arma::mat& V) const override;
  arma::mat iterate(const arma::mat& W) const override;

 private:
  arma::uvec features_;
  arma::uword d_;
  arma::mat directions_;  // orthonormal columns: eigenvectors of X'CX, p x rank
  arma::vec curvatures_;  // their eigenvalues, and mu
  double rho_ = 0.0;
};

}  // namespace starling::spectral
