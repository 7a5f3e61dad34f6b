// Eight small symmetric matrices at a time, one in each lane of a vector register: entry (i, j), j <= i, of all eight
// lies together, A[entry(i, j) + lane], and so do the entries of the vectors they multiply. The other triangle is not
// stored: products of many matrices are as fast as memory gives them.
//
// Every lane is summed on its own and in order: the bits are the same on every machine.
// WHEN    Matrices too small for LAPACK to run at speed: p <= largest.
#pragma once

#include <armadillo>

namespace starling::lanes {

constexpr arma::uword width = 8;
constexpr arma::uword largest = 64;  // rows of a matrix

// Where entry (i, j) of the eight begins, j <= i.
constexpr arma::uword entry(arma::uword i, arma::uword j) { return (i * (i + 1) / 2 + j) * width; }
// Doubles that eight p x p matrices take.
constexpr arma::uword matrix_size(arma::uword p) { return entry(p, 0); }

// out = A (scale x + add); x, add and out are 8 x p, columns `stride` apart; add may be null.
void multiply(arma::uword p, const double* A, double scale, const double* x, const double* add, double* out,
              arma::uword stride);

// inverse = (A + shift I)^-1 for positive definite sums.
void invert(arma::uword p, const double* A, double shift, double* inverse);

}  // namespace starling::lanes
