#include "algorithms/go_mtl.hpp"

#include <boost/test/unit_test.hpp>

#include "algorithms/baselines.hpp"
#include "tests/support/hard_data.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const FitControl tight{.stop = {.gap = 1e-10}};

double far(const arma::mat& a, const arma::mat& b) { return arma::abs(a - b).max(); }

struct Planted {
  MultiTaskData data;
  arma::mat L, S;
};

// Groups that overlap: eight tasks use one of four directions, and two of every pair use both.
Planted overlapping_groups(std::uint64_t seed, arma::uword d, arma::uword n, double noise) {
  const arma::uword k = 4, T = 20;
  arma::mat S(k, T, arma::fill::zeros);
  for (arma::uword t = 0; t < 8; ++t) S(t / 2, t) = t % 2 == 0 ? 1.5 : -1.2;
  for (arma::uword a = 0, t = 8; a < k; ++a)
    for (arma::uword b = a + 1; b < k; ++b)
      for (const double sign : {1.0, -1.0}) {
        S(a, t) = 1.0;
        S(b, t++) = sign;
      }
  const arma::mat L = arma::normalise(normal_matrix(seed, "L", d, k));
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < T; ++t) {
    const arma::mat X = normal_matrix(seed, numbered("X", t), n, d);
    tasks.push_back({.X = X, .y = arma::vec(X * L * S.col(t) + noise * normal_matrix(seed, numbered("e", t), n, 1))});
  }
  return {MultiTaskData::from_tasks(tasks), L, S};
}

// Which found direction goes with each planted one: the one with the largest cosine, which must be at least this.
arma::uvec matched(const arma::mat& planted, const arma::mat& found, double cosine) {
  const arma::mat cosines = arma::abs(arma::normalise(planted).t() * arma::normalise(found));
  for (arma::uword i = 0; i < cosines.n_rows; ++i) BOOST_TEST(cosines.row(i).max() >= cosine);
  return arma::index_max(cosines, 1);
}

// The distance from first-order conditions, from the samples and by definition.
double distance_from_stationary(const MultiTaskData& data, const Fit& fit, double lambda) {
  const arma::mat L = fit.model->info().learned.at("directions"), S = fit.model->info().learned.at("combinations");
  BOOST_TEST(far(L * S, fit.linear().W()) <= 1e-14 * arma::abs(fit.linear().W()).max());
  arma::mat by_L = lambda * L;
  double worst = 0.0;
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const arma::mat X = data.design(t).dense();
    const arma::vec residual = X * fit.linear().W().col(t) + fit.linear().b()[t] - data.targets_of(t);
    const arma::vec g = X.t() * residual / static_cast<double>(X.n_rows);
    by_L += g * S.col(t).t();
    for (arma::uword i = 0; i < L.n_cols; ++i) {
      const double slope = arma::dot(L.col(i), g);
      const double low = S(i, t) > 0.0 ? lambda : -lambda, high = S(i, t) < 0.0 ? -lambda : lambda;
      worst = std::max({worst, slope + low, -high - slope});
    }
  }
  for (arma::uword i = 0; i < L.n_cols; ++i)
    if (arma::norm(L.col(i)) > 0.0) worst = std::max(worst, arma::norm(by_L.col(i)) / arma::norm(L.col(i)));
  return worst / lambda;
}

// X_t with X_t'X_t = n_t I and centred columns, so that the loss of task t is |w - ols_t|^2 / 2 and a constant.
MultiTaskData orthonormal(const arma::mat& ols, arma::uword n) {
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < ols.n_cols; ++t) {
    arma::mat Q, R, X = normal_matrix(3, numbered("X", t), n, ols.n_rows);
    X.each_row() -= arma::mean(X, 0);
    arma::qr_econ(Q, R, X);
    tasks.push_back({.X = arma::mat(std::sqrt(static_cast<double>(n)) * Q),
                     .y = arma::vec(std::sqrt(static_cast<double>(n)) * Q * ols.col(t))});
  }
  return MultiTaskData::from_tasks(tasks);
}

// argmin (r - r0)^2 / 2 + 3/2 lambda r^(2/3), away from zero.
double shrunk(double r0, double lambda) {
  double r = r0;
  for (int step = 0; step < 100; ++step)
    r -= (r - r0 + lambda / std::cbrt(r)) / (1.0 - lambda / (3.0 * r * std::cbrt(r)));
  return r;
}

