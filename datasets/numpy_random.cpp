#include "datasets/numpy_random.hpp"

#include <cmath>
#include <numeric>
#include <utility>

namespace starling {

NumpyRandom::NumpyRandom(std::uint32_t seed) {
  for (std::uint32_t i = 0; i < state_.size(); ++i) {
    state_[i] = seed;
    seed = 1812433253u * (seed ^ (seed >> 30)) + i + 1;
  }
}

void NumpyRandom::refill() {
  constexpr std::size_t n = 624, ahead = 397;
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint32_t y = (state_[i] & 0x80000000u) | (state_[(i + 1) % n] & 0x7fffffffu);
    state_[i] = state_[(i + ahead) % n] ^ (y >> 1) ^ ((y & 1u) != 0 ? 0x9908b0dfu : 0u);
  }
  next_ = 0;
}

std::uint32_t NumpyRandom::bits() {
  if (next_ == state_.size()) refill();
  std::uint32_t y = state_[next_++];
  y ^= y >> 11;
  y ^= (y << 7) & 0x9d2c5680u;
  y ^= (y << 15) & 0xefc60000u;
  return y ^ (y >> 18);
}

double NumpyRandom::uniform() {
  const double high = bits() >> 5, low = bits() >> 6;
  return (high * 0x1p26 + low) * 0x1p-53;
}

double NumpyRandom::normal() {
  if (second_) return *std::exchange(second_, std::nullopt);
  for (;;) {
    const double x = 2.0 * uniform() - 1.0, y = 2.0 * uniform() - 1.0, r = x * x + y * y;
    if (r >= 1.0 || r == 0.0) continue;
    const double factor = std::sqrt(-2.0 * std::log(r) / r);
    second_ = factor * x;
    return factor * y;
  }
}

arma::mat NumpyRandom::normals(arma::uword rows, arma::uword cols) {
  arma::mat Z(rows, cols);
  for (arma::uword i = 0; i < rows; ++i)
    for (arma::uword j = 0; j < cols; ++j) Z(i, j) = normal();
  return Z;
}

std::vector<arma::uword> NumpyRandom::permutation(arma::uword n) {
  std::vector<arma::uword> order(n);
  std::iota(order.begin(), order.end(), arma::uword{0});
  for (arma::uword i = n; i-- > 1;) {
    std::uint32_t mask = static_cast<std::uint32_t>(i);
    for (const int shift : {1, 2, 4, 8, 16}) mask |= mask >> shift;
    std::uint32_t j = bits() & mask;
    while (j > i) j = bits() & mask;
    std::swap(order[i], order[j]);
  }
  return order;
}

}  // namespace starling
