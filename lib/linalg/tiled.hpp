// Products and factors of working matrices, cut into tiles of fixed size: threads run over tiles, every tile is one
// single-threaded BLAS call, and no sum crosses a thread. So the bits do not depend on the number of threads.
//
// S is float or double. Sizes that do not match throw InvalidInput (from blas::gemm).
#pragma once

#include "lib/linalg/blas.hpp"
#include "lib/linalg/parallel.hpp"

namespace starling::tiled {

using blas::BasicMutableView;
using blas::BasicView;
using blas::Op;
using blas::Run;

// f(run) for the runs of a fixed width that cover 0 .. size, side by side.
template <class F>
void for_runs(arma::uword size, arma::uword width, const F& f) {
  if (size == 0) return;
  parallel_for((size + width - 1) / width, [&](std::size_t k) {
    const arma::uword begin = k * width;
    f(Run{begin, std::min(size, begin + width)});
  });
}

// C = alpha op(A) op(B) + beta C, in tiles of C's longer side.
template <class S>
void multiply(Op op_a, Op op_b, S alpha, BasicView<S> A, BasicView<S> B, S beta, BasicMutableView<S> C);

// op(A) op(B).
arma::mat product(Op op_a, Op op_b, const arma::mat& A, const arma::mat& B);

// C = alpha X'X, both triangles.
template <class S>
void gram(S alpha, BasicView<S> X, BasicMutableView<S> C);
// C = X X', the lower triangle (whole tiles on the diagonal).
template <class S>
void outer(BasicView<S> X, BasicMutableView<S> C);

// The upper triangle from the lower one.
template <class S>
void mirror(BasicMutableView<S> C);

// A = L L' in place, in the lower triangle. False where A is not positive definite.
template <class S>
bool cholesky(BasicMutableView<S> A);
// B = op(L)^-1 B, in runs of B's columns.
template <class S>
void solve_lower(Op op, BasicView<S> L, BasicMutableView<S> B);

}  // namespace starling::tiled
