#include "lib/estimator/kernel_fit.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/model/kernel_model.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const KernelFitPlan plan{.linear = {.name = "by_hand", .params = {}},
                         .kernel = {.name = KernelName::rbf},
                         .gamma = KernelGamma::times_scale(2.0),
                         .task_kernel = {{1.0, 0.5}, {0.5, 1.0}}};

// A solver that knows its answer: u of the first samples, as many as are given.
KernelSolve answer(const arma::vec& first) {
  return [first](const PreparedData& ready, const KernelSamples&) {
    Solution solution{.coefficients = {arma::mat(0, 2), arma::rowvec{0.5, -0.5}}, .report = {}};
    arma::vec& u = solution.report.certificate.dual_point;
    u.zeros(ready.data.size());
    u.head(first.n_elem) = first;
    return solution;
  };
}

const KernelModel& model_of(const Fit& fit) { return dynamic_cast<const KernelModel&>(*fit.model); }

}  // namespace

BOOST_AUTO_TEST_SUITE(kernel_fit)

BOOST_AUTO_TEST_CASE(samples_without_a_dual_are_left_out_and_the_others_decide_as_in_the_fit) {
  for (const bool shared : {false, true}) {
    const MultiTaskData data = random_tasks(1, {.n = 6, .d = 3, .T = 2, .shared = shared});
    arma::vec u = {0.5, 0.0, 0.0, -1.0, 0.0, 0.0, 0.25};
    const Fit fit = fit_kernel(plan, data, {}, answer(u));
    const KernelModel& model = model_of(fit);
    BOOST_TEST(model.n_support_vectors() == (shared ? 2u : 3u));
    BOOST_TEST(model.machine().kernel.gamma == 2.0 * gamma_scale(data));
    const KernelSamples samples(data, model.machine().kernel);
    u.resize(data.size());
    const arma::vec eta = kernel_predictions(samples, plan.task_kernel, u);
    for (arma::uword t = 0; t < 2; ++t) {
      const Rows rows = data.rows_of(t);
      const arma::vec expected = eta.subvec(rows.begin, rows.end - 1) + (t == 0 ? 0.5 : -0.5);
      BOOST_TEST(arma::abs(model.decision(t, data.design(t)) - expected).max() <= 1e-14);
    }
    BOOST_TEST(!fit.is_linear());
    BOOST_CHECK_THROW(fit.linear(), InvalidInput);
  }
}

BOOST_AUTO_TEST_CASE(a_constant_of_the_kernel_becomes_the_intercepts) {
  const MultiTaskData data = random_tasks(2, {.n = 6, .d = 3, .T = 2});
  KernelFitPlan constant = plan;
  constant.kernel.constant = 4.0;
  const KernelModel model = model_of(fit_kernel(constant, data, {}, answer({0.5, -0.25})));
  BOOST_TEST(model.machine().kernel.constant == 0.0);
  BOOST_TEST(model.machine().b[0] == 0.5 - 4.0 * 0.25);
  BOOST_TEST(model.machine().b[1] == -0.5 - 4.0 * 0.5 * 0.25);
}

BOOST_AUTO_TEST_CASE(gamma_scale_is_1_over_the_features_times_the_variance_of_their_values_by_weight) {
  const arma::mat X = {{1, 2}, {3, 6}, {100, 100}};
  const MultiTaskData data = MultiTaskData::from_tasks({{.X = X, .y = {1, 2, 3}, .weights = {1, 1, 0}}});
  const double variance = arma::as_scalar(arma::var(arma::vec{1, 2, 3, 6}, 1));
  BOOST_TEST(std::abs(gamma_scale(data) - 1.0 / (2.0 * variance)) <= 1e-15);
  BOOST_TEST(std::abs(gamma_scale(data.map_designs([](const Design& D) { return Design(arma::sp_mat(D.dense())); })) -
                      1.0 / (2.0 * variance)) <= 1e-15);
  const arma::mat constant(3, 2, arma::fill::value(7.0));
  BOOST_TEST(gamma_scale(MultiTaskData::from_tasks({{.X = constant, .y = {1, 2, 3}}})) == 1.0);
  BOOST_TEST(gamma_scale(MultiTaskData::from_tasks({{.X = arma::mat(3, 0), .y = {1, 2, 3}}})) == 1.0);
}

BOOST_AUTO_TEST_CASE(a_warm_start_unsuited_data_and_a_kernel_that_is_not_semidefinite_are_refused) {
  const MultiTaskData data = random_tasks(3, {.n = 6, .d = 3, .T = 2});
  const Coefficients start = zero_coefficients(data);
  BOOST_CHECK_THROW(fit_kernel(plan, data, {.start = &start}, answer({1.0})), InvalidInput);
  KernelFitPlan unsuited = plan;
  unsuited.linear.unsuited = "not these";
  BOOST_CHECK_THROW(fit_kernel(unsuited, data, {}, answer({1.0})), InvalidData);
  KernelFitPlan indefinite = plan;
  indefinite.kernel = {.name = KernelName::polynomial, .coef0 = -5.0, .degree = 2};
  BOOST_CHECK_EXCEPTION(fit_kernel(indefinite, data, {}, answer({1.0})), InvalidInput, [](const InvalidInput& error) {
    return error.complaint().got.starts_with("smallest eigenvalue -");
  });
}

BOOST_AUTO_TEST_SUITE_END()
