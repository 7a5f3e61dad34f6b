#include "lib/solver/task_fusion.hpp"

#include <boost/test/unit_test.hpp>

#include "datasets/catalogue.hpp"
#include "lib/base/error.hpp"
#include "lib/solver/fista.hpp"
#include "tests/support/hard_data.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

FusionProblem problem(const MultiTaskData& data, TaskEdges edges, double lambda, double mu = 0.1,
                      Intercept intercept = Intercept::free) {
  return {data, Squared{}, FusionPenalty(std::make_shared<const TaskEdges>(std::move(edges)), lambda, mu), intercept,
          data.loss_weights(Averaging::task_mean)};
}

Solution solve(const FusionProblem& problem, const StopRule& rule = {}) {
  return FusionEngine().solve(problem, rule, zero_coefficients(problem.data));
}

// The objective in plain sums.
double objective(const FusionProblem& problem, const Coefficients& at) {
  const TaskEdges& edges = problem.penalty.edges();
  const arma::vec residual = problem.data.forward(at.W, at.b) - problem.data.targets();
  double sum = 0.5 * arma::dot(problem.c, residual % residual) + 0.5 * problem.penalty.mu() * arma::accu(at.W % at.W);
  for (arma::uword e = 0; e < edges.size(); ++e)
    sum +=
        problem.penalty.lambda() * edges.weights[e] * arma::norm(at.W.col(edges.first[e]) - at.W.col(edges.second[e]));
  return sum;
}

