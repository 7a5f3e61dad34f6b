// How near estimates come to a truth that is known, as it is for generated data.
#pragma once

#include <armadillo>
#include <map>
#include <string>

namespace starling {

// F1 of the rows of W that are not all zero against those of the true coefficients: 2 |A and B| / (|A| + |B|).
// 1 when both have none. Throws InvalidInput for another number of rows.
double support_f1(const arma::mat& W, const arma::mat& truth);

// Adjusted Rand index of two groupings of the same items (any numbers as group labels):
//   (sum_ij C(n_ij, 2) - E) / ((sum_i C(a_i, 2) + sum_j C(b_j, 2)) / 2 - E),   E = sum_i C(a_i, 2) sum_j C(b_j, 2) /
//   C(n, 2)
// with n_ij the items in group i of one and j of the other, a_i and b_j the group sizes. 1 for equal groupings, about 0
// for unrelated ones. 1 where both are one group, or both single items. Throws InvalidInput for different lengths.
// PAPERS  hubert1985comparing
double ari(const arma::uvec& groups, const arma::uvec& truth);

// The largest principal angle in radians (0 .. pi / 2) between the column spaces of A and B, which have as many rows;
// where their ranks differ, of the smaller space towards the larger. Ranks count singular values above 1e-10 of the
// largest. A space of rank 0 lies in every other: 0 against itself, pi / 2 against any other.
// PAPERS  bjorck1973numerical
double subspace_angle(const arma::mat& A, const arma::mat& B);

// How far the columns of W are from the true ones, |w_t - w*_t|, by name:
//   estimation_error_mean           mean over tasks
//   estimation_error_max            the largest
//   estimation_error_max_ordinary   the largest of the tasks that are not among the outliers; left out without any
// Throws InvalidInput for matrices of different sizes.
std::map<std::string, double> estimation_errors(const arma::mat& W, const arma::mat& truth,
                                                const arma::uvec& outlier_tasks);

}  // namespace starling
