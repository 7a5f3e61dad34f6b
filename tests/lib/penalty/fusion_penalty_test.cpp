#include "lib/penalty/fusion_penalty.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/penalty/ridge.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

FusionPenalty fusion(TaskEdges edges, double lambda, double mu) {
  return {std::make_shared<const TaskEdges>(std::move(edges)), lambda, mu};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fusion_penalty)

BOOST_AUTO_TEST_CASE(a_value_by_hand) {
  // Differences (3, 4) and (0, 0); squares 9 + 16.
  const arma::mat W = {{3, 0, 0}, {4, 0, 0}};
  BOOST_TEST(std::abs(fusion(TaskEdges::chain(3), 2.0, 0.5).value(W) - (2.0 * 5.0 + 0.25 * 25.0)) < 1e-14);
  const TaskEdges heavy = TaskEdges::of(arma::mat{{0, 3, 0}, {3, 0, 1}, {0, 1, 0}});
  BOOST_TEST(std::abs(fusion(heavy, 2.0, 0.5).value(W) - (6.0 * 5.0 + 0.25 * 25.0)) < 1e-14);
}

// What one flow leaves of (g1, g2) is their mean and the part of half their difference that is longer than its ball.
BOOST_AUTO_TEST_CASE(the_conjugate_of_two_tasks_by_hand) {
  const double r = 0.7, mu = 0.3;
  const FusionPenalty penalty = fusion(TaskEdges::chain(2), r, mu);
  for (const double half : {0.5, 2.0}) {
    const arma::mat G = {{1.0 + half, 1.0 - half}};
    const double left = std::max(half - r, 0.0);
    BOOST_TEST(std::abs(penalty.conjugate(G) - (1.0 + left * left) / mu) < 1e-13);
  }
}

BOOST_AUTO_TEST_CASE(without_edges_it_is_the_ridge_penalty) {
  const arma::mat W = normal_matrix(3, "W", 4, 1);
  const FusionPenalty alone = fusion(TaskEdges::complete(1), 2.0, 0.4);
  const Ridge ridge{0.4};
  BOOST_TEST(std::abs(alone.value(W) - ridge.value(W)) < 1e-14);
  BOOST_TEST(std::abs(alone.conjugate(W) - ridge.conjugate(W)) < 1e-13);
  BOOST_TEST(arma::approx_equal(alone.prox(W, 0.6), ridge.prox(W, 0.6), "absdiff", 1e-14));
}

BOOST_AUTO_TEST_CASE(any_flow_bounds_the_conjugate_from_above_and_one_that_is_too_long_is_drawn_in) {
  const FusionPenalty penalty = fusion(TaskEdges::complete(5), 0.4, 0.3);
  const arma::mat G = normal_matrix(4, "G", 3, 5);
  const double least = penalty.conjugate(G);
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const arma::mat flow = 5.0 * normal_matrix(seed, "flow", 3, 10);
    BOOST_TEST(penalty.with_flow(flow, 0).conjugate(G) >= least);
    BOOST_TEST(std::abs(penalty.with_flow(flow, 5000).conjugate(G) - least) < 1e-10 * least);
  }
  // All the inner products it has to bound, at multiples of the maximiser: with equality at the maximiser itself.
  const arma::mat maximiser = penalty.prox(G / 1e-9, 1.0 / 1e-9);
  for (const double a : {0.5, 1.0, 1.5}) {
    const arma::mat W = a * maximiser;
    const double slack = penalty.value(W) + least - arma::dot(G, W);
    BOOST_TEST(slack >= -1e-9 * least);
    if (a == 1.0) BOOST_TEST(slack <= 1e-6 * least);
  }
}

BOOST_AUTO_TEST_CASE(strengths_that_make_no_sense_are_refused) {
  BOOST_CHECK_THROW(fusion(TaskEdges::chain(2), -1.0, 1.0), InvalidOption);
  BOOST_CHECK_THROW(fusion(TaskEdges::chain(2), arma::datum::inf, 1.0), InvalidOption);
  BOOST_CHECK_THROW(fusion(TaskEdges::chain(2), 1.0, 0.0), InvalidOption);
  BOOST_CHECK_THROW(fusion(TaskEdges::chain(2), 1.0, arma::datum::nan), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()
