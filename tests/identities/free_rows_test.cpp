// Two roads to one answer where some features are not penalised: weights of 0.
#include <boost/test/unit_test.hpp>

#include "algorithms/multitask_lasso.hpp"
#include "lib/fit/lambda_max.hpp"
#include "lib/loss/names.hpp"
#include "lib/penalty/ridged.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "lib/solver/fista.hpp"
#include "lib/solver/rescaled.hpp"
#include "lib/solver/row_engine.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

using Options = MultitaskLasso::Options;
using Penalised = Ridged<RowGroupLasso>;

const double inf = arma::datum::inf;
const arma::vec some_free = {1, 0, 2, 1, 0, 1, inf, 0.5};

MultiTaskData weighted(const MultiTaskData& data) {
  arma::vec s(data.size());
  for (arma::uword i = 0; i < s.n_elem; ++i) s[i] = i % 7 == 3 ? 0.0 : 1.0 + static_cast<double>(i % 3);
  return data.with_weights(s);
}

// Every form of data, by name.
std::vector<std::pair<std::string, MultiTaskData>> every_form(bool labels, bool counts) {
  const DataShape plain{.n = 40, .d = 8, .T = 3, .labels = labels, .counts = counts};
  DataShape shared = plain, sparse = plain, sparse_shared = plain, repeated = plain;
  shared.shared = sparse_shared.shared = true;
  sparse.shape = sparse_shared.shape = Shape::sparse;
  repeated.shape = Shape::duplicates;
  return {{"ragged", random_tasks(1, plain)},
          {"shared", random_tasks(2, shared)},
          {"ragged weighted", weighted(random_tasks(3, plain))},
          {"shared, samples missing", weighted(random_tasks(4, shared))},
          {"sparse", random_tasks(5, sparse)},
          {"sparse shared", random_tasks(6, sparse_shared)},
          {"repeated columns", random_tasks(7, repeated)}};
}

template <class L>
Problem<L, Penalised> posed(const MultiTaskData& data, L loss, Penalised penalty, Intercept intercept) {
  return {data, loss, std::move(penalty), intercept, data.loss_weights(Averaging::task_mean)};
}

// The certificate of a squared-loss fit without code of the library: primal and dual objective from the definition.
void check_by_hand(const Problem<Squared, Penalised>& problem, const Solution& solution) {
  const MultiTaskData& data = problem.data;
  const Certificate& proof = solution.report.certificate;
  const arma::vec& u = proof.dual_point;
  double primal = 0.0, dual = 0.0;
  arma::mat G(data.n_features(), data.n_tasks());
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const arma::mat X = data.design(t).dense();
    const arma::span run(data.rows_of(t).begin, data.rows_of(t).end - 1);
    const arma::vec y = data.targets()(run), c = problem.c(run), v = u(run);
    const arma::vec r = X * solution.coefficients.W.col(t) + solution.coefficients.b[t] - y;
    primal += 0.5 * arma::dot(c, r % r);
    for (arma::uword i = 0; i < y.n_elem; ++i) {
      if (c[i] == 0.0) BOOST_REQUIRE_EQUAL(v[i], 0.0);
      if (c[i] > 0.0) dual -= 0.5 * v[i] * v[i] / c[i] + v[i] * y[i];
    }
    G.col(t) = X.t() * v;
    if (problem.intercept == Intercept::free) BOOST_CHECK_SMALL(arma::accu(v), 1e-14 * arma::accu(arma::abs(v)));
  }
  const arma::vec& weights = problem.penalty.base.weights;
  const double lambda = problem.penalty.lambda, mu = problem.penalty.mu;
  for (arma::uword j = 0; j < weights.n_elem; ++j) {
    const double w = arma::norm(solution.coefficients.W.row(j)), g = arma::norm(G.row(j));
    if (weights[j] == 0.0) BOOST_CHECK_SMALL(g, 1e-13);
    if (weights[j] == 0.0 || std::isinf(weights[j])) continue;
    primal += lambda * weights[j] * w + 0.5 * mu * w * w;
    if (mu > 0.0)
      dual -= 0.5 * std::pow(std::max(0.0, g - lambda * weights[j]), 2) / mu;
    else
      BOOST_CHECK_LE(g, lambda * weights[j]);
  }
  BOOST_CHECK_SMALL(primal - proof.primal, 1e-13 * primal);
  BOOST_CHECK_SMALL(dual - proof.dual, 1e-12 * primal);
}

