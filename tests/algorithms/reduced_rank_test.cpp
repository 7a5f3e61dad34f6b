#include "algorithms/reduced_rank.hpp"

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <vector>

#include "algorithms/baselines.hpp"
#include "datasets/catalogue.hpp"
#include "tests/support/hard_data.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const StopRule tight{.gap = 1e-10};

double largest_difference(const arma::mat& a, const arma::mat& b) { return arma::abs(a - b).max(); }

std::vector<MultiTaskData> shared_and_ragged() {
  return {random_tasks(3, {.n = 25, .d = 6, .T = 4, .shared = true}), random_tasks(3, {.n = 25, .d = 6, .T = 4})};
}

MultiTaskData with_gaps(const MultiTaskData& data) {
  arma::vec weights = data.weights();
  for (arma::uword i = 0; i < weights.n_elem; i += 7) weights[i] = 0.0;
  return data.with_weights(weights);
}

// Two features, rank one: the least objective over a fine grid of directions u = (cos, sin), every task by hand.
double best_direction(const MultiTaskData& data, double lambda) {
  double least = arma::datum::inf;
  for (int k = 0; k < 200000; ++k) {
    const double angle = arma::datum::pi * k / 200000.0;
    const arma::vec u = {std::cos(angle), std::sin(angle)};
    double objective = 0.0;
    for (arma::uword t = 0; t < data.n_tasks(); ++t) {
      const arma::vec z = data.design(t).dense() * u, y = data.targets_of(t);
      const double n = static_cast<double>(y.n_elem), q = arma::dot(z, y) / n;
      objective += arma::dot(y, y) / (2.0 * n) - 0.5 * q * q / (arma::dot(z, z) / n + lambda);
    }
    least = std::min(least, objective);
  }
  return least;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reduced_rank)

BOOST_AUTO_TEST_CASE(a_rank_of_at_least_min_d_T_is_ridge_regression) {
  for (const MultiTaskData& data : shared_and_ragged())
    for (const int rank : {4, 9}) {
      const Fit fit = ReducedRank{{.rank = rank, .lambda = 0.1}}.fit(data, {.stop = tight});
      const Fit ridge = IndependentRidge{{.lambda = 0.1}}.fit(data, {.stop = tight});
      BOOST_TEST(largest_difference(fit.linear().W(), ridge.linear().W()) < 1e-12);
      BOOST_TEST(largest_difference(fit.linear().b(), ridge.linear().b()) < 1e-12);
      BOOST_TEST(to_string(fit.report.status) == "optimal");
    }
}

BOOST_AUTO_TEST_CASE(rank_0_leaves_the_intercepts) {
  for (const MultiTaskData& data : shared_and_ragged()) {
    const Fit fit = ReducedRank{{.rank = 0}}.fit(data, {.stop = tight});
    BOOST_TEST(fit.linear().W().is_zero());
    for (arma::uword t = 0; t < 4; ++t)
      BOOST_TEST(fit.linear().b()[t] == arma::mean(data.targets_of(t)), boost::test_tools::tolerance(1e-12));
    BOOST_TEST(to_string(fit.report.status) == "optimal");
  }
}

BOOST_AUTO_TEST_CASE(orthonormal_features_and_one_X_the_truncated_singular_value_decomposition_of_ridge_regression) {
  arma::mat Q, R;
  arma::qr_econ(Q, R, normal_matrix(4, "X", 40, 6));
  const arma::mat X = std::sqrt(40.0) * Q, Y = normal_matrix(4, "Y", 40, 5);
  const MultiTaskData data = MultiTaskData::from_shared(X, Y);
  arma::mat U, V;
  arma::vec s;
  arma::svd_econ(U, s, V, X.t() * Y / 40.0);
  for (const int rank : {1, 2, 4}) {
    const Fit fit = ReducedRank{{.rank = rank, .lambda = 0.2, .intercept = false}}.fit(data, {.stop = tight});
    const arma::uword last = static_cast<arma::uword>(rank) - 1;
    const arma::mat expected = U.cols(0, last) * arma::diagmat(s.head(rank)) * V.cols(0, last).t() / 1.2;
    BOOST_TEST(largest_difference(fit.linear().W(), expected) < 1e-12);
    BOOST_TEST(to_string(fit.report.status) == "optimal");
  }
}

BOOST_AUTO_TEST_CASE(one_X_closes_the_gap_and_the_singular_values_say_what_every_rank_costs) {
  for (const arma::uword n : {40, 12}) {  // more and fewer samples than features
    const MultiTaskData data = random_tasks(6, {.n = n, .d = 20, .T = 7, .shared = true});
    const double ridge = IndependentRidge{{.lambda = 0.05}}.fit(data, {.stop = tight}).report.certificate.primal;
    const std::vector<int> ranks = {0, 1, 2, 3, 5, 7};
    double last = arma::datum::inf;
    ReducedRank{{.lambda = 0.05}}.fit_ranks(data, ranks, {.stop = tight}, [&](int rank, const Fit& fit) {
      const Certificate& proof = fit.report.certificate;
      const arma::vec s = fit.model->info().learned.at("singular_values").t();
      const double tail = rank < 7 ? 0.5 * arma::accu(arma::square(s.tail(7 - rank))) : 0.0;
      BOOST_TEST(proof.relative_gap < 1e-12);
      BOOST_TEST(std::abs(proof.primal - ridge - tail) < 1e-12 * proof.scale);
      BOOST_TEST(proof.primal < last);
      last = proof.primal;
      BOOST_TEST(arma::rank(fit.linear().W()) == static_cast<arma::uword>(rank));
      const Fit alone = ReducedRank{{.rank = rank, .lambda = 0.05}}.fit(data, {.stop = tight});
      BOOST_TEST(largest_difference(alone.linear().W(), fit.linear().W()) == 0.0);
      return true;
    });
    BOOST_TEST(last == ridge, boost::test_tools::tolerance(1e-10));
  }
}