double primal(const Fit& fit) { return fit.report.certificate.primal; }

}  // namespace

BOOST_AUTO_TEST_SUITE(go_mtl)

BOOST_AUTO_TEST_CASE(planted_groups_that_overlap_are_found) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const Planted planted = overlapping_groups(seed, 15, 60, 0.02);
    const Fit fit = GoMtl{{.lambda = 0.05, .n_directions = 4}}.fit(planted.data, tight);
    const LearnedStructure& learned = fit.model->info().learned;
    BOOST_TEST(to_string(fit.report.status) == "stationary");
    const arma::uvec match = matched(planted.L, learned.at("directions"), 0.99);
    BOOST_TEST(arma::uvec(arma::unique(match)).n_elem == 4u);
    const arma::mat S = learned.at("combinations").rows(match);
    BOOST_TEST(arma::accu((S != 0.0) != (planted.S != 0.0)) == 0u);
  }
}

BOOST_AUTO_TEST_CASE(first_order_conditions_hold_to_what_was_asked_for) {
  const Planted planted = overlapping_groups(4, 8, 12, 0.5);
  for (const double lambda : {0.3, 0.05, 0.003})
    for (const double gap : {1e-4, 1e-8}) {
      const Fit fit = GoMtl{{.lambda = lambda, .n_directions = 3}}.fit(planted.data, {.stop = {.gap = gap}});
      BOOST_TEST_CONTEXT("lambda " << lambda << " gap " << gap) {
        BOOST_TEST(to_string(fit.report.status) == "stationary");
        const double distance = distance_from_stationary(planted.data, fit, lambda);
        BOOST_TEST(distance <= 3.0 * gap);
        const double reported = fit.model->info().learned.at("first_order_residual")(0, 0);
        BOOST_TEST(std::abs(distance - reported) <= 1e-10 + 1e-6 * distance);
      }
    }
}

BOOST_AUTO_TEST_CASE(no_sweep_raises_the_objective_and_no_start_ends_below_the_result) {
  const Planted planted = overlapping_groups(5, 12, 15, 0.5);
  DirectionFindings found;
  const Fit fit = GoMtl{{.lambda = 0.05, .n_directions = 4, .n_starts = 6}}.fit(planted.data, {}, found);
  BOOST_REQUIRE(found.histories.size() >= 6u);
  for (const auto& history : found.histories)
    for (std::size_t i = 1; i < history.size(); ++i) BOOST_TEST(history[i] <= history[i - 1] * (1.0 + 1e-13));
  BOOST_TEST(found.start_objectives.n_elem == 6u);
  BOOST_TEST(primal(fit) <= found.start_objectives.min() * (1.0 + 1e-12));
}

BOOST_AUTO_TEST_CASE(one_task_has_the_penalty_of_its_length_to_the_power_of_two_thirds) {
  const arma::vec ols = {1.0, -2.0, 0.5};
  const MultiTaskData data = orthonormal(ols, 12);
  for (const double lambda : {0.01, 0.3}) {
    const Fit fit = GoMtl{{.lambda = lambda, .n_directions = 2}}.fit(data, tight);
    BOOST_TEST(far(fit.linear().W(), shrunk(arma::norm(ols), lambda) * arma::normalise(ols)) < 1e-8);
  }
}

BOOST_AUTO_TEST_CASE(tasks_at_right_angles_have_a_direction_each) {
  const arma::mat ols = arma::diagmat(arma::vec{1.0, 1.5, 2.0, 1.2});
  const Fit fit = GoMtl{{.lambda = 0.05, .n_directions = 4}}.fit(orthonormal(ols, 9), tight);
  arma::mat alone = ols;
  for (arma::uword t = 0; t < 4; ++t) alone(t, t) = shrunk(ols(t, t), 0.05);
  BOOST_TEST(far(fit.linear().W(), alone) < 1e-8);
}

BOOST_AUTO_TEST_CASE(one_direction_makes_all_tasks_multiples_of_one_w) {
  const Planted planted = overlapping_groups(6, 8, 20, 0.3);
  const Fit fit = GoMtl{{.lambda = 0.02, .n_directions = 1}}.fit(planted.data, tight);
  BOOST_TEST(fit.linear().rank() == 1u);
}

