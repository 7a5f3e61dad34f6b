#include "lib/solver/classes/class_rows.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;
using classes::ClassRows;

BOOST_AUTO_TEST_SUITE(class_rows)

BOOST_AUTO_TEST_CASE(products_and_sums_are_those_of_the_matrices_for_any_number_of_classes_and_features) {
  for (const Shape shape : {Shape::well, Shape::sparse})
    for (const arma::uword d : {1U, 2U, 9U, 30U})
      for (const arma::uword K : {2U, 3U, 4U, 5U, 9U, 13U, 33U}) {
        const MultiTaskData data = random_tasks(1, {.n = 5, .d = d, .T = 2, .shape = shape});
        const svm::SampleRows samples(data, svm::LastColumn::constant);
        const ClassRows rows(samples, K);
        BOOST_TEST(rows.width() >= K);
        const arma::mat W = normal_matrix(2, "W", d + 1, K), step = normal_matrix(3, "step", K, 1);
        for (arma::uword t = 0; t < 2; ++t) {
          const arma::mat X = arma::join_rows(data.design(t).dense(), arma::mat(5 + t, 1, arma::fill::ones));
          arma::vec Z(rows.length(), arma::fill::zeros), out(rows.width()), padded(rows.width(), arma::fill::zeros);
          for (arma::uword j = 0; j <= d; ++j)
            for (arma::uword k = 0; k < K; ++k) Z[j * rows.width() + k] = W(j, k);
          padded.head(K) = step;
          for (arma::uword i = 0; i < X.n_rows; ++i) {
            rows.scores(t, i, Z.memptr(), out.memptr());
            BOOST_TEST(arma::abs(out.head(K) - W.t() * X.row(i).t()).max() <= 1e-12);
            arma::vec moved = Z;
            rows.add(t, i, padded.memptr(), moved.memptr());
            for (arma::uword j = 0; j <= d; ++j)
              for (arma::uword k = 0; k < K; ++k)
                BOOST_TEST(std::abs(moved[j * rows.width() + k] - (W(j, k) + X(i, j) * step[k])) <= 1e-12);
          }
        }
      }
}

BOOST_AUTO_TEST_SUITE_END()
