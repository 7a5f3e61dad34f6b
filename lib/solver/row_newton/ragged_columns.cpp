#include "lib/solver/row_newton/ragged_columns.hpp"

#include <algorithm>

#include "lib/linalg/blas.hpp"
#include "lib/linalg/tiled.hpp"
#include "lib/solver/column_view.hpp"

namespace starling {

TaskColumns::TaskColumns(Design X, const arma::vec& v, bool centred)
    : X_(std::move(X)), v_(v), kept_(arma::find(v > 0.0)), slot_(v.n_elem), centred_(centred) {
  slot_.fill(kept_.n_elem);
  for (arma::uword k = 0; k < kept_.n_elem; ++k) slot_[kept_[k]] = k;
  root_ = arma::sqrt(v.elem(kept_));
  weight_ = arma::accu(v);
}

arma::vec TaskColumns::spread(const arma::vec& kept) const {
  arma::vec all(slot_.n_elem, arma::fill::zeros);
  all.elem(kept_) = kept;
  return all;
}

TaskColumns::Moments TaskColumns::moments(arma::uword j) const {
  const ColumnView x = column(X_, j);
  const double* v = v_.memptr();
  Moments m;
  if (centred_) m.mean = x.dot(v) / weight_;
  double curvature = 0.0;
  if (x.rows) {
    double stored = 0.0;
    for (arma::uword k = 0; k < x.size; ++k) {
      const double deviation = x.values[k] - m.mean;
      curvature += v[x.rows[k]] * deviation * deviation;
      stored += v[x.rows[k]];
    }
    // What is not stored is zero, and lies -mean from the mean.
    curvature += std::max(0.0, weight_ - stored) * m.mean * m.mean;
  } else {
    // Four partial sums, so that the compiler may keep them in one register.
    double part[4] = {0.0, 0.0, 0.0, 0.0};
    arma::uword k = 0;
    for (; k + 4 <= x.size; k += 4)
      for (arma::uword l = 0; l < 4; ++l) {
        const double deviation = x.values[k + l] - m.mean;
        part[l] += v[k + l] * deviation * deviation;
      }
    for (; k < x.size; ++k) part[0] += v[k] * (x.values[k] - m.mean) * (x.values[k] - m.mean);
    curvature = (part[0] + part[1]) + (part[2] + part[3]);
  }
  // A constant column leaves only the rounding error of its mean.
  const double noise = 64.0 * arma::datum::eps * arma::datum::eps;
  m.constant = !(curvature > noise * (curvature + weight_ * m.mean * m.mean));
  return m;
}

void TaskColumns::write_column(arma::uword j, Moments m, double* out) const {
  if (m.constant) {
    std::fill_n(out, n(), 0.0);
    return;
  }
  const ColumnView x = column(X_, j);
  if (!x.rows) {
    for (arma::uword k = 0; k < n(); ++k) out[k] = root_[k] * (x.values[kept_[k]] - m.mean);
    return;
  }
  for (arma::uword k = 0; k < n(); ++k) out[k] = -root_[k] * m.mean;
  for (arma::uword k = 0; k < x.size; ++k) {
    const arma::uword slot = slot_[x.rows[k]];
    if (slot < n()) out[slot] = root_[slot] * (x.values[k] - m.mean);
  }
}

arma::mat TaskColumns::write(const arma::uvec& js) const {
  arma::mat out(n(), js.n_elem, arma::fill::none);
  for (arma::uword a = 0; a < js.n_elem; ++a) write_column(js[a], moments(js[a]), blas::start_of(out, a));
  return out;
}

arma::mat TaskColumns::raw(const arma::uvec& js) const {
  arma::mat out(n(), js.n_elem, arma::fill::zeros);
  for (arma::uword a = 0; a < js.n_elem; ++a) {
    const ColumnView x = column(X_, js[a]);
    for (arma::uword k = 0; k < x.size; ++k) {
      const arma::uword slot = slot_[x.row(k)];
      if (slot < n()) out(slot, a) = x.values[k];
    }
  }
  return out;
}

arma::vec TaskColumns::project(const arma::uvec& js, const arma::vec& p) const {
  arma::vec weighted(slot_.n_elem, arma::fill::zeros), out(js.n_elem);
  weighted.elem(kept_) = root_ % p;
  const double total = arma::accu(weighted);
  for (arma::uword a = 0; a < js.n_elem; ++a) {
    const Moments m = moments(js[a]);
    out[a] = m.constant ? 0.0 : column(X_, js[a]).dot(weighted.memptr()) - m.mean * total;
  }
  return out;
}

arma::mat TaskColumns::gram(const arma::uvec& js, arma::uword from) const {
  arma::mat C(js.n_elem, js.n_elem - from, arma::fill::zeros);
  if (C.is_empty()) return C;
  X_.is_sparse() ? sparse_gram(js, from, C) : dense_gram(js, from, C);
  return C;
}

void TaskColumns::dense_gram(const arma::uvec& js, arma::uword from, arma::mat& C) const {
  constexpr arma::uword height = 512;  // samples written out at a time
  std::vector<Moments> m(js.n_elem);
  for (arma::uword a = 0; a < js.n_elem; ++a) m[a] = moments(js[a]);
  arma::mat piece(std::min(height, n()), js.n_elem);
  const arma::uword later = js.n_elem - from;
  for (arma::uword begin = 0; begin < n(); begin += height) {
    const arma::uword rows = std::min(height, n() - begin);
    for (arma::uword a = 0; a < js.n_elem; ++a) {
      double* out = blas::start_of(piece, a);
      if (m[a].constant) {
        std::fill_n(out, rows, 0.0);
        continue;
      }
      const double* x = column(X_, js[a]).values;
      for (arma::uword k = 0; k < rows; ++k) out[k] = root_[begin + k] * (x[kept_[begin + k]] - m[a].mean);
    }
    const blas::BasicMutableView<double> all{piece.memptr(), rows, js.n_elem, piece.n_rows};
    const blas::BasicMutableView<double> last = blas::block(all, {0, rows}, {from, from + later});
    blas::gemm(blas::Op::transpose, blas::Op::none, 1.0, blas::block(all, {0, rows}, {0, from}), last, 1.0,
               blas::block(blas::whole(C), {0, from}, {0, later}));
    blas::add_square(blas::Op::none, 1.0, last, blas::block(blas::whole(C), {from, from + later}, {0, later}));
  }
  tiled::mirror(blas::block(blas::whole(C), {from, from + later}, {0, later}));
}

void TaskColumns::sparse_gram(const arma::uvec& js, arma::uword from, arma::mat& C) const {
  constexpr arma::uword width = 16;  // columns written out at a time, one sample after the other
  std::vector<double> rows(width * n()), column_out(n());
  std::vector<Moments> m(js.n_elem);
  for (arma::uword a = 0; a < js.n_elem; ++a) m[a] = moments(js[a]);
  for (arma::uword begin = from; begin < js.n_elem; begin += width) {
    const arma::uword cols = std::min(width, js.n_elem - begin);
    std::fill(rows.begin(), rows.end(), 0.0);
    for (arma::uword b = 0; b < cols; ++b) {
      write_column(js[begin + b], m[begin + b], column_out.data());
      for (arma::uword k = 0; k < n(); ++k) rows[k * width + b] = root_[k] * column_out[k];
    }
    // The written columns are centred already: the means of the others drop out.
    for (arma::uword a = 0; a < std::min(js.n_elem, begin + cols); ++a) {
      const ColumnView x = column(X_, js[a]);
      double sums[width] = {};
      if (!m[a].constant)
        for (arma::uword k = 0; k < x.size; ++k) {
          const arma::uword slot = slot_[x.rows[k]];
          if (slot == n()) continue;
          const double* row = rows.data() + slot * width;
          for (arma::uword b = 0; b < width; ++b) sums[b] += x.values[k] * row[b];
        }
      for (arma::uword b = 0; b < cols; ++b) {
        C(a, begin + b - from) = sums[b];
        if (a >= from) C(begin + b, a - from) = sums[b];
      }
    }
  }
}

}  // namespace starling
