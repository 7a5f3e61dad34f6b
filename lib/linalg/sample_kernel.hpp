// Kernels between samples: inner products in a space that is never written down.
//
//   linear       x'z
//   polynomial   (gamma x'z + coef0)^degree
//   rbf          exp(-gamma |x - z|^2)
//   precomputed  the matrix of all values itself, n x n, in the place of features
//
// EDGES   An rbf kernel of a sample with itself is exactly 1, and of any two in [0, 1] (without a constant).
//         A polynomial kernel with coef0 < 0, or a precomputed matrix, need not be positive semidefinite:
//         check_semidefinite() looks.
// COST    A row: one product with the features, 2 nnz flops, and n exponentials or powers.
// PAPERS  boser1992training
#pragma once

#include <armadillo>
#include <span>
#include <string_view>

#include "lib/linalg/design.hpp"

namespace starling {

enum class KernelName { linear, polynomial, rbf, precomputed };
std::span<const std::string_view> enum_names(KernelName);

struct SampleKernel {
  KernelName name = KernelName::linear;
  double gamma = 1.0;
  double coef0 = 0.0;
  int degree = 3;
  double constant = 0.0;  // added to every value, >= 0: one more feature, constant^1/2 everywhere
};

// |x|^2 of every row. Throws InvalidData where one overflows.
arma::vec square_norms(const Design& X);

// values: inner products of one sample with others, in whose place their kernel values come, the constant left out.
// square and squares: |x|^2 of the one and of the others.
void map_products(const SampleKernel& kernel, double square, std::span<const double> squares, double* values);

// The kernel of n samples with one another, row by row.
class KernelRows {
 public:
  // Throws InvalidInput for a precomputed matrix that is not square and symmetric, InvalidData for features so large
  // that the kernel overflows.
  KernelRows(Design samples, SampleKernel kernel);

  arma::uword size() const { return samples_.rows(); }
  const SampleKernel& kernel() const { return kernel_; }
  const Design& samples() const { return samples_; }
  double diagonal(arma::uword i) const { return diagonal_[i]; }
  // out (n long) = the kernel of sample i with all.
  void row(arma::uword i, double* out) const;
  // Throws InvalidInput where the matrix of all values has an eigenvalue that rounding cannot explain below 0, and
  // names the smallest. Linear and rbf kernels have none, and polynomial ones with coef0 >= 0 neither. Cost n^3 / 3
  // flops, where it fails 9 n^3.
  void check_semidefinite() const;

 private:
  Design samples_;
  SampleKernel kernel_;
  arma::vec squares_, diagonal_;
};

}  // namespace starling
