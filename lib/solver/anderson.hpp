// Anderson acceleration of a fixed-point iteration: the combination of the last iterates whose step would be shortest.
//
// PAPERS  anderson1965iterative, bertrand2021anderson
#pragma once

#include <armadillo>

namespace starling {

class Anderson {
 public:
  explicit Anderson(arma::uword memory) : memory_(memory) {}

  void forget() { count_ = 0; }
  // The next iterate x with what goes along with it (an affine function of x).
  void record(const arma::vec& x, const arma::vec& companion);
  bool is_full() const { return count_ == memory_ + 1; }

  struct Point {
    arma::vec x, companion;
  };
  // Extrapolates from memory + 1 iterates, steps measured in units of `scale`, and forgets them. False when the steps
  // are too short for a combination to be found.
  bool extrapolate(const arma::vec& scale, Point& point);

 private:
  arma::uword memory_, count_ = 0;
  arma::mat x_, companion_;
};

}  // namespace starling
