// Random numbers as a function of (seed, stream name, index): the same on every machine, in any order, on any thread.
//
//     const RandomStream noise(seed, "noise");
//     const double z = noise.normal(i);        // standard normal number i of this stream
//
// METHOD  Philox4x32-10 keyed by the seed and a hash of the name; normals by inversion of the distribution function.
//         There is no state and no global seed: two streams with different names never share numbers.
// PAPERS  salmon2011parallel, wichura1988algorithm
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace starling {

class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::string_view name);

  // A stream below this one, such as the one of task t: its numbers are unrelated to this stream's.
  RandomStream child(std::uint64_t number) const;

  std::uint64_t bits(std::uint64_t index) const;                        // 64 random bits
  double uniform(std::uint64_t index) const;                            // in the open interval (0, 1)
  double normal(std::uint64_t index) const;                             // mean 0, variance 1
  std::uint64_t below(std::uint64_t bound, std::uint64_t index) const;  // in 0 .. bound - 1; bound > 0

  // 0 .. n - 1 in random order.
  std::vector<std::uint64_t> permutation(std::uint64_t n) const;

 private:
  explicit RandomStream(std::uint64_t key) : key_(key) {}
  std::uint64_t key_;
};

// The standard normal quantile of 0 < p < 1 to about 1e-16 relative, by basic arithmetic alone (no library function
// whose last bit differs between systems).
double normal_quantile(double p);

}  // namespace starling
