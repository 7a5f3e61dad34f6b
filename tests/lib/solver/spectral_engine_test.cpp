// The engine of spectral penalties against FISTA, on every form of data that it treats in a way of its own.
#include "lib/solver/spectral_engine.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/lambda_max.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/penalty/cluster_norm.hpp"
#include "lib/penalty/trace_norm.hpp"
#include "lib/solver/rescaled.hpp"
#include "tests/support/hard_data.hpp"
#include "tests/support/random_problems.hpp"
#include "tests/support/spectral_forms.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

using TraceProblem = Problem<Squared, Ridged<TraceNormPenalty>>;

TraceProblem trace_problem(const MultiTaskData& data, double share, double mu = 0.0,
                           Intercept intercept = Intercept::free) {
  TraceProblem problem{data, {}, {TraceNormPenalty{1.0}, mu}, intercept, data.loss_weights(Averaging::task_mean)};
  problem.penalty = {TraceNormPenalty{share * lambda_max(problem)}, mu};
  return problem;
}

template <class P>
Solution by_engine(const Problem<Squared, P>& problem, const StopRule& rule) {
  SpectralEngine engine;
  return engine(problem, rule, zero_coefficients(problem.data));
}

bool is_proved(const Solution& solution) {
  return solution.report.status == Status::optimal || solution.report.status == Status::optimal_to_floor;
}

// Both roads prove the same objective.
template <class P>
void agrees_with_fista(const Problem<Squared, P>& problem, double gap = 1e-10) {
  const StopRule rule{.gap = gap};
  const Solution ours = by_engine(problem, rule), theirs = fista(problem, rule, zero_coefficients(problem.data));
  const Certificate &a = ours.report.certificate, &b = theirs.report.certificate;
  BOOST_CHECK_MESSAGE(is_proved(ours), to_string(ours.report.status) << " at " << a.relative_gap);
  BOOST_CHECK_MESSAGE(is_proved(theirs), "FISTA: " << to_string(theirs.report.status) << " at " << b.relative_gap);
  BOOST_CHECK_SMALL((a.primal - b.primal) / a.scale, gap);
  BOOST_CHECK(a.dual <= b.primal + b.rounding_floor && b.dual <= a.primal + a.rounding_floor);
  // By itself: FISTA did not have to end it.
  BOOST_CHECK_LT(ours.report.iterations, 400);
  // The proof is of the coefficients alone.
  const Certificate again = certify(problem, ours.coefficients);
  BOOST_CHECK(again.proved_relative_gap() <= gap || again.gap <= again.rounding_floor);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spectral_engine)

BOOST_AUTO_TEST_CASE(trace_norms_of_every_form_of_data_end_where_fista_does) {
  for (const NamedData& named : spectral_forms(false))
    for (const double share : {0.5, 0.1, 0.02})
      for (const Intercept intercept : {Intercept::free, Intercept::none})
        BOOST_TEST_CONTEXT(named.name << " at " << share)
  agrees_with_fista(trace_problem(named.data, share, 0.0, intercept));
}

BOOST_AUTO_TEST_CASE(with_a_ridge_as_well) {
  for (const NamedData& named : spectral_forms(false))
    BOOST_TEST_CONTEXT(named.name) agrees_with_fista(trace_problem(named.data, 0.1, 0.05));
}

BOOST_AUTO_TEST_CASE(cluster_norms_of_every_form_of_data_end_where_fista_does) {
  for (const NamedData& named : spectral_forms(false))
    for (const arma::uword k : {1U, 3U}) BOOST_TEST_CONTEXT(named.name << " in " << k) {
        const arma::vec c = named.data.loss_weights(Averaging::task_mean);
        agrees_with_fista(Problem<Squared, ClusterNorm>{named.data, {}, {0.3, 0.05, k}, Intercept::free, c});
      }
}

BOOST_AUTO_TEST_CASE(a_loose_gap_is_proved_in_double_whatever_was_searched_in_float) {
  for (const arma::uword rank_of : {30U, 90U}) {
    const MultiTaskData data = random_tasks(5, {.n = rank_of, .d = 100, .T = 8});
    for (const double share : {0.6, 0.05, 1e-3}) {
      const TraceProblem problem = trace_problem(data, share);
      const Solution solution = by_engine(problem, {.gap = 1e-6});
      BOOST_CHECK(solution.report.status == Status::optimal);
      BOOST_CHECK(certify(problem, solution.coefficients).proved_relative_gap() <= 1e-6);
    }
  }
}

BOOST_AUTO_TEST_CASE(conditioning_of_the_tasks_hardly_matters_while_it_stops_fista) {
  const MultiTaskData data = hard_data({.samples = {40, 50, 60}, .condition = 1e4}, false, 2);
  const TraceProblem problem = trace_problem(data, 1e-3);
  const StopRule rule{.gap = 1e-8};
  const Solution split = by_engine(problem, rule), gradient = fista(problem, rule, zero_coefficients(data));
  BOOST_CHECK(split.report.status == Status::optimal);
  BOOST_CHECK(gradient.report.status == Status::optimal);
  BOOST_CHECK_MESSAGE(3 * split.report.iterations < gradient.report.iterations,
                      split.report.iterations << " against " << gradient.report.iterations);
}

