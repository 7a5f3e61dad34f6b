#include "lib/solver/row_newton/whitened.hpp"

#include <cmath>

#include "lib/base/error.hpp"
#include "lib/linalg/kernels.hpp"

namespace starling::row_newton {
namespace {

double power_of_two_near(double size) {
  return size > 0.0 && std::isfinite(size) ? std::ldexp(1.0, -std::ilogb(size)) : 1.0;
}

// Targets Y = turned * turn with as few columns as Y has rank; turn stays empty where nothing is gained.
void turn_to_rank(arma::mat& Y, arma::mat& turn) {
  if (Y.n_cols > Y.n_rows) {
    arma::mat Q, R;
    if (!arma::qr_econ(Q, R, arma::mat(Y.t()))) return;
    Y = R.t();
    turn = Q.t();
  }
  // A factor of the Gram matrix without small pivots shows full rank at the least cost; otherwise the rank is looked
  // at.
  arma::mat L = Y.t() * Y;
  const arma::vec sizes = L.diag();
  if (blas::cholesky_lower(blas::whole(L)) && arma::all(arma::square(L.diag()) > 1e-10 * sizes)) return;
  arma::mat U, V;
  arma::vec s;
  if (!arma::svd_econ(U, s, V, Y)) return;
  const arma::uvec kept = arma::find(s > 1e-14 * s[0]);
  if (kept.n_elem == Y.n_cols || kept.is_empty()) return;
  const arma::mat right = V.cols(kept).t();
  turn = turn.is_empty() ? right : arma::mat(right * turn);
  Y = U.cols(kept) * arma::diagmat(s.elem(kept));
}

}  // namespace

const arma::mat& dense_of(const MultiTaskData& data) {
  return data.design(0).visit([]<class M>(const M& X) -> const arma::mat& {
    if constexpr (std::is_same_v<M, arma::mat>)
      return X;
    else
      throw InvalidInput({.what = "sparse features where dense ones are needed"});
  });
}

bool Whitened::suits(const MultiTaskData& data, const arma::vec& c) {
  if (!data.is_shared() || data.any_sparse()) return false;
  const arma::uword n = data.rows_of(0).size();
  for (arma::uword i = n; i < c.n_elem; ++i)
    if (c[i] != c[i - n]) return false;
  return true;
}

Whitened::Whitened(const MultiTaskData& data, const arma::vec& c, bool free_intercept)
    : X_(dense_of(data)),
      centred_(free_intercept),
      mean_(data.n_features(), arma::fill::zeros),
      zero_(data.n_features(), false),
      targets_(data.targets()) {
  const arma::uword n = X_.n_rows, T = data.n_tasks();
  const arma::vec weight = c.head(n);
  const double total = arma::accu(weight);
  root_ = arma::sqrt(weight);
  share_ = weight / total;
  targets_.reshape(n, T);
  if (centred_) targets_.each_row() -= share_.t() * targets_;
  targets_.each_col() %= root_;
  x_scale_ = power_of_two_near(data.design(0).largest() * std::sqrt(total));
  y_scale_ = power_of_two_near(targets_.is_empty() ? 0.0 : arma::norm(arma::vectorise(targets_)));
  root_ *= x_scale_;
  root_square_ = arma::dot(root_, root_);
  even_ = arma::all(root_ == root_[0]);
  targets_ *= y_scale_;
  turn_to_rank(targets_, turn_);
}

void Whitened::introduce_column(arma::uword j) {
  if (!centred_) return;
  mean_[j] = blas::dot(X_.n_rows, share_.memptr(), blas::start_of(X_, j));
  const double noise = 8.0 * arma::datum::eps * mean_[j];
  zero_[j] = square_of_column(j) <= noise * noise * root_square_;
}

double Whitened::square_of_column(arma::uword j) const {
  const double* x = blas::start_of(X_, j);
  if (zero_[j]) return 0.0;
  if (even_) return root_[0] * root_[0] * kernels::centred_square(X_.n_rows, x, mean_[j]);
  return kernels::centred_square(X_.n_rows, x, mean_[j], root_.memptr());
}

template <class S>
double Whitened::write_rows(arma::uword j, blas::Run rows, S* out) const {
  const double* x = blas::start_of(X_, j) + rows.begin;
  if (zero_[j]) {
    std::fill_n(out, rows.size(), S(0));
    return 0.0;
  }
  if (even_) return kernels::centre_and_scale(rows.size(), x, mean_[j], root_[0], out);
  return kernels::centre_and_scale(rows.size(), x, mean_[j], root_.memptr() + rows.begin, out);
}

template double Whitened::write_rows(arma::uword, blas::Run, float*) const;
template double Whitened::write_rows(arma::uword, blas::Run, double*) const;

arma::mat Whitened::original_rows(const arma::mat& W) const {
  const double scale = x_scale_ / y_scale_;
  return turn_.is_empty() ? arma::mat(scale * W) : arma::mat(scale * (turn_.t() * W));
}

arma::mat Whitened::whitened_rows(const arma::mat& W) const {
  const double scale = y_scale_ / x_scale_;
  return turn_.is_empty() ? arma::mat(scale * W) : arma::mat(scale * (turn_ * W));
}

}  // namespace starling::row_newton
