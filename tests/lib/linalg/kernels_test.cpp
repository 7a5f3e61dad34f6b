#include "lib/linalg/kernels.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using starling::testing::normal_matrix;

namespace {

const arma::uword lengths[] = {0, 1, 7, 8, 9, 100};

}  // namespace

BOOST_AUTO_TEST_SUITE(vector_kernels)

BOOST_AUTO_TEST_CASE(columns_are_centred_scaled_and_measured_in_both_precisions) {
  for (const arma::uword n : lengths) {
    const arma::vec x = normal_matrix(1, "x", n, 1), root = arma::abs(normal_matrix(1, "r", n, 1));
    const arma::vec expected = root % (x - 0.25);
    arma::vec out(n);
    arma::fvec out32(n);
    const double square = kernels::centre_and_scale(n, x.memptr(), 0.25, root.memptr(), out.memptr());
    BOOST_TEST(kernels::centre_and_scale(n, x.memptr(), 0.25, root.memptr(), out32.memptr()) == square);
    BOOST_TEST(square == arma::dot(expected, expected), boost::test_tools::tolerance(1e-14));
    BOOST_TEST(arma::all(out == expected));
    BOOST_TEST(arma::all(out32 == arma::conv_to<arma::fvec>::from(expected)));
    BOOST_TEST(kernels::centred_square(n, x.memptr(), 0.25, root.memptr()) == square,
               boost::test_tools::tolerance(1e-14));
  }
}

BOOST_AUTO_TEST_CASE(one_root_for_all_does_what_equal_roots_do) {
  for (const arma::uword n : {0, 1, 15, 16, 17, 100}) {
    const arma::vec x = normal_matrix(5, "x", n, 1), root(n, arma::fill::value(0.3));
    arma::vec out(n), expected(n);
    arma::fvec out32(n);
    const double square = kernels::centre_and_scale(n, x.memptr(), 0.25, 0.3, out.memptr());
    BOOST_TEST(0.09 * kernels::centred_square(n, x.memptr(), 0.25) == square, boost::test_tools::tolerance(1e-14));
    BOOST_TEST(kernels::centre_and_scale(n, x.memptr(), 0.25, 0.3, out32.memptr()) == square);
    BOOST_TEST(kernels::centre_and_scale(n, x.memptr(), 0.25, root.memptr(), expected.memptr()) == square,
               boost::test_tools::tolerance(1e-14));
    BOOST_TEST(arma::all(out == expected));
    BOOST_TEST(arma::all(out32 == arma::conv_to<arma::fvec>::from(expected)));
  }
}

BOOST_AUTO_TEST_CASE(norms_of_columns_agree_with_armadillo) {
  for (const arma::uword rows : lengths) {
    const arma::mat M = normal_matrix(2, "M", rows, 3);
    arma::vec norms(3), norms32(3);
    kernels::column_norms(rows, 3, M.memptr(), norms.memptr());
    const arma::fmat M32 = arma::conv_to<arma::fmat>::from(M);
    kernels::column_norms(rows, 3, M32.memptr(), norms32.memptr());
    for (arma::uword j = 0; j < 3; ++j) {
      const double expected = rows == 0 ? 0.0 : arma::norm(M.col(j));
      BOOST_TEST(norms[j] == expected, boost::test_tools::tolerance(1e-14));
      BOOST_TEST(norms32[j] == expected, boost::test_tools::tolerance(1e-6));
    }
  }
}

BOOST_AUTO_TEST_CASE(conversions_and_products_are_those_of_single_numbers) {
  for (const arma::uword n : lengths) {
    const arma::vec a = normal_matrix(3, "a", n, 1), b = normal_matrix(3, "b", n, 1);
    arma::fvec a32(n), b32(n), product32(n);
    arma::vec back(n), product(n);
    kernels::convert(n, a.memptr(), a32.memptr());
    kernels::convert(n, b.memptr(), b32.memptr());
    kernels::convert(n, a32.memptr(), back.memptr());
    kernels::multiply(n, a32.memptr(), b32.memptr(), product32.memptr());
    kernels::multiply(n, a.memptr(), b.memptr(), product.memptr());
    BOOST_TEST(arma::all(a32 == arma::conv_to<arma::fvec>::from(a)));
    BOOST_TEST(arma::all(back == arma::conv_to<arma::vec>::from(a32)));
    BOOST_TEST(arma::all(product32 == a32 % b32));
    BOOST_TEST(arma::all(product == a % b));
  }
}

BOOST_AUTO_TEST_CASE(a_sum_keeps_what_rounding_loses) {
  for (const arma::uword n : lengths) {
    arma::vec terms(3 * n);
    const arma::vec small = normal_matrix(4, "small", n, 1), large = 1e20 * normal_matrix(4, "large", n, 1);
    for (arma::uword i = 0; i < n; ++i) terms.subvec(3 * i, 3 * i + 2) = arma::vec{large[i], small[i], -large[i]};
    const Sum sum = kernels::sum(terms.n_elem, terms.memptr());
    const double expected = arma::accu(small), magnitude = arma::accu(arma::abs(terms));
    BOOST_TEST(std::abs(sum.value() - expected) <= 1e-10);
    BOOST_TEST(std::abs(sum.magnitude() - magnitude) <= 1e-14 * magnitude);
  }
  const arma::vec infinite{1.0, arma::datum::inf, 2.0};
  BOOST_TEST(kernels::sum(3, infinite.memptr()).value() == arma::datum::inf);
}

BOOST_AUTO_TEST_SUITE_END()
