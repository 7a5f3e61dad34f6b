#include "lib/fit/certify.hpp"

#include <boost/test/unit_test.hpp>
#include <tuple>

#include "lib/fit/lambda_max.hpp"
#include "lib/loss/names.hpp"
#include "lib/penalty/non_negative.hpp"
#include "lib/penalty/quadratic_coupling.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

using Losses =
    std::tuple<Squared, Logistic, Hinge, SquaredHinge, Huber, EpsilonInsensitive, SquaredEpsilonInsensitive, Poisson>;

template <class L>
MultiTaskData data_for(std::uint64_t seed, const L&) {
  return random_tasks(seed,
                      {.n = 15, .d = 6, .T = 3, .labels = L::is_classification, .counts = std::is_same_v<L, Poisson>});
}

template <class L>
Problem<L, RowGroupLasso> posed(const MultiTaskData& data, L loss, double lambda, Intercept intercept) {
  return {data, loss, {lambda}, intercept, data.loss_weights(Averaging::task_mean)};
}

// Coefficients near and far, with the best intercepts where they are free.
template <class L, class P>
Coefficients somewhere(const Problem<L, P>& problem, std::uint64_t seed, double size) {
  const MultiTaskData& data = problem.data;
  Coefficients at = zero_coefficients(data);
  at.W = size * normal_matrix(seed, "somewhere", data.n_features(), data.n_tasks());
  if (problem.intercept == Intercept::free)
    at.b = best_intercepts(problem.loss, data, problem.c, data.forward(at.W, {}), at.b);
  return at;
}

// Data whose optimum was chosen: the residuals make the gradient norms of the active rows equal to lambda, those of
// the others half as large, and the active coefficients point along the gradients.
struct Planted {
  static constexpr arma::uword n = 20, d = 7, T = 3, active = 3;
  static constexpr double lambda = 0.3;
  Planted(std::uint64_t seed, bool free_intercept) {
    std::vector<arma::mat> X;
    std::vector<arma::vec> r;
    arma::mat G(d, T);
    for (arma::uword t = 0; t < T; ++t) {
      X.push_back(features(seed, numbered("X", t), n + t, d, Shape::well));
      r.emplace_back(normal_matrix(seed, numbered("r", t), n + t, 1));
      if (free_intercept) r[t] -= arma::mean(r[t]);
      G.col(t) = X[t].t() * r[t] / static_cast<double>(n + t);
    }
    optimum = {arma::zeros(d, T), free_intercept ? arma::rowvec{1.0, -2.0, 0.5} : arma::zeros<arma::rowvec>(T)};
    for (arma::uword j = 0; j < d; ++j) {
      const double factor = (j < active ? 1.0 : 0.5) * lambda / arma::norm(G.row(j));
      for (arma::mat& X_t : X) X_t.col(j) *= factor;
      if (j < active) optimum.W.row(j) = static_cast<double>(j + 1) * factor * G.row(j);
    }
    std::vector<Task> tasks;
    for (arma::uword t = 0; t < T; ++t)
      tasks.push_back({.X = X[t], .y = X[t] * optimum.W.col(t) + optimum.b[t] + r[t]});
    data = MultiTaskData::from_tasks(std::move(tasks));
  }
  Coefficients optimum;
  MultiTaskData data = MultiTaskData::from_tasks({{.X = arma::mat(1, 1), .y = {0}}});
};

}  // namespace

BOOST_AUTO_TEST_SUITE(certificate)

BOOST_AUTO_TEST_CASE(a_planted_optimum_is_proved_to_rounding) {
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    for (const bool free : {false, true}) {
      const Planted planted(seed, free);
      const auto problem = posed(planted.data, Squared{}, Planted::lambda, free ? Intercept::free : Intercept::none);
      const Certificate proof = certify(problem, planted.optimum);
      BOOST_CHECK_MESSAGE(proof.gap <= proof.rounding_floor, "seed " << seed << " gap " << proof.gap);
      BOOST_CHECK_LE(proof.rounding_floor, 1e-13 * proof.scale);
    }
}

