#include "lib/base/random.hpp"

#include <algorithm>
#include <array>
#include <boost/math/special_functions/erf.hpp>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "lib/base/sum.hpp"

using starling::normal_quantile;
using starling::RandomStream;

namespace {

// Computed by an independent implementation of Philox4x32-10 and, for the normals, with 40 digits.
struct Golden {
  std::uint64_t index, bits;
  double uniform, normal;
};
constexpr std::array<Golden, 5> golden = {
    {{0, 0xe41dc1fa6a4620c8, 0x1.c83b83f4d48c5p-1, 1.2322870749396881},
     {1, 0x9bb972cda72bf03d, 0x1.3772e59b4e57fp-1, 0.27488699040425685},
     {2, 0xc06ee604f510c7e4, 0x1.80ddcc09ea219p-1, 0.6798244142328578},
     {1000, 0x766f56efd73141e0, 0x1.d9bd5bbf5cc52p-2, -0.09379397875769478},
     {1099511627777, 0x5ee42a783440d343, 0x1.7b90a9e0d1036p-2, -0.33008191141789156}}};

// The quantile in long double: erfc_inv keeps its relative accuracy in the tail.
double exact_quantile(double p) {
  using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
  return static_cast<double>(-std::sqrt(2.0L) * boost::math::erfc_inv(2.0L * static_cast<long double>(p), Policy()));
}

double relative_error(double value, double exact) {
  return exact == 0.0 ? std::abs(value) : std::abs(value / exact - 1.0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(random_stream)

BOOST_AUTO_TEST_CASE(the_golden_numbers_of_seed_1_never_change) {
  const RandomStream stream(1, "golden");
  for (const Golden& g : golden) {
    BOOST_CHECK_EQUAL(stream.bits(g.index), g.bits);
    BOOST_CHECK_EQUAL(stream.uniform(g.index), g.uniform);
    BOOST_CHECK_MESSAGE(relative_error(stream.normal(g.index), g.normal) <= 4e-16, "normal " << g.index);
  }
  BOOST_CHECK_EQUAL(RandomStream(2, "golden").bits(0), 0x8c87c28f4c66f67b);
  BOOST_CHECK_EQUAL(RandomStream(1, "other").bits(0), 0x1c834ca9d7c8c4dc);
  BOOST_CHECK_EQUAL(RandomStream(1, "").bits(0), 0x4c653e7a5b029d68);
}

BOOST_AUTO_TEST_CASE(the_golden_numbers_of_child_streams_never_change) {
  const RandomStream stream(1, "golden");
  BOOST_CHECK_EQUAL(stream.child(0).bits(0), 0x1ff013ed35f83fb3);
  BOOST_CHECK_EQUAL(stream.child(1).bits(0), 0xa2d0b40a9c1887df);
  BOOST_CHECK_EQUAL(stream.child(7).bits(0), 0xfdb43265c5c1b3e8);
  BOOST_CHECK_EQUAL(stream.child(1).child(2).bits(3), 0x23dbb97ba62c3a31);
}

BOOST_AUTO_TEST_CASE(the_golden_permutation_never_changes) {
  const RandomStream stream(1, "golden");
  const std::vector<std::uint64_t> expected = {6, 9, 3, 0, 4, 7, 2, 8, 5, 1};
  BOOST_CHECK(stream.permutation(10) == expected);
  constexpr std::array<std::uint64_t, 10> dice = {5, 3, 4, 1, 0, 5, 5, 1, 4, 3};
  for (std::uint64_t i = 0; i < dice.size(); ++i) BOOST_CHECK_EQUAL(stream.below(6, i), dice[i]);
}

BOOST_AUTO_TEST_CASE(a_number_depends_on_seed_name_and_index_alone) {
  const RandomStream forwards(5, "order"), backwards(5, "order");
  std::array<std::uint64_t, 16> first{};
  for (std::uint64_t i = 0; i < first.size(); ++i) first[i] = forwards.bits(i);
  for (std::uint64_t i = first.size(); i-- > 0;) BOOST_CHECK_EQUAL(backwards.bits(i), first[i]);
  BOOST_CHECK(std::all_of(first.begin(), first.end(), [&](auto bits) { return std::ranges::count(first, bits) == 1; }));
}

BOOST_AUTO_TEST_CASE(a_permutation_holds_every_number_once) {
  for (const std::uint64_t n : {0U, 1U, 2U, 257U}) {
    auto order = RandomStream(3, "permutation").permutation(n);
    BOOST_CHECK_EQUAL(order.size(), n);
    std::ranges::sort(order);
    for (std::uint64_t i = 0; i < n; ++i) BOOST_CHECK_EQUAL(order[i], i);
  }
}

BOOST_AUTO_TEST_CASE(below_fills_its_range_evenly) {
  const RandomStream stream(4, "below");
  constexpr std::uint64_t bound = 7, n = 70000;
  std::array<double, bound> counts{};
  for (std::uint64_t i = 0; i < n; ++i) {
    const std::uint64_t k = stream.below(bound, i);
    BOOST_REQUIRE(k < bound);
    counts[k] += 1.0;
  }
  double chi_squared = 0.0;
  for (const double count : counts) chi_squared += (count - 1e4) * (count - 1e4) / 1e4;
  BOOST_CHECK_LT(chi_squared, 22.46);  // 99.9 % of six degrees of freedom
  BOOST_CHECK_EQUAL(stream.below(1, 12), 0U);
}

BOOST_AUTO_TEST_CASE(moments_are_those_of_the_uniform_and_the_normal_distribution) {
  const RandomStream stream(1, "moments"), child = stream.child(0);
  constexpr std::uint64_t n = 200000;
  starling::Sum uniform, uniform_square, normal, square, cube, fourth, across;
  for (std::uint64_t i = 0; i < n; ++i) {
    const double u = stream.uniform(i), z = stream.normal(i);
    BOOST_REQUIRE(u > 0.0 && u < 1.0);
    uniform.add(u);
    uniform_square.add(u * u);
    normal.add(z);
    square.add(z * z);
    cube.add(z * z * z);
    fourth.add(z * z * z * z);
    across.add(z * child.normal(i));
  }
  // Within four standard errors of the expectation.
  const double N = static_cast<double>(n), error = 4.0 / std::sqrt(N);
  BOOST_CHECK_LT(std::abs(uniform.value() / N - 0.5), error * std::sqrt(1.0 / 12.0));
  BOOST_CHECK_LT(std::abs(uniform_square.value() / N - 1.0 / 3.0), error * std::sqrt(4.0 / 45.0));
  BOOST_CHECK_LT(std::abs(normal.value() / N), error);
  BOOST_CHECK_LT(std::abs(square.value() / N - 1.0), error * std::sqrt(2.0));
  BOOST_CHECK_LT(std::abs(cube.value() / N), error * std::sqrt(15.0));
  BOOST_CHECK_LT(std::abs(fourth.value() / N - 3.0), error * std::sqrt(96.0));
  BOOST_CHECK_LT(std::abs(across.value() / N), error);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(normal_quantile_function)

BOOST_AUTO_TEST_CASE(is_exact_to_rounding_from_1e_minus_300_to_one_half) {
  double worst = 0.0;
  for (int k = 0; k <= 30000; ++k) {
    const double p = 0.5 * std::pow(10.0, -300.0 * k / 30000.0);
    worst = std::max(worst, relative_error(normal_quantile(p), exact_quantile(p)));
  }
  for (int k = 1; k <= 5000; ++k) {
    const double p = 0.5 * k / 5000.0;
    worst = std::max(worst, relative_error(normal_quantile(p), exact_quantile(p)));
  }
  BOOST_CHECK_LE(worst, 1e-15);
}

BOOST_AUTO_TEST_CASE(is_antisymmetric_where_one_minus_p_is_exact) {
  for (int k = 1; k < 4096; ++k) {
    const double p = k / 4096.0;
    BOOST_CHECK_EQUAL(normal_quantile(1.0 - p), -normal_quantile(p));
  }
  BOOST_CHECK_EQUAL(normal_quantile(0.5), 0.0);
}

BOOST_AUTO_TEST_CASE(is_finite_at_both_ends_of_what_uniform_gives) {
  const double least = 0x1p-53, most = 1.0 - 0x1p-53;
  BOOST_CHECK_LE(relative_error(normal_quantile(least), exact_quantile(least)), 1e-15);
  BOOST_CHECK_EQUAL(normal_quantile(most), -normal_quantile(least));
  BOOST_CHECK(std::isfinite(normal_quantile(std::numeric_limits<double>::min())));
}

BOOST_AUTO_TEST_SUITE_END()