BOOST_AUTO_TEST_CASE(the_best_of_all_directions_is_found_where_they_can_be_tried) {
  for (const std::uint64_t seed : {1, 2, 3, 4}) {
    const MultiTaskData data = hard_data({.samples = {6, 9, 5, 12, 7}, .n_features = 2}, false, seed);
    const Fit fit = ReducedRank{{.rank = 1, .lambda = 0.05, .intercept = false}}.fit(data);
    const double least = best_direction(data, 0.05);
    BOOST_TEST_CONTEXT("seed " << seed) {
      BOOST_TEST(std::abs(fit.report.certificate.primal - least) < 1e-8 * least);
      BOOST_TEST(fit.report.certificate.dual <= least);
      BOOST_TEST(to_string(fit.report.status) == "stationary");
    }
  }
}

BOOST_AUTO_TEST_CASE(a_planted_rank_is_recovered_from_tasks_of_their_own_X_and_from_missing_targets) {
  const Dataset own = make_dataset("low_rank:n_tasks=20,n_features=12,rank=3,n_samples=15,noise=0,seed=4");
  const Dataset shared =
      make_dataset("low_rank:n_tasks=20,n_features=12,rank=3,n_samples=25,noise=0,shared_design=true,seed=4");
  const std::vector<MultiTaskData> cases = {own.train, with_gaps(shared.train)};
  const std::vector<arma::mat> truths = {own.truth->W, shared.truth->W};
  for (std::size_t k = 0; k < cases.size(); ++k) {
    const Fit fit = ReducedRank{{.rank = 3, .lambda = 1e-9}}.fit(cases[k]);
    BOOST_TEST(largest_difference(fit.linear().W(), truths[k]) < 1e-5);
    BOOST_TEST(arma::rank(fit.linear().W()) == 3u);
    const arma::rowvec ends = fit.model->info().learned.at("start_objectives");
    BOOST_TEST(ends.n_elem == 3u);
    BOOST_TEST(fit.report.certificate.primal <= ends.min() * (1.0 + 1e-9) + 1e-15);
  }
}

BOOST_AUTO_TEST_CASE(a_single_missing_target_changes_little) {
  const MultiTaskData data = random_tasks(8, {.n = 60, .d = 6, .T = 5, .shared = true});
  arma::vec weights = data.weights();
  weights[7] = 0.0;
  const ReducedRank method{{.rank = 2}};
  const Fit all = method.fit(data), gap = method.fit(data.with_weights(weights));
  BOOST_TEST(to_string(all.report.status) == "optimal");
  BOOST_TEST(to_string(gap.report.status) == "stationary");
  BOOST_TEST(largest_difference(all.linear().W(), gap.linear().W()) < 0.1);
}

BOOST_AUTO_TEST_CASE(data_far_from_one_in_scale_are_the_same_problem) {
  for (const MultiTaskData& data : shared_and_ragged()) {
    const double x = 0x1p300, y = 0x1p-200;
    const MultiTaskData scaled = data.map_designs([&](const Design& X) { return Design(arma::mat(x * X.dense())); })
                                     .with_targets(y * data.targets());
    const Fit fit = ReducedRank{{.rank = 2, .lambda = 0.01}}.fit(data);
    const Fit again = ReducedRank{{.rank = 2, .lambda = 0.01 * x * x}}.fit(scaled);
    BOOST_TEST(largest_difference(again.linear().W() * (x / y), fit.linear().W()) < 1e-10);
    BOOST_TEST(again.report.certificate.relative_gap == fit.report.certificate.relative_gap,
               boost::test_tools::tolerance(1e-4));
    BOOST_TEST(to_string(again.report.status) == to_string(fit.report.status));
  }
}

BOOST_AUTO_TEST_CASE(the_same_bits_for_any_number_of_threads) {
  for (const MultiTaskData& data : shared_and_ragged()) {
    const ReducedRank method{{.rank = 2}};
    const Fit one = method.fit(data, {.threads = 1}), four = method.fit(data, {.threads = 4});
    BOOST_TEST(largest_difference(one.linear().W(), four.linear().W()) == 0.0);
    BOOST_TEST(one.report.certificate.gap == four.report.certificate.gap);
  }
}

BOOST_AUTO_TEST_CASE(few_iterations_are_reported_as_such) {
  const MultiTaskData data = random_tasks(3, {.n = 10, .d = 6, .T = 5});
  const Fit fit = ReducedRank{{.rank = 2}}.fit(data, {.stop = {.max_iterations = 1}});
  BOOST_TEST(to_string(fit.report.status) == "iteration_limit");
  BOOST_TEST(fit.report.iterations == 1);
}

BOOST_AUTO_TEST_CASE(a_share_of_lambda_max_and_a_rank_below_0_are_refused) {
  const MultiTaskData data = random_tasks(3, {});
  BOOST_CHECK_THROW((ReducedRank{{.lambda = Lambda::share_of_max(0.1)}}.fit(data)), InvalidOption);
  BOOST_CHECK_THROW((ReducedRank{{.rank = -1}}.fit(data)), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()
