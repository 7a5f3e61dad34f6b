// The draws of NumPy's RandomState, for data whose authors published a seed: the same integers, and the same normals
// but for what the logarithms of two C libraries may differ by.
//
//     NumpyRandom random(1000);             // np.random.seed(1000)
//     const double z = random.normal();     // np.random.randn()
//     random.permutation(30);               // np.random.permutation(30)
//
// Not for data of our own: these numbers depend on the order in which they are drawn (see lib/base/random.hpp).
// METHOD  MT19937; normals by the polar method, two at a time.
// PAPERS  matsumoto1998mersenne, marsaglia1964convenient
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include <armadillo>

namespace starling {

class NumpyRandom {
 public:
  explicit NumpyRandom(std::uint32_t seed);

  std::uint32_t bits();
  double uniform();  // random_sample(): in [0, 1)
  double normal();
  // randn(rows, cols): filled row by row.
  arma::mat normals(arma::uword rows, arma::uword cols);
  std::vector<arma::uword> permutation(arma::uword n);  // n <= 2^32

 private:
  void refill();

  std::array<std::uint32_t, 624> state_;
  std::size_t next_ = 624;
  std::optional<double> second_;  // of the last pair of normals
};

}  // namespace starling
