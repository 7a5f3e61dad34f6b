// Loops over long arrays that BLAS has no name for, compiled for several instruction sets and chosen when the program
// runs. Sums are kept in lanes that do not depend on the instruction set, and nothing is fused: the bits are the
// same on every machine.
#pragma once

#include <armadillo>

#include "lib/base/sum.hpp"

namespace starling::kernels {

// out_i = root_i (x_i - mean); returns the sum of its squares, taken in double before rounding to float.
double centre_and_scale(arma::uword n, const double* x, double mean, const double* root, double* out);
double centre_and_scale(arma::uword n, const double* x, double mean, const double* root, float* out);
// The same with one root for all.
double centre_and_scale(arma::uword n, const double* x, double mean, double root, double* out);
double centre_and_scale(arma::uword n, const double* x, double mean, double root, float* out);
// sum_i (root_i (x_i - mean))^2, with roots, or without them.
double centred_square(arma::uword n, const double* x, double mean, const double* root);
double centred_square(arma::uword n, const double* x, double mean);

// norms[j] = |column j| of a rows x cols matrix, sums in double.
void column_norms(arma::uword rows, arma::uword cols, const double* matrix, double* norms);
void column_norms(arma::uword rows, arma::uword cols, const float* matrix, double* norms);

// out = to precision of out of `in`.
void convert(arma::uword n, const double* in, float* out);
void convert(arma::uword n, const float* in, double* out);

// out_i = a_i b_i.
void multiply(arma::uword n, const float* a, const float* b, float* out);
void multiply(arma::uword n, const double* a, const double* b, double* out);

// The compensated sum of n terms.
Sum sum(arma::uword n, const double* terms);

}  // namespace starling::kernels