template <class L>
void check_two_roads(const std::string& name, const MultiTaskData& data, L loss, Intercept intercept, double ridge) {
  const double largest = lambda_max(posed(data, loss, {RowGroupLasso{1.0, some_free}, 0.0}, intercept));
  const auto problem = posed(data, loss, {RowGroupLasso{0.1 * largest, some_free}, ridge}, intercept);
  RowEngine engine;
  const Solution one = solve_rescaled(problem, {.gap = 1e-10}, zero_coefficients(data), engine.as_solver());
  const double scale = one.report.certificate.scale;
  BOOST_TEST_CONTEXT(name << " " << L::name << " intercept " << (intercept == Intercept::free) << " ridge " << ridge) {
    BOOST_CHECK(one.report.status == Status::optimal);
    BOOST_CHECK(one.coefficients.W.row(6).is_zero());
    // Entries that a free sparse column has in one class alone pull it to infinity, too slowly for proximal gradients.
    const bool is_finite = !(std::is_same_v<L, Logistic> && data.any_sparse());
    if constexpr (SmoothLoss<L>)
      if (is_finite) {
        const Solution other = fista(problem, {.gap = 1e-10}, zero_coefficients(data));
        BOOST_CHECK(other.report.status == Status::optimal);
        BOOST_CHECK_SMALL(one.report.certificate.primal - other.report.certificate.primal, 1e-10 * scale);
        BOOST_CHECK_LE(one.report.certificate.dual, other.report.certificate.primal);
      }
    if constexpr (std::is_same_v<L, Squared>) check_by_hand(problem, one);
    // From lambda_max on the penalised rows are zero, and the rest is the best of the free part.
    const auto above = posed(data, loss, {RowGroupLasso{largest, some_free}, ridge}, intercept);
    const Solution zero = engine(above, {.gap = 1e-10}, zero_coefficients(data));
    BOOST_CHECK(zero.report.status == Status::optimal || zero.report.status == Status::optimal_to_floor);
    for (const arma::uword j : {0U, 2U, 3U, 5U, 6U, 7U}) BOOST_CHECK(zero.coefficients.W.row(j).is_zero());
    BOOST_CHECK_SMALL(zero.report.certificate.primal - null_objective(above), 1e-12 * scale);
    const auto below = posed(data, loss, {RowGroupLasso{0.999 * largest, some_free}, ridge}, intercept);
    const Solution some = engine(below, {.gap = 1e-10}, zero_coefficients(data));
    BOOST_CHECK(!arma::mat(some.coefficients.W.rows(arma::uvec{0, 2, 3, 5, 7})).is_zero());
  }
}

// (I - H) A, H the projection onto the columns of F.
arma::mat without(const arma::mat& F, const arma::mat& A) { return A - F * arma::solve(F, A); }

}  // namespace

BOOST_AUTO_TEST_SUITE(free_rows)

BOOST_AUTO_TEST_CASE(the_engine_and_proximal_gradients_agree_on_every_form_of_data) {
  for (const Intercept intercept : {Intercept::free, Intercept::none})
    for (const double ridge : {0.0, 0.05}) {
      for (const auto& [name, data] : every_form(false, false)) {
        check_two_roads(name, data, Squared{}, intercept, ridge);
        check_two_roads(name, data, Huber{0.5}, intercept, ridge);
      }
      for (const auto& [name, data] : every_form(true, false))
        check_two_roads(name, data, Logistic{}, intercept, ridge);
      for (const auto& [name, data] : every_form(false, true)) check_two_roads(name, data, Poisson{}, intercept, ridge);
    }
}

