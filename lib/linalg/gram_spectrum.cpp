#include "lib/linalg/gram_spectrum.hpp"

#include <algorithm>

#include "lib/linalg/decompose.hpp"
#include "lib/linalg/tiled.hpp"

namespace starling {

using blas::Op;
using blas::whole;

namespace {

GramSpectrum without_zeros(const arma::mat& K, arma::uword d) {
  const SymmetricEigen eigen = symmetric_eigen(K);
  const double least = 1e-15 * static_cast<double>(d) * std::max(eigen.values.max(), 0.0);
  const arma::uvec kept = arma::find(eigen.values > least);
  return {eigen.values.elem(kept), eigen.vectors.cols(kept)};
}

}  // namespace

GramSpectrum GramSpectrum::of(const arma::mat& X) {
  if (X.is_empty()) return {{}, arma::mat(X.n_cols, 0)};
  const bool wide = X.n_rows < X.n_cols;
  arma::mat K(wide ? X.n_rows : X.n_cols, wide ? X.n_rows : X.n_cols, arma::fill::none);
  if (!wide) {
    tiled::gram(1.0, whole(X), whole(K));
    return without_zeros(K, X.n_cols);
  }
  tiled::outer(whole(X), whole(K));
  tiled::mirror(whole(K));
  GramSpectrum spectrum = without_zeros(K, X.n_cols);
  spectrum.directions = tiled::product(Op::transpose, Op::none, X, spectrum.directions);
  spectrum.directions.each_row() /= arma::sqrt(spectrum.values).t();
  return spectrum;
}

GramSpectrum GramSpectrum::of_gram(const arma::mat& gram) {
  return gram.is_empty() ? GramSpectrum{{}, arma::mat(0, 0)} : without_zeros(gram, gram.n_cols);
}

arma::vec GramSpectrum::times(const arma::vec& w) const {
  arma::vec z(values.n_elem), out(w.n_elem, arma::fill::zeros);
  if (values.is_empty()) return out;
  blas::multiply_vector(Op::transpose, 1.0, whole(directions), w.memptr(), 0.0, z.memptr());
  z %= values;
  blas::multiply_vector(Op::none, 1.0, whole(directions), z.memptr(), 0.0, out.memptr());
  return out;
}

arma::vec GramSpectrum::solve(double a, const arma::vec& g) const {
  if (values.is_empty()) return g / a;
  arma::vec z(values.n_elem), rest = g;
  blas::multiply_vector(Op::transpose, 1.0, whole(directions), g.memptr(), 0.0, z.memptr());
  // What is orthogonal to all directions; where they span everything only rounding would be left.
  if (values.n_elem < g.n_elem)
    blas::multiply_vector(Op::none, -1.0, whole(directions), z.memptr(), 1.0, rest.memptr());
  else
    rest.zeros();
  z /= values + a;
  blas::multiply_vector(Op::none, 1.0, whole(directions), z.memptr(), 1.0 / a, rest.memptr());
  return rest;
}

}  // namespace starling
