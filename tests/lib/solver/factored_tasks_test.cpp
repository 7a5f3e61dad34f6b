#include "lib/solver/factored_tasks.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/ranked_certificate.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

constexpr double mu = 0.05;

bool go_on(double) { return true; }

// The gradient of the objective in W at the best intercepts.
arma::mat gradient(const MultiTaskData& data, const arma::vec& c, const arma::mat& W) {
  const RankedProblem problem{data, Squared{}, RankedRidge{mu, W.n_cols}, Intercept::free, c};
  const Coefficients at = with_best_intercepts(problem, W);
  const arma::vec u = c % (data.forward(at.W, at.b) - data.targets());
  return data.adjoint(u) + mu * W;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(factored_tasks)

BOOST_AUTO_TEST_CASE(it_ends_where_no_factor_can_be_improved) {
  for (const bool shared : {false, true}) {
    const MultiTaskData data = random_tasks(1, {.n = 15, .d = 6, .T = 5, .shared = shared});
    const arma::vec c = data.loss_weights(Averaging::task_mean);
    const FactoredTasks tasks(data, c, true, mu);
    const TaskFactors end = tasks.improve(normal_matrix(3, "U", 6, 2), 1e-15, go_on);
    const arma::mat G = gradient(data, c, end.coefficients());
    BOOST_TEST(arma::norm(end.U.t() * G, "fro") < 1e-6);
    BOOST_TEST(arma::norm(G * end.V, "fro") < 1e-6);
    BOOST_TEST(arma::norm(G, "fro") > 1e-3);  // the rank does hold it back
    const RankedProblem problem{data, Squared{}, RankedRidge{mu, 2}, Intercept::free, c};
    const Coefficients at = with_best_intercepts(problem, end.coefficients());
    BOOST_TEST(certify(problem, at).primal == end.objective, boost::test_tools::tolerance(1e-12));
  }
}

BOOST_AUTO_TEST_CASE(no_sweep_raises_the_objective) {
  const MultiTaskData data = random_tasks(2, {.n = 12, .d = 9, .T = 6, .shape = Shape::ill});
  const arma::vec c = data.loss_weights(Averaging::sum);
  const TaskFactors end = FactoredTasks(data, c, true, mu).improve(normal_matrix(3, "U", 9, 3), 0.0, go_on);
  for (std::size_t k = 1; k < end.history.size(); ++k) BOOST_TEST(end.history[k] < end.history[k - 1]);
  BOOST_TEST(end.history.size() >= 3u);
}

BOOST_AUTO_TEST_CASE(it_stops_when_told_to) {
  const MultiTaskData data = random_tasks(2, {.n = 12, .d = 9, .T = 6});
  const arma::vec c = data.loss_weights(Averaging::sum);
  int sweeps = 0;
  const TaskFactors end =
      FactoredTasks(data, c, false, mu).improve(normal_matrix(3, "U", 9, 3), 0.0, [&](double) { return ++sweeps < 3; });
  BOOST_TEST(end.history.size() == 3u);
}

BOOST_AUTO_TEST_CASE(sparse_features_are_the_same_problem) {
  const DataShape shape{.n = 30, .d = 8, .T = 4, .shape = Shape::sparse};
  DataShape dense = shape;
  dense.as_dense = true;
  std::vector<arma::mat> found;
  for (const DataShape& form : {shape, dense}) {
    const MultiTaskData data = random_tasks(5, form);
    const arma::vec c = data.loss_weights(Averaging::task_mean);
    found.push_back(FactoredTasks(data, c, true, mu).improve(normal_matrix(3, "U", 8, 2), 1e-16, go_on).coefficients());
  }
  BOOST_TEST(arma::abs(found[0] - found[1]).max() < 1e-6);
}

BOOST_AUTO_TEST_SUITE_END()
