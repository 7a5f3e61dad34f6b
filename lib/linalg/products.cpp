#include "lib/linalg/products.hpp"

#include <algorithm>

#include "lib/linalg/parallel.hpp"
#include "lib/linalg/rows.hpp"
#include "lib/linalg/skinny.hpp"
#include "lib/linalg/tiled.hpp"

namespace starling {
namespace {

using blas::Op;

// High enough to run gemm at full speed, low enough to stay in cache for a few hundred features.
constexpr arma::uword shard_rows = 512;
// With this many columns, or a single shard, threads run over blocks of them, and no sum is cut.
constexpr arma::uword many_columns = 512;
constexpr arma::uword column_block = 256;

arma::uword shard_count(arma::uword rows) { return std::max<arma::uword>(1, (rows + shard_rows - 1) / shard_rows); }

struct Shard {
  arma::uword begin, end;
};
Shard shard(arma::uword index, arma::uword rows) {
  return {index * shard_rows, std::min(rows, (index + 1) * shard_rows)};
}

blas::View part(blas::View matrix, Shard rows) {
  return {matrix.data + rows.begin, rows.end - rows.begin, matrix.cols, matrix.stride};
}

void multiply_dense(const arma::mat& X, blas::View W, blas::MutableView out) {
  parallel_for(shard_count(X.n_rows), [&](std::size_t s) {
    const Shard rows = shard(s, X.n_rows);
    const blas::MutableView piece{out.data + rows.begin, rows.end - rows.begin, out.cols, out.stride};
    blas::gemm(Op::none, Op::none, 1.0, part(blas::view(X), rows), W, 0.0, piece);
  });
}

// out = product', in squares that stay in cache.
void copy_transposed(const arma::mat& product, blas::MutableView out) {
  constexpr arma::uword side = 64;
  for (arma::uword begin = 0; begin < product.n_cols; begin += side)
    for (arma::uword k = 0; k < product.n_rows; ++k)
      for (arma::uword j = begin; j < std::min(begin + side, product.n_cols); ++j)
        out.data[k * out.stride + j] = product.at(k, j);
}

void multiply_transposed_dense(const arma::mat& X, blas::View R, blas::MutableView out) {
  const arma::uword shards = shard_count(X.n_rows);
  if (R.cols == 1 && shards == 1) return blas::gemm(Op::transpose, Op::none, 1.0, blas::view(X), R, 0.0, out);
  if (shards == 1 || X.n_cols >= many_columns) {
    const SkinnyProduct<double> product(R);
    return tiled::for_runs(X.n_cols, column_block, [&](blas::Run cols) {
      arma::mat part(R.cols, cols.size(), arma::fill::none);
      product.apply(blas::columns(blas::view(X), cols), blas::view(part));
      copy_transposed(part, blas::block(out, cols, {0, out.cols}));
    });
  }
  const auto leaf = [&](std::size_t s) {
    arma::mat product(R.cols, X.n_cols, arma::fill::none);
    const Shard rows = shard(s, X.n_rows);
    SkinnyProduct<double>(part(R, rows)).apply(part(blas::view(X), rows), blas::view(product));
    return product;
  };
  copy_transposed(tree_sum(0, shards, leaf, [](arma::mat& left, const arma::mat& right) { left += right; }), out);
}

void multiply_sparse(const arma::sp_mat& X, blas::View W, blas::MutableView out) {
  parallel_for(W.cols, [&](std::size_t k) {
    double* column = out.data + k * out.stride;
    std::fill(column, column + X.n_rows, 0.0);
    for (arma::uword j = 0; j < X.n_cols; ++j) {
      const double w = W.data[k * W.stride + j];
      if (w == 0.0) continue;
      for (arma::uword e = X.col_ptrs[j]; e < X.col_ptrs[j + 1]; ++e) column[X.row_indices[e]] += X.values[e] * w;
    }
  });
}

void multiply_transposed_sparse(const arma::sp_mat& X, blas::View R, blas::MutableView out) {
  parallel_for(X.n_cols, [&](std::size_t j) {
    for (arma::uword k = 0; k < R.cols; ++k) {
      const double* r = R.data + k * R.stride;
      double sum = 0.0;
      for (arma::uword e = X.col_ptrs[j]; e < X.col_ptrs[j + 1]; ++e) sum += X.values[e] * r[X.row_indices[e]];
      out.data[k * out.stride + j] = sum;
    }
  });
}

}  // namespace

void multiply(const Design& X, blas::View W, blas::MutableView out) {
  X.visit([&](const auto& matrix) {
    if constexpr (arma::is_arma_sparse_type<std::remove_cvref_t<decltype(matrix)>>::value)
      multiply_sparse(matrix, W, out);
    else
      multiply_dense(matrix, W, out);
  });
}

void multiply_nonzero_rows(const Design& X, const arma::mat& W, blas::MutableView out) {
  if (X.is_sparse()) return multiply(X, blas::view(W), out);
  const arma::uvec rows(nonzero_rows(W));
  if (2 * rows.n_elem > W.n_rows) return multiply(X, blas::view(W), out);
  const arma::mat part = W.rows(rows);
  X.visit([&](const auto& matrix) {
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(matrix)>, arma::mat>)
      multiply_dense(matrix.cols(rows), blas::view(part), out);
  });
}

void multiply_transposed(const Design& X, blas::View R, blas::MutableView out) {
  X.visit([&](const auto& matrix) {
    if constexpr (arma::is_arma_sparse_type<std::remove_cvref_t<decltype(matrix)>>::value)
      multiply_transposed_sparse(matrix, R, out);
    else
      multiply_transposed_dense(matrix, R, out);
  });
}

}  // namespace starling
