#include "lib/solver/row_newton/weighted_gram.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <tuple>
#include <utility>
#include <vector>

#include "lib/linalg/blas.hpp"
#include "lib/linalg/tiled.hpp"

namespace starling {

using blas::Op;

bool WeightedGram::is_near(const arma::vec& omega) const {
  constexpr double most = 0.75;   // change of a weight
  constexpr double small = 0.05;  // part of the mean weight that makes no difference
  if (omega_.n_elem != omega.n_elem || omega_.is_empty()) return false;
  const double nothing = small * weight_ / static_cast<double>(omega.n_elem);
  for (arma::uword i = 0; i < omega.n_elem; ++i)
    if (std::abs(omega[i] - omega_[i]) > most * (omega_[i] + nothing)) return false;
  return true;
}

void WeightedGram::start(arma::vec omega, bool centred) {
  omega_ = std::move(omega);
  root_ = arma::sqrt(omega_);
  weight_ = arma::accu(omega_);
  centred_ = centred;
  rows_.reset();
  C_.reset();
}

arma::vec WeightedGram::means(const arma::mat& X, const arma::uvec& rows) const {
  arma::vec means(rows.n_elem, arma::fill::zeros);
  if (centred_)
    for (arma::uword k = 0; k < rows.n_elem; ++k) means[k] = arma::dot(omega_, X.col(rows[k])) / weight_;
  return means;
}

arma::mat WeightedGram::weighted(const arma::mat& X, const arma::uvec& rows) const {
  const arma::vec mean = means(X, rows);
  arma::mat Z(X.n_rows, rows.n_elem, arma::fill::none);
  for (arma::uword k = 0; k < rows.n_elem; ++k) {
    const double* x = blas::start_of(X, rows[k]);
    double* z = blas::start_of(Z, k);
    for (arma::uword i = 0; i < X.n_rows; ++i) z[i] = root_[i] * (x[i] - mean[k]);
  }
  return Z;
}

arma::mat WeightedGram::of(const arma::mat& X, const arma::uvec& rows) const {
  if (rows_.n_elem == rows.n_elem && std::equal(rows.begin(), rows.end(), rows_.begin())) return C_;
  if (rows_.is_empty()) return blas::gram(weighted(X, rows));
  std::vector<arma::uword> known, held, fresh;  // places in `rows`, where the known ones are in rows_, and the new ones
  for (arma::uword k = 0; k < rows.n_elem; ++k) {
    const auto* at = std::lower_bound(rows_.begin(), rows_.end(), rows[k]);
    if (at != rows_.end() && *at == rows[k]) {
      known.push_back(k);
      held.push_back(static_cast<arma::uword>(at - rows_.begin()));
    } else {
      fresh.push_back(k);
    }
  }
  arma::mat C(rows.n_elem, rows.n_elem, arma::fill::none);
  for (std::size_t b = 0; b < known.size(); ++b)
    for (std::size_t a = 0; a < known.size(); ++a) C(known[a], known[b]) = C_(held[a], held[b]);
  if (fresh.empty()) return C;
  const arma::uvec places(fresh);
  const arma::mat Z = weighted(X, rows.elem(places));
  const arma::mat own = blas::gram(Z);
  for (arma::uword b = 0; b < places.n_elem; ++b)
    for (arma::uword a = 0; a < places.n_elem; ++a) C(places[a], places[b]) = own(a, b);
  if (known.empty()) return C;
  const arma::uvec others(known);
  const arma::mat cross = tiled::product(Op::transpose, Op::none, weighted(X, rows.elem(others)), Z);
  for (arma::uword b = 0; b < places.n_elem; ++b)
    for (arma::uword a = 0; a < others.n_elem; ++a) C(others[a], places[b]) = C(places[b], others[a]) = cross(a, b);
  return C;
}

void WeightedGram::cover(const arma::mat& X, const arma::uvec& rows) {
  if (std::includes(rows_.begin(), rows_.end(), rows.begin(), rows.end())) return;
  std::vector<arma::uword> both;
  std::set_union(rows_.begin(), rows_.end(), rows.begin(), rows.end(), std::back_inserter(both));
  const arma::uvec next(both);
  C_ = of(X, next);
  rows_ = next;
}

void WeightedGram::move(const arma::uvec& stay) {
  std::vector<std::pair<arma::uword, arma::uword>> kept;  // where a row is now, and where in C
  for (arma::uword p = 0; p < stay.n_elem; ++p) {
    const auto* at = std::lower_bound(rows_.begin(), rows_.end(), stay[p]);
    if (at != rows_.end() && *at == stay[p]) kept.emplace_back(p, static_cast<arma::uword>(at - rows_.begin()));
  }
  arma::uvec rows(kept.size()), places(kept.size());
  for (std::size_t k = 0; k < kept.size(); ++k) std::tie(rows[k], places[k]) = kept[k];
  if (!C_.is_empty()) C_ = arma::mat(C_.submat(places, places));
  rows_ = rows;
}

}  // namespace starling
