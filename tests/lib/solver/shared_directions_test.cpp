#include "lib/solver/shared_directions.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/fit/certify.hpp"
#include "tests/support/hard_data.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const MultiTaskData& data() {
  static const MultiTaskData made = hard_data({.samples = arma::uvec(12, arma::fill::value(9))}, false, 4);
  return made;
}

FactorProblem problem(Intercept intercept = Intercept::free) {
  return {data(), Squared{}, SparseFactors{0.05, 0.05, 3}, intercept, data().loss_weights(Averaging::task_mean)};
}

Solution solve(const FactorProblem& problem, const StopRule& rule) {
  DirectionFindings findings;
  return shared_directions(problem, rule, zero_coefficients(data()), {}, findings);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shared_directions_of_tasks)

BOOST_AUTO_TEST_CASE(limits_and_callbacks_end_it_with_an_honest_status_and_a_bound) {
  const auto status = [&](const StopRule& rule) {
    const Solution found = solve(problem(), rule);
    BOOST_TEST(found.report.certificate.gap < arma::datum::inf);
    return std::string(to_string(found.report.status));
  };
  BOOST_TEST(status({}) == "stationary");
  BOOST_TEST(status({.max_iterations = 1}) == "iteration_limit");
  BOOST_TEST(status({.time_limit = 0.0}) == "time_limit");
  BOOST_TEST(status({.on_progress = [](const Progress&) { return false; }}) == "interrupted");
}

BOOST_AUTO_TEST_CASE(the_objective_is_that_of_the_factors_that_are_returned) {
  DirectionFindings found;
  const Solution at = shared_directions(problem(), {}, zero_coefficients(data()), {}, found);
  const arma::vec eta = data().forward(at.coefficients.W, at.coefficients.b);
  double objective = 0.05 * arma::accu(arma::abs(found.factors.S)) + 0.025 * arma::accu(arma::square(found.factors.L));
  for (arma::uword i = 0; i < eta.n_elem; ++i)
    objective += problem().c[i] * 0.5 * std::pow(data().targets()[i] - eta[i], 2);
  BOOST_TEST(std::abs(objective - at.report.certificate.primal) < 1e-12);
  BOOST_TEST(arma::abs(found.factors.L * found.factors.S - at.coefficients.W).max() == 0.0);
}

BOOST_AUTO_TEST_CASE(penalised_intercepts_are_refused) {
  BOOST_CHECK_THROW(solve(problem(Intercept::penalised), {}), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
