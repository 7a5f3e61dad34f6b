// Doubles that start on a cache line and fill whole ones, zero at first: rows whose length is a multiple of eight never
// share a line.
#pragma once

#include <algorithm>
#include <armadillo>
#include <vector>

namespace starling {

class AlignedDoubles {
 public:
  static constexpr arma::uword line = 8;  // doubles in 64 bytes
  // n rounded up to whole lines.
  static constexpr arma::uword padded(arma::uword n) { return (n + line - 1) / line * line; }

  AlignedDoubles() = default;
  explicit AlignedDoubles(arma::uword n) : lines_(padded(n) / line) {}

  arma::uword size() const { return lines_.size() * line; }
  double* data() { return reinterpret_cast<double*>(lines_.data()); }
  const double* data() const { return reinterpret_cast<const double*>(lines_.data()); }
  double& operator[](arma::uword i) { return data()[i]; }
  double operator[](arma::uword i) const { return data()[i]; }
  void zero() { std::fill(lines_.begin(), lines_.end(), Line{}); }

 private:
  struct alignas(64) Line {
    double values[line] = {};
  };
  std::vector<Line> lines_;
};

}  // namespace starling
