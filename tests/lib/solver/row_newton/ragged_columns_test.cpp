#include "lib/solver/row_newton/ragged_columns.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

// What the header says, by its words.
arma::mat written_out(const arma::mat& X, const arma::vec& v, bool centred) {
  arma::mat out = X;
  if (centred) out.each_row() -= v.t() * X / arma::accu(v);
  out.each_col() %= arma::sqrt(v);
  return out.rows(arma::find(v > 0.0));
}

double distance(const arma::mat& A, const arma::mat& B) { return arma::abs(A - B).max(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(columns_of_one_task)

BOOST_AUTO_TEST_CASE(columns_gram_and_projection_are_those_of_the_centred_and_weighted_matrix) {
  // More samples than one block of a Gram matrix has, more columns than one run of sparse ones.
  constexpr arma::uword n = 700, d = 40;
  for (const bool sparse : {false, true})
    for (const bool centred : {false, true}) {
      const arma::mat X = features(1, "X", n, d, sparse ? Shape::sparse : Shape::well);
      arma::vec v = arma::abs(arma::vec(normal_matrix(1, "v", n, 1)));
      v[3] = v[600] = 0.0;
      const TaskColumns columns(sparse ? Design(arma::sp_mat(X)) : Design(X), v, centred);
      BOOST_TEST(columns.n() == n - 2);
      arma::uvec js = arma::regspace<arma::uvec>(0, d - 1);
      std::swap(js[0], js[7]);
      const arma::mat expected = written_out(X, v, centred).eval().cols(js);
      BOOST_TEST(distance(columns.write(js), expected) < 1e-13);
      BOOST_TEST(distance(columns.gram(js), expected.t() * expected) < 1e-10);
      BOOST_TEST(distance(columns.gram(js, 13), expected.t() * expected.tail_cols(d - 13)) < 1e-10);
      const arma::vec p = normal_matrix(1, "p", n - 2, 1);
      BOOST_TEST(distance(columns.project(js, p), expected.t() * p) < 1e-11);
      BOOST_TEST(distance(columns.raw(js), arma::mat(X.rows(arma::find(v > 0.0))).cols(js)) == 0.0);
    }
}

BOOST_AUTO_TEST_CASE(constant_columns_are_zero_where_they_are_centred) {
  arma::mat X = normal_matrix(2, "X", 9, 3);
  X.col(1).fill(0.1);
  const arma::vec v(9, arma::fill::value(1.0 / 9.0));
  for (const bool sparse : {false, true}) {
    const Design design = sparse ? Design(arma::sp_mat(X)) : Design(X);
    const TaskColumns centred(design, v, true), plain(design, v, false);
    BOOST_TEST(centred.is_constant(1));
    BOOST_TEST(!plain.is_constant(1));
    BOOST_TEST(centred.write({1}).is_zero());
    BOOST_TEST(arma::mat(centred.gram({0, 1, 2})).col(1).is_zero());
  }
}

BOOST_AUTO_TEST_CASE(kept_samples_are_taken_and_given_back) {
  const TaskColumns columns(arma::mat(4, 1, arma::fill::ones), arma::vec{1.0, 0.0, 2.0, 0.0}, false);
  const arma::vec all{5.0, 6.0, 7.0, 8.0};
  BOOST_TEST(arma::approx_equal(columns.keep(all), arma::vec{5.0, 7.0}, "absdiff", 0.0));
  BOOST_TEST(arma::approx_equal(columns.spread({5.0, 7.0}), arma::vec{5.0, 0.0, 7.0, 0.0}, "absdiff", 0.0));
}

BOOST_AUTO_TEST_SUITE_END()
