// R'X for an R of a few columns: inner products of columns that are read where they lie.
//
// METHOD  Some columns of X and all of R at a time, each pair with a vector of sums of its own in a register. The
//         bits of a pair do not depend on which columns are multiplied together.
// COST    2 n T flops a column, and one pass over X: for so few tasks the machine's memory sets the pace.
#pragma once

#include "lib/linalg/blas.hpp"

namespace starling {

// Whether add_narrow_product() serves an R of so many columns on this machine; gemm or SkinnyProduct do the others.
bool narrow_product_serves(arma::uword tasks);

// sums[j * stride + t] += <R_t, X_j>: R n x T, X n x c.
void add_narrow_product(blas::View R, blas::View X, double* sums, arma::uword stride);

}  // namespace starling
