#include "lib/solver/row_newton/row_scan.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "lib/linalg/kernels.hpp"
#include "lib/linalg/skinny.hpp"
#include "lib/linalg/tiled.hpp"

namespace starling::row_newton {
namespace {

using blas::Op;
using blas::Run;

// Float halves the memory read; with fewer tasks it does not pay for the copy.
constexpr arma::uword fewest_tasks_in_float = 4;
// Rows this close below their strength are looked at again in double.
constexpr double near = 2e-3;
constexpr double float_eps = 6e-8;

// Columns that stay in cache together while they are written and multiplied: 512 KiB, but no fewer than gemm needs.
template <class S>
arma::uword block_width(arma::uword n) {
  return std::clamp<arma::uword>((524288 / sizeof(S)) / std::max<arma::uword>(n, 1), 16, 256);
}

// An upper bound of the largest singular value.
double spectral_bound(const arma::mat& D) {
  if (D.n_cols == 1) return arma::norm(D.col(0));
  arma::mat gram(D.n_cols, D.n_cols, arma::fill::none);
  tiled::gram(1.0, blas::whole(D), blas::whole(gram));
  const double by_rows = arma::norm(gram, "inf");
  return std::sqrt(std::min(by_rows, arma::trace(gram))) * (1.0 + 1e-12);
}

}  // namespace

RowScan::RowScan(Whitened& data) : data_(data), column_norms_(data.d()), null_norms_(data.d()) {
  if (data.rank() >= fewest_tasks_in_float)
    first_pass<float>(data);
  else
    first_pass<double>(data);
}

template <class S>
void RowScan::first_pass(Whitened& data) {
  constexpr bool keeps = std::is_same_v<S, float>;
  const arma::uword n = data.n(), T = data.rank();
  const arma::Mat<S> Y = arma::conv_to<arma::Mat<S>>::from(data.targets());
  if constexpr (keeps) products32_.set_size(T, data.d());
  const SkinnyProduct<S> with_targets(blas::whole(Y));
  tiled::for_runs(data.d(), block_width<S>(n), [&](Run run) {
    arma::Mat<S> X(n, run.size(), arma::fill::none), product(keeps ? 0 : T, keeps ? 0 : run.size());
    for (arma::uword k = 0; k < run.size(); ++k)
      column_norms_[run.begin + k] = std::sqrt(data.introduce_column(run.begin + k, blas::start_of(X, k)));
    blas::BasicMutableView<S> out = blas::whole(product);
    if constexpr (keeps) out = blas::columns(blas::whole(products32_), run);
    with_targets.apply(blas::whole(std::as_const(X)), out);
    kernels::column_norms(T, run.size(), out.data, null_norms_.memptr() + run.begin);
  });
}

// How far float may be off, as a share of the strength, in the worst row.
double RowScan::float_error(const ScanPoint& at, const arma::vec& strength, bool through_gram) const {
  const double residual = arma::norm(arma::vectorise(at.R));
  const double target = through_gram ? arma::norm(arma::vectorise(data_.targets())) : 0.0;
  double worst = 0.0;
  for (arma::uword j = 0; j < strength.n_elem; ++j) worst = std::max(worst, column_norms_[j] / strength[j]);
  return 2.0 * float_eps * worst * (residual + 2.0 * target);
}

arma::vec RowScan::scan(const ScanPoint& at, const arma::vec& strength, const std::vector<bool>& inside) {
  const arma::uword d = data_.d(), n = data_.n(), T = data_.rank(), a = at.W.n_cols;
  arma::vec norms(d, arma::fill::zeros);
  if (scan_by_bound(at, strength, inside, norms)) return norms;
  const bool through_gram = static_cast<double>(a * (n + T)) < 0.9 * static_cast<double>(n * T) && T > 1;
  const bool direct_serves = in_float() && float_error(at, strength, false) < 0.25 * near;
  const bool gram_serves = through_gram && in_float() && float_error(at, strength, true) < 0.25 * near;
  if (!direct_serves && !gram_serves) {
    scan_in_double(at, arma::regspace<arma::uvec>(0, 1, d - 1), norms);
  } else {
    scan_in_float(at, gram_serves, norms);
    std::vector<arma::uword> close;
    for (arma::uword j = 0; j < d; ++j)
      if (!inside[j] && norms[j] > strength[j] * (1.0 - near)) close.push_back(j);
    if (close.size() < d / 20) scan_in_double(at, arma::uvec(close), norms);
  }
  reference_ = at.R;
  reference_norms_ = norms + 0.25 * near * strength;
  return norms;
}

// |x_j'R| <= |x_j'R_ref| + |x_j| |R - R_ref|_2. False where that leaves too many rows.
bool RowScan::scan_by_bound(const ScanPoint& at, const arma::vec& strength, const std::vector<bool>& inside,
                            arma::vec& norms) const {
  if (reference_.is_empty()) return false;
  const double moved = spectral_bound(at.R - reference_);
  std::vector<arma::uword> open;
  for (arma::uword j = 0; j < strength.n_elem; ++j)
    if (!inside[j] && reference_norms_[j] + column_norms_[j] * moved >= strength[j] * (1.0 - 1e-9)) open.push_back(j);
  if (open.size() > strength.n_elem / 2) return false;
  scan_in_double(at, arma::uvec(open), norms);
  return true;
}

void RowScan::scan_in_float(const ScanPoint& at, bool through_gram, arma::vec& norms) const {
  const arma::uword n = data_.n(), T = data_.rank(), a = at.W.n_cols;
  arma::fmat R, X_active, W;
  if (through_gram) {
    X_active = arma::conv_to<arma::fmat>::from(at.X_active);
    W = arma::conv_to<arma::fmat>::from(at.W);
  } else {
    R = arma::conv_to<arma::fmat>::from(at.R);
  }
  const SkinnyProduct<float> product(blas::whole(std::as_const(through_gram ? X_active : R)));
  tiled::for_runs(data_.d(), block_width<float>(n), [&](Run run) {
    arma::fmat columns(n, run.size(), arma::fill::none);
    for (arma::uword k = 0; k < run.size(); ++k) data_.write_column(run.begin + k, blas::start_of(columns, k));
    const auto X = blas::whole(std::as_const(columns));
    arma::fmat G(T, run.size(), arma::fill::none);
    if (through_gram) {
      arma::fmat cross(a, run.size(), arma::fill::none);
      std::copy_n(blas::start_of(products32_, run.begin), T * run.size(), G.memptr());
      product.apply(X, blas::whole(cross));
      blas::gemm(Op::none, Op::none, -1.0F, blas::whole(std::as_const(W)), blas::whole(std::as_const(cross)), 1.0F,
                 blas::whole(G));
    } else {
      product.apply(X, blas::whole(G));
    }
    kernels::column_norms(T, run.size(), G.memptr(), norms.memptr() + run.begin);
  });
}

void RowScan::scan_in_double(const ScanPoint& at, const arma::uvec& rows, arma::vec& norms) const {
  const arma::uword n = data_.n(), T = data_.rank();
  const SkinnyProduct<double> product(blas::whole(at.R));
  tiled::for_runs(rows.n_elem, block_width<double>(n), [&](Run run) {
    arma::mat X(n, run.size(), arma::fill::none), G(T, run.size(), arma::fill::none);
    arma::vec found(run.size());
    for (arma::uword k = 0; k < run.size(); ++k) data_.write_column(rows[run.begin + k], blas::start_of(X, k));
    product.apply(blas::whole(std::as_const(X)), blas::whole(G));
    kernels::column_norms(T, run.size(), G.memptr(), found.memptr());
    for (arma::uword k = 0; k < run.size(); ++k) norms[rows[run.begin + k]] = found[k];
  });
}

}  // namespace starling::row_newton
