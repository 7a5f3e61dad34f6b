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
      storage_(data.is_shared() ? 1 : data.n_tasks()),
      blocks_(data.n_tasks()) {
  if (data.any_sparse() && width_ > std::numeric_limits<std::uint32_t>::max())
    throw InvalidData({.what = "too many features", .expected = "fewer than 2^32", .got = std::to_string(width_)});
  parallel_for(storage_.size(), [&](std::size_t t) { blocks_[t] = copy(data.design(t), storage_[t]); });
  if (data.is_shared()) std::fill(blocks_.begin() + 1, blocks_.end(), blocks_.front());
}

RowBlock SampleRows::copy(const Design& design, Storage& storage) const {
  RowBlock block{.n = design.rows(), .stride = stride_};
  storage.square_norms.assign(block.n, 0.0);
  design.visit([&]<class M>(const M& X) {
    if constexpr (std::is_same_v<M, arma::mat>) {
      copy_dense(X, storage);
      block.dense = storage.dense.data();
      block.columns = &X;
    } else {
      copy_sparse(X, storage);
      block.starts = storage.starts.data();
      block.indices = storage.indices.get();
      block.values = storage.values.get();
    }
  });
  block.square_norms = storage.square_norms.data();
  return block;
}

void SampleRows::copy_dense(const arma::mat& X, Storage& storage) const {
  storage.dense = AlignedDoubles(X.n_rows * stride_);
  double* rows = storage.dense.data();
  for (arma::uword begin = 0; begin < X.n_rows; begin += side) {
    const arma::uword end = std::min(X.n_rows, begin + side);
    transpose_rows(X, begin, end, stride_, rows);
    for (arma::uword i = begin; i < end; ++i) {
      if (constant_) rows[i * stride_ + width_ - 1] = 1.0;
      storage.square_norms[i] = kernels::dot(stride_, rows + i * stride_, rows + i * stride_);
    }
  }
}

void SampleRows::copy_sparse(const arma::sp_mat& X, Storage& storage) const {
  std::vector<std::uint64_t>& starts = storage.starts;
  // starts[i + 1] is where row i goes on while it is filled, and then where it ends.
  starts.assign(X.n_rows + 2, 0);
  for (arma::uword k = 0; k < X.n_nonzero; ++k) ++starts[X.row_indices[k] + 2];
  for (arma::uword i = 0; i < X.n_rows; ++i) starts[i + 2] += starts[i + 1] + (constant_ ? 1 : 0);
  storage.indices = std::make_unique_for_overwrite<std::uint32_t[]>(starts.back());
  storage.values = std::make_unique_for_overwrite<double[]>(starts.back());
  std::uint32_t* indices = storage.indices.get();
  double* values = storage.values.get();
  const auto put = [&](arma::uword i, arma::uword j, double value) {
    const std::uint64_t at = starts[i + 1]++;
    indices[at] = static_cast<std::uint32_t>(j);
    values[at] = value;
  };
  for (arma::uword j = 0; j < X.n_cols; ++j)
    for (arma::uword k = X.col_ptrs[j]; k < X.col_ptrs[j + 1]; ++k) put(X.row_indices[k], j, X.values[k]);
  if (constant_)
    for (arma::uword i = 0; i < X.n_rows; ++i) put(i, width_ - 1, 1.0);
  for (arma::uword i = 0; i < X.n_rows; ++i)
    for (std::uint64_t k = starts[i]; k < starts[i + 1]; ++k) storage.square_norms[i] += values[k] * values[k];
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
