// The edges that the header of the multi-task Lasso promises and no identity covers.
#include "algorithms/multitask_lasso.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/hard_data.hpp"

using namespace starling;
using namespace starling::testing;

BOOST_AUTO_TEST_SUITE(multitask_lasso)

BOOST_AUTO_TEST_CASE(lambda_at_lambda_max_gives_w_exactly_zero_and_below_it_does_not) {
  for (const bool classes : {false, true})
    for (const double l1_ratio : {1.0, 0.4}) {
      const MultiTaskData data = hard_data({.samples = {30, 25, 40}}, classes, 6);
      MultitaskLasso method{{.l1_ratio = l1_ratio, .loss = classes ? LossName::logistic : LossName::squared}};
      const double largest = method.lambda_max(data).value();
      method.options.lambda = largest;
      BOOST_CHECK_EQUAL(method.fit(data).linear().nonzero_rows(), 0U);
      method.options.lambda = 0.999 * largest;
      BOOST_CHECK(method.fit(data, {.stop = {.gap = 1e-9}}).linear().nonzero_rows() > 0U);
    }
}

BOOST_AUTO_TEST_CASE(a_relative_lambda_is_that_share_of_lambda_max) {
  const MultiTaskData data = hard_data({.samples = {30, 25, 40}}, false, 6);
  const MultitaskLasso relative{{.lambda = Lambda::share_of_max(0.2)}};
  const Fit fit = relative.fit(data);
  BOOST_CHECK_EQUAL(fit.model->info().lambda, 0.2 * relative.lambda_max(data).value());
}

BOOST_AUTO_TEST_SUITE_END()
