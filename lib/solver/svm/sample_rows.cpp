#include "lib/solver/svm/sample_rows.hpp"

#include <algorithm>
#include <limits>

#include "lib/base/error.hpp"
#include "lib/linalg/blas.hpp"
#include "lib/linalg/parallel.hpp"

namespace starling::svm {
namespace {

constexpr arma::uword side = 16;

// Some rows of X by columns, in squares that stay in cache.
void transpose_rows(const arma::mat& X, arma::uword begin, arma::uword end, arma::uword stride, double* out) {
  for (arma::uword j0 = 0; j0 < X.n_cols; j0 += side)
    for (arma::uword i = begin; i < end; ++i)
      for (arma::uword j = j0; j < std::min(X.n_cols, j0 + side); ++j)
        out[i * stride + j] = X.memptr()[j * X.n_rows + i];
}

}  // namespace

SampleRows::SampleRows(const MultiTaskData& data, LastColumn last)
    : data_(data),
      constant_(last == LastColumn::constant),
      width_(data.n_features() + (last == LastColumn::feature ? 0 : 1)),
      stride_(AlignedDoubles::padded(std::max<arma::uword>(width_, 1))),
      blocks_(data.n_tasks()) {
  if (data.any_sparse() && width_ > std::numeric_limits<std::uint32_t>::max())
    throw InvalidData({.what = "too many features", .expected = "fewer than 2^32", .got = std::to_string(width_)});
  const arma::uword n_blocks = data.is_shared() ? 1 : data.n_tasks();
  std::vector<Place> places(n_blocks + 1);
  for (arma::uword t = 0; t < n_blocks; ++t) {
    const arma::uword n = data.design(t).rows();
    places[t + 1] = places[t];
    places[t + 1].row += n;
    data.design(t).visit([&]<class M>(const M& X) {
      if constexpr (std::is_same_v<M, arma::mat>) {
        places[t + 1].dense += n * stride_;
      } else {
        places[t + 1].starts += n + 2;
        places[t + 1].stored += X.n_nonzero + (constant_ ? n : 0);
      }
    });
  }
  const Place& all = places.back();
  dense_ = LargeArray<double>(all.dense);
  starts_ = LargeArray<std::uint64_t>(all.starts);
  indices_ = LargeArray<std::uint32_t>(all.stored);
  values_ = LargeArray<double>(all.stored);
  square_norms_ = LargeArray<double>(all.row);
  parallel_for(n_blocks, [&](std::size_t t) { blocks_[t] = copy(data.design(t), places[t]); });
  if (data.is_shared()) std::fill(blocks_.begin() + 1, blocks_.end(), blocks_.front());
}

RowBlock SampleRows::copy(const Design& design, const Place& place) {
  RowBlock block{.n = design.rows(), .stride = stride_};
  block.square_norms = square_norms_.data() + place.row;
  design.visit([&]<class M>(const M& X) {
    if constexpr (std::is_same_v<M, arma::mat>) {
      copy_dense(X, place);
      block.dense = dense_.data() + place.dense;
      block.columns = &X;
    } else {
      copy_sparse(X, place);
      block.starts = starts_.data() + place.starts;
      block.indices = indices_.data() + place.stored;
      block.values = values_.data() + place.stored;
    }
  });
  return block;
}

void SampleRows::copy_dense(const arma::mat& X, const Place& place) {
  double *rows = dense_.data() + place.dense, *square_norms = square_norms_.data() + place.row;
  for (arma::uword begin = 0; begin < X.n_rows; begin += side) {
    const arma::uword end = std::min(X.n_rows, begin + side);
    transpose_rows(X, begin, end, stride_, rows);
    for (arma::uword i = begin; i < end; ++i) {
      double* row = rows + i * stride_;
      std::fill(row + X.n_cols, row + stride_, 0.0);
      if (constant_) row[width_ - 1] = 1.0;
      square_norms[i] = kernels::dot(stride_, row, row);
    }
  }
}

void SampleRows::copy_sparse(const arma::sp_mat& X, const Place& place) {
  // starts[i + 1] is where row i goes on while it is filled, and then where it ends.
  std::uint64_t* starts = starts_.data() + place.starts;
  std::uint32_t* indices = indices_.data() + place.stored;
  double *values = values_.data() + place.stored, *square_norms = square_norms_.data() + place.row;
  std::fill(starts, starts + X.n_rows + 2, 0);
  for (arma::uword k = 0; k < X.n_nonzero; ++k) ++starts[X.row_indices[k] + 2];
  for (arma::uword i = 0; i < X.n_rows; ++i) starts[i + 2] += starts[i + 1] + (constant_ ? 1 : 0);
  const auto put = [&](arma::uword i, arma::uword j, double value) {
    const std::uint64_t at = starts[i + 1]++;
    indices[at] = static_cast<std::uint32_t>(j);
    values[at] = value;
  };
  for (arma::uword j = 0; j < X.n_cols; ++j)
    for (arma::uword k = X.col_ptrs[j]; k < X.col_ptrs[j + 1]; ++k) put(X.row_indices[k], j, X.values[k]);
  if (constant_)
    for (arma::uword i = 0; i < X.n_rows; ++i) put(i, width_ - 1, 1.0);
  for (arma::uword i = 0; i < X.n_rows; ++i) {
    square_norms[i] = 0.0;
    for (std::uint64_t k = starts[i]; k < starts[i + 1]; ++k) square_norms[i] += values[k] * values[k];
  }
}

void SampleRows::products(arma::uword t, const double* z, double* out) const {
  // Where rows are short, their sums across a register cost more than reading columns.
  constexpr arma::uword short_row = 64;
  const RowBlock& block = blocks_[t];
  if (!block.dense) {
    for (arma::uword k = 0; k < block.n; ++k) out[k] = kernels::dot_body(block.sparse_row(k), z);
  } else if (width_ <= short_row && block.columns->n_cols > 0) {
    std::fill(out, out + block.n, constant_ ? z[width_ - 1] : 0.0);
    blas::multiply_vector(blas::Op::none, 1.0, blas::view(*block.columns), z, 1.0, out);
  } else {
    kernels::row_products(block.n, stride_, block.dense, z, out);
  }
}

double SampleRows::product(arma::uword t, arma::uword k, const double* z) const {
  const RowBlock& block = blocks_[t];
  return block.dense ? kernels::dot(stride_, block.dense_row(k), z) : kernels::dot_body(block.sparse_row(k), z);
}

void SampleRows::add(arma::uword t, arma::uword k, double c, double* z) const {
  const RowBlock& block = blocks_[t];
  if (block.dense)
    kernels::add(stride_, c, block.dense_row(k), z);
  else
    kernels::add_body(block.sparse_row(k), c, z);
}

}  // namespace starling::svm
