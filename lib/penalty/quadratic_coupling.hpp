// tr(W K W') / 2 with a positive definite T x T matrix K that says how tasks are tied, or with its inverse A, the
// kernel between tasks: the value is then min_V |V|_F^2 / 2 over W = V L' with A = L L'.
//
//   mean       K = lambda (I - 11'/T) + mu I      tasks are drawn to their mean
//   graph      K = lambda L + mu I                L the Laplacian of a graph of tasks
//   evgeniou_pontil(T, mu)                        min over w_0 of (sum_t |w_t - w_0|^2 + mu |w_0|^2) / 2:
//                                                 K = I - 11'/(T + mu), K^-1 = I + 11'/mu
//   of_task_kernel(A)                             any positive semidefinite A
// PAPERS  evgeniou2004regularized, evgeniou2005learning
#pragma once

#include "lib/penalty/penalty.hpp"

namespace starling {

class QuadraticCoupling {
 public:
  // K symmetric positive definite, T x T. Throws InvalidInput when it is not finite or symmetric, or has an eigenvalue
  // <= 0, which it names.
  explicit QuadraticCoupling(const arma::mat& K);
  static QuadraticCoupling mean(arma::uword n_tasks, double lambda, double mu);
  // adjacency: symmetric, not negative, zero diagonal; throws InvalidInput otherwise.
  static QuadraticCoupling graph(const arma::mat& adjacency, double lambda, double mu);
  static QuadraticCoupling evgeniou_pontil(arma::uword n_tasks, double mu);
  // A symmetric positive semidefinite with a diagonal > 0, T x T. Where it is singular the value is infinite at a W
  // that is farther from its range than rounding goes (1e-10 of |W|). Throws InvalidInput, naming the smallest
  // eigenvalue.
  static QuadraticCoupling of_task_kernel(const arma::mat& A);

  // Of a singular A: its pseudoinverse.
  const arma::mat& coupling() const { return K_; }
  const arma::mat& inverse_coupling() const { return inverse_; }
  const arma::vec& eigenvalues() const { return eigenvalues_; }  // of K, ascending; infinite off the range of A
  const arma::mat& eigenvectors() const { return eigenvectors_; }

  double value(const arma::mat& W) const;
  double conjugate(const arma::mat& G) const;
  DualScales dual_scales(const arma::mat&) const { return {1.0, 1.0}; }
  QuadraticCoupling rescaled(double x, double y) const;
  arma::mat prox(const arma::mat& V, double step) const;

 private:
  QuadraticCoupling() = default;
  QuadraticCoupling(arma::vec eigenvalues, arma::mat eigenvectors);
  // Eigenvalues of K: that of 1, and that of all else; no decomposition.
  static QuadraticCoupling of_even_ties(arma::uword n_tasks, double mean_part, double own_part);
  void set_root();

  arma::vec eigenvalues_;
  arma::mat eigenvectors_;
  arma::mat K_, inverse_;
  arma::mat root_;       // K = root root': |W root|^2 does not cancel where K is nearly singular
  arma::mat off_range_;  // the eigenvectors of the infinite ones
};

}  // namespace starling
