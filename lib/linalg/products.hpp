// Products with a design, dense or sparse, with the same bits for any number of threads.
//
// Dense designs are cut into shards of fixed height: X W writes each shard's rows, X'R adds the shards' contributions
// in a tree that only depends on the number of rows. Sparse products have no sums across threads at all.
// COST  2 nnz m flops for m columns.
#pragma once

#include <armadillo>

#include "lib/linalg/blas.hpp"
#include "lib/linalg/design.hpp"

namespace starling {

// out = X W; W is d x m, out n x m.
void multiply(const Design& X, blas::View W, blas::MutableView out);
// The same where rows of W may be zero: the columns of a dense X that meet only zeros are not read, when these are
// many.
void multiply_nonzero_rows(const Design& X, const arma::mat& W, blas::MutableView out);
// out = X' R; R is n x m, out d x m.
void multiply_transposed(const Design& X, blas::View R, blas::MutableView out);

}  // namespace starling
