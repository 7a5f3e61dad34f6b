#include "lib/linalg/tiled.hpp"

#include <utility>
#include <vector>

namespace starling::tiled {
namespace {

// Wide enough for gemm to run at full speed, narrow enough for two threads to share a few hundred columns.
constexpr arma::uword width = 128;

template <class S>
BasicView<S> part_of(Op op, BasicView<S> A, Run outer) {
  return op == Op::none ? blas::block(A, outer, {0, A.cols}) : blas::block(A, {0, A.rows}, outer);
}

// f(rows, cols) for the tiles on and below the diagonal of a square matrix, side by side.
template <class F>
void for_lower_tiles(arma::uword size, const F& f) {
  const arma::uword count = (size + width - 1) / width;
  std::vector<std::pair<arma::uword, arma::uword>> tiles;
  for (arma::uword col = 0; col < count; ++col)
    for (arma::uword row = col; row < count; ++row) tiles.emplace_back(row, col);
  if (tiles.empty()) return;
  const auto run = [&](arma::uword k) { return Run{k * width, std::min(size, (k + 1) * width)}; };
  parallel_for(tiles.size(), [&](std::size_t k) { f(run(tiles[k].first), run(tiles[k].second)); });
}

}  // namespace

template <class S>
void multiply(Op op_a, Op op_b, S alpha, BasicView<S> A, BasicView<S> B, S beta, BasicMutableView<S> C) {
  if (C.cols >= C.rows)
    for_runs(C.cols, width, [&](Run cols) {
      blas::gemm(op_a, op_b, alpha, A, part_of(op_b == Op::none ? Op::transpose : Op::none, B, cols), beta,
                 blas::columns(C, cols));
    });
  else
    for_runs(C.rows, 2 * width, [&](Run rows) {
      blas::gemm(op_a, op_b, alpha, part_of(op_a, A, rows), B, beta, blas::block(C, rows, {0, C.cols}));
    });
}

arma::mat product(Op op_a, Op op_b, const arma::mat& A, const arma::mat& B) {
  arma::mat C(op_a == Op::none ? A.n_rows : A.n_cols, op_b == Op::none ? B.n_cols : B.n_rows, arma::fill::none);
  multiply(op_a, op_b, 1.0, blas::whole(A), blas::whole(B), 0.0, blas::whole(C));
  return C;
}

template <class S>
void gram(S alpha, BasicView<S> X, BasicMutableView<S> C) {
  for_lower_tiles(X.cols, [&](Run rows, Run cols) {
    blas::gemm(Op::transpose, Op::none, alpha, blas::columns(X, rows), blas::columns(X, cols), S(0),
               blas::block(C, rows, cols));
  });
  mirror(C);
}

template <class S>
void outer(BasicView<S> X, BasicMutableView<S> C) {
  for_lower_tiles(X.rows, [&](Run rows, Run cols) {
    blas::gemm(Op::none, Op::transpose, S(1), part_of(Op::none, X, rows), part_of(Op::none, X, cols), S(0),
               blas::block(C, rows, cols));
  });
}

template <class S>
void mirror(BasicMutableView<S> C) {
  for_runs(C.cols, width, [&](Run cols) {
    // Squares of 32 columns stay in cache while they are read across.
    for (arma::uword begin = cols.begin; begin < C.rows; begin += 32)
      for (arma::uword j = cols.begin; j < cols.end; ++j)
        for (arma::uword i = std::max(begin, j + 1); i < std::min(begin + 32, C.rows); ++i)
          C.data[i * C.stride + j] = C.data[j * C.stride + i];
  });
}

template <class S>
bool cholesky(BasicMutableView<S> A) {
  constexpr arma::uword small = 2 * width;
  const arma::uword n = A.rows;
  if (n <= small) return blas::cholesky_lower(A);
  for (arma::uword k = 0; k < n; k += width) {
    const Run now{k, std::min(n, k + width)}, rest{now.end, n};
    const auto corner = blas::block(A, now, now);
    if (!blas::cholesky_lower(corner)) return false;
    if (rest.size() == 0) break;
    for_runs(rest.size(), width, [&](Run part) {
      const Run rows{rest.begin + part.begin, rest.begin + part.end};
      blas::solve_lower_right(BasicView<S>(corner), blas::block(A, rows, now));
    });
    const auto panel = BasicView<S>(blas::block(A, rest, now));
    const auto below = blas::block(A, rest, rest);
    for_lower_tiles(rest.size(), [&](Run rows, Run cols) {
      blas::gemm(Op::none, Op::transpose, S(-1), part_of(Op::none, panel, rows), part_of(Op::none, panel, cols), S(1),
                 blas::block(below, rows, cols));
    });
  }
  return true;
}

template <class S>
void solve_lower(Op op, BasicView<S> L, BasicMutableView<S> B) {
  for_runs(B.cols, width, [&](Run cols) { blas::solve_lower(op, L, blas::columns(B, cols)); });
}

#define STARLING_TILED(S)                                                                   \
  template void multiply<S>(Op, Op, S, BasicView<S>, BasicView<S>, S, BasicMutableView<S>); \
  template void gram<S>(S, BasicView<S>, BasicMutableView<S>);                              \
  template void outer<S>(BasicView<S>, BasicMutableView<S>);                                \
  template void mirror<S>(BasicMutableView<S>);                                             \
  template bool cholesky<S>(BasicMutableView<S>);                                           \
  template void solve_lower<S>(Op, BasicView<S>, BasicMutableView<S>);
STARLING_TILED(float)
STARLING_TILED(double)
#undef STARLING_TILED

}  // namespace starling::tiled
