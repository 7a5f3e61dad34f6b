// Functions of a matrix through its rows, and the small problems that penalties on rows come down to.
#pragma once

#include <armadillo>
#include <vector>

namespace starling {

// The 2-norms of the rows. They neither overflow nor underflow: the matrix is scaled by its largest entry.
arma::vec row_norms(const arma::mat& W);

// Which rows have an entry that is not zero, in order.
std::vector<arma::uword> nonzero_rows(const arma::mat& W);

// v less `threshold` in size, and 0 below it.
double soft_threshold(double v, double threshold);

// argmin_w sum_t h_t w_t^2 / 2 - v_t w_t + strength |w|_2 for h >= 0; w enters as a first guess. An infinite strength
// gives 0.
//
// METHOD  With equal h this is soft thresholding; otherwise a = |w| solves the secular equation
//         sum_t (v_t / (h_t a + strength))^2 = 1, by Newton's method on the reciprocal of the left side's root, which
//         is nearly linear in a (exactly, for equal h).
// COST    O(T) a step, 2-5 steps.
void shrink_row(const arma::vec& h, const arma::vec& v, double strength, arma::vec& w);

// argmin_w sum_t h_t w_t^2 / 2 - v_t w_t + strength max_t |w_t| for h >= 0; where h_t = 0 (and v_t with it) w_t is 0.
//
// METHOD  w_t = sign(v_t) min(|v_t| / h_t, m), the level m solving sum_t (|v_t| - h_t m)+ = strength: exact, by
//         sorting the |v_t| / h_t.
// COST    O(T log T).
void level_row(const arma::vec& h, const arma::vec& v, double strength, arma::vec& w);

}  // namespace starling