BOOST_AUTO_TEST_CASE(the_gap_grows_with_the_distance_from_a_planted_optimum) {
  const Planted planted(1, true);
  const auto problem = posed(planted.data, Squared{}, Planted::lambda, Intercept::free);
  const arma::mat direction = normal_matrix(7, "direction", Planted::d, Planted::T);
  double before = certify(problem, planted.optimum).gap;
  for (const double distance : {1e-6, 1e-4, 1e-2, 1.0, 100.0}) {
    Coefficients at = planted.optimum;
    at.W += distance * direction;
    const Certificate proof = certify(problem, at);
    BOOST_CHECK_GT(proof.gap, before);
    BOOST_CHECK_GT(proof.gap, proof.rounding_floor);
    before = proof.gap;
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_dual_value_is_below_every_primal_value, L, Losses) {
  const L loss;
  for (const Intercept intercept : {Intercept::none, Intercept::free}) {
    const MultiTaskData data = data_for(3, loss);
    const auto problem = posed(data, loss, 0.05, intercept);
    double highest_dual = -arma::datum::inf, lowest_primal = arma::datum::inf, rounding = 0.0;
    for (std::uint64_t seed = 0; seed < 12; ++seed)
      for (const double size : {0.0, 0.1, 1.0, 1000.0}) {
        const Certificate proof = certify(problem, somewhere(problem, seed, size));
        highest_dual = std::max(highest_dual, proof.dual);
        lowest_primal = std::min(lowest_primal, proof.primal);
        rounding = std::max(rounding, size > 10.0 ? 0.0 : proof.rounding_floor);
      }
    BOOST_CHECK_LE(highest_dual, lowest_primal + rounding);
    BOOST_CHECK(std::isfinite(highest_dual));
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_dual_point_is_feasible_and_has_the_value_that_is_claimed, L, Losses) {
  const L loss;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const MultiTaskData data = data_for(seed, loss);
    const auto problem = posed(data, loss, 0.05, Intercept::free);
    const Certificate proof = certify(problem, somewhere(problem, seed, 0.3));
    const arma::vec& u = proof.dual_point;
    double value = 0.0;
    for (arma::uword i = 0; i < u.n_elem; ++i) {
      const Interval domain = loss.dual_interval(data.targets()[i]);
      const double v = u[i] / problem.c[i];
      BOOST_CHECK(v >= domain.low - 1e-15 * std::max(1.0, std::abs(domain.low)) && v <= domain.high + 1e-15);
      value -= problem.c[i] * loss.conjugate(data.targets()[i], v);
    }
    arma::mat G;
    arma::rowvec g;
    data.adjoint(u, G, g);
    BOOST_CHECK_LE(arma::abs(g).max(), 1e-15);
    BOOST_CHECK_LE(problem.penalty.dual_norm(G), problem.penalty.lambda * (1.0 + 1e-15));
    BOOST_CHECK_SMALL(value - proof.dual, 1e-13);
    const double primal = loss_sum(loss, data.targets(), problem.c,
                                   data.forward(somewhere(problem, seed, 0.3).W, somewhere(problem, seed, 0.3).b))
                              .value() +
                          problem.penalty.value(somewhere(problem, seed, 0.3).W);
    BOOST_CHECK_SMALL(primal - proof.primal, 1e-13);
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_hint_never_makes_the_bound_worse, L, Losses) {
  const L loss;
  const MultiTaskData data = data_for(4, loss);
  const auto problem = posed(data, loss, 0.05, Intercept::free);
  const Coefficients at = somewhere(problem, 1, 0.2);
  const Certificate plain = certify(problem, at);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const arma::vec hint = 0.05 * normal_matrix(seed, "hint", data.size(), 1);
    const Certificate hinted = certify(problem, at, plain.scale, &hint);
    BOOST_CHECK_GE(hinted.dual, plain.dual);
    BOOST_CHECK_EQUAL(hinted.primal, plain.primal);
  }
  const arma::vec own = plain.dual_point, broken(data.size(), arma::fill::value(arma::datum::nan)), short_one(3);
  BOOST_CHECK_SMALL(certify(problem, at, plain.scale, &own).gap - plain.gap, 1e-14);
  BOOST_CHECK_EQUAL(certify(problem, at, plain.scale, &broken).gap, plain.gap);
  BOOST_CHECK_EQUAL(certify(problem, at, plain.scale, &short_one).gap, plain.gap);
}

BOOST_AUTO_TEST_CASE(a_hint_is_evaluated_at_other_coefficients_too) {
  const Planted planted(2, false);
  const auto problem = posed(planted.data, Squared{}, Planted::lambda, Intercept::none);
  const arma::vec best = certify(problem, planted.optimum).dual_point;
  const Coefficients zero = zero_coefficients(planted.data);
  const Certificate plain = certify(problem, zero), hinted = certify(problem, zero, plain.scale, &best);
  BOOST_CHECK_LT(hinted.gap, 0.9 * plain.gap);
  BOOST_CHECK_CLOSE(hinted.dual, certify(problem, planted.optimum).dual, 1e-10);
}

BOOST_AUTO_TEST_CASE(a_penalised_intercept_is_a_feature_that_is_one_everywhere) {
  const MultiTaskData data = data_for(5, Logistic{});
  const MultiTaskData widened = data.map_designs(
      [](const Design& X) { return Design(arma::mat(arma::join_rows(X.dense(), arma::ones(X.rows(), 1)))); });
  const auto coupling = QuadraticCoupling::mean(3, 1.0, 0.1);
  const arma::vec c = data.loss_weights(Averaging::task_mean);
  const Problem<Logistic, QuadraticCoupling> with{data, {}, coupling, Intercept::penalised, c};
  const Problem<Logistic, QuadraticCoupling> as_feature{widened, {}, coupling, Intercept::none, c};
  const arma::mat W = 0.3 * normal_matrix(5, "W", 7, 3);
  const Certificate one = certify(with, {W.head_rows(6), W.row(6)});
  const Certificate other = certify(as_feature, {W, arma::zeros<arma::rowvec>(3)});
  BOOST_CHECK_CLOSE(one.primal, other.primal, 1e-12);
  BOOST_CHECK_CLOSE(one.dual, other.dual, 1e-10);
  BOOST_CHECK_EQUAL(one.scale, other.scale);
}

BOOST_AUTO_TEST_CASE(the_scale_is_the_objective_of_the_best_intercept_only_model) {
  const MultiTaskData data = data_for(6, Squared{});
  double expected = 0.0;
  for (arma::uword t = 0; t < data.n_tasks(); ++t) expected += 0.5 * arma::var(data.targets_of(t), 1);
  BOOST_CHECK_CLOSE(null_objective(posed(data, Squared{}, 0.1, Intercept::free)), expected, 1e-12);
  const MultiTaskData classes = data_for(6, Logistic{});
  BOOST_CHECK_CLOSE(null_objective(posed(classes, Logistic{}, 0.1, Intercept::none)), 3.0 * std::log(2.0), 1e-12);
}

BOOST_AUTO_TEST_CASE(adv_D14_constant_targets_have_the_rounding_share_of_the_zero_model_as_scale) {
  const auto data = MultiTaskData::from_tasks({{.X = normal_matrix(1, "X", 5, 2), .y = 3.0 * arma::ones(5)}});
  const auto problem = posed(data, Squared{}, 0.1, Intercept::free);
  BOOST_CHECK_CLOSE(null_objective(problem), 1e-22 * 4.5, 1e-10);
  const Certificate proof = certify(problem, {arma::zeros(2, 1), arma::rowvec{3.0}});
  BOOST_CHECK_EQUAL(proof.gap, 0.0);
  BOOST_CHECK(std::isfinite(proof.proved_relative_gap()));
}

BOOST_AUTO_TEST_CASE(adv_D4_without_features_the_best_intercepts_are_proved_optimal) {
  const auto data = MultiTaskData::from_tasks({{.X = arma::mat(4, 0), .y = {1, 2, 3, 7}}});
  const auto problem = posed(data, Squared{}, 0.1, Intercept::free);
  const Certificate proof = certify(problem, somewhere(problem, 1, 1.0));
  BOOST_CHECK_LE(proof.gap, proof.rounding_floor);
  BOOST_CHECK_EQUAL(lambda_max(problem), 0.0);
}

BOOST_AUTO_TEST_CASE(nothing_is_proved_of_coefficients_whose_objective_overflows) {
  const MultiTaskData data = data_for(7, Squared{});
  for (const Intercept intercept : {Intercept::none, Intercept::free}) {
    const auto problem = posed(data, Squared{}, 0.1, intercept);
    for (const double size : {1e200, 1e308, arma::datum::inf, arma::datum::nan}) {
      Coefficients at = zero_coefficients(data);
      at.W.fill(size);
      at.W(0, 0) = -size;
      const Certificate proof = certify(problem, at);
      BOOST_CHECK_EQUAL(proof.gap, arma::datum::inf);
      BOOST_CHECK_EQUAL(proof.proved_relative_gap(), arma::datum::inf);
    }
  }
}

BOOST_AUTO_TEST_CASE(adv_D13_nothing_is_proved_where_the_scale_overflows) {
  const auto data = MultiTaskData::from_tasks({{.X = arma::mat(arma::vec{1, 2, -1}), .y = {1e200, 2e200, -1e200}}});
  const auto problem = posed(data, Squared{}, 0.1, Intercept::none);
  const Certificate proof = certify(problem, {arma::mat(1, 1, arma::fill::value(1e200)), arma::rowvec{0.0}});
  BOOST_CHECK_EQUAL(proof.scale, arma::datum::inf);
  BOOST_CHECK_EQUAL(proof.proved_relative_gap(), arma::datum::inf);
  BOOST_CHECK_EQUAL(certify(problem, {arma::mat(1, 1, arma::fill::value(0.5e200)), arma::rowvec{0.0}}).relative_gap,
                    arma::datum::inf);
}

BOOST_AUTO_TEST_CASE(adv_D8_a_gap_among_denormal_numbers_is_not_claimed_below_their_rounding) {
  const auto data = MultiTaskData::from_tasks({{.X = arma::mat(arma::vec{1, 2, -1}), .y = {3e-161, 5e-161, -7e-161}}});
  const auto problem = posed(data, Squared{}, 0.0, Intercept::none);
  const double best = (3.0 + 10.0 + 7.0) / 6.0 * 1e-161;
  const Certificate proof = certify(problem, {arma::mat(1, 1, arma::fill::value(best)), arma::rowvec{0.0}});
  BOOST_CHECK_GT(proof.scale, 0.0);
  BOOST_CHECK_GT(proof.proved_relative_gap(), 1e-6);
}

BOOST_AUTO_TEST_CASE(what_is_proved_is_never_below_the_rounding_floor) {
  Certificate proof;
  BOOST_CHECK_EQUAL(proof.proved_relative_gap(), arma::datum::inf);
  proof.gap = 1e-12;
  proof.rounding_floor = 1e-10;
  proof.scale = 2.0;
  BOOST_CHECK_EQUAL(proof.proved_relative_gap(), 0.5e-10);
  proof.gap = 1e-4;
  BOOST_CHECK_EQUAL(proof.proved_relative_gap(), 0.5e-4);
}

// The loss pulls the only coefficient down, where it may not go: zero is optimal at every strength, and proved so.
BOOST_AUTO_TEST_CASE(a_penalty_that_is_not_symmetric_is_asked_where_the_loss_pulls) {
  const arma::mat X = arma::vec{1, 2, -1};
  const auto down = MultiTaskData::from_tasks({{.X = X, .y = {-1, -2, 1}}});
  const auto up = MultiTaskData::from_tasks({{.X = X, .y = {1, 2, -1}}});
  const auto proof = [](const MultiTaskData& data, double w) {
    const Problem<Squared, NonNegative<RowGroupLasso>> problem{data, {}, {{0.5, {}}}, Intercept::none, data.weights()};
    return certify(problem, {arma::mat(1, 1, arma::fill::value(w)), arma::rowvec{0.0}});
  };
  BOOST_CHECK_EQUAL(proof(down, 0.0).gap, 0.0);
  BOOST_CHECK_EQUAL(proof(down, -0.5).primal, arma::datum::inf);
  BOOST_CHECK_EQUAL(proof(down, -0.5).gap, arma::datum::inf);
  BOOST_CHECK_GT(proof(up, 0.0).gap, 1.0);
  // x'x = x'y = 6.
  const Certificate optimum = proof(up, (6.0 - 0.5) / 6.0);
  BOOST_CHECK_LE(optimum.gap, optimum.rounding_floor);
}

BOOST_AUTO_TEST_CASE(predictions_at_which_the_loss_overflows_prove_nothing_and_give_no_nan) {
  const auto data = MultiTaskData::from_tasks({{.X = arma::mat{{1, 2}, {-3, 1}}, .y = {1, 2}}});
  for (const Intercept intercept : {Intercept::none, Intercept::free}) {
    const auto problem = posed(data, Poisson{}, 0.1, intercept);
    const Certificate proof = certify(problem, {arma::vec{1e4, 3e4}, arma::rowvec{0.0}});
    BOOST_CHECK_EQUAL(proof.primal, arma::datum::inf);
    BOOST_CHECK_EQUAL(proof.gap, arma::datum::inf);
    BOOST_CHECK(!std::isnan(proof.dual));
    BOOST_CHECK_LE(proof.dual, null_objective(problem));
  }
}

BOOST_AUTO_TEST_SUITE_END()
