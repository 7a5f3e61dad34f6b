#include "lib/solver/factors/factor_descent.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/certify.hpp"
#include "lib/loss/squared.hpp"
#include "lib/solver/factors/starts.hpp"
#include "tests/support/hard_data.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::factors;
using namespace starling::testing;

namespace {

const auto go_on = [](double) { return true; };

struct Tasks {
  MultiTaskData data;
  arma::vec c = data.loss_weights(Averaging::task_mean);
  TaskGrams grams{{data, c, true}};
};

std::vector<Tasks> kinds_of_tasks() {
  return {{hard_data({.samples = {12, 20, 30, 9}}, false, 4)},
          {hard_data({.samples = {3, 2, 4}, .n_features = 12}, false, 4)},
          {random_tasks(5, {.n = 15, .d = 6, .T = 4, .shared = true})},
          {random_tasks(6, {.n = 30, .d = 6, .T = 4, .shape = Shape::sparse})},
          {hard_data({.zero_column = true}, false, 4)}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(descent_of_factors)

BOOST_AUTO_TEST_CASE(quadratics_written_out_are_the_loss_and_its_gradient) {
  for (const Tasks& tasks : kinds_of_tasks()) {
    const arma::mat V = normal_matrix(1, "V", tasks.grams.n_features(), tasks.grams.n_tasks());
    const Problem<Squared, TaskNorms> problem{tasks.data, {}, {0.0}, Intercept::free, tasks.c};
    const Coefficients at = with_best_intercepts(problem, tasks.grams.coefficients(V));
    const arma::vec eta = tasks.data.forward(at.W, at.b);
    const arma::mat R = tasks.grams.descent(V);
    const double loss = loss_sum(Squared{}, tasks.data.targets(), tasks.c, eta).value();
    BOOST_TEST(std::abs(tasks.grams.loss(V, R) - loss) < 1e-11 * (1.0 + loss));
    const arma::mat G = tasks.data.adjoint(loss_gradient(Squared{}, tasks.data.targets(), tasks.c, eta));
    BOOST_TEST(arma::abs(tasks.grams.varying(G) + R).max() < 1e-11 * (1.0 + arma::abs(G).max()));
  }
}

BOOST_AUTO_TEST_CASE(it_goes_down_to_a_stationary_point_from_every_start) {
  const SparseFactors penalty{0.05, 0.05, 2};
  for (const Tasks& tasks : kinds_of_tasks()) {
    const arma::mat alone = tasks_alone(tasks.grams);
    for (std::uint64_t number = 0; number < 4; ++number) {
      const FactorPoint end =
          FactorDescent(tasks.grams, penalty)
              .improve(start_from(alone, 2, number, RandomStream(number, "start")), {.residual = 1e-8}, go_on);
      BOOST_TEST(end.residual <= 1e-8);
      for (std::size_t i = 1; i < end.history.size(); ++i)
        BOOST_TEST(end.history[i] <= end.history[i - 1] * (1.0 + 1e-13));
      BOOST_TEST(std::abs(end.objective - end.history.back()) <= 1e-12 * end.objective);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_callback_that_says_no_stops_it_at_once) {
  const Tasks tasks = kinds_of_tasks().front();
  const SparseFactors penalty{0.05, 0.05, 2};
  const Factors from = start_from(tasks_alone(tasks.grams), 2, 0, RandomStream(1, "start"));
  const FactorPoint end =
      FactorDescent(tasks.grams, penalty).improve(from, {.residual = 1e-12}, [](double) { return false; });
  BOOST_TEST(end.history.size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_residual_is_what_the_gradient_lacks) {
  // l1 = 2: for G = (3, -1) S > 0 is off by 5, 2.5 times l1, and L by 3 + 1, 4 times l2 |l|. For G = (-1, -2) L is
  // exact and S off by half of l1, and its zero may be one.
  const SparseFactors penalty{2.0, 1.0, 1};
  const Factors at{arma::vec{1.0}, arma::rowvec{1.0, 0.0}};
  BOOST_TEST(first_order_residual(penalty, at, arma::rowvec{3.0, -1.0}) == 4.0);
  BOOST_TEST(first_order_residual(penalty, at, arma::rowvec{-1.0, -2.0}) == 0.5);
}

BOOST_AUTO_TEST_SUITE_END()
