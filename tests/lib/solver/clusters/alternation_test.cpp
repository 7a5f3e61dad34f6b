#include "lib/solver/clusters/alternation.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/certify.hpp"
#include "lib/loss/squared.hpp"
#include "lib/penalty/cluster_spread.hpp"
#include "tests/support/hard_data.hpp"

using namespace starling;
using namespace starling::clusters;
using namespace starling::testing;

namespace {

const arma::uvec three_in_two = {0, 1, 0};

}  // namespace

BOOST_AUTO_TEST_SUITE(alternation)

// Lanes, factors on the short side, and one X for all tasks.
BOOST_AUTO_TEST_CASE(given_clusters_are_solved_to_rounding_by_every_kind_of_factor) {
  std::vector<MultiTaskData> list = {hard_data({.samples = {12, 20, 30}}, false, 4),
                                     hard_data({.samples = {3, 2, 4}, .n_features = 30}, false, 4),
                                     hard_data({.condition = 1e8}, false, 4)};
  const arma::mat X = hard_features({}, RandomStream(1, "X"), 25);
  list.push_back(MultiTaskData::from_shared(X, hard_features({.n_features = 3}, RandomStream(1, "Y"), 25)));
  for (const MultiTaskData& data : list)
    for (const double rho1 : {1e-3, 1.0, 1e3}) {
      const arma::vec c = data.loss_weights(Averaging::task_mean);
      const PulledTasks tasks(data, c, true, rho1, 0.01);
      const Clustering at = Alternation(tasks, 2).settled(three_in_two);
      const Problem<Squared, ClusterSpread> problem{data, Squared{}, ClusterSpread(three_in_two, 2, rho1, 0.01),
                                                    Intercept::free, c};
      const Certificate proof = certify(problem, with_best_intercepts(problem, tasks.coefficients(at.V)));
      BOOST_TEST(proof.relative_gap < 1e-10);
      BOOST_TEST(std::abs(proof.primal - at.objective) < 1e-10 * proof.scale);
      const arma::mat back = tasks.iterate(tasks.coefficients(at.V));
      BOOST_TEST(arma::abs(back - at.V).max() < 1e-9 * arma::abs(at.V).max());
    }
}

BOOST_AUTO_TEST_CASE(a_callback_that_says_no_stops_after_the_first_clusters) {
  const MultiTaskData data = hard_data({.samples = arma::uvec(20, arma::fill::value(9))}, false, 4);
  const arma::vec c = data.loss_weights(Averaging::task_mean);
  const PulledTasks tasks(data, c, true, 1.0, 0.01);
  arma::uvec clusters(20);
  for (arma::uword t = 0; t < 20; ++t) clusters[t] = t % 3;
  const Clustering stopped = Alternation(tasks, 3).improve(clusters, [](double) { return false; });
  BOOST_TEST(arma::all(stopped.clusters == clusters));
  BOOST_TEST(stopped.history.size() == 1u);
  const Clustering improved = Alternation(tasks, 3).improve(clusters, [](double) { return true; });
  BOOST_TEST(improved.objective < stopped.objective);
  for (std::size_t i = 1; i < improved.history.size(); ++i) BOOST_TEST(improved.history[i] < improved.history[i - 1]);
}

BOOST_AUTO_TEST_SUITE_END()
