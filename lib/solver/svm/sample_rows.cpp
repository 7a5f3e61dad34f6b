#include "lib/solver/svm/sample_rows.hpp"

#include <algorithm>
#include <limits>

#include "lib/base/error.hpp"
#include "lib/linalg/blas.hpp"
#include "lib/linalg/parallel.hpp"

namespace starling::svm {
namespace {

// Rows by columns, in squares that stay in cache.
void transpose_into(const arma::mat& X, arma::uword stride, double* out) {
  constexpr arma::uword side = 16;
  for (arma::uword i0 = 0; i0 < X.n_rows; i0 += side)
    for (arma::uword j0 = 0; j0 < X.n_cols; j0 += side)
      for (arma::uword i = i0; i < std::min(X.n_rows, i0 + side); ++i)
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
  design.visit([&]<class M>(const M& X) {
    if constexpr (std::is_same_v<M, arma::mat>) {
      storage.dense = AlignedDoubles(X.n_rows * stride_);
      transpose_into(X, stride_, storage.dense.data());
      if (constant_)
        for (arma::uword i = 0; i < X.n_rows; ++i) storage.dense[i * stride_ + width_ - 1] = 1.0;
      block.dense = storage.dense.data();
      block.columns = &X;
    } else {
      storage.starts.assign(X.n_rows + 1, 0);
      for (arma::uword k = 0; k < X.n_nonzero; ++k) ++storage.starts[X.row_indices[k] + 1];
      for (arma::uword i = 0; i < X.n_rows; ++i) storage.starts[i + 1] += storage.starts[i] + (constant_ ? 1 : 0);
      storage.indices.resize(storage.starts.back());
      storage.values.resize(storage.starts.back());
      std::vector<std::uint64_t> next(storage.starts.begin(), storage.starts.end() - 1);
      const auto put = [&](arma::uword i, arma::uword j, double value) {
        storage.indices[next[i]] = static_cast<std::uint32_t>(j);
        storage.values[next[i]++] = value;
      };
      for (arma::uword j = 0; j < X.n_cols; ++j)
        for (arma::uword k = X.col_ptrs[j]; k < X.col_ptrs[j + 1]; ++k) put(X.row_indices[k], j, X.values[k]);
      if (constant_)
        for (arma::uword i = 0; i < X.n_rows; ++i) put(i, width_ - 1, 1.0);
      block.starts = storage.starts.data();
      block.indices = storage.indices.data();
      block.values = storage.values.data();
    }
  });
  return block;
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

double SampleRows::square_norm(arma::uword t, arma::uword k) const {
  const RowBlock& block = blocks_[t];
  if (block.dense) return kernels::dot(stride_, block.dense_row(k), block.dense_row(k));
  const kernels::SparseRow row = block.sparse_row(k);
  double sum = 0.0;
  for (arma::uword j = 0; j < row.n; ++j) sum += row.value[j] * row.value[j];
  return sum;
}

}  // namespace starling::svm
