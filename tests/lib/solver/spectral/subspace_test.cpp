// Growing subspaces: what they find, and when they give up.
#include "lib/solver/spectral/subspace.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/linalg/decompose.hpp"
#include "lib/penalty/trace_norm.hpp"
#include "lib/solver/spectral/factored_quadratics.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::spectral;
using namespace starling::testing;

namespace {

// Tasks of rank 2 with fewer samples than features.
MultiTaskData few_samples(arma::uword T) {
  const arma::mat W = normal_matrix(1, "left", 120, 2) * normal_matrix(1, "right", 2, T);
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < T; ++t) {
    const arma::mat X = normal_matrix(1, numbered("X", t), 40, 120);
    tasks.push_back({.X = X, .y = arma::vec(X * W.col(t) + normal_matrix(1, numbered("e", t), 40, 1))});
  }
  return MultiTaskData::from_tasks(std::move(tasks));
}

bool go_on(int, double, double) { return true; }

template <class S>
void finds_what_splitting_finds(double mu, double target) {
  const MultiTaskData data = few_samples(80);
  const arma::vec c = data.loss_weights(Averaging::task_mean);
  const QuadraticSource source{data, c, true, mu};
  const arma::uvec features = varying_features(source);
  const auto tasks = std::make_shared<const CentredTasks<S>>(source, features);
  FactoredQuadratics<S> all(source, features, tasks);
  const double lambda = 0.5 * singular_values(all.linear())[0];
  const SpectralOf<TraceNormPenalty> penalty(TraceNormPenalty{lambda});
  Subspace<S> space(tasks, all.linear(), mu, penalty);
  const double goal = target * all.constant();
  BOOST_TEST((space.improve(goal, 2000, go_on).outcome == Outcome::believed));
  Splitting splitting(all, penalty);
  BOOST_TEST((splitting.improve(goal, 2000, go_on).outcome == Outcome::believed));
  const auto objective = [&](const arma::mat& W) { return all.loss(W) + penalty.value(singular_values(W)); };
  BOOST_TEST(std::abs(objective(space.point()) - objective(splitting.candidate())) <= goal);
  const arma::vec s = singular_values(space.point());
  BOOST_TEST(s[0] > 0.0);
  BOOST_TEST(s[3] <= 1e-10 * s[0]);
  // From the solution nothing is left to do, by way of its coefficients alone.
  Subspace<S> again(tasks, all.linear(), mu, penalty);
  BOOST_TEST(again.start_at(space.point()));
  BOOST_TEST(again.improve(1.5 * goal, 2000, go_on).iterations == 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(growing_subspaces)

BOOST_AUTO_TEST_CASE(they_find_what_splitting_all_features_finds) {
  finds_what_splitting_finds<double>(0.0, 1e-9);
  finds_what_splitting_finds<double>(0.1, 1e-9);
  finds_what_splitting_finds<float>(0.0, 1e-5);
}

BOOST_AUTO_TEST_CASE(a_high_rank_is_left_to_splitting) {
  const MultiTaskData data = few_samples(30);
  const arma::vec c = data.loss_weights(Averaging::task_mean);
  const QuadraticSource source{data, c, true, 0.0};
  const arma::uvec features = varying_features(source);
  const auto tasks = std::make_shared<const CentredTasks<double>>(source, features);
  const FactoredQuadratics<double> all(source, features, tasks);
  const SpectralOf<TraceNormPenalty> penalty(TraceNormPenalty{1e-3 * singular_values(all.linear())[0]});
  Subspace<double> space(tasks, all.linear(), 0.0, penalty);
  BOOST_TEST((space.improve(1e-8 * all.constant(), 2000, go_on).outcome == Outcome::stuck));
  BOOST_TEST(!Subspace<double>(tasks, all.linear(), 0.0, penalty).start_at(normal_matrix(2, "W", 120, 30)));
}

BOOST_AUTO_TEST_SUITE_END()
