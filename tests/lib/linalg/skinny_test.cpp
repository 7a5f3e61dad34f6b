#include "lib/linalg/skinny.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using starling::testing::normal_matrix;

namespace {

template <class S>
arma::Mat<S> random(const char* name, arma::uword rows, arma::uword cols) {
  return arma::conv_to<arma::Mat<S>>::from(normal_matrix(1, name, rows, cols));
}

template <class S>
arma::Mat<S> product(const arma::Mat<S>& R, const arma::Mat<S>& X) {
  arma::Mat<S> out(R.n_cols, X.n_cols, arma::fill::value(arma::Datum<S>::nan));
  SkinnyProduct<S>(blas::whole(R)).apply(blas::whole(X), blas::whole(out));
  return out;
}

template <class S>
void check_every_form(double tolerance) {
  // Rows below, at and across a run; tasks of one vector, whole vectors and parts of them; any rest of columns.
  for (const arma::uword n : {0, 1, 383, 384, 1000})
    for (const arma::uword T : {1, 4, 5, 12, 20, 33, 100})
      for (const arma::uword c : {0, 1, 2, 3, 4, 67}) {
        const arma::Mat<S> R = random<S>("R", n, T), X = random<S>("X", n, c), found = product(R, X);
        BOOST_TEST_CONTEXT(n << " " << T << " " << c)
        BOOST_TEST((found.is_empty() || arma::abs(found - R.t() * X).max() <= tolerance));
      }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(skinny_products)

BOOST_AUTO_TEST_CASE(every_form_agrees_with_armadillo) {
  check_every_form<double>(1e-11);
  check_every_form<float>(5e-3);
}

BOOST_AUTO_TEST_CASE(a_column_has_the_same_bits_whatever_stands_beside_it) {
  const arma::mat R = normal_matrix(2, "R", 500, 20), X = normal_matrix(2, "X", 500, 70), all = product(R, X);
  for (const arma::uword j : {0, 3, 64, 69})
    BOOST_TEST(arma::all(arma::vectorise(product(R, arma::mat(X.col(j))) == all.col(j))));
}

BOOST_AUTO_TEST_CASE(columns_of_a_larger_matrix_are_multiplied_where_they_lie) {
  const arma::mat R = normal_matrix(3, "R", 40, 9), X = normal_matrix(3, "X", 60, 8);
  arma::mat out(9, 8);
  SkinnyProduct<double>(blas::whole(R)).apply(blas::block(blas::whole(X), {10, 50}, {0, 8}), blas::whole(out));
  BOOST_TEST(arma::abs(out - R.t() * X.rows(10, 49)).max() < 1e-12);
}

BOOST_AUTO_TEST_CASE(columns_that_are_written_out_are_multiplied_like_others) {
  for (const arma::uword T : {1, 3, 20}) {
    const arma::mat R = normal_matrix(4, "R", 800, T), X = normal_matrix(4, "X", 800, 70);
    arma::mat out(T, 70, arma::fill::none);
    const auto write = [&](arma::uword j, blas::Run rows, double* to) {
      std::copy_n(blas::start_of(X, j) + rows.begin, rows.size(), to);
    };
    SkinnyProduct<double>(blas::whole(R)).apply_written(write, blas::whole(out));
    BOOST_TEST(arma::abs(out - R.t() * X).max() < 1e-11);
    if (T == 20) BOOST_TEST(arma::approx_equal(out, product(R, X), "absdiff", 0.0));
  }
}

BOOST_AUTO_TEST_SUITE_END()
