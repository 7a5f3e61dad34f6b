#include "lib/linalg/tiled.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using blas::Op;
using starling::testing::normal_matrix;

namespace {

// Below, at and across the edges of tiles, in either direction.
struct Sizes {
  arma::uword m, n, k;
};
const Sizes sizes[] = {{1, 1, 1}, {5, 300, 7}, {300, 5, 40}, {128, 128, 3}, {129, 257, 20}};

template <class S>
arma::Mat<S> random(const char* name, arma::uword rows, arma::uword cols) {
  return arma::conv_to<arma::Mat<S>>::from(normal_matrix(1, name, rows, cols));
}

template <class S>
constexpr double tolerance() {
  return sizeof(S) == sizeof(float) ? 2e-3 : 1e-11;
}

template <class S>
bool close(const arma::Mat<S>& a, const arma::Mat<S>& b) {
  return a.is_empty() || arma::abs(a - b).max() <= tolerance<S>();
}

template <class S>
void check_products() {
  for (const Sizes& size : sizes) {
    const arma::Mat<S> A = random<S>("A", size.m, size.k), B = random<S>("B", size.k, size.n),
                       C = random<S>("C", size.m, size.n);
    const arma::Mat<S> At = A.t(), Bt = B.t(), expected = S(0.5) * A * B - C;
    arma::Mat<S> out = C;
    tiled::multiply(Op::none, Op::none, S(0.5), blas::whole(A), blas::whole(B), S(-1), blas::whole(out));
    BOOST_CHECK(close(out, expected));
    out = C;
    tiled::multiply(Op::transpose, Op::transpose, S(0.5), blas::whole(At), blas::whole(Bt), S(-1), blas::whole(out));
    BOOST_CHECK(close(out, expected));
    arma::Mat<S> gram(size.m, size.m), outer(size.m, size.m);
    tiled::gram(S(2), blas::whole(At), blas::whole(gram));
    BOOST_CHECK(close(gram, arma::Mat<S>(S(2) * A * At)));
    tiled::outer(blas::whole(A), blas::whole(outer));
    BOOST_CHECK(close(arma::Mat<S>(arma::trimatl(outer)), arma::Mat<S>(arma::trimatl(A * At))));
  }
}

template <class S>
void check_factors() {
  for (const arma::uword n : {arma::uword{0}, arma::uword{3}, arma::uword{256}, arma::uword{300}, arma::uword{517}}) {
    const arma::Mat<S> X = random<S>("X", n, n) / S(std::sqrt(std::max<double>(1.0, static_cast<double>(n))));
    const arma::Mat<S> A = X * X.t() + arma::Mat<S>(n, n, arma::fill::eye), B = random<S>("R", n, 150);
    arma::Mat<S> L = A, solved = B;
    BOOST_REQUIRE(tiled::cholesky(blas::whole(L)));
    const arma::Mat<S> lower = arma::trimatl(L);
    BOOST_CHECK(close(arma::Mat<S>(lower * lower.t()), A));
    tiled::solve_lower(Op::none, blas::whole(std::as_const(L)), blas::whole(solved));
    tiled::solve_lower(Op::transpose, blas::whole(std::as_const(L)), blas::whole(solved));
    BOOST_CHECK(close(arma::Mat<S>(A * solved), B));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tiled_kernels)

BOOST_AUTO_TEST_CASE(products_agree_with_armadillo_in_both_precisions) {
  check_products<double>();
  check_products<float>();
}

BOOST_AUTO_TEST_CASE(a_product_without_terms_scales) {
  const arma::mat A(4, 0), B(0, 5);
  arma::mat C(4, 5, arma::fill::ones);
  tiled::multiply(Op::none, Op::none, 1.0, blas::whole(A), blas::whole(B), -2.0, blas::whole(C));
  BOOST_TEST(arma::all(arma::vectorise(C == -2.0)));
}

BOOST_AUTO_TEST_CASE(factors_solve_in_both_precisions) {
  check_factors<double>();
  check_factors<float>();
}

BOOST_AUTO_TEST_CASE(matrices_that_are_not_positive_definite_have_no_factor) {
  for (const arma::uword n : {arma::uword{4}, arma::uword{300}}) {
    arma::mat A(n, n, arma::fill::eye);
    A(n - 1, n - 1) = -1.0;
    BOOST_CHECK(!tiled::cholesky(blas::whole(A)));
    arma::mat B(n, n, arma::fill::eye);
    B(n / 2, n / 2) = arma::datum::nan;
    BOOST_CHECK(!tiled::cholesky(blas::whole(B)));
  }
}

BOOST_AUTO_TEST_CASE(bits_do_not_depend_on_the_number_of_threads) {
  const arma::mat X = normal_matrix(2, "X", 300, 400);
  arma::mat expected;
  for (const int threads : {1, 2, 4}) {
    arma::mat C(400, 400);
    bool factored = false;
    with_threads(threads, [&] {
      tiled::gram(1.0, blas::whole(X), blas::whole(C));
      C.diag() += 1.0;
      factored = tiled::cholesky(blas::whole(C));
    });
    BOOST_REQUIRE(factored);
    if (expected.is_empty()) expected = C;
    BOOST_CHECK(arma::all(arma::vectorise(C == expected)));
  }
}

BOOST_AUTO_TEST_SUITE_END()
