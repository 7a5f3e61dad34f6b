#include "lib/selection/cross_validated_path.hpp"

#include <boost/test/unit_test.hpp>

#include "algorithms/catalogue.hpp"
#include "lib/base/error.hpp"
#include "lib/base/random.hpp"
#include "lib/selection/cross_validate.hpp"

namespace {

using namespace starling;

arma::mat normals(arma::uword rows, arma::uword cols, std::string_view name) {
  const RandomStream stream(23, name);
  arma::mat X(rows, cols);
  for (arma::uword i = 0; i < X.n_elem; ++i) X[i] = stream.normal(i);
  return X;
}

// Three of twelve features matter.
MultiTaskData planted() {
  const arma::mat X = normals(50, 12, "X");
  arma::mat W(12, 4, arma::fill::zeros);
  W.head_rows(3) = normals(3, 4, "W");
  return MultiTaskData::from_shared(X, X * W + normals(50, 4, "noise"));
}

MultiTaskData ragged() {
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < 3; ++t) {
    const arma::mat X = normals(20 + 5 * t, 6, "X" + std::to_string(t));
    tasks.push_back({.X = X, .y = arma::vec(X.col(0) - X.col(1) + normals(X.n_rows, 1, "e" + std::to_string(t)))});
  }
  return MultiTaskData::from_tasks(std::move(tasks));
}

struct Walked {
  std::vector<PathPoint> points;
  CrossValidatedPath found;
};

Walked walk(const Estimator& estimator, const MultiTaskData& data, const CrossValidatedPathPlan& plan) {
  Walked walked;
  walked.found = cross_validate_path(estimator, data, plan, [&](PathPoint point) {
    walked.points.push_back(std::move(point));
    return true;
  });
  return walked;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cross_validated_path)

BOOST_AUTO_TEST_CASE(scores_are_those_of_a_search_over_the_same_strengths) {
  const auto data = planted();
  const auto lasso = make_estimator("multitask_lasso");
  const Walked walked = walk(*lasso, data, {.path = {.count = 12}, .folds = 4, .seed = 9});
  const auto search =
      cross_validate(*lasso, data, {.grid = parse_grid({"lambda=1max:0.001max:12"}, *lasso), .folds = 4, .seed = 9});
  BOOST_REQUIRE(walked.found.points.size() == 12u);
  BOOST_TEST(walked.found.metric == search.metric);
  BOOST_TEST(walked.found.folds_used == 4u);
  for (std::size_t k = 0; k < 12; ++k) {
    BOOST_TEST(walked.found.points[k].mean == search.points[k].mean);
    BOOST_TEST(walked.found.points[k].standard_error == search.points[k].standard_error);
    BOOST_TEST((walked.found.points[k].folds == search.points[k].folds));
  }
  BOOST_TEST(walked.found.best == search.best);
  BOOST_TEST(walked.found.one_se == search.one_se);
  BOOST_TEST(walked.found.one_se < walked.found.best);
}

BOOST_AUTO_TEST_CASE(the_fits_are_those_of_the_path_alone) {
  const auto data = planted();
  const auto lasso = make_estimator("multitask_lasso");
  const CrossValidatedPathPlan plan{.path = {.count = 8}};
  const Walked walked = walk(*lasso, data, plan);
  const auto alone = lambda_path(*lasso, data, plan.path);
  BOOST_REQUIRE(walked.points.size() == alone.size());
  for (std::size_t k = 0; k < alone.size(); ++k) {
    BOOST_TEST(walked.points[k].lambda == alone[k].lambda);
    BOOST_TEST(walked.found.points[k].lambda == alone[k].lambda);
    BOOST_TEST(arma::approx_equal(walked.points[k].fit.linear().W(), alone[k].fit.linear().W(), "absdiff", 0.0));
  }
}

BOOST_AUTO_TEST_CASE(one_se_is_the_largest_strength_within_one_standard_error_of_the_best) {
  const auto data = planted();
  const Walked walked = walk(*make_estimator("multitask_lasso"), data, {.path = {.count = 20}});
  const auto& points = walked.found.points;
  const double bound = points[walked.found.best].mean + points[walked.found.best].standard_error;
  for (std::size_t k = 0; k < points.size(); ++k) {
    BOOST_TEST(points[k].mean >= points[walked.found.best].mean);
    if (k < walked.found.one_se) BOOST_TEST(points[k].mean > bound);
  }
  BOOST_TEST(points[walked.found.one_se].mean <= bound);
}

BOOST_AUTO_TEST_CASE(threads_change_no_bit) {
  for (const MultiTaskData& data : {planted(), ragged()}) {
    const auto lasso = make_estimator("multitask_lasso");
    const auto with = [&](int threads) {
      return walk(*lasso, data, {.path = {.count = 9, .control = {.threads = threads}}});
    };
    const Walked one = with(1), two = with(2);
    for (std::size_t k = 0; k < 9; ++k) {
      BOOST_TEST(one.found.points[k].mean == two.found.points[k].mean);
      BOOST_TEST(arma::approx_equal(one.points[k].fit.linear().W(), two.points[k].fit.linear().W(), "absdiff", 0.0));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_path_that_is_stopped_has_no_scores) {
  const auto lasso = make_estimator("multitask_lasso");
  CrossValidatedPathPlan plan{.path = {.count = 9}};
  std::size_t taken = 0;
  const auto by_sink = cross_validate_path(*lasso, planted(), plan, [&](const PathPoint&) { return ++taken < 3; });
  BOOST_TEST(by_sink.interrupted());
  BOOST_TEST(taken == 3u);
  plan.path.control.stop.on_progress = [](const Progress&) { return false; };
  plan.path.control.stop.gap = 1e-15;
  BOOST_TEST(walk(*lasso, planted(), plan).found.interrupted());
}

BOOST_AUTO_TEST_CASE(adv_options_what_cannot_be_scored_is_refused) {
  const auto lasso = make_estimator("multitask_lasso");
  const auto clustered = make_estimator("clustered_regression");
  const auto data = planted();
  BOOST_CHECK_THROW(walk(*clustered, data, {}), InvalidOption);
  BOOST_CHECK_THROW(walk(*lasso, data, {.folds = 1}), InvalidOption);
  BOOST_CHECK_THROW(walk(*lasso, data, {.folds = 51}), InvalidOption);
  BOOST_CHECK_THROW(walk(*lasso, data, {.metric = "no such"}), InvalidOption);
  BOOST_CHECK_THROW(walk(*lasso, data, {.path = {.count = 1}}), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()
