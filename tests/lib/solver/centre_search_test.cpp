#include "lib/solver/centre_search.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/fit/certify.hpp"
#include "lib/linalg/parallel.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

PointsProblem pose_of(const MultiTaskData& data, double kappa, arma::uword rank) {
  return {data, Squared{}, RankedNorms{arma::vec(data.n_tasks(), arma::fill::value(kappa)), 0.05, rank},
          Intercept::free, data.loss_weights(Averaging::task_mean)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(centre_search_of_points)

BOOST_AUTO_TEST_CASE(no_round_raises_the_objective_and_the_best_start_is_what_is_certified) {
  const MultiTaskData data = random_tasks(2, {.n = 12, .d = 6, .T = 9});
  for (const PointsIn form : {PointsIn::groups, PointsIn::subspace}) {
    CentreFindings findings;
    const StopRule rule{.gap = 1e-12};
    const Solution found = centre_search(pose_of(data, 0.3, 3), rule, zero_coefficients(data), {form, 4, 0}, findings);
    for (const auto& history : findings.histories)
      for (std::size_t k = 1; k < history.size(); ++k) BOOST_TEST(history[k] < history[k - 1]);
    BOOST_CHECK_CLOSE(found.report.certificate.primal, findings.start_objectives.min(), 1e-9);
    BOOST_TEST((found.report.status == Status::stationary));
  }
}

// With the points held, the problem in W is convex; at its optimum no task gains by leaving.
BOOST_AUTO_TEST_CASE(tasks_are_exact_for_their_points) {
  const MultiTaskData data = random_tasks(3, {.n = 12, .d = 6, .T = 9});
  for (const PointsIn form : {PointsIn::groups, PointsIn::subspace}) {
    CentreFindings findings;
    PointsProblem problem = pose_of(data, 0.3, 3);
    const StopRule rule{};
    const Solution found = centre_search(problem, rule, zero_coefficients(data), {form, 4, 0}, findings);
    problem.penalty.points = findings.points;
    const double least = certify(problem, found.coefficients).primal;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const arma::mat W = found.coefficients.W + 1e-3 * normal_matrix(seed, "off", 6, 9);
      BOOST_TEST(certify(problem, with_best_intercepts(problem, W)).primal > least);
    }
  }
}

BOOST_AUTO_TEST_CASE(any_number_of_threads_gives_the_same_bits) {
  const MultiTaskData data = random_tasks(5, {.n = 20, .d = 8, .T = 6});
  for (const PointsIn form : {PointsIn::groups, PointsIn::subspace}) {
    Solution one, two;
    CentreFindings findings;
    const StopRule rule{};
    const PointsProblem problem = pose_of(data, 0.2, 2);
    with_threads(1, [&] { one = centre_search(problem, rule, zero_coefficients(data), {form, 3, 0}, findings); });
    with_threads(2, [&] { two = centre_search(problem, rule, zero_coefficients(data), {form, 3, 0}, findings); });
    BOOST_TEST(std::equal(one.coefficients.W.begin(), one.coefficients.W.end(), two.coefficients.W.begin()));
  }
}

BOOST_AUTO_TEST_CASE(limits_are_told_honestly) {
  const MultiTaskData data = random_tasks(5, {.n = 20, .d = 8, .T = 6});
  CentreFindings findings;
  const StopRule one{.gap = 1e-14, .max_iterations = 1};
  const Coefficients zero = zero_coefficients(data);
  BOOST_TEST((centre_search(pose_of(data, 0.2, 2), one, zero, {PointsIn::subspace, 1, 0}, findings).report.status ==
              Status::iteration_limit));
  const StopRule any{};
  PointsProblem penalised = pose_of(data, 0.2, 2);
  penalised.intercept = Intercept::penalised;
  BOOST_CHECK_THROW(centre_search(penalised, any, zero, {}, findings), InvalidInput);
  BOOST_CHECK_THROW(centre_search(pose_of(data, 0.2, 7), any, zero, {}, findings), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
