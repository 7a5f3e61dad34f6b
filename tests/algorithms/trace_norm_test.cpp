// The edges that the header of trace-norm regularisation promises and no identity covers.
#include "algorithms/trace_norm.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/hard_data.hpp"

using namespace starling;
using namespace starling::testing;

BOOST_AUTO_TEST_SUITE(trace_norm)

BOOST_AUTO_TEST_CASE(lambda_at_lambda_max_gives_w_exactly_zero_and_below_it_has_rank_one) {
  for (const bool classes : {false, true}) {
    const MultiTaskData data = hard_data({.samples = {30, 25, 40}}, classes, 6);
    TraceNorm method{{.loss = classes ? LossName::logistic : LossName::squared}};
    const double largest = method.lambda_max(data).value();
    method.options.lambda = largest;
    BOOST_CHECK(arma::abs(method.fit(data).linear().W()).max() == 0.0);
    method.options.lambda = 0.99 * largest;
    BOOST_CHECK_EQUAL(method.fit(data).linear().rank(), 1U);
  }
}

BOOST_AUTO_TEST_CASE(one_task_has_penalty_lambda_times_the_length_of_w) {
  const MultiTaskData data = hard_data({.samples = {40}}, false, 6);
  const double lambda = 0.2;
  const Fit fit = TraceNorm{{.lambda = lambda}}.fit(data, {.stop = {.gap = 1e-12}});
  const arma::vec w = fit.linear().W().col(0);
  const arma::vec residual = data.design(0).dense() * w + fit.linear().b()[0] - data.targets_of(0);
  // Stationarity of |residual|^2 / (2 n) + lambda |w|.
  const arma::vec slope = data.design(0).dense().t() * residual / 40.0 + lambda * w / arma::norm(w);
  BOOST_CHECK_SMALL(arma::abs(slope).max(), 1e-5);
}

BOOST_AUTO_TEST_SUITE_END()
