// Adaptive and robust multi-task learning, and what its header says of its limits.
#include "algorithms/armul.hpp"

#include <boost/test/unit_test.hpp>

#include "algorithms/baselines.hpp"
#include "datasets/catalogue.hpp"
#include "lib/base/error.hpp"
#include "lib/estimator/truth_metrics.hpp"
#include "tests/support/random_problems.hpp"
#include "tests/support/real_data.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const FitControl exact{.stop = {.gap = 1e-12}};

const arma::mat& learned(const Fit& fit, const std::string& name) { return fit.model->info().learned.at(name); }

// Six tasks with one coefficient vector but for noise; the last one is moved away by `far`.
MultiTaskData with_outlier(double far) {
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < 6; ++t) {
    const arma::mat X = normal_matrix(9, numbered("X", t), 60, 4);
    arma::vec w = {1.0, -1.0, 0.5, 2.0};
    if (t == 5) w += far;
    tasks.push_back({.X = X, .y = X * w + 0.3 * normal_matrix(9, numbered("noise", t), 60, 1)});
  }
  return MultiTaskData::from_tasks(std::move(tasks));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(armul)

BOOST_AUTO_TEST_CASE(lambda_towards_infinity_is_one_w_for_all_tasks_ridge_with_mu_in_the_sum_of_their_losses) {
  const MultiTaskData data = random_tasks(4, {.n = 20, .d = 5, .T = 4});
  const Fit fit = Armul{{.lambda = 1e6, .mu = 0.4, .intercept = false, .averaging = Averaging::sum}}.fit(data, exact);
  const Fit pooled = PooledRidge{{.lambda = 0.4, .intercept = false, .averaging = Averaging::sum}}.fit(data, exact);
  BOOST_CHECK_SMALL(arma::abs(fit.linear().W() - pooled.linear().W()).max(), 1e-9);
  for (arma::uword t = 1; t < 4; ++t) BOOST_TEST(arma::all(fit.linear().W().col(t) == fit.linear().W().col(0)));
  BOOST_TEST(arma::all(arma::vectorise(learned(fit, "distances")) == 0.0));
}

BOOST_AUTO_TEST_CASE(lambda_towards_0_is_every_task_by_itself) {
  const MultiTaskData data = random_tasks(4, {.n = 20, .d = 5, .T = 4});
  const Fit fit = Armul{{.lambda = 1e-9}}.fit(data, exact);
  const Fit alone = IndependentRidge{{.lambda = 1e-12}}.fit(data, exact);
  BOOST_CHECK_SMALL(arma::abs(fit.linear().W() - alone.linear().W()).max(), 1e-6);
}

BOOST_AUTO_TEST_CASE(equal_tasks_have_equal_coefficients_those_of_the_centre) {
  const MultiTaskData one = random_tasks(4, {.n = 20, .d = 5, .T = 1});
  const Task task{.X = one.design(0), .y = one.targets_of(0)};
  const Fit fit = Armul{{.lambda = 0.3}}.fit(MultiTaskData::from_tasks({task, task, task}), exact);
  for (arma::uword t = 0; t < 3; ++t) BOOST_TEST(arma::all(fit.linear().W().col(t) == learned(fit, "centre").col(0)));
}

BOOST_AUTO_TEST_CASE(a_task_far_from_all_others_moves_the_centre_by_no_more_than_its_kappa_wherever_it_lies) {
  const Armul method{{.lambda = 1.0}};
  const Fit near = method.fit(with_outlier(100.0), exact), far = method.fit(with_outlier(1e6), exact);
  BOOST_CHECK_SMALL(arma::abs(learned(near, "centre") - learned(far, "centre")).max(), 1e-3);
  // The others stay where they are, and the outlier keeps what it learns alone but for the pull.
  for (arma::uword t = 0; t < 5; ++t)
    BOOST_CHECK_SMALL(arma::abs(near.linear().W().col(t) - far.linear().W().col(t)).max(), 1e-3);
  BOOST_CHECK_SMALL(arma::abs(near.linear().W().col(5) - arma::vec{101.0, 99.0, 100.5, 102.0}).max(), 0.5);
  BOOST_TEST(learned(far, "distances").index_max() == 5u);
}

