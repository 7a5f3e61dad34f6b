#include "lib/solver/row_newton/row_scan.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "lib/linalg/kernels.hpp"
#include "lib/linalg/tiled.hpp"
#include "lib/solver/row_newton/column_product.hpp"

namespace starling::row_newton {
namespace {

using blas::Op;
using blas::Run;

// With fewer tasks float does not pay for writing out the columns.
constexpr arma::uword fewest_tasks_in_float = 24;
// Rows this close below their strength are looked at again in double.
constexpr double near = 2e-3;
constexpr double float_eps = 6e-8;

// Columns that one thread takes at a time.
constexpr arma::uword block_width = 64;

// An upper bound of the largest singular value.
double spectral_bound(const arma::mat& D) {
  if (D.n_cols == 1) return arma::norm(D.col(0));
  arma::mat gram(D.n_cols, D.n_cols, arma::fill::none);
  tiled::gram(1.0, blas::whole(D), blas::whole(gram));
  const double by_rows = arma::norm(gram, "inf");
  return std::sqrt(std::min(by_rows, arma::trace(gram))) * (1.0 + 1e-12);
}

}  // namespace

RowScan::RowScan(Whitened& data) : data_(data), null_norms_(data.d()) {
  if (data.rank() >= fewest_tasks_in_float)
    first_pass<float>(data, products32_);
  else
    first_pass<double>(data, products_);
}

template <class S>
void RowScan::first_pass(Whitened& data, arma::Mat<S>& products) {
  constexpr bool keeps_norms = std::is_same_v<S, float>;  // where they are to be had for nothing
  products.set_size(data.rank(), data.d());
  const ColumnProduct<S> with_targets(data, data.targets());
  if (keeps_norms) column_norms_.set_size(data.d());
  tiled::for_runs(data.d(), block_width, [&](Run run) {
    for (arma::uword j = run.begin; j < run.end; ++j) data.introduce_column(j);
    const auto out = blas::columns(blas::whole(products), run);
    if (keeps_norms)
      with_targets.apply(run, out, column_norms_.memptr() + run.begin);
    else
      with_targets.apply(run, out);
    kernels::column_norms(data.rank(), run.size(), out.data, null_norms_.memptr() + run.begin);
  });
  if (keeps_norms) column_norms_ = arma::sqrt(column_norms_);
}

const arma::vec& RowScan::column_norms() {
  if (!column_norms_.is_empty()) return column_norms_;
  column_norms_.set_size(data_.d());
  tiled::for_runs(data_.d(), block_width, [&](Run run) {
    for (arma::uword j = run.begin; j < run.end; ++j) column_norms_[j] = std::sqrt(data_.square_of_column(j));
  });
  return column_norms_;
}

// How far float may be off, as a share of the strength, in the worst row.
double RowScan::float_error(const ScanPoint& at, const arma::vec& strength, bool through_gram) {
  const double residual = std::sqrt(blas::square_norm(at.R.n_elem, at.R.memptr()));
  const arma::mat& Y = data_.targets();
  const double target = through_gram ? std::sqrt(blas::square_norm(Y.n_elem, Y.memptr())) : 0.0;
  const arma::vec& lengths = column_norms();
  double worst = 0.0;
  for (arma::uword j = 0; j < strength.n_elem; ++j) worst = std::max(worst, lengths[j] / strength[j]);
  return 2.0 * float_eps * worst * (residual + 2.0 * target);
}

arma::vec RowScan::scan(const ScanPoint& at, const arma::vec& strength, const std::vector<bool>& inside) {
  const arma::uword d = data_.d(), n = data_.n(), T = data_.rank(), a = at.W.n_cols;
  arma::vec norms(d, arma::fill::zeros);
  if (scan_by_bound(at, strength, inside, norms)) return norms;
  const bool through_gram = static_cast<double>(a * (n + T)) < 0.9 * static_cast<double>(n * T) && T > 1;
  double inexact = 0.0;  // share of the strength
  if (!in_float()) {
    scan_all(at, products_, through_gram, norms);
  } else {
    const bool direct_serves = float_error(at, strength, false) < 0.25 * near;
    const bool gram_serves = through_gram && float_error(at, strength, true) < 0.25 * near;
    if (direct_serves || gram_serves) {
      scan_all(at, products32_, gram_serves, norms);
      inexact = near;
    } else {
      scan_all(at, products_, false, norms);
    }
  }
  if (inexact > 0.0) {
    std::vector<arma::uword> close;
    for (arma::uword j = 0; j < d; ++j)
      if (!inside[j] && norms[j] > strength[j] * (1.0 - inexact)) close.push_back(j);
    if (close.size() < d / 20) look_at(at.R, arma::uvec(close), norms);
  }
  reference_ = at.R;
  reference_norms_ = norms + 0.25 * inexact * strength;
  return norms;
}

// |x_j'R| <= |x_j'R_ref| + |x_j| |R - R_ref|_2. False where that leaves too many rows.
bool RowScan::scan_by_bound(const ScanPoint& at, const arma::vec& strength, const std::vector<bool>& inside,
                            arma::vec& norms) {
  if (reference_.is_empty()) return false;
  const double moved = spectral_bound(at.R - reference_);
  const arma::vec& lengths = column_norms();
  std::vector<arma::uword> open;
  for (arma::uword j = 0; j < strength.n_elem; ++j)
    if (!inside[j] && reference_norms_[j] + lengths[j] * moved >= strength[j] * (1.0 - 1e-9)) open.push_back(j);
  if (open.size() > strength.n_elem / 2) return false;
  look_at(at.R, arma::uvec(open), norms);
  return true;
}

template <class S>
void RowScan::scan_all(const ScanPoint& at, const arma::Mat<S>& products, bool through_gram, arma::vec& norms) const {
  const arma::uword T = data_.rank(), a = at.W.n_cols;
  const arma::Mat<S> W = arma::conv_to<arma::Mat<S>>::from(at.W);
  const ColumnProduct<S> product(data_, through_gram ? at.X_active : at.R);
  tiled::for_runs(data_.d(), block_width, [&](Run run) {
    arma::Mat<S> G(T, run.size(), arma::fill::none);
    if (through_gram) {
      arma::Mat<S> cross(a, run.size(), arma::fill::none);
      std::copy_n(blas::start_of(products, run.begin), T * run.size(), G.memptr());
      product.apply(run, blas::whole(cross));
      blas::gemm(Op::none, Op::none, S(-1), blas::whole(W), blas::whole(std::as_const(cross)), S(1), blas::whole(G));
    } else {
      product.apply(run, blas::whole(G));
    }
    kernels::column_norms(T, run.size(), G.memptr(), norms.memptr() + run.begin);
  });
}

void RowScan::look_at(const arma::mat& R, const arma::uvec& rows, arma::vec& norms) const {
  const arma::uword T = data_.rank();
  const SkinnyProduct<double> product(blas::whole(R), rows.n_elem);
  tiled::for_runs(rows.n_elem, block_width, [&](Run run) {
    arma::mat G(T, run.size(), arma::fill::none);
    double found[block_width];
    product.apply_written([&](arma::uword k, Run part, double* to) { data_.write_rows(rows[run.begin + k], part, to); },
                          blas::whole(G));
    kernels::column_norms(T, run.size(), G.memptr(), found);
    for (arma::uword k = 0; k < run.size(); ++k) norms[rows[run.begin + k]] = found[k];
  });
}

}  // namespace starling::row_newton
