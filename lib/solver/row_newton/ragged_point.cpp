#include "lib/solver/row_newton/ragged_point.hpp"

namespace starling {

void RowPoint::activate(double mu) {
  active = arma::find(tau > 0.0);
  D = tau.elem(active);
  D /= 1.0 + mu * D;
}

}  // namespace starling