BOOST_AUTO_TEST_CASE(the_solution_has_exact_rank_from_zero_to_full) {
  const MultiTaskData data = hard_data({.samples = arma::uvec(8, arma::fill::value(30))}, false, 3);
  const arma::mat none = by_engine(trace_problem(data, 1.0), {.gap = 1e-8}).coefficients.W;
  BOOST_CHECK(arma::abs(none).max() == 0.0);
  const arma::vec low = arma::svd(by_engine(trace_problem(data, 0.6), {.gap = 1e-8}).coefficients.W);
  BOOST_CHECK(low[0] > 0.0);
  BOOST_CHECK_SMALL(low.tail(3).max() / low[0], 1e-12);
  const arma::vec full = arma::svd(by_engine(trace_problem(data, 1e-4), {.gap = 1e-8}).coefficients.W);
  BOOST_CHECK(full.min() > 1e-4 * full[0]);
}

BOOST_AUTO_TEST_CASE(a_warm_start_stops_at_once_and_a_limit_is_reported_as_one) {
  for (const arma::uword d : {6U, 80U}) {
    const MultiTaskData data = hard_data({.samples = {40, 50, 60}, .n_features = d}, false, 4);
    const TraceProblem problem = trace_problem(data, 0.1);
    const Solution cold = by_engine(problem, {.gap = 1e-9});
    SpectralEngine engine;
    BOOST_CHECK_EQUAL(engine(problem, {.gap = 1e-7}, cold.coefficients).report.iterations, 0);
    const Solution near = engine(problem, {.gap = 1e-12}, cold.coefficients);
    BOOST_CHECK(is_proved(near));
    const Solution one = by_engine(problem, {.gap = 1e-12, .max_iterations = 1});
    BOOST_CHECK(one.report.status == Status::iteration_limit);
    BOOST_CHECK_EQUAL(one.report.iterations, 1);
  }
}

BOOST_AUTO_TEST_CASE(the_callback_can_stop_it) {
  const MultiTaskData data = hard_data({.samples = {40, 50, 60}, .condition = 100.0}, false, 4);
  int calls = 0;
  const StopRule rule{.gap = 1e-14, .on_progress = [&](const Progress&) { return ++calls < 2; }};
  BOOST_CHECK(by_engine(trace_problem(data, 0.01), rule).report.status == Status::interrupted);
}

BOOST_AUTO_TEST_CASE(the_bits_do_not_depend_on_the_number_of_threads) {
  for (const NamedData& named : spectral_forms(false)) {
    const TraceProblem problem = trace_problem(named.data, 0.05);
    std::vector<Solution> solutions(3);
    for (const int threads : {1, 2, 4})
      with_threads(threads, [&] { solutions[static_cast<std::size_t>(threads / 2)] = by_engine(problem, {}); });
    for (const Solution& other : solutions)
      BOOST_CHECK_MESSAGE(
          std::equal(other.coefficients.W.begin(), other.coefficients.W.end(), solutions[0].coefficients.W.begin()),
          named.name);
  }
}

BOOST_AUTO_TEST_CASE(a_path_goes_on_where_it_stands_and_proves_every_point) {
  for (const NamedData& named : spectral_forms(false)) {
    SpectralEngine engine(SpectralEngine::Use::path);
    for (const double share : {0.8, 0.4, 0.2, 0.1, 0.05, 0.02}) {
      const TraceProblem problem = trace_problem(named.data, share);
      const Solution solution = engine(problem, {.gap = 1e-7}, zero_coefficients(named.data));
      BOOST_CHECK_MESSAGE(solution.report.status == Status::optimal,
                          named.name << " at " << share << ": " << to_string(solution.report.status));
    }
  }
}

BOOST_AUTO_TEST_CASE(scaling_by_powers_of_two_scales_the_solution_exactly) {
  const MultiTaskData data = random_tasks(6, {.n = 20, .d = 8, .T = 5});
  const arma::vec factors(8, arma::fill::value(0x1p450));
  const MultiTaskData large = data.map_designs([&](const Design& X) { return X.scale_columns(factors); })
                                  .with_targets(0x1p400 * data.targets());
  const auto solve = [](const TraceProblem& problem) {
    SpectralEngine engine;
    return solve_rescaled(problem, {.gap = 1e-9}, zero_coefficients(problem.data), engine.as_solver());
  };
  const Solution plain = solve(trace_problem(data, 0.1)), scaled = solve(trace_problem(large, 0.1));
  BOOST_CHECK(scaled.report.status == Status::optimal);
  BOOST_CHECK_SMALL(arma::abs(scaled.coefficients.W * 0x1p50 - plain.coefficients.W).max(),
                    1e-4 * arma::abs(plain.coefficients.W).max());
}

BOOST_AUTO_TEST_CASE(other_losses_go_to_fista_and_a_penalised_intercept_nowhere) {
  const MultiTaskData data = random_tasks(7, {.n = 20, .d = 8, .T = 3});
  TraceProblem problem = trace_problem(data, 0.1);
  problem.intercept = Intercept::penalised;
  BOOST_CHECK_THROW(by_engine(problem, {}), InvalidInput);
}

BOOST_AUTO_TEST_SUITE_END()
