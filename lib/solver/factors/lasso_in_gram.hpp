// A lasso of few variables by its Gram matrix: argmin over s of s'B s / 2 - r's + l1 |s|_1.
//
// METHOD  Coordinate descent; whenever the signs have settled, the linear system of the variables that are not zero,
//         taken where its solution has those signs and keeps the others at zero: then it is the minimum to rounding.
// COST    k^2 flops a sweep, k^3 / 3 for a system.
// EDGES   Nothing of it raises the objective.
// PAPERS  tibshirani1996regression, friedman2010regularization
#pragma once

#include <armadillo>

namespace starling::factors {

// B k x k, positive semidefinite; s enters as a first guess.
void lasso_in_gram(const arma::mat& B, const arma::vec& r, double l1, arma::vec& s);

}  // namespace starling::factors
