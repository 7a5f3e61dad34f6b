// The BLAS door and the products of designs.
#include "lib/linalg/products.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/linalg/parallel.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using starling::testing::normal_matrix;

namespace {

using blas::Op;

bool same_bits(const arma::mat& a, const arma::mat& b) {
  return a.n_rows == b.n_rows && a.n_cols == b.n_cols && arma::all(arma::vectorise(a == b));
}

// Within the rounding of a sum of `terms` products of numbers around 1.
bool close(const arma::mat& a, const arma::mat& b, double terms) {
  return arma::approx_equal(a, b, "absdiff", 64.0 * arma::datum::eps * terms);
}

arma::mat sparse_like(std::uint64_t seed, arma::uword rows, arma::uword cols) {
  return starling::testing::features(seed, "S", rows, cols, starling::testing::Shape::sparse);
}

arma::mat product(const Design& X, const arma::mat& W) {
  arma::mat out(X.rows(), W.n_cols, arma::fill::value(arma::datum::nan));
  multiply(X, blas::view(W), blas::view(out));
  return out;
}

arma::mat transposed_product(const Design& X, const arma::mat& R) {
  arma::mat out(X.cols(), R.n_cols, arma::fill::value(arma::datum::nan));
  multiply_transposed(X, blas::view(R), blas::view(out));
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(blas_door)

BOOST_AUTO_TEST_CASE(gemm_agrees_with_armadillo_for_every_form) {
  const arma::mat A = normal_matrix(1, "A", 7, 5), At = A.t(), B = normal_matrix(1, "B", 5, 4), Bt = B.t();
  const arma::mat C = normal_matrix(1, "C", 7, 4), expected = 0.5 * A * B - 2.0 * C;
  arma::mat out = C;
  blas::gemm(Op::none, Op::none, 0.5, blas::view(A), blas::view(B), -2.0, blas::view(out));
  BOOST_CHECK(close(out, expected, 5.0));
  out = C;
  blas::gemm(Op::transpose, Op::none, 0.5, blas::view(At), blas::view(B), -2.0, blas::view(out));
  BOOST_CHECK(close(out, expected, 5.0));
  out = C;
  blas::gemm(Op::none, Op::transpose, 0.5, blas::view(A), blas::view(Bt), -2.0, blas::view(out));
  BOOST_CHECK(close(out, expected, 5.0));
  out = C;
  blas::gemm(Op::transpose, Op::transpose, 0.5, blas::view(At), blas::view(Bt), -2.0, blas::view(out));
  BOOST_CHECK(close(out, expected, 5.0));
}

BOOST_AUTO_TEST_CASE(a_single_column_agrees_with_the_same_column_of_many) {
  const arma::mat A = normal_matrix(2, "A", 9, 6), b = normal_matrix(2, "B", 6, 1), r = normal_matrix(2, "r", 9, 1);
  arma::mat out(9, 1, arma::fill::value(arma::datum::nan)), back(6, 1, arma::fill::value(arma::datum::nan));
  blas::gemm(Op::none, Op::none, 1.0, blas::view(A), blas::view(b), 0.0, blas::view(out));
  blas::gemm(Op::transpose, Op::none, 1.0, blas::view(A), blas::view(r), 0.0, blas::view(back));
  BOOST_CHECK(close(out, A * b, 6.0));
  BOOST_CHECK(close(back, A.t() * r, 9.0));
}

BOOST_AUTO_TEST_CASE(beta_zero_overwrites_whatever_was_there) {
  const arma::mat A = normal_matrix(3, "A", 3, 2), B = normal_matrix(3, "B", 2, 3);
  arma::mat out(3, 3, arma::fill::value(arma::datum::nan));
  blas::gemm(Op::none, Op::none, 1.0, blas::view(A), blas::view(B), 0.0, blas::view(out));
  BOOST_CHECK(close(out, A * B, 2.0));
}

BOOST_AUTO_TEST_CASE(empty_products_and_alpha_zero_leave_beta_times_c) {
  const arma::mat A(3, 0), B(0, 2), full = normal_matrix(4, "A", 3, 3), C = normal_matrix(4, "C", 3, 2);
  arma::mat out = C;
  blas::gemm(Op::none, Op::none, 1.0, blas::view(A), blas::view(B), 2.0, blas::view(out));
  BOOST_CHECK(same_bits(out, 2.0 * C));
  out = C;
  blas::gemm(Op::none, Op::none, 0.0, blas::view(full), blas::view(C), 1.0, blas::view(out));
  BOOST_CHECK(same_bits(out, C));
  out.fill(arma::datum::nan);
  blas::gemm(Op::none, Op::none, 1.0, blas::view(A), blas::view(B), 0.0, blas::view(out));
  BOOST_CHECK(out.is_zero());
  arma::mat none(0, 2);
  BOOST_CHECK_NO_THROW(
      blas::gemm(Op::none, Op::none, 1.0, blas::view(arma::mat(0, 3)), blas::view(C), 0.0, blas::view(none)));
}

BOOST_AUTO_TEST_CASE(sizes_that_do_not_match_are_refused_before_blas_is_called) {
  const arma::mat A(3, 4), B(5, 2), fits(4, 2);
  arma::mat C(3, 2), wrong(4, 2);
  BOOST_CHECK_THROW(blas::gemm(Op::none, Op::none, 1.0, blas::view(A), blas::view(B), 0.0, blas::view(C)),
                    InvalidInput);
  BOOST_CHECK_THROW(blas::gemm(Op::transpose, Op::none, 1.0, blas::view(A), blas::view(fits), 0.0, blas::view(C)),
                    InvalidInput);
  BOOST_CHECK_THROW(blas::gemm(Op::none, Op::none, 1.0, blas::view(A), blas::view(fits), 0.0, blas::view(wrong)),
                    InvalidInput);
}

BOOST_AUTO_TEST_CASE(adv_D32_sizes_beyond_blas_integers_are_refused) {
  double number = 1.0;
  const arma::uword huge = arma::uword{1} << 31U;
  const blas::View A{&number, 1, huge, 1}, B{&number, huge, 1, huge};
  BOOST_CHECK_THROW(blas::gemm(Op::none, Op::none, 1.0, A, B, 0.0, {&number, 1, 1, 1}), InvalidInput);
}

BOOST_AUTO_TEST_CASE(row_views_read_and_write_their_rows_alone) {
  const arma::mat A = normal_matrix(5, "A", 8, 3), B = normal_matrix(5, "B", 3, 2);
  arma::mat out(8, 2, arma::fill::value(7.0));
  blas::gemm(Op::none, Op::none, 1.0, blas::rows_of(A, 2, 5), blas::view(B), 0.0, blas::rows_of(out, 2, 5));
  BOOST_CHECK(close(out.rows(2, 4), A.rows(2, 4) * B, 3.0));
  out.shed_rows(2, 4);
  BOOST_CHECK(arma::all(arma::vectorise(out == 7.0)));
}

BOOST_AUTO_TEST_CASE(the_gram_matrix_is_symmetric_to_the_bit) {
  const arma::mat X = normal_matrix(6, "X", 40, 9), G = blas::gram(X);
  BOOST_CHECK(close(G, X.t() * X, 40.0));
  BOOST_CHECK(same_bits(G, G.t()));
  BOOST_CHECK(same_bits(blas::gram(arma::mat(0, 3)), arma::zeros(3, 3)));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(products)

BOOST_AUTO_TEST_CASE(dense_and_sparse_products_agree_with_armadillo_around_every_shard_border) {
  for (const arma::uword n : {1U, 2U, 511U, 512U, 513U, 1024U, 1025U, 2600U}) {
    const arma::mat X = sparse_like(n, n, 6), W = normal_matrix(n, "W", 6, 3), R = normal_matrix(n, "R", n, 3);
    for (const Design& design : {Design(X), Design(arma::sp_mat(X))})
      for (const arma::uword m : {1U, 3U}) {
        const arma::mat w = W.head_cols(m), r = R.head_cols(m);
        BOOST_CHECK_MESSAGE(close(product(design, w), X * w, 6.0), "X W of " << n << " rows");
        BOOST_CHECK_MESSAGE(close(transposed_product(design, r), X.t() * r, static_cast<double>(n)),
                            "X'R of " << n << " rows");
      }
  }
}

BOOST_AUTO_TEST_CASE(designs_without_rows_or_columns_give_zeros) {
  for (const Design& none : {Design(arma::mat(0, 4)), Design(arma::sp_mat(0, 4))}) {
    BOOST_CHECK(same_bits(transposed_product(none, arma::mat(0, 2)), arma::zeros(4, 2)));
    BOOST_CHECK_EQUAL(product(none, arma::mat(4, 2)).n_elem, 0U);
  }
  for (const Design& none : {Design(arma::mat(5, 0)), Design(arma::sp_mat(5, 0))}) {
    BOOST_CHECK(same_bits(product(none, arma::mat(0, 2)), arma::zeros(5, 2)));
    BOOST_CHECK_EQUAL(transposed_product(none, arma::mat(5, 2)).n_elem, 0U);
  }
}

BOOST_AUTO_TEST_CASE(products_have_the_same_bits_for_one_two_and_four_threads) {
  constexpr arma::uword n = 2777, d = 13;
  const arma::mat X = normal_matrix(7, "X", n, d), W = normal_matrix(7, "W", d, 5), R = normal_matrix(7, "R", n, 5);
  const arma::mat S = sparse_like(7, n, d);
  for (const Design& design : {Design(X), Design(arma::sp_mat(S))})
    for (const arma::uword m : {1U, 5U}) {
      const arma::mat w = W.head_cols(m), r = R.head_cols(m);
      arma::mat forward, backward;
      with_threads(1, [&] {
        forward = product(design, w);
        backward = transposed_product(design, r);
      });
      for (const int threads : {2, 4, 0})
        with_threads(threads, [&] {
          BOOST_CHECK_MESSAGE(same_bits(product(design, w), forward), threads << " threads");
          BOOST_CHECK_MESSAGE(same_bits(transposed_product(design, r), backward), threads << " threads");
        });
    }
}

BOOST_AUTO_TEST_SUITE_END()
