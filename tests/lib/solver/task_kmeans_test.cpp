#include "lib/solver/task_kmeans.hpp"

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

KmeansProblem problem(arma::uword k, Intercept intercept = Intercept::free) {
  return {data(), Squared{}, ClusterNorm(0.5, 0.02, k), intercept, data().loss_weights(Averaging::task_mean)};
}

Solution solve(const KmeansProblem& problem, const StopRule& rule, const Coefficients& start) {
  KmeansFindings findings;
  return task_kmeans(problem, rule, start, {}, findings);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(k_means_of_tasks)

BOOST_AUTO_TEST_CASE(limits_and_callbacks_end_it_with_an_honest_status_and_a_certified_clustering) {
  const Coefficients zero = zero_coefficients(data());
  const auto status = [&](const StopRule& rule) {
    const Solution found = solve(problem(3), rule, zero);
    BOOST_TEST(found.report.certificate.gap < arma::datum::inf);
    return std::string(to_string(found.report.status));
  };
  BOOST_TEST(status({}) == "stationary");
  BOOST_TEST(status({.max_iterations = 1}) == "iteration_limit");
  BOOST_TEST(status({.time_limit = 0.0}) == "time_limit");
  BOOST_TEST(status({.on_progress = [](const Progress&) { return false; }}) == "interrupted");
}

BOOST_AUTO_TEST_CASE(what_it_returns_is_certified_by_anybody) {
  KmeansFindings findings;
  const Solution found = task_kmeans(problem(3), {}, zero_coefficients(data()), {}, findings);
  const Problem<Squared, ClusterSpread> held{data(), Squared{}, ClusterSpread(findings.clusters, 3, 0.5, 0.02),
                                             Intercept::free, problem(3).c};
  const Certificate given = certify(held, found.coefficients), relaxed = certify(problem(3), found.coefficients);
  BOOST_TEST(given.primal == found.report.certificate.primal);
  BOOST_TEST(given.relative_gap < 1e-12);
  BOOST_TEST(relaxed.dual <= found.report.certificate.dual);
}

BOOST_AUTO_TEST_CASE(penalised_intercepts_and_more_clusters_than_tasks_are_refused) {
  const Coefficients zero = zero_coefficients(data());
  BOOST_CHECK_THROW(solve(problem(3, Intercept::penalised), {}, zero), InvalidInput);
  BOOST_CHECK_THROW(solve(problem(13), {}, zero), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