// Free columns projected out of features and targets by hand, the penalised problem solved, the free rows recovered.
BOOST_AUTO_TEST_CASE(projecting_free_columns_out_by_hand_gives_the_same_coefficients) {
  for (const bool shared : {true, false})
    for (const bool intercept : {true, false})
      for (const double l1_ratio : {1.0, 0.5}) {
        const MultiTaskData data = random_tasks(11, {.n = 40, .d = 6, .T = 4, .shared = shared});
        const auto free_of = [&](const arma::mat& X) {
          arma::mat F = X.cols(arma::uvec{1, 4});
          if (intercept) F.insert_cols(2, arma::mat(X.n_rows, 1, arma::fill::ones));
          return F;
        };
        arma::vec y = data.targets();
        for (arma::uword t = 0; t < 4; ++t) {
          const arma::span run(data.rows_of(t).begin, data.rows_of(t).end - 1);
          y(run) = without(free_of(data.design(t).dense()), y(run));
        }
        const MultiTaskData rest =
            data.map_designs([&](const Design& X) { return Design(without(free_of(X.dense()), X.dense())); })
                .with_targets(y);
        const FitControl tight{.stop = {.gap = 1e-12}};
        const Fit fit =
            MultitaskLasso{
                {.lambda = 0.1, .l1_ratio = l1_ratio, .intercept = intercept, .row_weights = {1, 0, 2, 1, 0, 1}}}
                .fit(data, tight);
        const Fit by_hand =
            MultitaskLasso{
                {.lambda = 0.1, .l1_ratio = l1_ratio, .intercept = false, .row_weights = {1, inf, 2, 1, inf, 1}}}
                .fit(rest, tight);
        BOOST_TEST_CONTEXT("shared " << shared << " intercept " << intercept << " l1_ratio " << l1_ratio) {
          BOOST_CHECK_SMALL(fit.report.certificate.primal - by_hand.report.certificate.primal,
                            1e-11 * fit.report.certificate.scale);
          const arma::mat W = fit.linear().W(), V = by_hand.linear().W();
          const arma::uvec held = {0, 2, 3, 5};
          BOOST_CHECK_SMALL(arma::abs(W.rows(held) - V.rows(held)).max(), 1e-6);
          for (arma::uword t = 0; t < 4; ++t) {
            const arma::mat X = data.design(t).dense();
            const arma::span run(data.rows_of(t).begin, data.rows_of(t).end - 1);
            const arma::vec free =
                arma::solve(free_of(X), data.targets()(run) - X.cols(held) * arma::mat(V.rows(held)).col(t));
            BOOST_CHECK_SMALL(W(1, t) - free[0], 1e-6);
            BOOST_CHECK_SMALL(W(4, t) - free[1], 1e-6);
            if (intercept) BOOST_CHECK_SMALL(fit.linear().b()[t] - free[2], 1e-6);
          }
        }
      }
}

BOOST_AUTO_TEST_CASE(weights_of_0_alone_are_least_squares) {
  for (const bool shared : {true, false}) {
    const MultiTaskData data = random_tasks(12, {.n = 30, .d = 5, .T = 3, .shared = shared});
    const Fit fit =
        MultitaskLasso{{.lambda = 0.3, .row_weights = std::vector<double>(5, 0.0)}}.fit(data, {.stop = {.gap = 1e-10}});
    BOOST_CHECK(fit.report.status == Status::optimal || fit.report.status == Status::optimal_to_floor);
    for (arma::uword t = 0; t < 3; ++t) {
      const arma::mat X = data.design(t).dense();
      const arma::span run(data.rows_of(t).begin, data.rows_of(t).end - 1);
      const arma::vec w =
          arma::solve(arma::join_rows(arma::mat(X.n_rows, 1, arma::fill::ones), X), data.targets()(run));
      BOOST_CHECK_SMALL(arma::abs(fit.linear().W().col(t) - w.tail(5)).max(), 1e-9);
      BOOST_CHECK_SMALL(fit.linear().b()[t] - w[0], 1e-9);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_free_column_of_ones_is_an_intercept) {
  const MultiTaskData data = random_tasks(13, {.n = 30, .d = 5, .T = 3});
  const MultiTaskData more = data.map_designs([](const Design& X) {
    return Design(arma::mat(arma::join_rows(arma::mat(X.rows(), 1, arma::fill::ones), X.dense())));
  });
  const FitControl tight{.stop = {.gap = 1e-11}};
  const Fit usual = MultitaskLasso{{.lambda = 0.1}}.fit(data, tight);
  const Fit as_row =
      MultitaskLasso{{.lambda = 0.1, .intercept = false, .row_weights = {0, 1, 1, 1, 1, 1}}}.fit(more, tight);
  BOOST_CHECK_SMALL(usual.report.certificate.primal - as_row.report.certificate.primal,
                    1e-10 * usual.report.certificate.scale);
  BOOST_CHECK_SMALL(usual.report.certificate.scale - as_row.report.certificate.scale,
                    1e-12 * usual.report.certificate.scale);
  BOOST_CHECK_SMALL(arma::abs(usual.linear().b() - as_row.linear().W().row(0)).max(), 1e-5);
}

BOOST_AUTO_TEST_SUITE_END()
