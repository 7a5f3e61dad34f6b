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

BOOST_AUTO_TEST_SUITE_END()
