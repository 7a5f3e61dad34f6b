#include "lib/linalg/screened_product.hpp"

#include <cmath>
#include <vector>

#include "lib/linalg/kernels.hpp"
#include "lib/linalg/skinny.hpp"
#include "lib/linalg/tiled.hpp"

namespace starling {
namespace {

using blas::Run;

constexpr arma::uword block_width = 64;

double power_that_brings_to_one(double size) { return std::ldexp(1.0, -std::ilogb(size)); }

double largest_entry(blas::View R) {
  double largest = 0.0;
  for (arma::uword k = 0; k < R.cols; ++k)
    for (arma::uword i = 0; i < R.rows; ++i) largest = std::max(largest, std::abs(R.data[k * R.stride + i]));
  return largest;
}

arma::fmat scaled_to_float(blas::View R, double scale) {
  arma::fmat R32(R.rows, R.cols, arma::fill::none);
  for (arma::uword k = 0; k < R.cols; ++k)
    kernels::centre_and_scale(R.rows, R.data + k * R.stride, 0.0, scale, blas::start_of(R32, k));
  return R32;
}

// Above the error of a row of the product in float, when entries of both factors are below 2.
class ErrorBound {
 public:
  explicit ErrorBound(const arma::fmat& R32) {
    const auto n = static_cast<double>(R32.n_rows), m = static_cast<double>(R32.n_cols);
    constexpr double unit = 0x1p-24, smallest = 0x1p-148;  // what a number below float's normal range may lose
    gamma_ = 1.01 * (n + 4.0) * unit * std::sqrt(blas::square_norm(R32.n_elem, R32.memptr()));
    absolute_ = 8.0 * n * std::sqrt(m) * smallest;
  }
  double of_row(double column_square) const { return gamma_ * std::sqrt(column_square) + absolute_; }

 private:
  double gamma_, absolute_;
};

void multiply_exactly(const arma::mat& X, blas::View R, const std::vector<arma::uword>& rows, blas::MutableView out) {
  const SkinnyProduct<double> product(R);
  tiled::for_runs(rows.size(), block_width, [&](Run run) {
    arma::mat part(R.cols, run.size(), arma::fill::none);
    const auto write = [&](arma::uword k, Run piece, double* to) {
      std::copy_n(blas::start_of(X, rows[run.begin + k]) + piece.begin, piece.size(), to);
    };
    product.apply_written(write, blas::whole(part));
    for (arma::uword k = 0; k < run.size(); ++k)
      for (arma::uword t = 0; t < R.cols; ++t) out.data[t * out.stride + rows[run.begin + k]] = part.at(t, k);
  });
}

}  // namespace

bool screening_pays(arma::uword n, arma::uword d, arma::uword m) {
  constexpr arma::uword fewest_columns = 24, most_samples = 50000, fewest_features = 64;
  return m >= fewest_columns && n <= most_samples && d >= fewest_features;
}

bool multiply_transposed_above(const arma::mat& X, double largest, blas::View R, const arma::vec& bars,
                               blas::MutableView out) {
  const double largest_R = largest_entry(R);
  if (!(largest > 0.0 && largest_R > 0.0) || !std::isfinite(largest) || !std::isfinite(largest_R)) return false;
  const double x = power_that_brings_to_one(largest), r = power_that_brings_to_one(largest_R);
  const arma::fmat R32 = scaled_to_float(R, r);
  const SkinnyProduct<float> product(blas::whole(R32));
  const ErrorBound error(R32);
  std::vector<char> is_near(X.n_cols);
  tiled::for_runs(X.n_cols, block_width, [&](Run run) {
    arma::fmat part(R.cols, run.size(), arma::fill::none);
    double squares[block_width] = {}, norms[block_width];
    const auto write = [&](arma::uword k, Run rows, float* to) {
      squares[k] += kernels::centre_and_scale(rows.size(), blas::start_of(X, run.begin + k) + rows.begin, 0.0, x, to);
    };
    product.apply_written(write, blas::whole(part));
    kernels::column_norms(R.cols, run.size(), part.memptr(), norms);
    for (arma::uword k = 0; k < run.size(); ++k)
      is_near[run.begin + k] = !((norms[k] + error.of_row(squares[k])) / x / r < bars[run.begin + k]);
    for (arma::uword t = 0; t < R.cols; ++t)
      for (arma::uword k = 0; k < run.size(); ++k)
        out.data[t * out.stride + run.begin + k] = static_cast<double>(part.at(t, k)) * (1.0 / x) * (1.0 / r);
  });
  std::vector<arma::uword> rows;
  for (arma::uword j = 0; j < X.n_cols; ++j)
    if (is_near[j]) rows.push_back(j);
  if (3 * rows.size() > X.n_cols) return false;
  multiply_exactly(X, R, rows, out);
  return true;
}

}  // namespace starling
