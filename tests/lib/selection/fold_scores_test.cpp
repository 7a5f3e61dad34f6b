#include "lib/selection/fold_scores.hpp"

#include <boost/test/unit_test.hpp>

#include "algorithms/catalogue.hpp"
#include "lib/base/random.hpp"
#include "lib/data/split.hpp"
#include "lib/estimator/metrics.hpp"

namespace {

using namespace starling;

MultiTaskData noise() {
  const RandomStream stream(31, "X"), targets(31, "Y");
  arma::mat X(24, 5), Y(24, 2);
  for (arma::uword i = 0; i < X.n_elem; ++i) X[i] = stream.normal(i);
  for (arma::uword i = 0; i < Y.n_elem; ++i) Y[i] = X[i] + 0.5 * targets.normal(i);
  return MultiTaskData::from_shared(X, Y);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fold_scores)

BOOST_AUTO_TEST_CASE(a_score_is_that_of_a_fit_to_the_other_folds) {
  const auto data = noise();
  const auto lasso = make_estimator("multitask_lasso", {{"lambda", "0.1"}});
  const auto scores = score_folds(*lasso, data, {{.points = {0}}}, {.folds = 3, .metric = "mse", .seed = 4});
  const auto splits = k_folds(data, {.folds = 3, .seed = 4});
  BOOST_REQUIRE(scores.points.size() == 1u);
  for (std::size_t k = 0; k < 3; ++k) {
    const auto train = data.subset(splits[k].train), test = data.subset(splits[k].test);
    const Fit fit = lasso->fit(train);
    BOOST_TEST(*scores.points[0].folds[k] == *find_metric("mse").score(judge(*fit.model, test, &train)).value);
  }
}

BOOST_AUTO_TEST_CASE(paths_put_their_scores_in_their_places) {
  const auto data = noise();
  const auto lasso = make_estimator("multitask_lasso");
  const auto at = [&](const std::vector<ScoredPath>& paths) { return score_folds(*lasso, data, paths, {.folds = 3}); };
  const std::vector<Lambda> strengths = {0.3, 0.1};
  const auto both = at({{.rest = {{"l1_ratio", "0.5"}}, .points = {2, 0}, .strengths = strengths},
                        {.rest = {{"l1_ratio", "1"}}, .points = {3, 1}, .strengths = strengths}});
  const auto first = at({{.rest = {{"l1_ratio", "0.5"}}, .points = {0, 1}, .strengths = strengths}});
  BOOST_REQUIRE(both.points.size() == 4u);
  BOOST_TEST(both.points[2].mean == first.points[0].mean);
  BOOST_TEST(both.points[0].mean == first.points[1].mean);
  BOOST_TEST(both.within_one_error(both.best));
  for (const PointScore& point : both.points) BOOST_TEST(point.mean >= both.points[both.best].mean);
}

BOOST_AUTO_TEST_CASE(work_beside_the_folds_can_stop_them) {
  const auto lasso = make_estimator("multitask_lasso", {{"lambda", "0.1"}});
  for (const bool goes_on : {true, false}) {
    int ran = 0;
    FoldScoring plan{.folds = 3, .beside = [&](const FitControl&) { return ++ran, goes_on; }};
    plan.control.threads = 1;
    BOOST_TEST(score_folds(*lasso, noise(), {{.points = {0}}}, plan).interrupted() == !goes_on);
    BOOST_TEST(ran == 1);
  }
}

BOOST_AUTO_TEST_SUITE_END()
