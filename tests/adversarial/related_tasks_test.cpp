// Methods of related tasks on tasks that are as many, or as alike, as they can be.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "algorithms/catalogue.hpp"
#include "tests/support/hard_data.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

// Convex, with squared loss, and of tasks that are related in a way that is learned or alike for all.
const std::vector<std::string> related = {"trace_norm",        "clustered_regression",       "alternating_structure",
                                          "task_relationship", "multitask_feature_learning", "armul",
                                          "mean_regularised"};

}  // namespace

BOOST_AUTO_TEST_SUITE(adversarial_related_tasks)

BOOST_AUTO_TEST_CASE(adv_T1_duplicate_tasks_are_equal) {
  const MultiTaskData data = hard_data({.samples = arma::uvec(7, arma::fill::value(12)), .same_task = true}, false, 3);
  for (const std::string& name : related) {
    const Fit fit = make_estimator(name)->fit(data, {.stop = {.gap = 1e-12}});
    const arma::mat& W = fit.linear().W();
    BOOST_TEST_CONTEXT(name) {
      BOOST_TEST(arma::abs(W.each_col() - W.col(0)).max() < 1e-5);
      BOOST_TEST(fit.report.certificate.proved_relative_gap() < 1e-11);
    }
  }
}

BOOST_AUTO_TEST_CASE(adv_T2_ten_thousand_tasks_of_two_samples_are_proved) {
  const MultiTaskData data = hard_data({.samples = arma::uvec(10000, arma::fill::value(2)), .n_features = 5}, false, 9);
  for (const std::string& name : related) {
    const Fit fit = make_estimator(name)->fit(data);
    BOOST_TEST_CONTEXT(name) BOOST_TEST(fit.report.certificate.proved_relative_gap() <= 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(adv_T2_ten_thousand_tasks_in_chains_trees_and_neighbourhoods_are_proved) {
  constexpr int T = 10000;
  const MultiTaskData data = hard_data({.samples = arma::uvec(T, arma::fill::value(2)), .n_features = 5}, false, 9);
  std::string parents = "-1", descriptors;
  for (int t = 1; t < T; ++t) parents += "," + std::to_string((t - 1) / 3);
  // Places in the plane, so that neighbourhoods are of no other shape than that of a map.
  const RandomStream places(4, "places");
  for (int t = 0; t < 2 * T; ++t)
    descriptors += (t > 0 ? "," : "") + std::to_string(places.uniform(static_cast<std::uint64_t>(t)));
  for (const Params& graph : std::vector<Params>{{{"graph", "chain"}},
                                                 {{"graph", "tree"}, {"parents", parents}},
                                                 {{"graph", "neighbours"}, {"descriptors", descriptors}}}) {
    const Fit fit = make_estimator("graph_regularised", graph)->fit(data);
    BOOST_TEST_CONTEXT(graph.at("graph")) BOOST_TEST(fit.report.certificate.proved_relative_gap() <= 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(adv_T3_more_clusters_than_tasks_and_more_dimensions_than_features) {
  const MultiTaskData data = hard_data({.samples = {9, 12, 10, 14}, .n_features = 3}, false, 3);
  for (const std::string name : {"clustered_regression", "kmeans_clustering"}) {
    const auto method = make_estimator(name, {{"n_clusters", "5"}});
    BOOST_TEST_CONTEXT(name) {
      BOOST_REQUIRE(method->unsuited(data).has_value());
      BOOST_CHECK_THROW(method->fit(data), InvalidInput);
    }
  }
  const FitControl tight{.stop = {.gap = 1e-11}};
  const Fit full = make_estimator("alternating_structure", {{"n_dimensions", "3"}})->fit(data, tight);
  const Fit more = make_estimator("alternating_structure", {{"n_dimensions", "9"}})->fit(data, tight);
  BOOST_TEST(std::abs(full.report.certificate.primal - more.report.certificate.primal) <
             1e-10 * full.report.certificate.scale);
  // A direction more than there can be is none.
  BOOST_TEST(make_estimator("go_mtl", {{"n_directions", "9"}})->fit(data).linear().rank() <= 3u);
}

BOOST_AUTO_TEST_SUITE_END()
