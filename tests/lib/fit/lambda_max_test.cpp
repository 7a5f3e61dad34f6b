#include "lib/fit/lambda_max.hpp"

#include <boost/test/unit_test.hpp>
#include <tuple>

#include "lib/loss/names.hpp"
#include "lib/penalty/lasso.hpp"
#include "lib/penalty/non_negative.hpp"
#include "lib/penalty/ridged.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "lib/penalty/trace_norm.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

using SmoothLosses = std::tuple<Squared, Logistic, SquaredHinge, Huber, Poisson>;

// At lambda_max zero (with the best intercepts) is certified; a little below, a proximal step from it descends.
template <class L, class P>
void must_be_the_border(const MultiTaskData& data, P penalty, Intercept intercept) {
  Problem<L, P> problem{data, {}, penalty, intercept, data.loss_weights(Averaging::task_mean)};
  const double border = lambda_max(problem);
  const auto with_strength = [&](double lambda) {
    P changed = problem.penalty;
    changed.lambda = lambda;
    if constexpr (requires { changed.base; }) changed.base.lambda = lambda;
    return Problem<L, P>{data, problem.loss, changed, intercept, problem.c};
  };
  Coefficients zero = zero_coefficients(data);
  if (intercept == Intercept::free)
    zero.b = best_intercepts(problem.loss, data, problem.c, arma::zeros(data.size()), zero.b);
  const Certificate at = certify(with_strength(border), zero);
  BOOST_CHECK_MESSAGE(at.gap <= at.rounding_floor, L::name << " gap " << at.gap << " floor " << at.rounding_floor);

  const auto below = with_strength(0.999 * border);
  const double step = 1e-3;
  const arma::mat G = null_gradient(below.loss, data, below.c, intercept);
  BOOST_CHECK(with_strength(border).penalty.prox(-step * G, step).is_zero(1e-12));
  const arma::mat W = below.penalty.prox(-step * G, step);
  BOOST_CHECK(!W.is_zero());
  BOOST_CHECK_LT(certify(below, {W, zero.b}).primal, certify(below, zero).primal);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lambda_max_function)

BOOST_AUTO_TEST_CASE_TEMPLATE(is_the_smallest_strength_at_which_zero_is_optimal, L, SmoothLosses) {
  for (const bool shared : {false, true})
    for (const Intercept intercept : {Intercept::none, Intercept::free}) {
      const MultiTaskData data = random_tasks(1, {.n = 15,
                                                  .d = 6,
                                                  .T = 3,
                                                  .shared = shared,
                                                  .labels = L::is_classification,
                                                  .counts = std::is_same_v<L, Poisson>});
      must_be_the_border<L>(data, RowGroupLasso{}, intercept);
      must_be_the_border<L>(data, Lasso{}, intercept);
    }
}

BOOST_AUTO_TEST_CASE(holds_for_the_trace_norm_and_with_a_ridge) {
  const MultiTaskData data = random_tasks(2, {.n = 15, .d = 6, .T = 3});
  must_be_the_border<Squared>(data, TraceNormPenalty{}, Intercept::free);
  must_be_the_border<Squared>(data, Ridged<RowGroupLasso>({1.0}, 0.3), Intercept::free);
}

BOOST_AUTO_TEST_CASE(what_would_push_coefficients_down_does_not_count_where_they_may_not_be_negative) {
  const MultiTaskData data = MultiTaskData::from_tasks({{.X = arma::mat{{1, 2}, {1, -2}}, .y = {3, 7}}});
  // X'(0 - y): the first feature pulls up with 10, the second down with 8.
  const Problem<Squared, NonNegative<Lasso>> problem{data, {}, {}, Intercept::none, data.weights()};
  BOOST_CHECK_CLOSE(lambda_max(problem), 10.0, 1e-10);
  const MultiTaskData turned = data.with_targets({-3, -7});
  const Problem<Squared, NonNegative<Lasso>> other{turned, {}, {}, Intercept::none, data.weights()};
  BOOST_CHECK_CLOSE(lambda_max(other), 8.0, 1e-10);
  must_be_the_border<Squared>(data, NonNegative<Lasso>{{1.0}}, Intercept::none);
  must_be_the_border<Squared>(turned, NonNegative<Lasso>{{1.0}}, Intercept::none);
}

BOOST_AUTO_TEST_CASE(row_weights_divide_and_an_infinite_one_takes_its_row_out) {
  const MultiTaskData data = MultiTaskData::from_tasks({{.X = arma::mat{{1, 2}, {1, -2}}, .y = {3, 7}}});
  const auto at = [&](arma::vec weights) {
    return lambda_max(
        Problem<Squared, RowGroupLasso>{data, {}, {1.0, std::move(weights)}, Intercept::none, data.weights()});
  };
  BOOST_CHECK_CLOSE(at({4, 1}), 8.0, 1e-10);
  BOOST_CHECK_CLOSE(at({2, 16}), 5.0, 1e-10);
  BOOST_CHECK_CLOSE(at({arma::datum::inf, 4}), 2.0, 1e-10);
  BOOST_CHECK_EQUAL(at({arma::datum::inf, arma::datum::inf}), 0.0);
}

BOOST_AUTO_TEST_CASE(the_strength_in_the_problem_does_not_matter) {
  const MultiTaskData data = random_tasks(3, {.n = 15, .d = 6, .T = 3});
  Problem<Squared, Lasso> problem{data, {}, {0.1}, Intercept::free, data.loss_weights(Averaging::task_mean)};
  const double first = lambda_max(problem);
  problem.penalty.lambda = 7.0;
  BOOST_CHECK_EQUAL(lambda_max(problem), first);
  const arma::mat G = null_gradient(Squared{}, data, problem.c, Intercept::free);
  BOOST_CHECK_CLOSE(first, arma::abs(G).max(), 1e-10);
}

BOOST_AUTO_TEST_SUITE_END()