BOOST_AUTO_TEST_CASE(a_share_of_lambda_max_is_refused) {
  const MultiTaskData data = random_tasks(4, {.n = 20, .d = 5, .T = 2});
  BOOST_CHECK_THROW((Armul{{.lambda = Lambda::share_of_max(0.1)}}.fit(data)), InvalidOption);
}

BOOST_AUTO_TEST_CASE(the_pull_of_a_task_is_lambda_times_its_share_of_the_loss_over_the_root_of_its_samples) {
  // One dimension without intercept: |gradient| of a task away from the centre is its kappa.
  std::vector<Task> tasks;
  for (const arma::uword n : {4u, 9u, 9u, 100u})
    tasks.push_back({.X = arma::mat(n, 1, arma::fill::ones), .y = arma::vec(n, arma::fill::value(double(n)))});
  const MultiTaskData data = MultiTaskData::from_tasks(tasks);
  const Fit fit = Armul{{.lambda = 0.6, .intercept = false}}.fit(data, exact);
  const arma::mat& W = fit.linear().W();
  BOOST_CHECK_CLOSE(std::abs(W[0] - 4.0), 0.6 / 2.0, 1e-6);
  BOOST_CHECK_CLOSE(std::abs(W[3] - 100.0), 0.6 / 10.0, 1e-6);
}

BOOST_AUTO_TEST_CASE(one_group_is_common_with_mu_times_the_number_of_tasks) {
  const MultiTaskData data = random_tasks(4, {.n = 20, .d = 5, .T = 6});
  const Fit group = Armul{{.lambda = 0.3, .mu = 0.01, .points = CommonPoints::groups, .n_groups = 1}}.fit(data, exact);
  const Fit common = Armul{{.lambda = 0.3, .mu = 0.06}}.fit(data, exact);
  BOOST_CHECK_SMALL(arma::abs(group.linear().W() - common.linear().W()).max(), 1e-9);
  BOOST_CHECK_SMALL(arma::abs(learned(group, "centres") - learned(common, "centre")).max(), 1e-9);
}

BOOST_AUTO_TEST_CASE(as_many_groups_as_tasks_is_every_task_by_itself_ridge_regression_with_mu) {
  const MultiTaskData data = random_tasks(4, {.n = 20, .d = 5, .T = 4});
  const Fit alone = IndependentRidge{{.lambda = 0.1}}.fit(data, exact);
  for (const CommonPoints points : {CommonPoints::groups, CommonPoints::subspace}) {
    const Fit fit = Armul{{.lambda = 100.0, .mu = 0.1, .points = points, .n_groups = 4}}.fit(data, exact);
    if (points == CommonPoints::groups) BOOST_CHECK_SMALL(arma::abs(fit.linear().W() - alone.linear().W()).max(), 1e-9);
    BOOST_CHECK_CLOSE(fit.report.certificate.primal, alone.report.certificate.primal, 1e-9);
    BOOST_CHECK_SMALL(fit.report.certificate.relative_gap, 1e-10);  // nothing is lost in the bound here
  }
}

BOOST_AUTO_TEST_CASE(planted_groups_are_found_and_outliers_keep_to_themselves) {
  const Dataset tasks = make_dataset("armul_synthetic:form=groups,n_tasks=30,n_features=10,n_samples=60,outliers=0.2");
  // Outliers may take a centre, and starts differ in that: of several the best is asked for.
  const Armul method{{.lambda = 4.0, .mu = 1e-6, .points = CommonPoints::groups, .n_groups = 3, .intercept = false}};
  const Fit fit = method.fit(tasks.train);
  BOOST_TEST((fit.report.status == Status::stationary));
  const arma::rowvec groups = learned(fit, "groups");
  std::vector<arma::uword> found, planted;
  for (arma::uword t = 0; t < 30; ++t)
    if (tasks.truth->clusters[t] < 3) {
      found.push_back(static_cast<arma::uword>(groups[t]));
      planted.push_back(tasks.truth->clusters[t]);
    }
  BOOST_TEST(found.size() == 24u);
  BOOST_TEST(ari(arma::uvec(found), arma::uvec(planted)) == 1.0);
  const auto errors = estimation_errors(fit.linear().W(), tasks.truth->W, tasks.truth->outlier_tasks);
  BOOST_TEST(errors.at("estimation_error_max_ordinary") < 0.5);
  // Least squares is within 0.6 of an outlier, and the pull of lambda / sqrt(60) moves it by as much again.
  BOOST_TEST(errors.at("estimation_error_max") < 1.2);
  BOOST_TEST(learned(fit, "start_objectives").min() >= fit.report.certificate.primal * (1.0 - 1e-9));
}

