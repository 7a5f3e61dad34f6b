// A norm of the absolute values of rows, and W >= 0: coefficients that can only add, such as amounts and rates.
//
// Such a norm does not grow when an entry is set to zero. So a maximum over W >= 0 looks at the positive part of its
// argument alone, and a row's minimiser is zero where the unpenalised one is negative.
// EDGES   A negative coefficient has an infinite value.
//         The dual norm is a gauge: only what would pull coefficients up counts.
// PAPERS  slawski2013nonnegative
#pragma once

#include "lib/penalty/penalty.hpp"

namespace starling {

template <class Base>
requires NormPenalty<Base> && RowSolvable<Base>
struct NonNegative : Base {
  double value(const arma::mat& W) const { return W.is_empty() || W.min() >= 0.0 ? Base::value(W) : arma::datum::inf; }
  double dual_norm(const arma::mat& G) const { return Base::dual_norm(positive(G)); }
  DualScales dual_scales(const arma::mat& G) const { return Base::dual_scales(positive(G)); }
  arma::vec dual_excess(const arma::mat& G) const { return Base::dual_excess(positive(G)); }
  NonNegative rescaled(double x, double y) const { return {Base::rescaled(x, y)}; }
  NonNegative of_rows(const arma::uvec& rows) const { return {Base::of_rows(rows)}; }

  // A row of weight 0 still has a sign: it is not free.
  arma::uvec free_rows() const = delete;
  bool is_free(arma::uword j) const = delete;
  arma::uvec blocks(arma::uword n_rows) const = delete;

  arma::mat prox(const arma::mat& V, double step) const requires Proximable<Base> {
    return Base::prox(positive(V), step);
  }
  void minimise_row(arma::uword j, const arma::vec& h, const arma::vec& v, arma::vec& w) const {
    Base::minimise_row(j, h, arma::clamp(v, 0.0, arma::datum::inf), w);
  }

 private:
  static arma::mat positive(const arma::mat& M) { return arma::clamp(M, 0.0, arma::datum::inf); }
};

}  // namespace starling
