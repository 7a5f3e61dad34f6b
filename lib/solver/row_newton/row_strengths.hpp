// The strength of every row and of the ridge, from the penalties that Newton's method on the row scales takes.
#pragma once

#include "lib/penalty/ridged.hpp"
#include "lib/penalty/row_group_lasso.hpp"

namespace starling {

inline arma::vec row_strengths(const RowGroupLasso& penalty, arma::uword d) {
  arma::vec strengths(d);
  for (arma::uword j = 0; j < d; ++j) strengths[j] = penalty.strength(j);
  return strengths;
}
inline arma::vec row_strengths(const Ridged<RowGroupLasso>& penalty, arma::uword d) {
  return row_strengths(penalty.base, d);
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
