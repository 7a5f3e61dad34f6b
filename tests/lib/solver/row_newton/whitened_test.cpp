#include "lib/solver/row_newton/whitened.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/certify.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "tests/lib/solver/row_newton/shared_data.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

arma::mat columns_of(const row_newton::Whitened& whitened) {
  arma::mat X(whitened.n(), whitened.d());
  for (arma::uword j = 0; j < whitened.d(); ++j) whitened.write_column(j, X.colptr(j));
  return X;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(whitened_data)

BOOST_AUTO_TEST_CASE(the_objective_is_the_same_function_in_other_units) {
  for (const arma::uword T : {arma::uword{3}, arma::uword{30}})  // fewer and more tasks than samples
    for (const bool centred : {false, true}) {
      const SharedData shared(12, 7, T, centred);
      const arma::mat W = normal_matrix(1, "W", 7, T), X = columns_of(shared.whitened);
      const Problem<Squared, RowGroupLasso> problem{shared.data,
                                                    {},
                                                    {0.4},
                                                    centred ? Intercept::free : Intercept::none,
                                                    shared.data.loss_weights(Averaging::task_mean)};
      arma::rowvec b(T, arma::fill::zeros);
      if (centred) b = best_intercepts(problem.loss, shared.data, problem.c, shared.data.forward(W, {}), b);
      const double expected = certify(problem, {W, b}).primal;
      const arma::mat inner = shared.whitened.whitened_rows(W.t());
      double value = 0.5 * arma::accu(arma::square(shared.whitened.targets() - X * inner.t()));
      // Fewer columns of targets than tasks: what the rotation leaves out of W is not seen by the data, but by norms.
      const arma::mat seen = shared.whitened.original_rows(inner).t();
      const double penalty = RowGroupLasso{0.4}.value(seen);
      for (arma::uword j = 0; j < 7; ++j) value += shared.whitened.strength(0.4) * arma::norm(inner.col(j));
      const double loss_alone = expected - RowGroupLasso{0.4}.value(W);
      const double inner_loss = 0.5 * arma::accu(arma::square(shared.whitened.targets() - X * inner.t()));
      BOOST_TEST(shared.whitened.original_objective(value - inner_loss) == penalty,
                 boost::test_tools::tolerance(1e-12));
      if (T <= 12)
        BOOST_TEST(shared.whitened.original_objective(inner_loss) == loss_alone, boost::test_tools::tolerance(1e-12));
    }
}

BOOST_AUTO_TEST_CASE(rows_return_from_a_rotation) {
  const SharedData shared(6, 5, 40);
  BOOST_TEST(shared.whitened.rank() <= 6);
  const arma::mat inner = normal_matrix(2, "V", shared.whitened.rank(), 5);
  const arma::mat back = shared.whitened.whitened_rows(shared.whitened.original_rows(inner));
  BOOST_TEST(arma::abs(back - inner).max() < 1e-13);
}

BOOST_AUTO_TEST_CASE(columns_are_centred_and_of_moderate_size) {
  const SharedData shared(50, 6, 3);
  const arma::mat X = columns_of(shared.whitened);
  BOOST_TEST(arma::abs(arma::sum(X, 0)).max() < 1e-12);
  BOOST_TEST(arma::abs(X).max() <= 2.0);
  BOOST_TEST(arma::abs(X).max() > 1e-3);
  BOOST_TEST(arma::norm(arma::vectorise(shared.whitened.targets())) <= 2.0);
}

BOOST_AUTO_TEST_CASE(only_one_dense_matrix_with_common_factors_suits) {
  const auto suits = [](const MultiTaskData& data) {
    return row_newton::Whitened::suits(data, data.loss_weights(Averaging::task_mean));
  };
  BOOST_TEST(suits(random_tasks(1, {.shared = true})));
  BOOST_TEST(!suits(random_tasks(1, {})));
  BOOST_TEST(!suits(random_tasks(1, {.shape = Shape::sparse, .shared = true})));
  arma::mat Y = normal_matrix(3, "Y", 10, 2);
  Y(3, 1) = arma::datum::nan;
  BOOST_TEST(!suits(MultiTaskData::from_shared(normal_matrix(3, "X", 10, 4), Y)));
}

BOOST_AUTO_TEST_SUITE_END()
