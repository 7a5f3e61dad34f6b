#include "lib/solver/row_newton/column_product.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/lib/solver/row_newton/shared_data.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

template <class S>
double error(const SharedData& shared, const arma::mat& R, blas::Run columns) {
  arma::mat X(shared.whitened.n(), shared.whitened.d());
  for (arma::uword j = 0; j < X.n_cols; ++j) shared.whitened.write_column(j, X.colptr(j));
  arma::Mat<S> out(R.n_cols, columns.size(), arma::fill::value(arma::Datum<S>::nan));
  arma::vec squares(columns.size());
  const row_newton::ColumnProduct<S> product(shared.whitened, R);
  product.apply(columns, blas::whole(out), squares.memptr());
  const arma::rowvec expected = arma::sum(arma::square(X.cols(columns.begin, columns.end - 1)), 0);
  BOOST_TEST(arma::abs(squares.t() - expected).max() < 1e-12 * expected.max());
  const arma::Mat<S> with_squares = out;
  product.apply(columns, blas::whole(out));
  BOOST_TEST(arma::approx_equal(out, with_squares, "absdiff", S(0)));
  return arma::abs(R.t() * X.cols(columns.begin, columns.end - 1) - arma::conv_to<arma::mat>::from(out)).max();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(column_products)

BOOST_AUTO_TEST_CASE(both_precisions_multiply_the_whitened_columns) {
  for (const bool centred : {false, true})
    for (const arma::uword T : {1, 2, 30}) {
      const SharedData shared(400, 90, T, centred);
      const arma::mat R = normal_matrix(1, "R", 400, 7);
      for (const blas::Run columns : {blas::Run{0, 90}, blas::Run{64, 90}, blas::Run{3, 4}}) {
        BOOST_TEST(error<double>(shared, R, columns) < 1e-11);
        BOOST_TEST(error<float>(shared, R, columns) < 1e-3);
      }
    }
}

BOOST_AUTO_TEST_CASE(a_constant_column_gives_zero) {
  arma::mat X = normal_matrix(2, "X", 20, 3);
  X.col(1).fill(1e9);
  const MultiTaskData data = MultiTaskData::from_shared(X, normal_matrix(2, "Y", 20, 2));
  row_newton::Whitened whitened(data, data.loss_weights(Averaging::task_mean), true);
  for (arma::uword j = 0; j < 3; ++j) whitened.introduce_column(j);
  arma::mat out(2, 3, arma::fill::none);
  row_newton::ColumnProduct<double>(whitened, normal_matrix(2, "R", 20, 2)).apply({0, 3}, blas::whole(out));
  BOOST_TEST(out.col(1).is_zero());
  BOOST_TEST(!out.col(0).is_zero());
}

BOOST_AUTO_TEST_SUITE_END()
