#include "lib/selection/path.hpp"

#include <boost/test/unit_test.hpp>

#include "algorithms/catalogue.hpp"
#include "lib/base/error.hpp"
#include "lib/base/random.hpp"

namespace {

using namespace starling;

arma::mat normals(arma::uword rows, arma::uword cols, std::string_view name) {
  const RandomStream stream(11, name);
  arma::mat X(rows, cols);
  for (arma::uword i = 0; i < X.n_elem; ++i) X[i] = stream.normal(i);
  return X;
}

MultiTaskData regression() { return MultiTaskData::from_shared(normals(30, 8, "X"), normals(30, 3, "Y")); }

}  // namespace

BOOST_AUTO_TEST_SUITE(path)

BOOST_AUTO_TEST_CASE(a_path_falls_from_lambda_max_with_a_certificate_at_every_point) {
  const auto data = regression();
  const auto lasso = make_estimator("multitask_lasso");
  const auto path = lambda_path(*lasso, data, {.count = 10, .control = {.stop = {.gap = 1e-8}}});
  BOOST_REQUIRE(path.size() == 10u);
  BOOST_TEST(path[0].lambda == lasso->lambda_max(data).value());
  BOOST_TEST(path[0].nonzero_rows == 0u);
  BOOST_TEST(path[9].nonzero_rows == 8u);
  for (std::size_t k = 0; k < path.size(); ++k) {
    BOOST_TEST(path[k].fit.report.certificate.relative_gap <= 1e-8);
    BOOST_TEST(path[k].lambda == path[k].fit.model->info().lambda);
    if (k == 0) continue;
    BOOST_TEST(path[k].lambda < path[k - 1].lambda);
    BOOST_TEST(path[k].fit.report.certificate.dual <= path[k - 1].fit.report.certificate.primal);
  }
}

BOOST_AUTO_TEST_CASE(a_point_of_a_path_has_the_optimum_of_a_fit_from_zero) {
  const auto data = regression();
  const auto lasso = make_estimator("multitask_lasso");
  const auto path = lambda_path(
      *lasso, data, {.lambdas = {Lambda(0.2), Lambda(0.05), Lambda(0.01)}, .control = {.stop = {.gap = 1e-9}}});
  BOOST_REQUIRE(path.size() == 3u);
  BOOST_TEST(path[1].lambda == 0.05);
  lasso->set_params({{"lambda", "0.01"}});
  const auto cold = lasso->fit(data, {.stop = {.gap = 1e-9}}).report.certificate;
  const auto warm = path[2].fit.report.certificate;
  BOOST_TEST(warm.dual <= cold.primal);
  BOOST_TEST(cold.dual <= warm.primal);
}

BOOST_AUTO_TEST_CASE(adv_options_paths_that_cannot_be_walked_are_refused) {
  const auto data = regression();
  const auto lasso = make_estimator("multitask_lasso");
  const auto clustered = make_estimator("clustered_regression");
  BOOST_CHECK_THROW(lambda_path(*clustered, data), InvalidOption);
  for (const int count : {1, 0, -5}) BOOST_CHECK_THROW(lambda_path(*lasso, data, {.count = count}), InvalidOption);
  for (const double share : {0.0, 1.0, -1.0, arma::datum::nan})
    BOOST_CHECK_THROW(lambda_path(*lasso, data, {.least_share = share}), InvalidOption);
  for (const std::vector<Lambda>& lambdas : std::vector<std::vector<Lambda>>{
           {0.1, 0.2}, {0.1, 0.1}, {0.2, -0.1}, {arma::datum::nan, 0.1}, {Lambda::share_of_max(0.5), 0.1}})
    BOOST_CHECK_THROW(lambda_path(*lasso, data, {.lambdas = lambdas}), InvalidOption);
}

BOOST_AUTO_TEST_CASE(points_can_be_taken_one_by_one) {
  const auto lasso = make_estimator("multitask_lasso");
  const PathPlan plan{.count = 6};
  const auto all = lambda_path(*lasso, regression(), plan);
  std::size_t k = 0;
  lambda_path(*lasso, regression(), plan, [&](const PathPoint& point) {
    BOOST_TEST(point.lambda == all[k].lambda);
    BOOST_TEST(arma::approx_equal(point.fit.linear().W(), all[k].fit.linear().W(), "absdiff", 0.0));
    return ++k < 4;
  });
  BOOST_TEST(k == 4u);
}

BOOST_AUTO_TEST_CASE(the_progress_callback_ends_the_path_early) {
  const auto lasso = make_estimator("multitask_lasso");
  PathPlan plan{.count = 10, .control = {.stop = {.gap = 1e-15}}};
  plan.control.stop.on_progress = [](const Progress&) { return false; };
  const auto path = lambda_path(*lasso, regression(), plan);
  BOOST_TEST(path.size() < 10u);
  BOOST_TEST((path.back().fit.report.status == Status::interrupted));
}

BOOST_AUTO_TEST_SUITE_END()
