#include "lib/solver/row_newton/reduced_proof.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/certify.hpp"
#include "lib/fit/lambda_max.hpp"
#include "lib/solver/row_engine.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;
using row_newton::certify_reduced;
using row_newton::reduce_samples;
using row_newton::RowNormProblem;

namespace {

RowNormProblem posed(const MultiTaskData& data, double lambda, Intercept intercept, double mu = 0.0) {
  return {
      data, {}, Ridged<RowGroupLasso>(RowGroupLasso{lambda}, mu), intercept, data.loss_weights(Averaging::task_mean)};
}

// Features far from zero, two of them nearly the same.
MultiTaskData harsh(double mean) {
  arma::mat X = normal_matrix(3, "X", 120, 9) + mean;
  X.col(1) = X.col(0) + 1e-3 * X.col(1);
  return MultiTaskData::from_shared(X, normal_matrix(3, "Y", 120, 4) - mean);
}

// Bounds from the reduced samples beside those from all, near the optimum and far from it.
void check_bounds(const MultiTaskData& data, Intercept intercept, double mu, double gap) {
  RowNormProblem problem = posed(data, 1.0, intercept, mu);
  problem.penalty.base.lambda = 0.1 * lambda_max(problem);
  const auto reduced = reduce_samples(data, problem.c, intercept == Intercept::free);
  BOOST_REQUIRE(reduced.has_value());
  RowEngine engine;
  const Solution best = engine(problem, {.gap = 1e-12}, zero_coefficients(data));
  const double scale = null_objective(problem), least = best.report.certificate.primal;
  for (const double distance : {0.0, 1e-3, 1.0}) {
    Coefficients at = best.coefficients;
    at.W += distance * normal_matrix(5, "away", at.W.n_rows, at.W.n_cols);
    at.b = reduced->intercepts(at.W);
    const Certificate full = certify(problem, at, scale);
    const auto proof = certify_reduced(*reduced, problem, at.W, scale, gap);
    BOOST_REQUIRE(proof.has_value());
    BOOST_TEST_CONTEXT("distance " << distance << ", mu " << mu) {
      BOOST_TEST(std::abs(proof->primal - full.primal) <= gap * std::max(scale, full.primal));
      BOOST_TEST(proof->dual <= least);
      BOOST_TEST(proof->dual >= full.dual - 0.2 * gap * scale - 1e-9 * std::abs(full.dual));
      BOOST_TEST(proof->gap >= proof->primal - proof->dual);
      BOOST_TEST(proof->gap <= full.gap + gap * std::max(scale, full.gap));
      BOOST_TEST(proof->dual_point.is_empty());
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(proofs_on_reduced_samples)

BOOST_AUTO_TEST_CASE(bounds_are_those_of_all_samples_but_for_rounding) {
  const MultiTaskData data = random_tasks(1, {.n = 150, .d = 20, .T = 5, .shared = true});
  for (const Intercept intercept : {Intercept::none, Intercept::free})
    for (const double mu : {0.0, 0.05}) check_bounds(data, intercept, mu, 1e-8);
}

BOOST_AUTO_TEST_CASE(nearly_equal_features_far_from_zero_are_paid_for) {
  check_bounds(harsh(0.0), Intercept::free, 0.0, 1e-6);
  check_bounds(harsh(1e3), Intercept::free, 0.0, 1e-6);
}

BOOST_AUTO_TEST_CASE(intercepts_are_the_best_ones) {
  const MultiTaskData data = harsh(10.0);
  const RowNormProblem problem = posed(data, 0.1, Intercept::free);
  const auto reduced = reduce_samples(data, problem.c, true);
  BOOST_REQUIRE(reduced.has_value());
  const arma::mat W = normal_matrix(7, "W", 9, 4);
  const arma::rowvec none(4, arma::fill::zeros);
  const arma::rowvec best = best_intercepts(problem.loss, data, problem.c, data.forward(W, none), none);
  BOOST_TEST(arma::abs(reduced->intercepts(W) - best).max() <= 1e-12 * arma::abs(best).max());
}

BOOST_AUTO_TEST_CASE(gaps_that_rounding_would_blur_are_left_to_all_samples) {
  const MultiTaskData data = harsh(1e3);
  const RowNormProblem problem = posed(data, 1e-4, Intercept::free);
  const auto reduced = reduce_samples(data, problem.c, true);
  BOOST_REQUIRE(reduced.has_value());
  const arma::mat W = normal_matrix(7, "W", 9, 4);
  const double scale = null_objective(problem);
  BOOST_TEST(!certify_reduced(*reduced, problem, W, scale, 1e-14).has_value());
  BOOST_TEST(!certify_reduced(*reduced, problem, 1e9 * W, scale, 1e-6).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
