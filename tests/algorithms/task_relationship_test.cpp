// Learned covariances of tasks and of features, and what they must equal.
#include "algorithms/task_relationship.hpp"

#include <boost/test/unit_test.hpp>

#include "algorithms/baselines.hpp"
#include "algorithms/catalogue.hpp"
#include "algorithms/multitask_feature_learning.hpp"
#include "algorithms/trace_norm.hpp"
#include "lib/linalg/decompose.hpp"
#include "lib/model/archive.hpp"
#include "tests/support/random_problems.hpp"
#include "tests/support/real_data.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const FitControl exact{.stop = {.gap = 1e-11}};

MultiTaskData four_tasks() { return random_tasks(6, {.n = 12, .d = 7, .T = 4}); }

const arma::mat& learned(const Fit& fit, const std::string& name) { return fit.model->info().learned.at(name); }

double far(const Fit& a, const Fit& b) { return arma::abs(a.linear().W() - b.linear().W()).max(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(task_relationship)

BOOST_AUTO_TEST_CASE(without_a_ridge_the_optimum_is_that_of_the_trace_norm_and_of_feature_learning) {
  for (const bool shared : {false, true}) {
    const MultiTaskData data = random_tasks(6, {.n = 12, .d = 7, .T = 4, .shared = shared});
    const Fit fit = TaskRelationship{{.lambda = 0.2, .mu = 0.0}}.fit(data, exact);
    const double sum = arma::accu(singular_values(fit.linear().W()));
    BOOST_CHECK_SMALL(far(fit, TraceNorm{{.lambda = 0.2 * sum}}.fit(data, exact)), 1e-4);
    BOOST_CHECK_SMALL(far(fit, MultitaskFeatureLearning{{.lambda = 0.2}}.fit(data, exact)), 1e-12);
  }
}

// Alternating: the coefficients given S are a coupled ridge problem whose gradient is zero at the optimum.
BOOST_AUTO_TEST_CASE(the_learned_covariance_is_of_trace_one_and_stationary_with_the_coefficients) {
  const MultiTaskData data = four_tasks();
  const double lambda = 0.2, mu = 0.05;
  const Fit fit = TaskRelationship{{.lambda = lambda, .mu = mu}}.fit(data, exact);
  const arma::mat &S = learned(fit, "task_covariance"), &W = fit.linear().W();
  BOOST_CHECK_CLOSE(arma::trace(S), 1.0, 1e-10);
  arma::mat G(7, 4);
  for (arma::uword t = 0; t < 4; ++t) {
    const arma::vec residual = data.design(t).dense() * W.col(t) + fit.linear().b()[t] - data.targets_of(t);
    G.col(t) = data.design(t).dense().t() * residual / static_cast<double>(residual.n_elem);
  }
  // (G + mu W) S + lambda W = 0, which holds for a singular S as well.
  BOOST_CHECK_SMALL(arma::abs((G + mu * W) * S + lambda * W).max(), 1e-4);
  const arma::mat& correlation = learned(fit, "task_correlation");
  BOOST_CHECK_CLOSE(correlation(0, 1), S(0, 1) / std::sqrt(S(0, 0) * S(1, 1)), 1e-9);
  BOOST_TEST(correlation(2, 2) == 1.0);
}

BOOST_AUTO_TEST_CASE(learned_features_give_the_coefficients) {
  const MultiTaskData data = four_tasks();
  const Fit fit = MultitaskFeatureLearning{{.lambda = 0.3}}.fit(data, exact);
  const arma::mat &U = learned(fit, "basis"), &A = learned(fit, "basis_coefficients");
  BOOST_TEST(U.n_cols < 4U);
  BOOST_TEST(U.n_cols == fit.linear().rank());
  BOOST_CHECK_SMALL(arma::abs(U * A - fit.linear().W()).max(), 1e-10);
  BOOST_CHECK_SMALL(arma::abs(U.t() * U - arma::eye(U.n_cols, U.n_cols)).max(), 1e-12);
  BOOST_CHECK_CLOSE(arma::accu(learned(fit, "basis_weights")), 1.0, 1e-10);
  const auto loaded = model_from_bytes(model_bytes(*fit.model));
  BOOST_TEST(arma::approx_equal(loaded->info().learned.at("basis"), U, "absdiff", 0.0));
}

BOOST_AUTO_TEST_CASE(one_task_is_ridge_regression) {
  const MultiTaskData data = random_tasks(6, {.n = 20, .d = 5, .T = 1});
  const Fit ridge = IndependentRidge{{.lambda = 0.3}}.fit(data, exact);
  BOOST_CHECK_SMALL(far(TaskRelationship{{.lambda = 0.2, .mu = 0.1}}.fit(data, exact), ridge), 1e-5);
  BOOST_CHECK_SMALL(far(MultitaskFeatureLearning{{.lambda = 0.3}}.fit(data, exact), ridge), 1e-5);
}

BOOST_AUTO_TEST_CASE(identical_tasks_are_one_task_and_entirely_correlated) {
  const MultiTaskData one = random_tasks(7, {.n = 15, .d = 6, .T = 1});
  const Task task{.X = one.design(0), .y = one.targets_of(0)};
  const Fit fit =
      TaskRelationship{{.lambda = 0.2, .mu = 0.1}}.fit(MultiTaskData::from_tasks({task, task, task}), exact);
  const arma::mat w = IndependentRidge{{.lambda = 0.3}}.fit(one, exact).linear().W();
  BOOST_CHECK_SMALL(arma::abs(fit.linear().W() - arma::repmat(w, 1, 3)).max(), 1e-5);
  BOOST_CHECK_SMALL(arma::abs(learned(fit, "task_correlation") - 1.0).max(), 1e-5);
}

BOOST_AUTO_TEST_CASE(opposite_tasks_are_correlated_negatively) {
  const MultiTaskData one = random_tasks(7, {.n = 15, .d = 6, .T = 1});
  const MultiTaskData data = MultiTaskData::from_tasks(
      {{.X = one.design(0), .y = one.targets_of(0)}, {.X = one.design(0), .y = arma::vec(-one.targets_of(0))}});
  const Fit fit = TaskRelationship{}.fit(data, exact);
  BOOST_TEST(learned(fit, "task_correlation")(0, 1) < -0.999);
}

BOOST_AUTO_TEST_CASE(any_start_has_the_same_value) {
  const MultiTaskData data = four_tasks();
  const Coefficients start{10.0 * normal_matrix(3, "start", 7, 4), arma::rowvec(4, arma::fill::zeros)};
  const FitControl warm{.stop = exact.stop, .start = &start};
  const TaskRelationship method;
  const Certificate a = method.fit(data, exact).report.certificate, b = method.fit(data, warm).report.certificate;
  BOOST_TEST(std::abs(a.primal - b.primal) <= 2e-11 * a.scale);
}

BOOST_AUTO_TEST_CASE(school_is_proved_to_a_hundred_millionth_over_five_decades_of_lambda) {
  with_real_data("school", [](const Dataset& school) {
    for (const std::string name : {"task_relationship", "multitask_feature_learning"}) {
      const std::vector<Lambda> strengths = {1.0, 0.1, 1e-2, 1e-3, 1e-4, 1e-5};
      make_estimator(name)->fit_path(school.train, strengths, {.stop = {.gap = 1e-8}}, [&](double, const Fit& fit) {
        BOOST_TEST(std::string(to_string(fit.report.status)) == "optimal");
        BOOST_TEST(fit.report.certificate.proved_relative_gap() <= 1e-8);
        BOOST_TEST(fit.report.iterations <= 200);
        return true;
      });
    }
  });
}

BOOST_AUTO_TEST_SUITE_END()
