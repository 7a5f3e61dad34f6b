#include "lib/solver/svm/pair_descent.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/loss/hinge.hpp"
#include "lib/penalty/quadratic_coupling.hpp"
#include "lib/solver/svm/dual_samples.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::svm;
using namespace starling::testing;

namespace {

const SampleKernel rbf{.name = KernelName::rbf, .gamma = 0.2};

Problem<Hinge, QuadraticCoupling> posed(const MultiTaskData& data) {
  return {data, Hinge{}, QuadraticCoupling::evgeniou_pontil(data.n_tasks(), 0.5), Intercept::free, data.weights()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pair_descent)

// Shrunk samples come back with the decisions they would have had.
BOOST_AUTO_TEST_CASE(decisions_are_those_of_the_dual_point_after_every_run) {
  const MultiTaskData data = random_tasks(1, {.n = 50, .d = 3, .T = 3, .labels = true});
  const auto problem = posed(data);
  const KernelSamples kernel(data, rbf);
  const arma::mat& A = problem.penalty.inverse_coupling();
  PairDescent descent(kernel, A, dual_samples(problem, 1.0), true, 1 << 20);
  int steps = 0;
  for (const double tolerance : {1e-1, 1e-3, 1e-6}) {
    steps += descent.run(tolerance, 100000);
    BOOST_TEST(descent.violation() <= tolerance);
    const arma::vec expected = kernel_predictions(kernel, A, descent.dual_point());
    BOOST_TEST(arma::abs(descent.predictions() - expected).max() <= 1e-11);
  }
  BOOST_TEST(steps > 200);  // enough for samples to have been shrunk away
}

BOOST_AUTO_TEST_CASE(sums_over_tasks_stay_zero_and_bounds_are_kept_whatever_the_budget) {
  const MultiTaskData data = random_tasks(2, {.n = 30, .d = 3, .T = 2, .labels = true});
  const auto problem = posed(data);
  const KernelSamples kernel(data, rbf);
  PairDescent descent(kernel, problem.penalty.inverse_coupling(), dual_samples(problem, 1.0), true, 0);
  for (int k = 0; k < 50; ++k) {
    BOOST_TEST(descent.run(1e-10, 7) <= 7);
    const arma::vec u = descent.dual_point();
    for (arma::uword t = 0; t < 2; ++t) {
      const Rows rows = data.rows_of(t);
      BOOST_TEST(std::abs(arma::accu(u.subvec(rows.begin, rows.end - 1))) <= 1e-13);
    }
    for (const DualSample& sample : descent.samples()) BOOST_TEST((sample.u >= sample.low && sample.u <= sample.high));
  }
}

// Where many samples are free, steps in pairs would be too many to count.
BOOST_AUTO_TEST_CASE(newton_steps_in_all_free_samples_take_the_place_of_many_pairs) {
  const MultiTaskData data = random_tasks(3, {.n = 150, .d = 4, .T = 3, .labels = true});
  for (const bool balanced : {true, false}) {
    auto problem = posed(data);
    problem.c *= 1e3;
    const KernelSamples kernel(data, rbf);
    const arma::mat& A = problem.penalty.inverse_coupling();
    PairDescent descent(kernel, A, dual_samples(problem, 1.0), balanced, 1 << 24);
    const int steps = descent.run(1e-8, 1000000);
    BOOST_TEST(descent.violation() <= 1e-8);
    BOOST_TEST(descent.face_steps() > 0);
    BOOST_TEST(steps < 1000000);
    const arma::vec u = descent.dual_point();
    BOOST_TEST(arma::abs(descent.predictions() - kernel_predictions(kernel, A, u)).max() <= 1e-7);
    for (arma::uword t = 0; balanced && t < 3; ++t) {
      const Rows rows = data.rows_of(t);
      BOOST_TEST(std::abs(arma::accu(u.subvec(rows.begin, rows.end - 1))) <= 1e-9);
    }
    for (const DualSample& sample : descent.samples()) BOOST_TEST((sample.u >= sample.low && sample.u <= sample.high));
  }
}

BOOST_AUTO_TEST_SUITE_END()