BOOST_AUTO_TEST_CASE(lambda_towards_zero_with_as_many_directions_as_tasks_is_least_squares_of_every_task_alone) {
  const MultiTaskData data = random_tasks(6, {.n = 20, .d = 5, .T = 3});
  const Fit alone = IndependentRidge{{.lambda = 1e-10}}.fit(data, tight);
  const Fit fit = GoMtl{{.lambda = 1e-7, .n_directions = 3}}.fit(data, tight);
  BOOST_TEST(far(fit.linear().W(), alone.linear().W()) < 1e-5);
}

BOOST_AUTO_TEST_CASE(at_lambda_max_and_above_zero_is_optimal_and_returned_exactly) {
  const MultiTaskData data = random_tasks(7, {.n = 15, .d = 4, .T = 5});
  for (const double share : {1.0, 3.0}) {
    const Fit fit = GoMtl{{.lambda = Lambda::share_of_max(share)}}.fit(data);
    BOOST_TEST(fit.linear().W().is_zero());
    BOOST_TEST(to_string(fit.report.status) == "optimal");
    BOOST_TEST(fit.report.certificate.relative_gap < 1e-12);
  }
  BOOST_TEST(!GoMtl{{.lambda = Lambda::share_of_max(0.1)}}.fit(data).linear().W().is_zero());
}

// Objectives of factors drawn at random are never below the bound, nor is anything a fit found.
BOOST_AUTO_TEST_CASE(the_bound_holds_for_all_factors) {
  const MultiTaskData data = random_tasks(8, {.n = 15, .d = 4, .T = 5});
  for (const double share : {0.9, 0.5, 0.1, 0.001}) {
    const Fit rough = GoMtl{{.lambda = Lambda::share_of_max(share), .n_directions = 5, .n_starts = 1}}.fit(data);
    const Fit best = GoMtl{{.lambda = Lambda::share_of_max(share), .n_directions = 5, .n_starts = 40}}.fit(data);
    BOOST_TEST(rough.report.certificate.dual <= primal(best));
    BOOST_TEST(best.report.certificate.dual <= primal(best));
    BOOST_TEST(primal(best) <= primal(rough) * (1.0 + 1e-12));
    BOOST_TEST(best.report.certificate.dual > 0.0);
  }
}

BOOST_AUTO_TEST_CASE(more_directions_than_tasks_are_no_better_than_as_many) {
  const MultiTaskData data = random_tasks(9, {.n = 15, .d = 6, .T = 3});
  const Fit as_many = GoMtl{{.lambda = 0.05, .n_directions = 3, .n_starts = 20}}.fit(data, tight);
  const Fit more = GoMtl{{.lambda = 0.05, .n_directions = 8, .n_starts = 20}}.fit(data, tight);
  BOOST_TEST(std::abs(primal(as_many) - primal(more)) <= 1e-8 * primal(more));
}

// mu |S|_1 + nu |L|_F^2.
BOOST_AUTO_TEST_CASE(of_the_published_strengths_only_mu_mu_nu_counts) {
  const MultiTaskData data = overlapping_groups(7, 6, 20, 0.2).data;
  const arma::vec c = data.loss_weights(Averaging::task_mean);
  const double lambda = 0.05;
  const Fit fit = GoMtl{{.lambda = lambda, .n_directions = 3}}.fit(data, tight);
  for (const double mu : {0.01, 1.0}) {
    const double nu = lambda * lambda * lambda / (2.0 * mu * mu);
    const FactorProblem problem{data, Squared{}, SparseFactors{mu, 2.0 * nu, 3}, Intercept::free, c};
    DirectionFindings found;
    const Solution again = shared_directions(problem, tight.stop, zero_coefficients(data), {5, 0}, found);
    BOOST_TEST(far(again.coefficients.W, fit.linear().W()) < 1e-6);
    BOOST_TEST(std::abs(again.report.certificate.primal - primal(fit)) < 1e-10);
  }
}