BOOST_AUTO_TEST_CASE(a_planted_subspace_is_found_among_outliers) {
  const Dataset tasks =
      make_dataset("armul_synthetic:form=subspace,n_tasks=30,n_features=10,n_samples=60,outliers=0.2");
  const Armul method{{.lambda = 4.0, .mu = 1e-6, .points = CommonPoints::subspace, .n_groups = 3, .intercept = false}};
  const Fit fit = method.fit(tasks.train);
  BOOST_TEST((fit.report.status == Status::stationary));
  const arma::mat plane = arma::eye(10, 3);
  BOOST_TEST(subspace_angle(learned(fit, "directions"), plane) < 0.15);
  const Fit alone = IndependentRidge{{.lambda = 1e-9, .intercept = false}}.fit(tasks.train);
  const auto error = [&](const Fit& of) {
    return estimation_errors(of.linear().W(), tasks.truth->W, tasks.truth->outlier_tasks)
        .at("estimation_error_max_ordinary");
  };
  BOOST_TEST(error(fit) < 0.9 * error(alone));
}

BOOST_AUTO_TEST_CASE(points_of_data_far_from_one_in_scale_are_the_same) {
  const MultiTaskData data = random_tasks(4, {.n = 20, .d = 5, .T = 6});
  const double x = 0x1p300, y = 0x1p-200;
  const MultiTaskData scaled = data.map_designs([&](const Design& X) { return Design(arma::mat(x * X.dense())); })
                                   .with_targets(y * data.targets());
  for (const CommonPoints points : {CommonPoints::groups, CommonPoints::subspace}) {
    const Fit fit = Armul{{.lambda = 0.3, .mu = 0.01, .points = points}}.fit(data);
    const Fit again = Armul{{.lambda = 0.3 * x * y, .mu = 0.01 * x * x, .points = points}}.fit(scaled);
    BOOST_CHECK_SMALL(arma::abs(again.linear().W() * (x / y) - fit.linear().W()).max(), 1e-9);
    BOOST_CHECK_CLOSE(again.report.certificate.relative_gap, fit.report.certificate.relative_gap, 1e-3);
    BOOST_TEST((again.report.status == fit.report.status));
  }
}

BOOST_AUTO_TEST_CASE(the_bound_of_points_holds_for_other_choices_and_no_round_raises_the_objective) {
  const MultiTaskData data = random_tasks(7, {.n = 12, .d = 5, .T = 8});
  for (const CommonPoints points : {CommonPoints::groups, CommonPoints::subspace}) {
    const Armul method{{.lambda = 0.3, .mu = 0.05, .points = points, .n_groups = 2}};
    const Fit best = method.fit(data, exact);
    const Coefficients other{normal_matrix(1, "W", 5, 8), arma::rowvec(8, arma::fill::zeros)};
    const Certificate proof = method.fit(data, {.stop = {.max_iterations = 0}, .start = &other}).report.certificate;
    BOOST_TEST(best.report.certificate.dual <= best.report.certificate.primal);
    BOOST_TEST(best.report.certificate.primal <= proof.primal);
    BOOST_TEST(proof.dual <= best.report.certificate.primal);
  }
}

BOOST_AUTO_TEST_CASE(more_groups_than_tasks_are_refused) {
  const MultiTaskData data = random_tasks(4, {.n = 20, .d = 5, .T = 2});
  const Armul method{{.points = CommonPoints::groups, .n_groups = 3}};
  BOOST_TEST(method.unsuited(data).has_value());
  BOOST_CHECK_THROW(method.fit(data), InvalidInput);
}

BOOST_AUTO_TEST_CASE(school_is_certified_over_five_decades) {
  with_real_data("school", [](const Dataset& data) {
    for (const double lambda : {0.01, 0.1, 1.0, 10.0, 100.0}) {
      const Fit fit = Armul{{.lambda = lambda}}.fit(data.train, {.stop = {.gap = 1e-8}});
      BOOST_TEST((fit.report.status == Status::optimal), "lambda " << lambda);
    }
  });
}

BOOST_AUTO_TEST_SUITE_END()