// A lower bound by the dual point u and a flow of plain projected gradients: both are feasible by what is done here.
double lower_bound(const FusionProblem& problem, const arma::vec& u) {
  const TaskEdges& edges = problem.penalty.edges();
  arma::mat G;
  arma::rowvec sums;
  problem.data.adjoint(u, G, sums);
  BOOST_TEST(arma::abs(sums).max() < 1e-12);  // the intercept is free
  G = -G;
  arma::mat D(edges.n_tasks, edges.size(), arma::fill::zeros), Z(G.n_rows, edges.size(), arma::fill::zeros);
  for (arma::uword e = 0; e < edges.size(); ++e) {
    D(edges.first[e], e) = 1.0;
    D(edges.second[e], e) = -1.0;
  }
  for (int step = 0; step < 20000; ++step) {
    Z += (G - Z * D.t()) * D / static_cast<double>(edges.n_tasks);
    for (arma::uword e = 0; e < edges.size(); ++e)
      Z.col(e) *= std::min(1.0, problem.penalty.lambda() * edges.weights[e] / arma::norm(Z.col(e)));
  }
  const arma::mat left = G - Z * D.t();
  const arma::vec& y = problem.data.targets();
  return -arma::dot(u, y) - 0.5 * arma::accu(u % u / problem.c) - 0.5 * arma::accu(left % left) / problem.penalty.mu();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(task_fusion_engine)

BOOST_AUTO_TEST_CASE(both_bounds_are_those_of_plain_sums) {
  const MultiTaskData data = random_tasks(5, {.n = 14, .d = 6, .T = 5});
  const double largest = total_fusion_strength(problem(data, TaskEdges::complete(5), 1.0));
  for (const double share : {0.05, 0.3, 0.8}) {
    const FusionProblem at = problem(data, TaskEdges::complete(5), share * largest);
    const Solution found = solve(at, {.gap = 1e-9});
    const Certificate& proof = found.report.certificate;
    BOOST_TEST_CONTEXT("share " << share) {
      BOOST_TEST(to_string(found.report.status) == "optimal");
      BOOST_TEST(std::abs(objective(at, found.coefficients) - proof.primal) < 1e-12 * proof.primal);
      const double plain = lower_bound(at, proof.dual_point);
      BOOST_TEST(plain <= proof.primal * (1.0 + 1e-14));
      BOOST_TEST(proof.primal - plain <= 1e-8 * proof.scale);  // as far as plain steps come
      BOOST_TEST(proof.dual <= plain + 1e-8 * proof.scale);
    }
  }
}

BOOST_AUTO_TEST_CASE(two_roads_enclose_one_optimum) {
  for (const std::uint64_t seed : {1, 2, 3})
    for (const bool shared : {false, true}) {
      const MultiTaskData data = random_tasks(seed, {.n = 14, .d = 6, .T = 4, .shared = shared});
      const FusionProblem at = problem(data, TaskEdges::chain(4), 0.2);
      const Certificate ours = solve(at, {.gap = 1e-9}).report.certificate;
      const Certificate theirs =
          fista(at, {.gap = 1e-7, .max_iterations = 2000}, zero_coefficients(data)).report.certificate;
      BOOST_TEST(ours.relative_gap <= 1e-9);
      BOOST_TEST(theirs.relative_gap <= 1e-7);
      BOOST_TEST(ours.dual <= theirs.primal);
      BOOST_TEST(theirs.dual <= ours.primal);
    }
}

BOOST_AUTO_TEST_CASE(unpleasant_data_are_proved_at_every_strength) {
  for (const Hardness& hard : hard_cases()) {
    const MultiTaskData data = hard_data(hard, false, 7);
    const arma::uword T = data.n_tasks();
    const double largest = total_fusion_strength(problem(data, TaskEdges::chain(T), 1.0));
    for (const double share : {1e-3, 0.1, 0.6}) {
      const Solution found = solve(problem(data, TaskEdges::chain(T), share * largest));
      BOOST_TEST_CONTEXT(hard.name << " share " << share << " gap " << found.report.certificate.relative_gap)
      BOOST_TEST((found.report.status == Status::optimal || found.report.status == Status::optimal_to_floor));
    }
  }
}

BOOST_AUTO_TEST_CASE(groups_are_columns_that_are_equal_to_the_last_bit) {
  const MultiTaskData data = random_tasks(5, {.n = 14, .d = 6, .T = 8});
  const double largest = total_fusion_strength(problem(data, TaskEdges::complete(8), 1.0));
  FusionEngine engine;
  for (const double share : {0.9, 0.5, 0.2}) {
    const FusionProblem at = problem(data, TaskEdges::complete(8), share * largest);
    const Solution found = engine.solve(at, {}, zero_coefficients(data), share < 0.9);
    BOOST_TEST(found.report.certificate.relative_gap <= 1e-6);
    const arma::mat& W = found.coefficients.W;
    for (arma::uword s = 0; s < 8; ++s)
      for (arma::uword t = 0; t < 8; ++t)
        BOOST_TEST((engine.groups()[s] == engine.groups()[t]) == arma::all(W.col(s) == W.col(t)));
  }
}

// The optimum to full precision says which tasks are one; a fit to the default gap has to say the same.
BOOST_AUTO_TEST_CASE(groups_do_not_wait_for_a_small_gap) {
  const MultiTaskData data =
      make_dataset("task_clusters:n_tasks=24,n_clusters=4,n_features=12,n_samples=40,spread=0.05,noise=0.1,seed=1")
          .train;
  arma::mat within(24, 24, arma::fill::zeros);  // four parts of six tasks
  for (arma::uword s = 0; s < 24; ++s)
    for (arma::uword t = 0; t < 24; ++t) within(s, t) = s != t && s % 4 == t % 4 ? 1.0 : 0.0;
  const double largest = total_fusion_strength(problem(data, TaskEdges::of(within), 1.0));
  for (const double share : {1.0, 0.9, 0.5}) {
    const FusionProblem at = problem(data, TaskEdges::of(within), share * largest);
    FusionEngine quick, exact;
    quick.solve(at, {}, zero_coefficients(data));
    exact.solve(at, {.gap = 1e-13}, zero_coefficients(data));
    BOOST_TEST(quick.groups() == exact.groups(), boost::test_tools::per_element());
    if (share == 1.0) BOOST_TEST(quick.groups().max() == 3u);
  }
}

BOOST_AUTO_TEST_CASE(limits_and_callbacks_end_it_with_an_honest_status) {
  const MultiTaskData data = random_tasks(5, {.n = 14, .d = 6, .T = 5});
  const FusionProblem at = problem(data, TaskEdges::chain(5), 0.2);
  const auto status = [&](const StopRule& rule) { return std::string(to_string(solve(at, rule).report.status)); };
  BOOST_TEST(status({}) == "optimal");
  BOOST_TEST(status({.gap = 1e-12, .max_iterations = 1}) == "iteration_limit");
  BOOST_TEST(status({.gap = 1e-12, .max_iterations = 0}) == "iteration_limit");
  BOOST_TEST(status({.gap = 1e-12, .time_limit = 0.0}) == "time_limit");
  BOOST_TEST(status({.gap = 1e-12, .on_progress = [](const Progress&) { return false; }}) == "interrupted");
}

BOOST_AUTO_TEST_CASE(penalised_intercepts_are_refused) {
  const MultiTaskData data = random_tasks(5, {.T = 3});
  BOOST_CHECK_THROW(solve(problem(data, TaskEdges::chain(3), 0.2, 0.1, Intercept::penalised)), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
