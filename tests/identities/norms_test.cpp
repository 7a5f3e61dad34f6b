// Two roads to one answer between the norms of the multi-task Lasso, the Lasso of every entry among them.
#include <boost/test/unit_test.hpp>

#include "algorithms/catalogue.hpp"
#include "algorithms/multitask_lasso.hpp"
#include "tests/support/hard_data.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

using Options = MultitaskLasso::Options;

const StopRule tight{.gap = 1e-11};

MultiTaskData regression() { return hard_data({.samples = {30, 25, 40}}, false, 3); }

Fit fit(const MultiTaskData& data, const Options& options) {
  return MultitaskLasso{options}.fit(data, {.stop = tight});
}
Fit entries(const MultiTaskData& data, const std::string& lambda) {
  return make_estimator("independent_elastic_net", {{"lambda", lambda}, {"l1_ratio", "1"}})->fit(data, {.stop = tight});
}

double primal(const Fit& fit) { return fit.report.certificate.primal; }

void same_optimum(const Fit& a, const Fit& b, double times = 1.0) {
  BOOST_CHECK_SMALL(primal(a) - times * primal(b), 1e-10 * a.report.certificate.scale);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(norms)

BOOST_AUTO_TEST_CASE(single_entries_alone_are_the_lasso_and_none_of_them_the_row_norms) {
  const MultiTaskData data = regression();
  same_optimum(fit(data, {.lambda = 0.2, .entry_share = 1.0}), entries(data, "0.2"));
  same_optimum(fit(data, {.lambda = 0.2, .entry_share = 1e-13}), fit(data, {.lambda = 0.2}));
}

BOOST_AUTO_TEST_CASE(with_one_task_every_norm_is_the_lasso) {
  const MultiTaskData data = hard_data({.samples = {40}}, false, 8);
  const Fit lasso = entries(data, "0.2");
  same_optimum(fit(data, {.lambda = 0.2, .norm = RowNorm::linf}), lasso);
  same_optimum(fit(data, {.lambda = 0.2, .entry_share = 0.3}), lasso);
  same_optimum(fit(data, {.lambda = 0.2, .feature_groups = {0, 1, 2, 3, 4, 5}}), lasso);
}

BOOST_AUTO_TEST_CASE(t_identical_tasks_with_lambda_and_linf_are_the_lasso_with_lambda_over_t) {
  const MultiTaskData one = hard_data({.samples = {40}}, false, 8);
  const MultiTaskData three = hard_data({.samples = {40, 40, 40}, .same_task = true}, false, 8);
  const Fit joint = fit(three, {.lambda = 0.3, .norm = RowNorm::linf});
  const Fit single = fit(one, {.lambda = 0.3 / 3.0});
  same_optimum(joint, single, 3.0);
  for (arma::uword t = 0; t < 3; ++t)
    BOOST_CHECK_SMALL(arma::abs(joint.linear().W().col(t) - single.linear().W().col(0)).max(), 1e-5);
}

BOOST_AUTO_TEST_CASE(norms_at_equal_strength_are_ordered) {
  const MultiTaskData data = regression();
  const double largest = primal(fit(data, {.lambda = 0.2, .norm = RowNorm::linf}));
  const double rows = primal(fit(data, {.lambda = 0.2})), single = primal(entries(data, "0.2"));
  const double between = primal(fit(data, {.lambda = 0.2, .entry_share = 0.5}));
  const double grouped = primal(fit(data, {.lambda = 0.2, .feature_groups = {1, 1, 1, 2, 2, 2}}));
  BOOST_CHECK_LT(largest, rows);
  BOOST_CHECK_LT(grouped, rows);
  BOOST_CHECK_LT(rows, between);
  BOOST_CHECK_LT(between, single);
}

BOOST_AUTO_TEST_CASE(groups_of_one_feature_are_rows) {
  const MultiTaskData data = regression();
  const Fit groups = fit(data, {.lambda = 0.2, .l1_ratio = 0.7, .feature_groups = {6, 5, 4, 3, 2, 1}});
  same_optimum(groups, fit(data, {.lambda = 0.2, .l1_ratio = 0.7}));
}

// Where no coefficient is negative anyway, forbidding negative ones changes nothing; where all are, all are zero.
BOOST_AUTO_TEST_CASE(a_sign_that_is_right_anyway_costs_nothing_and_a_wrong_one_all) {
  arma::mat X, R;
  arma::qr_econ(X, R, hard_features({}, RandomStream(4, "X"), 40));
  const arma::mat W = 1.0 + arma::abs(hard_features({.n_features = 3}, RandomStream(4, "W"), 6));
  const auto up = MultiTaskData::from_shared(X, arma::mat(X * W)),
             down = MultiTaskData::from_shared(X, arma::mat(-X * W));
  const Options free{.lambda = 0.01, .intercept = false};
  Options bound = free;
  bound.nonnegative = true;
  same_optimum(fit(up, bound), fit(up, free));
  BOOST_CHECK(fit(down, bound).linear().W().is_zero());
  BOOST_CHECK_EQUAL(MultitaskLasso{bound}.lambda_max(down).value(), 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
