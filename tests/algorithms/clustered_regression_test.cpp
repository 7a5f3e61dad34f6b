// What convex clustering is for: tasks of one cluster end nearer to one another than learned alone.
#include "algorithms/clustered_regression.hpp"

#include <boost/test/unit_test.hpp>

#include "algorithms/baselines.hpp"
#include "datasets/catalogue.hpp"

using namespace starling;

BOOST_AUTO_TEST_SUITE(clustered_regression)

BOOST_AUTO_TEST_CASE(planted_clusters_are_learned_better_together_than_alone) {
  const Dataset tasks = make_dataset("task_clusters:n_tasks=12,n_clusters=3,n_features=15,n_samples=20,seed=4");
  const Fit together = ClusteredRegression{{.rho1 = 0.5, .rho2 = 0.02, .n_clusters = 3}}.fit(tasks.train);
  const Fit alone = IndependentRidge{{.lambda = 0.04}}.fit(tasks.train);
  BOOST_CHECK(together.report.certificate.relative_gap <= 1e-6);
  const arma::mat& truth = tasks.truth->W;
  BOOST_CHECK(arma::norm(together.linear().W() - truth, "fro") < arma::norm(alone.linear().W() - truth, "fro"));
}

BOOST_AUTO_TEST_CASE(more_clusters_than_tasks_are_refused_in_the_words_of_unsuited) {
  const Dataset tasks = make_dataset("task_clusters:n_tasks=4,n_clusters=2,seed=4");
  const ClusteredRegression method{{.n_clusters = 5}};
  BOOST_REQUIRE(method.unsuited(tasks.train).has_value());
  BOOST_CHECK(method.unsuited(tasks.train)->find("more than the 4 tasks") != std::string::npos);
  BOOST_CHECK_THROW(method.fit(tasks.train), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
