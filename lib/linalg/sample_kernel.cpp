#include "lib/linalg/sample_kernel.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/linalg/decompose.hpp"
#include "lib/linalg/products.hpp"
#include "lib/linalg/semidefinite.hpp"

namespace starling {
namespace {

void check_overflow(const arma::vec& values) {
  if (values.is_finite()) return;
  throw InvalidData({.what = "features so large that a kernel overflows", .hint = "standardize them"});
}

void check_symmetric(const Design& X) {
  if (X.rows() != X.cols())
    throw InvalidInput({.what = "a precomputed kernel is not a square matrix",
                        .expected = "one column a sample",
                        .got = std::to_string(X.rows()) + "x" + std::to_string(X.cols())});
  const arma::mat K = X.dense();
  if (!K.is_symmetric()) throw InvalidInput({.what = "a precomputed kernel is not symmetric"});
}

// x^degree by products, the same on every machine.
double power(double x, int degree) {
  double result = 1.0;
  for (; degree > 0; degree /= 2, x *= x)
    if (degree % 2 == 1) result *= x;
  return result;
}

}  // namespace

std::span<const std::string_view> enum_names(KernelName) {
  static constexpr std::array<std::string_view, 4> names = {"linear", "polynomial", "rbf", "precomputed"};
  return names;
}

arma::vec square_norms(const Design& X) {
  if (X.rows() == 0) return {};
  arma::vec squares =
      X.visit([](const auto& matrix) -> arma::vec { return arma::vec(arma::mat(arma::sum(matrix % matrix, 1))); });
  check_overflow(squares);
  return squares;
}

void map_products(const SampleKernel& kernel, double square, std::span<const double> squares, double* values) {
  const std::size_t n = squares.size();
  if (kernel.name == KernelName::polynomial)
    for (std::size_t j = 0; j < n; ++j) values[j] = power(kernel.gamma * values[j] + kernel.coef0, kernel.degree);
  if (kernel.name == KernelName::rbf)
    for (std::size_t j = 0; j < n; ++j)
      values[j] = std::exp(-kernel.gamma * std::max(0.0, square + squares[j] - 2.0 * values[j]));
}

KernelRows::KernelRows(Design samples, SampleKernel kernel) : samples_(std::move(samples)), kernel_(kernel) {
  if (kernel_.name == KernelName::precomputed) {
    check_symmetric(samples_);
    diagonal_ = samples_.dense().diag() + kernel_.constant;
    return;
  }
  squares_ = square_norms(samples_);
  diagonal_ = squares_;
  for (arma::uword i = 0; i < size(); ++i) map_products(kernel_, squares_[i], {&squares_[i], 1}, &diagonal_[i]);
  diagonal_ += kernel_.constant;
  check_overflow(diagonal_);
}

void KernelRows::row(arma::uword i, double* out) const {
  if (kernel_.name == KernelName::precomputed) {
    // Of a symmetric matrix a column is a row, and lies together.
    const arma::vec x = samples_.visit([&](const auto& K) { return arma::vec(K.col(i)); });
    std::copy(x.begin(), x.end(), out);
  } else {
    const arma::mat x = samples_.select_rows(arma::uvec{i}).dense().t();
    multiply(samples_, blas::view(x), {out, size(), 1, size()});
    map_products(kernel_, squares_[i], {squares_.memptr(), size()}, out);
  }
  if (kernel_.constant != 0.0)
    for (arma::uword j = 0; j < size(); ++j) out[j] += kernel_.constant;
  out[i] = diagonal_[i];
}

void KernelRows::check_semidefinite() const {
  const bool polynomial_is = kernel_.name == KernelName::polynomial && kernel_.gamma >= 0.0 && kernel_.coef0 >= 0.0;
  if (kernel_.name == KernelName::linear || kernel_.name == KernelName::rbf || polynomial_is || size() == 0) return;
  arma::mat K(size(), size());
  for (arma::uword i = 0; i < size(); ++i) row(i, K.colptr(i));
  const double noise = eigenvalue_rounding(arma::abs(K).max() * static_cast<double>(size()), size());
  arma::mat shifted = K, factor;
  shifted.diag() += noise;
  if (shifted.is_finite() && arma::chol(factor, shifted)) return;
  check_not_negative(symmetric_eigen(K).values.min(), noise, "kernel");
}

}  // namespace starling
