// Newton's method around the spectral engine against FISTA, for every loss with a curvature and every form of data.
#include "lib/solver/spectral_newton.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/fit/lambda_max.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/loss/huber.hpp"
#include "lib/loss/logistic.hpp"
#include "lib/loss/squared_epsilon_insensitive.hpp"
#include "lib/loss/squared_hinge.hpp"
#include "lib/penalty/cluster_norm.hpp"
#include "lib/penalty/squared_trace_norm.hpp"
#include "lib/penalty/trace_norm.hpp"
#include "lib/solver/spectral_engine.hpp"
#include "tests/support/spectral_forms.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

template <class L>
using TraceProblem = Problem<L, Ridged<TraceNormPenalty>>;

template <class L>
TraceProblem<L> trace_problem(const MultiTaskData& data, L loss, double share, double mu = 0.0,
                              Intercept intercept = Intercept::free) {
  TraceProblem<L> problem{data, loss, {TraceNormPenalty{1.0}, mu}, intercept, data.loss_weights(Averaging::task_mean)};
  problem.penalty = {TraceNormPenalty{share * lambda_max(problem)}, mu};
  return problem;
}

template <class L, class P>
Solution by_newton(const Problem<L, P>& problem, const StopRule& rule) {
  return SpectralNewton(problem, rule).solve(zero_coefficients(problem.data));
}

bool is_proved(const Solution& solution) {
  return solution.report.status == Status::optimal || solution.report.status == Status::optimal_to_floor;
}

// With Newton's method first, and what it leaves to others.
template <class L, class P>
Solution by_engine(const Problem<L, P>& problem, const StopRule& rule) {
  SpectralEngine engine;
  return engine(problem, rule, zero_coefficients(problem.data));
}

// Both roads prove the same objective; Newton's without help but where a loss has curvature in few samples only.
template <class L, class P>
void agrees_with_fista(const Problem<L, P>& problem, double gap = 1e-9) {
  const StopRule rule{.gap = gap};
  const bool alone = !std::is_same_v<L, Huber>;
  const Solution ours = alone ? by_newton(problem, rule) : by_engine(problem, rule);
  const Solution theirs = fista(problem, rule, zero_coefficients(problem.data));
  const Certificate &a = ours.report.certificate, &b = theirs.report.certificate;
  BOOST_CHECK_MESSAGE(is_proved(ours), to_string(ours.report.status) << " at " << a.relative_gap);
  BOOST_CHECK_MESSAGE(is_proved(theirs), "FISTA: " << to_string(theirs.report.status) << " at " << b.relative_gap);
  BOOST_CHECK_SMALL((a.primal - b.primal) / a.scale, gap);
  BOOST_CHECK(a.dual <= b.primal + b.rounding_floor && b.dual <= a.primal + a.rounding_floor);
  // The proof is of the coefficients alone.
  const Certificate again = certify(problem, ours.coefficients);
  BOOST_CHECK(again.proved_relative_gap() <= gap || again.gap <= again.rounding_floor);
}

template <class L>
void trace_norms_agree(const L& loss) {
  for (const NamedData& named : spectral_forms(L::is_classification))
    for (const double share : {0.5, 0.1, 0.02})
      for (const Intercept intercept : {Intercept::free, Intercept::none})
        BOOST_TEST_CONTEXT(L::name << " on " << named.name << " at " << share << (intercept == Intercept::free))
  agrees_with_fista(trace_problem(named.data, loss, share, 0.0, intercept));
}

// f(loss) for every loss that Newton's method is for.
template <class F>
void for_losses(const F& f) {
  f(Logistic{});
  f(SquaredHinge{});
  f(Huber{0.7});
  f(SquaredEpsilonInsensitive{0.2});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spectral_newton)

BOOST_AUTO_TEST_CASE(trace_norms_on_logistic_loss_end_where_fista_does) { trace_norms_agree(Logistic{}); }
BOOST_AUTO_TEST_CASE(trace_norms_on_squared_hinges_end_where_fista_does) { trace_norms_agree(SquaredHinge{}); }
BOOST_AUTO_TEST_CASE(trace_norms_on_huber_loss_end_where_fista_does) {
  for (const double delta : {0.05, 1.0}) trace_norms_agree(Huber{delta});
}
BOOST_AUTO_TEST_CASE(trace_norms_on_squared_excess_end_where_fista_does) {
  trace_norms_agree(SquaredEpsilonInsensitive{0.2});
}