BOOST_AUTO_TEST_CASE(coefficients_alone_get_the_cheapest_factors_that_are_known_for_them) {
  const Planted planted = overlapping_groups(8, 10, 30, 0.2);
  const GoMtl method{{.lambda = 0.05, .n_directions = 4}};
  const Fit fit = method.fit(planted.data, tight);
  const Coefficients at = fit.coefficients();
  const Fit certified = method.fit(planted.data, {.stop = {.max_iterations = 0}, .start = &at});
  BOOST_TEST(primal(certified) >= primal(fit));
  BOOST_TEST(primal(certified) < 1.5 * primal(fit));
  const Fit warm = method.fit(planted.data, {.stop = tight.stop, .start = &at});
  BOOST_TEST(primal(warm) <= primal(fit) * (1.0 + 1e-10));
}

BOOST_AUTO_TEST_CASE(the_same_bits_for_any_number_of_threads) {
  const MultiTaskData data = overlapping_groups(9, 10, 15, 0.3).data;
  const Fit one = GoMtl{}.fit(data, {.threads = 1}), four = GoMtl{}.fit(data, {.threads = 4});
  BOOST_TEST(far(one.linear().W(), four.linear().W()) == 0.0);
  BOOST_TEST(one.report.certificate.gap == four.report.certificate.gap);
}

BOOST_AUTO_TEST_CASE(data_far_from_one_in_scale_or_with_one_X_or_few_samples_are_the_same_problem) {
  const double x = 0x1p300, y = 0x1p-200, lambda = 0.05;
  for (const MultiTaskData& data : {random_tasks(10, {.n = 20, .d = 5, .T = 4, .shared = true}),
                                    random_tasks(11, {.n = 8, .d = 20, .T = 4}), random_tasks(12, {.n = 12, .T = 5})}) {
    DirectionFindings found, of_scaled;
    const Fit fit = GoMtl{{.lambda = lambda, .n_directions = 2}}.fit(data, tight, found);
    BOOST_TEST(to_string(fit.report.status) == "stationary");
    const MultiTaskData scaled = data.map_designs([&](const Design& X) { return Design(arma::mat(x * X.dense())); })
                                     .with_targets(y * data.targets());
    // l1^2 l2 = lambda^3 has the unit of targets^4 features^2.
    const double there = lambda * std::cbrt(x * x) * std::cbrt(y * y * y * y);
    const Fit again = GoMtl{{.lambda = there, .n_directions = 2}}.fit(scaled, tight, of_scaled);
    BOOST_TEST(far(again.linear().W() * (x / y), fit.linear().W()) < 1e-7);
    BOOST_TEST(std::abs(primal(again) / (y * y) - primal(fit)) < 1e-10);
    BOOST_TEST(std::abs(again.report.certificate.relative_gap - fit.report.certificate.relative_gap) < 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(ten_thousand_tasks_of_two_samples_and_many_tiny_ones_beside_a_huge_one_are_fitted) {
  const MultiTaskData many = hard_data({.samples = arma::uvec(10000, arma::fill::value(2)), .n_features = 5}, false, 9);
  BOOST_TEST(to_string(GoMtl{{.n_starts = 1}}.fit(many).report.status) == "stationary");
  arma::uvec samples(30, arma::fill::value(2));
  samples[0] = 20000;
  BOOST_TEST(to_string(GoMtl{}.fit(hard_data({.samples = samples}, false, 9)).report.status) == "stationary");
}

BOOST_AUTO_TEST_CASE(duplicate_tasks_cost_no_direction) {
  const MultiTaskData data = hard_data({.samples = {12, 12, 12, 12}, .same_task = true}, false, 3);
  const Fit fit = GoMtl{{.lambda = 0.05, .n_directions = 2}}.fit(data, tight);
  for (arma::uword t = 1; t < 4; ++t) BOOST_TEST(far(fit.linear().W().col(t), fit.linear().W().col(0)) < 1e-8);
  BOOST_TEST(fit.linear().rank() == 1u);
}

BOOST_AUTO_TEST_CASE(features_whose_gram_matrices_would_not_fit_are_refused) {
  arma::mat X(2, 4000, arma::fill::ones);
  std::vector<Task> tasks(5, Task{.X = X, .y = arma::vec{1.0, 2.0}});
  const MultiTaskData data = MultiTaskData::from_tasks(tasks);
  BOOST_REQUIRE(GoMtl{}.unsuited(data).has_value());
  BOOST_CHECK_THROW(GoMtl{}.fit(data), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
