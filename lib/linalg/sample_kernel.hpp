// Kernels between samples: inner products in a space that is never written down.
//
//   linear       x'z
//   polynomial   (gamma x'z + coef0)^degree
//   rbf          exp(-gamma |x - z|^2)
//   precomputed  the matrix of all values itself, n x n, in the place of features
//
// EDGES   An rbf kernel of a sample with itself is exactly 1, and of any two in [0, 1].
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
};

// The kernel of n samples with one another, row by row.
class KernelRows {
 public:
  // Throws InvalidInput for a precomputed matrix that is not square and symmetric.
  KernelRows(Design samples, SampleKernel kernel);

  arma::uword size() const { return samples_.rows(); }
  const SampleKernel& kernel() const { return kernel_; }
  double diagonal(arma::uword i) const { return diagonal_[i]; }
  // out (n long) = the kernel of sample i with all.
  void row(arma::uword i, double* out) const;
  // Throws InvalidInput where the matrix of all values has an eigenvalue that rounding cannot explain below 0, and
  // names the smallest. Linear and rbf kernels have none. Cost n^3 / 3 flops, where it fails 9 n^3.
  void check_semidefinite() const;

 private:
  void map(double* values, double square, std::span<const double> squares) const;

  Design samples_;
  SampleKernel kernel_;
  arma::vec squares_, diagonal_;
};

}  // namespace starling