BOOST_AUTO_TEST_CASE(other_spectral_penalties_end_where_fista_does) {
  for_losses([](const auto& loss) {
    using L = std::remove_cvref_t<decltype(loss)>;
    for (const NamedData& named : spectral_forms(L::is_classification))
      BOOST_TEST_CONTEXT(L::name << " on " << named.name) {
        const arma::vec c = named.data.loss_weights(Averaging::task_mean);
        agrees_with_fista(trace_problem(named.data, loss, 0.1, 0.05));
        agrees_with_fista(Problem<L, ClusterNorm>{named.data, loss, {0.1, 0.02, 2}, Intercept::free, c});
        agrees_with_fista(Problem<L, SquaredTraceNorm>{named.data, loss, {0.05, 0.01}, Intercept::free, c});
        agrees_with_fista(Problem<L, SquaredTraceNorm>{named.data, loss, {0.05}, Intercept::none, c});
      }
  });
}

BOOST_AUTO_TEST_CASE(conditioning_of_the_tasks_hardly_matters_while_it_stops_fista) {
  const MultiTaskData data = hard_data({.samples = {40, 50, 60}, .condition = 1e3}, true, 2);
  const auto problem = trace_problem(data, Logistic{}, 1e-3);
  const StopRule rule{.gap = 1e-8};
  const Solution newton = by_newton(problem, rule), gradient = fista(problem, rule, zero_coefficients(data));
  BOOST_CHECK(newton.report.status == Status::optimal);
  BOOST_CHECK_MESSAGE(3 * newton.report.iterations < gradient.report.iterations,
                      newton.report.iterations << " against " << gradient.report.iterations);
}

BOOST_AUTO_TEST_CASE(a_strength_of_lambda_max_gives_exactly_zero_and_one_below_it_exact_rank) {
  for_losses([](const auto& loss) {
    using L = std::remove_cvref_t<decltype(loss)>;
    const MultiTaskData data = hard_data({.samples = arma::uvec(8, arma::fill::value(30))}, L::is_classification, 3);
    const arma::mat none = by_newton(trace_problem(data, loss, 1.0), {.gap = 1e-8}).coefficients.W;
    BOOST_CHECK(arma::abs(none).max() == 0.0);
    const arma::vec low = arma::svd(by_newton(trace_problem(data, loss, 0.6), {.gap = 1e-8}).coefficients.W);
    BOOST_CHECK(low[0] > 0.0);
    BOOST_CHECK_SMALL(low.tail(3).max() / low[0], 1e-12);
  });
}

BOOST_AUTO_TEST_CASE(a_warm_start_stops_at_once_and_a_limit_is_reported_as_one) {
  for (const arma::uword d : {6U, 80U}) {
    const MultiTaskData data = hard_data({.samples = {40, 50, 60}, .n_features = d}, true, 4);
    const auto problem = trace_problem(data, Logistic{}, 0.1);
    const Solution cold = by_newton(problem, {.gap = 1e-9});
    BOOST_CHECK(is_proved(cold));
    const StopRule loose{.gap = 1e-7}, tight{.gap = 1e-12};
    BOOST_CHECK_EQUAL(SpectralNewton(problem, loose).solve(cold.coefficients).report.iterations, 0);
    const Solution near = SpectralNewton(problem, tight).solve(cold.coefficients);
    BOOST_CHECK(is_proved(near));
    BOOST_CHECK_LT(near.report.iterations, cold.report.iterations);
    const Solution one = by_newton(problem, {.gap = 1e-12, .max_iterations = 1});
    BOOST_CHECK(one.report.status == Status::iteration_limit);
    BOOST_CHECK_EQUAL(one.report.iterations, 1);
  }
}

BOOST_AUTO_TEST_CASE(the_callback_can_stop_it) {
  const MultiTaskData data = hard_data({.samples = {40, 50, 60}, .condition = 100.0}, true, 4);
  int calls = 0;
  const StopRule rule{.gap = 1e-14, .on_progress = [&](const Progress&) { return ++calls < 3; }};
  BOOST_CHECK(by_newton(trace_problem(data, Logistic{}, 0.01), rule).report.status == Status::interrupted);
}

BOOST_AUTO_TEST_CASE(the_bits_do_not_depend_on_the_number_of_threads) {
  for (const NamedData& named : spectral_forms(true)) {
    const auto problem = trace_problem(named.data, Logistic{}, 0.05);
    std::vector<Solution> solutions(3);
    for (const int threads : {1, 2, 4})
      with_threads(threads, [&] { solutions[static_cast<std::size_t>(threads / 2)] = by_newton(problem, {}); });
    for (const Solution& other : solutions)
      BOOST_CHECK_MESSAGE(
          std::equal(other.coefficients.W.begin(), other.coefficients.W.end(), solutions[0].coefficients.W.begin()),
          named.name);
  }
}

BOOST_AUTO_TEST_SUITE_END()
