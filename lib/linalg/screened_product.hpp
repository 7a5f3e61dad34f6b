// X'R for a reader who needs only its large rows: those that may reach a bar are exact, the others are good to float.
//
// METHOD  All rows in float, columns of X written out and multiplied while they lie in cache, with the error bound
//         gamma |x_j| |R|_F of such sums (gamma = (n + 4) 2^-24 (1 + small)) [higham2002accuracy]. Rows that the bound
//         leaves below their bar are done; the others are multiplied once more in double.
// COST    2 n m d flops in float and 2 n m in double for each of the others; float pays from about 24 columns of R.
// PAPERS  higham2002accuracy
#pragma once

#include <armadillo>

#include "lib/linalg/blas.hpp"

namespace starling {

// Whether multiply_transposed_above() can be expected to cost less than a product in double.
bool screening_pays(arma::uword n, arma::uword d, arma::uword m);

// out = X'R, X n x d, R n x m, out d x m: row j exact to double or, where |row j| is proved to be below bars[j], of a
// norm below bars[j]. largest: the largest |entry| of X. False, with nothing promised of out, where more than a third
// of the rows come near their bar or the numbers are not finite.
bool multiply_transposed_above(const arma::mat& X, double largest, blas::View R, const arma::vec& bars,
                               blas::MutableView out);

}  // namespace starling
