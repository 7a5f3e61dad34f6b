// Anderson mixing of a fixed-point iteration v <- v + step(v): the next point is the one whose step would be shortest
// if steps were linear in the last few points.
// COST    memory + 4 passes over v a step; 2 memory + 2 vectors of v's size.
// PAPERS  anderson1965iterative, walker2011anderson
#pragma once

#include <armadillo>

namespace starling {

class Mixing {
 public:
  // memory: how many differences are combined, >= 1.
  explicit Mixing(arma::uword memory) : memory_(memory) {}

  // v becomes the next point after it, where the iteration steps by `step`. If the point before was mixed and has
  // a step more than twice as long as the last one, v goes back to where the iteration without mixing would be, and the
  // memory is cleared. Until `plain` steps have been taken since then nothing is mixed.
  void advance(arma::mat& v, const arma::mat& step, arma::uword plain = 0);
  void forget();
  // Length of the last step that was not taken back; infinite at first.
  double last_step() const { return last_step_; }

 private:
  void remember(const arma::mat& image, const arma::mat& step);
  bool mix(arma::mat& v, const arma::mat& step) const;

  arma::uword memory_;
  arma::mat step_changes_, image_changes_, products_;  // of consecutive steps and images v + step; ring buffers
  arma::vec step_, image_;                             // the last ones
  arma::uword count_ = 0, slot_ = 0, taken_ = 0;
  double last_step_ = arma::datum::inf;
  bool mixed_ = false;
};

}  // namespace starling
