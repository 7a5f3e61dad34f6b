// Functions of a matrix through its singular values.
#pragma once

#include <armadillo>
#include <functional>

namespace starling {

// U diag(ratio(s) % s) V' for M = U diag(s) V'. ratio maps the min(d, T) singular values (descending) to the factors
// they are multiplied by.
//
// METHOD  Eigendecomposition of the short side's Gram matrix: 2-8 times as fast as a singular value decomposition.
//         A singular value s has an error of about eps s_max^2 / s: below 1e-8 s_max all is noise, not to be blown up.
// COST    2 d T m + 9 m^3 flops, m = min(d, T).
arma::mat shrink_spectrum(const arma::mat& M, const std::function<arma::vec(const arma::vec&)>& ratio);

// The factors of soft thresholding: max(0, 1 - threshold / s).
arma::vec soft_threshold_ratio(const arma::vec& s, double threshold);

// m_i = clip(s_i / nu - offset, 0, 1) with nu chosen so that the m_i add up to min(total, length of s). s >= 0 is
// descending and total > 0. This is the maximiser of the concave water-filling problem
// max_m - sum s_i^2 / (offset + m_i) over 0 <= m <= 1, sum m = total. Entries beyond the last positive s get 1 when
// there is room for all positive ones.
arma::vec water_fill(const arma::vec& s, double offset, double total);

}  // namespace starling
