#include "lib/fit/proved_zero.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/lambda_max.hpp"
#include "lib/loss/names.hpp"
#include "lib/solver/rescaled.hpp"
#include "lib/solver/row_bcd.hpp"
#include "tests/support/hard_data.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

using Penalised = Ridged<RowGroupLasso>;

template <class L>
Problem<L, Penalised> pose(const MultiTaskData& data, const L& loss, double share, double ridge, Intercept intercept) {
  const arma::vec c = data.loss_weights(Averaging::task_mean);
  const double lambda = share * lambda_max(Problem<L, RowGroupLasso>{data, loss, RowGroupLasso{1.0}, intercept, c});
  return {data, loss, Penalised{RowGroupLasso{lambda}, ridge * lambda}, intercept, c};
}

template <class L>
Solution solve(const Problem<L, Penalised>& problem, double gap) {
  return solve_rescaled(problem, {.gap = gap, .max_iterations = 20000}, zero_coefficients(problem.data), RowBcd{});
}

std::size_t count(const std::vector<bool>& mask) {
  return static_cast<std::size_t>(std::count(mask.begin(), mask.end(), true));
}

// Nothing that an accurate solution uses is ever called zero, wherever the proof starts. Returns how much was proved.
template <class L>
std::size_t try_all_starts(const Problem<L, Penalised>& problem) {
  const Solution exact = solve(problem, 1e-15);
  const arma::mat& W = exact.coefficients.W;
  const double used = 1e-6 * arma::abs(W).max();
  Coefficients zero = zero_coefficients(problem.data);
  std::size_t most = 0;
  std::vector<Coefficients> starts = {zero, {0.5 * W, exact.coefficients.b}, {1.001 * W, exact.coefficients.b}};
  for (const double gap : {1e-2, 1e-5, 1e-9}) starts.push_back(solve(problem, gap).coefficients);
  starts.push_back(exact.coefficients);
  for (const Coefficients& at : starts)
    for (const arma::vec* hint : {static_cast<const arma::vec*>(nullptr), &exact.report.certificate.dual_point}) {
      const auto proved = proved_zero(problem, at, hint);
      for (arma::uword j = 0; j < W.n_rows; ++j)
        BOOST_CHECK_MESSAGE(!proved[j] || arma::abs(W.row(j)).max() <= used, "row " << j << ": " << W.row(j));
      most = std::max(most, count(proved));
    }
  return most;
}

