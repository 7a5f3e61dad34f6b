// Anderson mixing of a fixed-point iteration v <- v + step(v): the next point is the one whose step would be shortest
// if steps were linear in the last few points.
// PAPERS  anderson1965iterative, walker2011anderson
#pragma once

#include <armadillo>
#include <deque>

namespace starling {

class Mixing {
 public:
  // memory: how many differences are combined, >= 1.
  explicit Mixing(arma::uword memory) : memory_(memory) {}

  // The next point after v with this step. A step more than twice as long as the last one clears the memory and is
  // taken as it is.
  arma::mat next(const arma::mat& v, const arma::mat& step);
  void forget();

 private:
  arma::uword memory_;
  std::deque<arma::vec> points_, steps_;
};

}  // namespace starling
