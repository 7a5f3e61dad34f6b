// Small dense kernels in either precision, in place on column-major memory: rank-k updates, Cholesky factors,
// triangular solves. They allocate nothing and throw nothing but for sizes that BLAS cannot count; a factor that fails
// says so.
#pragma once

#include <armadillo>
#include <type_traits>

#include "lib/linalg/blas.hpp"

namespace starling::blas {

// A column-major block of somebody's memory: rows x cols, columns `stride` apart.
template <class S>
struct Block {
  S* data = nullptr;
  arma::uword rows = 0, cols = 0, stride = 0;

  operator Block<const S>() const { return {data, rows, cols, stride}; }  // NOLINT: reading is always allowed
  Block part(arma::uword row, arma::uword n_rows, arma::uword col, arma::uword n_cols) const {
    return {data + row + col * stride, n_rows, n_cols, stride};
  }
};
template <class S>
Block<S> block(arma::Mat<S>& A) {
  return {A.memptr(), A.n_rows, A.n_cols, A.n_rows};
}
template <class S>
Block<const S> block(const arma::Mat<S>& A) {
  return {A.memptr(), A.n_rows, A.n_cols, A.n_rows};
}
// What is only read, so that S follows from the other arguments.
template <class S>
using Input = std::type_identity_t<Block<const S>>;

// C += alpha A'B.
template <class S>
void add_cross(S alpha, Input<S> A, Input<S> B, Block<S> C);
// The lower triangle of C += alpha Z'Z (Op::transpose: alpha ZZ').
template <class S>
void add_square(Op op, S alpha, Input<S> Z, Block<S> C);
// The lower triangle of A becomes L with LL' = A, the rest is left alone. False where A is not positive definite to
// working precision or holds a number that is not finite.
template <class S>
bool factor_lower(Block<S> A);
// B becomes L^-1 B (Op::transpose: L'^-1 B).
template <class S>
void solve_lower(Op op, Input<S> L, Block<S> B);
// y = alpha op(A) x + beta y on dense vectors.
template <class S>
void multiply_vector(Op op, S alpha, Input<S> A, const S* x, S beta, S* y);
// The upper triangle becomes the mirror image of the lower one.
template <class S>
void mirror_lower(Block<S> A);

}  // namespace starling::blas