// One feature that is the targets themselves, weighted, and a strength just below lambda_max: the feature is used, and
// a step away from zero leaves a gradient that a sphere of 0.7 times the radius would put below lambda.
template <class L>
void keep_the_feature(const L& loss) {
  arma::vec y = {1.0, -1.0, 1.0, -1.0, 1.0, 1.0};
  const auto data = MultiTaskData::from_shared(arma::mat(y), arma::repmat(y, 1, 3),
                                               arma::repmat(arma::vec{1.0, 2.0, 0.5, 3.0, 0.0, 1.0}, 1, 3));
  for (const Averaging averaging : {Averaging::task_mean, Averaging::sum, Averaging::pooled_mean}) {
    Problem<L, RowGroupLasso> problem{data, loss, RowGroupLasso{1.0}, Intercept::none, data.loss_weights(averaging)};
    problem.penalty.lambda = (1.0 - 1e-9) * lambda_max(problem);
    Coefficients at = zero_coefficients(data);
    for (const double step : {1e-2, 1e-3, 1e-4}) {
      at.W.fill(step);
      BOOST_TEST(!proved_zero(problem, at)[0], L::name << " " << step);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(zeros_proved)

BOOST_AUTO_TEST_CASE(the_sphere_is_as_large_as_curvature_and_factors_make_it) {
  keep_the_feature(Squared{});
  keep_the_feature(Huber{.delta = 100.0});
  keep_the_feature(Logistic{});
}

BOOST_AUTO_TEST_CASE(no_row_that_an_accurate_solution_uses_is_called_zero) {
  std::size_t proved = 0;
  for (std::uint64_t seed = 1; seed <= 3; ++seed)
    for (const Shape shape : {Shape::well, Shape::ill, Shape::duplicates, Shape::sparse})
      for (const bool shared : {false, true})
        for (const Intercept intercept : {Intercept::free, Intercept::none})
          for (const double share : {0.95, 0.5, 0.1}) {
            const DataShape small{.n = 15, .d = 20, .T = 3, .shape = shape, .shared = shared};
            const auto data = random_tasks(seed, small);
            proved += try_all_starts(pose(data, Squared{}, share, 0.0, intercept));
            proved += try_all_starts(pose(data, Huber{.delta = 0.7}, share, 0.1, intercept));
            const auto classes = data.with_targets(arma::sign(data.targets() - arma::median(data.targets()) + 1e-9));
            proved += try_all_starts(pose(classes, Logistic{}, share, 0.0, intercept));
          }
  BOOST_TEST(proved > 3u * 48u * 3u * 5u);
}

BOOST_AUTO_TEST_CASE(hard_data_give_no_false_proof) {
  for (const NamedData& hard : hard_regression(5))
    for (const Intercept intercept : {Intercept::free, Intercept::none})
      for (const double share : {0.9, 0.1}) BOOST_TEST_CONTEXT(hard.name << " " << share) {
          const auto problem = pose(hard.data, Squared{}, share, 0.0, intercept);
          if (problem.penalty.lambda > 0.0) try_all_starts(problem);
        }
}

BOOST_AUTO_TEST_CASE(a_tight_gap_proves_every_row_that_is_clearly_below_lambda) {
  for (const Shape shape : {Shape::well, Shape::duplicates, Shape::sparse})
    for (const Intercept intercept : {Intercept::free, Intercept::none}) {
      const auto data = random_tasks(7, {.n = 25, .d = 40, .T = 4, .shape = shape});
      const auto problem = pose(data, Squared{}, 0.3, 0.0, intercept);
      const Solution solution = solve(problem, 1e-12);
      const auto proved = proved_zero(problem, solution.coefficients);
      const arma::mat G = data.adjoint(solution.report.certificate.dual_point);
      for (arma::uword j = 0; j < G.n_rows; ++j)
        if (arma::norm(G.row(j)) < 0.999 * problem.penalty.lambda) BOOST_TEST(proved[j]);
      BOOST_TEST(count(proved) > 10u);
      BOOST_TEST(count(proved) < 40u);
    }
}

BOOST_AUTO_TEST_CASE(above_lambda_max_everything_is_proved_zero) {
  const auto data = random_tasks(7, {.d = 12});
  const auto problem = pose(data, Squared{}, 1.01, 0.0, Intercept::free);
  BOOST_TEST(count(proved_zero(problem, solve(problem, 1e-9).coefficients)) == 12u);
}

BOOST_AUTO_TEST_CASE(a_shift_of_the_features_costs_nothing_where_the_intercept_is_free) {
  const auto data = random_tasks(9, {.n = 30, .d = 30});
  const auto far = data.map_designs([](const Design& X) { return Design(arma::mat(X.dense() + 1000.0)); });
  const auto proved = [](const MultiTaskData& tasks) {
    const auto problem = pose(tasks, Squared{}, 0.4, 0.0, Intercept::free);
    return proved_zero(problem, solve(problem, 1e-7).coefficients);
  };
  BOOST_TEST((proved(far) == proved(data)));
  BOOST_TEST(count(proved(data)) > 15u);
}

BOOST_AUTO_TEST_CASE(column_sizes_are_those_of_the_dense_weighted_columns) {
  for (const Shape shape : {Shape::well, Shape::sparse})
    for (const bool shared : {false, true}) {
      const auto plain = random_tasks(3, {.n = 11, .d = 7, .shape = shape, .shared = shared});
      arma::vec weights(plain.size(), arma::fill::ones);
      weights[3] = 0.0;
      weights[5] = 4.0;
      const auto data = plain.with_weights(weights);
      const arma::vec c = data.loss_weights(Averaging::pooled_mean);
      const ColumnSizes centred = column_sizes(data, c, true), plainly = column_sizes(data, c, false);
      for (arma::uword t = 0; t < data.n_tasks(); ++t) {
        const arma::mat X = data.design(t).dense();
        const arma::vec ct = c.subvec(data.rows_of(t).begin, data.rows_of(t).end - 1);
        for (arma::uword j = 0; j < X.n_cols; ++j) {
          const arma::vec x = X.col(j), about = x - arma::dot(ct, x) / arma::accu(ct);
          const double length = std::sqrt(arma::dot(ct, arma::square(x)));
          const double spread = std::sqrt(arma::dot(ct, arma::square(about)));
          BOOST_TEST(std::abs(centred.spread(j, t) - spread) <= 1e-13 * length);
          BOOST_TEST(centred.spread(j, t) >= spread * (1.0 - 1e-15));
          BOOST_TEST(std::abs(plainly.spread(j, t) - length) <= 1e-13 * length);
          BOOST_TEST(centred.length(j, t) == plainly.spread(j, t));
        }
      }
    }
}

// A row whose strength is small may be used where one of lambda would not be.
BOOST_AUTO_TEST_CASE(every_row_is_held_against_its_own_strength) {
  const auto data = random_tasks(8, {.n = 25, .d = 12, .T = 3});
  auto problem = pose(data, Squared{}, 0.9, 0.0, Intercept::free);
  problem.penalty.base.weights = arma::linspace(0.05, 3.0, 12);
  problem.penalty.base.weights[4] = arma::datum::inf;
  const Solution exact = solve(problem, 1e-12);
  const auto proved = proved_zero(problem, exact.coefficients);
  BOOST_TEST(proved[4]);
  for (arma::uword j = 0; j < 12; ++j)
    if (!exact.coefficients.W.row(j).is_zero()) BOOST_TEST(!proved[j]);
  BOOST_TEST(count(proved) > 2u);
  BOOST_TEST(count(proved) < 12u);
}

BOOST_AUTO_TEST_CASE(a_penalised_intercept_and_free_rows_are_refused) {
  const auto data = random_tasks(3, {});
  const Problem<Squared, RowGroupLasso> problem{
      data, {}, {1.0}, Intercept::penalised, data.loss_weights(Averaging::task_mean)};
  BOOST_CHECK_THROW(proved_zero(problem, zero_coefficients(data)), InvalidOption);
  arma::vec weights(data.n_features(), arma::fill::ones);
  weights[1] = 0.0;
  const Problem<Squared, RowGroupLasso> free{data, {}, {1.0, weights}, Intercept::free, problem.c};
  BOOST_CHECK_THROW(proved_zero(free, zero_coefficients(data)), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()
