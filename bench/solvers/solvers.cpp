// The solvers from zero to a certified relative gap of 1e-6, all threads.
#include "bench/random_data.hpp"
#include "lib/fit/lambda_max.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/loss/names.hpp"
#include "lib/penalty/quadratic_coupling.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "lib/penalty/trace_norm.hpp"
#include "lib/solver/fista.hpp"
#include "lib/solver/kernel_smo.hpp"
#include "lib/solver/ridge_newton.hpp"
#include "lib/solver/row_bcd.hpp"
#include "lib/solver/svm_engine.hpp"
#include "lib/solver/task_cd.hpp"

namespace starling::bench {
namespace {

constexpr Sizes sizes{200, 100, 10};

template <Loss L, Penalty P>
Problem<L, P> posed(const MultiTaskData& data, L loss, P penalty, Intercept intercept = Intercept::free) {
  return {data, loss, penalty, intercept, data.loss_weights(Averaging::task_mean)};
}

template <Loss L, NormPenalty P>
Problem<L, P> at_a_tenth_of_lambda_max(Problem<L, P> problem) {
  problem.penalty.lambda = 0.1 * lambda_max(problem);
  return problem;
}

// The certificate is computed again before the time is taken, from the coefficients and the solver's dual point.
template <Loss L, Penalty P, class Solver>
void time(benchmark::State& state, const Problem<L, P>& problem, const Solver& solver) {
  const StopRule rule{.gap = 1e-6};
  with_threads(0, [&] {
    const Coefficients zero = zero_coefficients(problem.data);
    const Solution solution = solver(problem, rule, zero);
    const Certificate proof =
        certify(problem, solution.coefficients, null_objective(problem), &solution.report.certificate.dual_point);
    if (!(proof.proved_relative_gap() <= rule.gap)) return state.SkipWithError("the gap is not certified");
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(solver(problem, rule, zero));
    state.counters["iterations"] = solution.report.iterations;
    state.counters["gap"] = proof.proved_relative_gap();
  });
}

void fista_squared_row_groups(benchmark::State& state) {
  const MultiTaskData data = ragged_tasks(sizes);
  time(state, at_a_tenth_of_lambda_max(posed(data, Squared{}, RowGroupLasso{})), Fista{});
}
void row_bcd_squared_row_groups(benchmark::State& state) {
  const MultiTaskData data = ragged_tasks(sizes);
  time(state, at_a_tenth_of_lambda_max(posed(data, Squared{}, RowGroupLasso{})), RowBcd{});
}
void fista_logistic_trace_norm(benchmark::State& state) {
  const MultiTaskData data = ragged_tasks(sizes, true);
  time(state, at_a_tenth_of_lambda_max(posed(data, Logistic{}, TraceNormPenalty{})), Fista{});
}
void ridge_newton_squared(benchmark::State& state) {
  const MultiTaskData data = ragged_tasks(sizes);
  time(state, posed(data, Squared{}, Ridge{0.1}), RidgeNewton{});
}
void ridge_newton_logistic(benchmark::State& state) {
  const MultiTaskData data = ragged_tasks(sizes, true);
  time(state, posed(data, Logistic{}, Ridge{0.1}), RidgeNewton{});
}
void task_cd_hinge_coupled(benchmark::State& state) {
  const MultiTaskData data = ragged_tasks(sizes, true);
  const auto coupling = QuadraticCoupling::evgeniou_pontil(sizes.T, 0.1);
  time(state, posed(data, Hinge{}, coupling, Intercept::penalised), TaskCd{});
}
void svm_engine_hinge_coupled(benchmark::State& state) {
  const MultiTaskData data = ragged_tasks(sizes, true);
  const auto coupling = QuadraticCoupling::evgeniou_pontil(sizes.T, 0.1);
  time(state, posed(data, Hinge{}, coupling, Intercept::penalised), SvmEngine{});
}
void svm_engine_hinge_free_intercepts(benchmark::State& state) {
  const MultiTaskData data = ragged_tasks(sizes, true);
  time(state, posed(data, Hinge{}, QuadraticCoupling::evgeniou_pontil(sizes.T, 0.1)), SvmEngine{});
}
// Certified again as the others are, but by the kernel's own certificate.
void kernel_smo_hinge_rbf(benchmark::State& state) {
  const MultiTaskData data = ragged_tasks(sizes, true);
  const auto problem = posed(data, Hinge{}, QuadraticCoupling::evgeniou_pontil(sizes.T, 0.1));
  const StopRule rule{.gap = 1e-6, .max_iterations = 10000000};
  with_threads(0, [&] {
    const KernelSamples kernel(data, {.name = KernelName::rbf, .gamma = 0.01});
    const Solution solution = KernelSmo{}(problem, kernel, rule);
    arma::rowvec b = solution.coefficients.b;
    const Certificate proof =
        certify_kernel(problem, kernel, solution.report.certificate.dual_point, null_objective(problem), b);
    if (!(proof.proved_relative_gap() <= rule.gap)) return state.SkipWithError("the gap is not certified");
    for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(KernelSmo{}(problem, kernel, rule));
    state.counters["iterations"] = solution.report.iterations;
    state.counters["gap"] = proof.proved_relative_gap();
  });
}

BENCHMARK(fista_squared_row_groups)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(row_bcd_squared_row_groups)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(fista_logistic_trace_norm)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(ridge_newton_squared)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(ridge_newton_logistic)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(task_cd_hinge_coupled)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(svm_engine_hinge_coupled)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(svm_engine_hinge_free_intercepts)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(kernel_smo_hinge_rbf)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace starling::bench
