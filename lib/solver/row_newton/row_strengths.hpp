// The strength of every row and of the ridge, from the penalties that Newton's method on the row scales takes.
#pragma once

#include "lib/penalty/ridged.hpp"
#include "lib/penalty/row_group_lasso.hpp"

namespace starling {

inline arma::vec row_strengths(const RowGroupLasso& penalty, arma::uword d) {
  return arma::vec(d, arma::fill::value(penalty.lambda));
}
inline arma::vec row_strengths(const Ridged<RowGroupLasso>& penalty, arma::uword d) {
  return arma::vec(d, arma::fill::value(penalty.lambda));
}
inline double ridge_strength(const RowGroupLasso&) { return 0.0; }
inline double ridge_strength(const Ridged<RowGroupLasso>& penalty) { return penalty.mu; }

// Penalties that are sums of row norms, plus a ridge.
template <class P>
concept RowScaled = RowSolvable<P> && requires(const P& penalty, arma::uword d) {
  { row_strengths(penalty, d) } -> std::same_as<arma::vec>;
  { ridge_strength(penalty) } -> std::same_as<double>;
};

}  // namespace starling
