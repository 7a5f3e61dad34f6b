// Random numbers as a function of (seed, stream name, index): the same on every machine, in any order, on any thread.
//
//     const RandomStream noise(seed, "noise");
//     const double z = noise.normal(i);        // standard normal number i of this stream
//
// METHOD  Philox4x32-10 keyed by the seed and a hash of the name; normals by inversion of the distribution function.
//         There is no state and no global seed: two streams with different names never share numbers.
//         Shuffles inside a solver's innermost loop take a QuickStream: SplitMix64, several times as fast, and good
//         enough where numbers decide an order and nothing else.
// PAPERS  salmon2011parallel, wichura1988algorithm, steele2014fast
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
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

class QuickStream {
 public:
  // Keyed by number `index` of the stream.
  QuickStream(const RandomStream& stream, std::uint64_t index) : state_(stream.bits(index)) {}

  // The next number in 0 .. bound - 1; bound > 0.
  std::uint32_t below(std::uint32_t bound) {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t mixed = (state_ ^ state_ >> 30U) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ mixed >> 27U) * 0x94d049bb133111ebULL;
    return static_cast<std::uint32_t>((mixed >> 32U) * bound >> 32U);
  }
  void shuffle(std::uint32_t* items, std::size_t n) {
    for (std::size_t i = n; i > 1; --i) std::swap(items[i - 1], items[below(static_cast<std::uint32_t>(i))]);
  }

 private:
  std::uint64_t state_;
};

// The standard normal quantile of 0 < p < 1 to about 1e-16 relative, by basic arithmetic alone (no library function
// whose last bit differs between systems).
double normal_quantile(double p);

}  // namespace starling
