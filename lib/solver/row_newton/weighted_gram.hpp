// X~'X~ of rows of one task under a curved loss: features times the roots of the curvatures, their weighted means taken
// off. Kept while the curvatures change little, which Newton's method forgives, because it costs far more than a step.
//
// COST    n f flops for every pair of a covered row and a new one.
// MEMORY  The square of the number of rows covered.
#pragma once

#include <armadillo>

namespace starling {

class WeightedGram {
 public:
  // Whether a step with the weights kept is about as good as one with these; false before start().
  bool is_near(const arma::vec& omega) const;
  // Forgets all rows. omega: weights of the n samples, > 0. centred: there is a free intercept.
  void start(arma::vec omega, bool centred);

  const arma::vec& omega() const { return omega_; }
  double weight() const { return weight_; }  // sum of omega

  // Rows are positions in X (n x m, always the same), ascending.
  void cover(const arma::mat& X, const arma::uvec& rows);
  // Of rows that need not be covered, and then cost as much here.
  arma::mat of(const arma::mat& X, const arma::uvec& rows) const;
  arma::vec means(const arma::mat& X, const arma::uvec& rows) const;  // weighted; zero if not centred
  // X has been rearranged: its first columns are those that stood at `stay`.
  void move(const arma::uvec& stay);

 private:
  arma::mat weighted(const arma::mat& X, const arma::uvec& rows) const;

  arma::vec omega_, root_;
  double weight_ = 0.0;
  bool centred_ = false;
  arma::uvec rows_;  // covered, ascending
  arma::mat C_;
};

}  // namespace starling
