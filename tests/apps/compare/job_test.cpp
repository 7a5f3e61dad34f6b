#include "apps/compare/job.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/random.hpp"
#include "lib/selection/cross_validate.hpp"

using namespace starling;
using namespace starling::compare;

BOOST_AUTO_TEST_SUITE(one_job)

// Where nearly all samples are of one class, errors are fewest for a machine that always says so.
BOOST_AUTO_TEST_CASE(options_are_searched_by_the_metric_that_was_asked_for) {
  std::vector<Task> train, test;
  const RandomStream stream(5, "rare");
  for (std::uint64_t t = 0; t < 3; ++t)
    for (std::vector<Task>* of : {&train, &test}) {
      arma::mat X(90, 2);
      arma::vec y(90, arma::fill::value(-1.0));
      const std::uint64_t first = 1000 * t + (of == &test ? 500 : 0);
      for (arma::uword i = 0; i < 180; ++i) X[i] = stream.normal(first + i);
      for (arma::uword i = 0; i < 9; ++i) {
        y[10 * i] = 1.0;
        X(10 * i, 0) += 1.2;
      }
      of->push_back({.X = X, .y = y});
    }
  const Samples samples{.train = MultiTaskData::from_tasks(std::move(train)),
                        .test = MultiTaskData::from_tasks(std::move(test))};
  const ReadyMethod method = make_ready(parse_method_spec("multitask_svm:C=0.00001:10:5,mu=1"), true);
  for (const std::string metric : {"", "auc"}) {
    const auto found =
        cross_validate(*method.estimator, samples.train,
                       {.grid = method.grid(), .folds = 3, .metric = metric, .control = {.stop = {.gap = 1e-4}}});
    const Result result = run_job(method, samples, {.tune_by = metric});
    BOOST_TEST(result.params.at("C") == found.points[found.chosen].params.at("C"));
  }
  BOOST_TEST(tuning_metric(*method.estimator, "mse").empty());
}

// Data that hardly any noise hides: what was planted is found, and a method that learns every task alone does not find
// it.
BOOST_AUTO_TEST_CASE(a_job_says_how_much_of_a_planted_structure_was_found) {
  const auto metrics_of = [](const std::string& data, const std::string& method) {
    const DataPlan plan(data, {}, 1, {});
    return run_job(make_ready(parse_method_spec(method), false), *plan.samples(0), {}).metrics;
  };
  const std::string support = "shared_support:n_features=30,n_relevant=5,noise=0.001,n_samples=40";
  const auto lasso = metrics_of(support, "multitask_lasso:lambda=0.05max");
  BOOST_TEST(lasso.at("support_f1") == 1.0);
  BOOST_TEST(std::abs(lasso.at("zero_rows") - 25.0 / 30) < 1e-15);
  BOOST_TEST(metrics_of(support, "independent_ridge:lambda=0.01").at("support_f1") < 0.5);

  const std::string clusters = "task_clusters:n_clusters=3,n_tasks=12,spread=0.01,noise=0.01,n_samples=40";
  BOOST_TEST(metrics_of(clusters, "kmeans_clustering:n_clusters=3").at("adjusted_rand_index") == 1.0);
  BOOST_TEST(metrics_of(clusters, "independent_ridge:lambda=0.01").count("adjusted_rand_index") == 0u);

  const std::string rank = "low_rank:rank=2,noise=0.001,n_samples=40";
  const auto reduced = metrics_of(rank, "reduced_rank:rank=2,lambda=1e-6");
  BOOST_TEST(reduced.at("rank") == 2.0);
  BOOST_TEST(reduced.at("feature_subspace_angle") < 0.01);
  BOOST_TEST(reduced.at("task_subspace_angle") < 0.01);
}

BOOST_AUTO_TEST_CASE(what_the_search_saw_and_how_the_proof_grew_is_kept) {
  const DataPlan data("shared_support:n_tasks=4,n_features=12,n_samples=20,n_relevant=3", {}, 1, {});
  const auto samples = data.samples(0);
  const ReadyMethod tuned = make_ready(parse_method_spec("multitask_lasso:lambda=auto:6"), false);
  const Result result = run_job(tuned, *samples, {});
  const auto found = cross_validate(*tuned.estimator, samples->train,
                                    {.grid = tuned.grid(), .folds = 3, .control = {.stop = {.gap = 1e-4}}});
  BOOST_REQUIRE(result.search.points.size() == 6);
  for (std::size_t k = 0; k < 6; ++k) {
    BOOST_TEST((result.search.points[k].params == found.points[k].params));
    BOOST_TEST(result.search.points[k].score == found.points[k].mean);
  }
  BOOST_TEST(result.search.chosen == found.chosen);
  BOOST_TEST(result.search.metric == "mse");
  BOOST_TEST(!result.search.higher_is_better);

  const ReadyMethod fixed = make_ready(parse_method_spec("multitask_lasso:lambda=0.1max"), false);
  for (const Result& one : {result, run_job(fixed, *samples, {})}) {
    BOOST_REQUIRE(!one.trace.empty());
    BOOST_TEST(one.trace.back().relative_gap == one.relative_gap.value());
    BOOST_TEST(one.trace.back().seconds <= one.seconds.tune + one.seconds.fit);
    for (std::size_t k = 1; k < one.trace.size(); ++k) BOOST_TEST(one.trace[k].seconds >= one.trace[k - 1].seconds);
  }
  // From zero, not from where the search had come to.
  BOOST_TEST(result.trace.front().relative_gap > 1e-4);
  BOOST_TEST(run_job(fixed, *samples, {}).search.points.empty());
}

BOOST_AUTO_TEST_SUITE_END()
