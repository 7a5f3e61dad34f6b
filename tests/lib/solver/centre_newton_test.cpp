#include "lib/solver/centre_newton.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/linalg/parallel.hpp"
#include "tests/support/prove.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

using CentreProblem = Problem<Squared, CentredNorms>;

CentreProblem pose_of(const MultiTaskData& data, double kappa, double mu, Intercept intercept = Intercept::free) {
  return {data,
          Squared{},
          {arma::vec(data.n_tasks(), arma::fill::value(kappa)), mu},
          intercept,
          data.loss_weights(Averaging::task_mean)};
}

Solution solved(const CentreProblem& problem, double gap = 1e-10) {
  const StopRule rule{.gap = gap};
  return centre_newton(problem, rule, zero_coefficients(problem.data));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(newton_on_the_centre)

// F_t = (w - a_t)^2 / 2 in one dimension: w_t = m + soft threshold of a_t - m, sum_t clip(a_t - m) = mu m.
BOOST_AUTO_TEST_CASE(one_dimension_by_hand) {
  std::vector<Task> tasks;
  for (const double a : {0.0, 1.0, 10.0}) tasks.push_back({.X = arma::mat(1, 1, arma::fill::ones), .y = {a}});
  const MultiTaskData data = MultiTaskData::from_tasks(tasks);
  const Solution found = solved(pose_of(data, 1.0, 0.5, Intercept::none), 1e-13);
  const double m = 2.0 / 2.5;  // -m + (1 - m) + 1 = m / 2
  BOOST_CHECK_CLOSE(found.coefficients.W[0], m, 1e-10);
  BOOST_TEST(found.coefficients.W[1] == found.coefficients.W[0]);
  BOOST_CHECK_CLOSE(found.coefficients.W[2], 9.0, 1e-10);
}

BOOST_AUTO_TEST_CASE(a_drawn_task_satisfies_its_own_equation) {
  const arma::vec h = {0.01, 1.0, 30.0}, a = {1.0, -2.0, 5.0}, m = {0.3, 0.1, -0.2};
  const DrawnTask task{h, arma::eye(3, 3), a};
  for (const double kappa : {0.0, 1e-6, 0.5, 5.0, 50.0}) {
    const DrawnTask::Answer at = task.answer(m, kappa);
    const arma::vec w = m + at.offset, pull = h % w - a;
    BOOST_CHECK_SMALL(std::abs(arma::norm(at.offset) - at.distance), 1e-10 * (1.0 + at.distance));
    BOOST_CHECK_SMALL(arma::abs(pull - at.gradient).max(), 1e-9);
    if (at.distance > 0.0) BOOST_CHECK_SMALL(arma::abs(pull + kappa * at.offset / at.distance).max(), 1e-9);
    BOOST_TEST(arma::norm(pull) <= (kappa + 1e-9) * (1.0 + 1e-12));
    BOOST_CHECK_CLOSE(at.value, arma::accu(0.5 * h % w % w - a % w) + kappa * at.distance, 1e-9);
  }
}

BOOST_AUTO_TEST_CASE(hard_data_are_proved_for_weak_and_strong_pulls) {
  for (const NamedData& named : hard_regression(matrix_seed)) {
    const arma::vec c = named.data.loss_weights(Averaging::task_mean);
    const arma::vec u = c % named.data.targets();
    const arma::mat G = named.data.adjoint(u);
    double pull = 0.0;
    for (arma::uword t = 0; t < G.n_cols; ++t) pull = std::max(pull, arma::norm(G.col(t)));
    for (const double share : {1e-3, 0.1, 2.0})
      for (const Intercept intercept : {Intercept::free, Intercept::none})
        prove(title(named, "centre", share),
              pose_of(named.data, share * pull, 1e-3 * curvature(named.data, c), intercept), centre_newton);
  }
}

BOOST_AUTO_TEST_CASE(all_shapes_of_data_are_proved) {
  for (const Shape shape : {Shape::well, Shape::duplicates, Shape::sparse})
    for (const DataShape& size : {DataShape{.n = 20, .d = 8, .T = 3}, DataShape{.n = 6, .d = 15, .T = 5},
                                  DataShape{.n = 20, .d = 8, .T = 4, .shared = true}}) {
      DataShape shaped = size;
      shaped.shape = shape;
      const MultiTaskData data = random_tasks(3, shaped);
      const Solution found = solved(pose_of(data, 0.2, 0.1));
      BOOST_TEST((found.report.status == Status::optimal), to_string(found.report.status));
      BOOST_TEST(found.report.iterations <= 30);
    }
}

BOOST_AUTO_TEST_CASE(any_number_of_threads_gives_the_same_bits_and_a_warm_start_stops_at_once) {
  const MultiTaskData data = random_tasks(5, {.n = 20, .d = 8, .T = 6});
  const CentreProblem problem = pose_of(data, 0.1, 0.1);
  Solution one, two;
  with_threads(1, [&] { one = solved(problem); });
  with_threads(2, [&] { two = solved(problem); });
  BOOST_TEST(std::equal(one.coefficients.W.begin(), one.coefficients.W.end(), two.coefficients.W.begin()));
  const StopRule rule{.gap = 1e-9};
  BOOST_TEST(centre_newton(problem, rule, one.coefficients).report.iterations == 0);
}

BOOST_AUTO_TEST_CASE(limits_are_told_honestly) {
  const MultiTaskData data = random_tasks(5, {.n = 20, .d = 8, .T = 6});
  const CentreProblem problem = pose_of(data, 0.1, 0.1);
  const StopRule one{.gap = 1e-14, .max_iterations = 1};
  BOOST_TEST((centre_newton(problem, one, zero_coefficients(data)).report.status == Status::iteration_limit));
  const StopRule any{};
  CentreProblem penalised = problem;
  penalised.intercept = Intercept::penalised;
  BOOST_CHECK_THROW(centre_newton(penalised, any, zero_coefficients(data)), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
