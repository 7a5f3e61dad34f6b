// Built without contraction of a*b+c (build_rules.cmake): these bits are a promise.
#include "lib/base/random.hpp"

#include <Random123/philox.h>

#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace starling {
namespace {

// FNV-1a of the name: spreads short names well enough to key a generator that itself mixes its key.
std::uint64_t hash_name(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

struct Block {
  std::uint64_t low, high;
};

// One Philox block. The upper half of the counter is free: it separates a stream's numbers from its children's keys.
Block philox(std::uint64_t key, std::uint64_t counter, std::uint64_t domain) {
  const auto low32 = [](std::uint64_t x) { return static_cast<std::uint32_t>(x); };
  const auto high32 = [](std::uint64_t x) { return static_cast<std::uint32_t>(x >> 32U); };
  const r123::Philox4x32::ctr_type at = {{low32(counter), high32(counter), low32(domain), high32(domain)}};
  const r123::Philox4x32::key_type with = {{low32(key), high32(key)}};
  const auto out = r123::Philox4x32()(at, with);
  return {out[0] | static_cast<std::uint64_t>(out[1]) << 32U, out[2] | static_cast<std::uint64_t>(out[3]) << 32U};
}

constexpr std::uint64_t numbers = 0, children = 1, names = 2;

// Natural logarithm by the atanh series on a mantissa in [sqrt(1/2), sqrt(2)).
double portable_log(double x) {
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);
  if (mantissa < 0.70710678118654752440) {
    mantissa *= 2.0;
    --exponent;
  }
  const double s = (mantissa - 1.0) / (mantissa + 1.0), s2 = s * s;
  double series = 0.0;
  for (int k = 25; k >= 1; k -= 2) series = series * s2 + 1.0 / k;
  return exponent * 0.69314718055994530942 + 2.0 * s * series;
}

template <std::size_t N>
double polynomial(const std::array<double, N>& coefficients, double x) {
  double value = 0.0;
  for (const double c : coefficients) value = value * x + c;
  return value;
}

}  // namespace

RandomStream::RandomStream(std::uint64_t seed, std::string_view name)
    : key_(philox(seed, hash_name(name), names).low) {}

RandomStream RandomStream::child(std::uint64_t number) const {
  return RandomStream(philox(key_, number, children).low);
}

std::uint64_t RandomStream::bits(std::uint64_t index) const {
  const Block block = philox(key_, index / 2, numbers);
  return index % 2 == 0 ? block.low : block.high;
}

double RandomStream::uniform(std::uint64_t index) const {
  return (static_cast<double>(bits(index) >> 12U) + 0.5) * 0x1p-52;
}

double RandomStream::normal(std::uint64_t index) const { return normal_quantile(uniform(index)); }

__extension__ using wide = unsigned __int128;

std::uint64_t RandomStream::below(std::uint64_t bound, std::uint64_t index) const {
  return static_cast<std::uint64_t>((static_cast<wide>(bits(index)) * bound) >> 64U);
}

std::vector<std::uint64_t> RandomStream::permutation(std::uint64_t n) const {
  std::vector<std::uint64_t> order(n);
  std::iota(order.begin(), order.end(), std::uint64_t{0});
  for (std::uint64_t i = n; i > 1; --i) std::swap(order[i - 1], order[below(i, i)]);
  return order;
}

// Wichura's AS 241 (PPND16): rational approximations in three ranges, highest power first.
double normal_quantile(double p) {
  const double q = p - 0.5;
  if (std::abs(q) <= 0.425) {
    const double r = 0.180625 - q * q;
    return q *
           polynomial<8>(
               {2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4, 4.5921953931549871457e+4,
                1.3731693765509461125e+4, 1.9715909503065514427e+3, 1.3314166789178437745e+2, 3.3871328727963666080e0},
               r) /
           polynomial<8>(
               {5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4, 2.1213794301586595867e+4,
                5.3941960214247511077e+3, 6.8718700749205790830e+2, 4.2313330701600911252e+1, 1.0},
               r);
  }
  const double tail = std::sqrt(-portable_log(q < 0.0 ? p : 1.0 - p));
  double z = 0.0;
  if (tail <= 5.0) {
    const double r = tail - 1.6;
    z = polynomial<8>(
            {7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e0,
             3.64784832476320460504e0, 5.76949722146069140550e0, 4.63033784615654529590e0, 1.42343711074968357734e0},
            r) /
        polynomial<8>(
            {1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
             6.89767334985100004550e-1, 1.67638483018380384940e0, 2.05319162663775882187e0, 1.0},
            r);
  } else {
    const double r = tail - 5.0;
    z = polynomial<8>(
            {2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
             2.96560571828504891230e-1, 1.78482653991729133580e0, 5.46378491116411436990e0, 6.65790464350110377720e0},
            r) /
        polynomial<8>({2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5,
                       7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1,
                       5.99832206555887937690e-1, 1.0},
                      r);
  }
  return q < 0.0 ? -z : z;
}

}  // namespace starling
