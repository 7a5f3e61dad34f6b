#include "lib/solver/svm/row_cache.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/random.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using starling::svm::RowCache;
using starling::testing::normal_matrix;

BOOST_AUTO_TEST_SUITE(row_cache)

BOOST_AUTO_TEST_CASE(rows_are_right_whatever_the_budget_and_the_order) {
  const KernelRows kernel(normal_matrix(1, "X", 24, 3), {.name = KernelName::rbf, .gamma = 0.2});
  const RandomStream stream(1, "order");
  for (const arma::uword kept : {0U, 2U, 5U, 100U}) {
    RowCache cache(kernel, kept * 24 * sizeof(double));
    BOOST_TEST(cache.capacity() == std::clamp<arma::uword>(kept, 2, 24));
    arma::vec expected(24);
    arma::uword before = 0;
    for (arma::uword k = 0; k < 200; ++k) {
      const auto i = static_cast<arma::uword>(24.0 * stream.uniform(k));
      const double *other = cache.row(before), *row = cache.row(i);
      kernel.row(i, expected.memptr());
      BOOST_REQUIRE(std::equal(expected.begin(), expected.end(), row));
      kernel.row(before, expected.memptr());
      BOOST_REQUIRE(std::equal(expected.begin(), expected.end(), other));
      before = i;
    }
    if (kept == 100) BOOST_TEST(cache.computed() <= 24U);
  }
}

BOOST_AUTO_TEST_CASE(the_row_used_longest_ago_makes_room) {
  const KernelRows kernel(normal_matrix(2, "X", 8, 2), {.name = KernelName::linear});
  RowCache cache(kernel, 3 * 8 * sizeof(double));
  for (const arma::uword i : {0U, 1U, 2U, 0U, 3U}) cache.row(i);  // 1 goes
  BOOST_TEST(cache.computed() == 4U);
  for (const arma::uword i : {0U, 2U, 3U}) cache.row(i);
  BOOST_TEST(cache.computed() == 4U);
  cache.row(1);
  BOOST_TEST(cache.computed() == 5U);
}

BOOST_AUTO_TEST_SUITE_END()
