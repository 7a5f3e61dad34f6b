#include "lib/linalg/narrow.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using starling::testing::normal_matrix;

BOOST_AUTO_TEST_SUITE(narrow_products)

BOOST_AUTO_TEST_CASE(pairs_are_added_for_any_number_of_rows_and_columns) {
  BOOST_TEST(!narrow_product_serves(1));
  BOOST_TEST(!narrow_product_serves(7));
  for (const arma::uword T : {2, 3, 4, 5, 6}) {
    if (!narrow_product_serves(T)) continue;
    for (const arma::uword n : {0, 1, 3, 4, 7, 129})
      for (const arma::uword c : {1, 2, 3, 4, 5, 11}) {
        const arma::mat R = normal_matrix(1, "R", n, T), X = normal_matrix(1, "X", n, c);
        arma::mat sums(T + 1, c, arma::fill::value(2.0));
        add_narrow_product(blas::whole(R), blas::whole(X), sums.memptr(), T + 1);
        const arma::mat expected = 2.0 + R.t() * X;
        BOOST_TEST_CONTEXT(T << " " << n << " " << c) {
          BOOST_TEST(arma::abs(sums.head_rows(T) - expected).max() < 1e-12);
          BOOST_TEST(arma::all(sums.row(T) == 2.0));
        }
      }
  }
}

BOOST_AUTO_TEST_SUITE_END()
