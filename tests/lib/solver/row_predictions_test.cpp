#include "lib/solver/row_predictions.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

BOOST_AUTO_TEST_SUITE(predictions_from_rows)

BOOST_AUTO_TEST_CASE(they_are_those_of_all_rows) {
  for (const Shape shape : {Shape::well, Shape::sparse})
    for (const bool shared : {false, true}) {
      const MultiTaskData data = random_tasks(1, {.n = 9, .d = 40, .T = 3, .shape = shape, .shared = shared});
      arma::mat W(40, 3, arma::fill::zeros);
      for (const arma::uword rows : {0, 2, 30}) {
        W.head_rows(rows) = normal_matrix(1, "W", rows, 3);
        const arma::vec difference = predict_from_rows(data, W) - data.forward(W, {});
        BOOST_TEST(arma::abs(difference).max() < 1e-13);
      }
    }
}

BOOST_AUTO_TEST_SUITE_END()
