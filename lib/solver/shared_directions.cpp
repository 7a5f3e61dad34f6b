#include "lib/solver/shared_directions.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/fit/certify.hpp"
#include "lib/linalg/blas.hpp"
#include "lib/solver/factors/factor_descent.hpp"
#include "lib/solver/factors/starts.hpp"
#include "lib/solver/monitor.hpp"

namespace starling {

using factors::DescentRule;
using factors::FactorDescent;
using factors::FactorPoint;
using factors::TaskGrams;

namespace {

void check_problem(const FactorProblem& problem) {
  if (problem.intercept == Intercept::penalised)
    throw InvalidInput({.what = "shared directions of tasks with penalised intercepts", .expected = "free or none"});
}

// A dual point: every task's gradient, as long as serves the bound best within its ball.
arma::vec shortened(const FactorProblem& problem, const TaskNorms& norms, arma::vec u) {
  const MultiTaskData& data = problem.data;
  if (problem.intercept == Intercept::free)
    for (arma::uword t = 0; t < data.n_tasks(); ++t)
      balance(problem.loss, data.targets(), problem.c, data.rows_of(t), u);
  const arma::mat G = data.adjoint(u);
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const Rows rows = data.rows_of(t);
    double square = 0.0, product = 0.0;
    for (arma::uword i = rows.begin; i < rows.end; ++i) {
      if (!(problem.c[i] > 0.0)) continue;
      square += u[i] * u[i] / problem.c[i];
      product -= u[i] * data.targets()[i];
    }
    const double length = std::sqrt(blas::square_norm(G.n_rows, blas::start_of(G, t))) * dual_norm_inflation(G);
    const double longest = length > norms.lambda ? norms.lambda / length : arma::datum::inf;
    const double scale = std::min(longest, square > 0.0 ? std::max(0.0, product / square) : 0.0);
    for (arma::uword i = rows.begin; i < rows.end; ++i) u[i] *= scale;
  }
  return u;
}

// Directions by falling cost, which is that of their lengths; signs by their largest entries.
Factors in_order(const Factors& at) {
  const arma::uvec order = arma::stable_sort_index(arma::sum(arma::square(at.L), 0), "descend");
  Factors sorted{at.L.cols(order), at.S.rows(order)};
  for (arma::uword i = 0; i < sorted.L.n_cols && sorted.L.n_rows > 0; ++i) {
    if (!(sorted.L(arma::abs(sorted.L.col(i)).index_max(), i) < 0.0)) continue;
    sorted.L.col(i) *= -1.0;
    sorted.S.row(i) *= -1.0;
  }
  return sorted;
}

Solution certified_factors(const FactorProblem& problem, const StopRule& rule, const Coefficients& start,
                           DirectionFindings& findings) {
  Monitor monitor(rule);
  monitor.must_stop(0);
  findings.factors = in_order(problem.penalty.factors_of(start.W));
  monitor.check(0, certify_factors(problem, start, findings), start);
  return monitor.finish();
}

}  // namespace

Certificate certify_factors(const FactorProblem& problem, const Coefficients& at, DirectionFindings& findings) {
  const arma::vec eta = problem.data.forward(at.W, at.b);
  const Sum loss = loss_sum(problem.loss, problem.data.targets(), problem.c, eta);
  const arma::vec u = loss_gradient(problem.loss, problem.data.targets(), problem.c, eta);
  const bool has_factors = findings.factors.L.n_cols > 0;
  const double size = has_factors ? problem.penalty.value(findings.factors) : arma::datum::inf;
  const double primal = loss.value() + size;
  findings.residual = has_factors
                          ? factors::first_order_residual(problem.penalty, findings.factors, problem.data.adjoint(u))
                          : arma::datum::inf;
  // Every minimum is at most the objective here, and at zero.
  const double scale = null_objective(problem);
  const TaskNorms norms = problem.penalty.below(std::min(primal, scale));
  const Problem<Squared, TaskNorms> apart{problem.data, problem.loss, norms, problem.intercept, problem.c};
  const arma::vec hint = shortened(problem, norms, u);
  Certificate proof = certify(apart, at, scale, &hint);
  proof.primal = primal;
  const double gap = proof.primal - proof.dual;
  proof.gap = std::isnan(gap) ? arma::datum::inf : std::max(0.0, gap);
  proof.relative_gap = proof.relative(proof.gap);
  return proof;
}

Solution shared_directions(const FactorProblem& problem, const StopRule& rule, const Coefficients& start,
                           const DirectionOptions& options, DirectionFindings& findings) {
  check_problem(problem);
  if (rule.max_iterations == 0) return certified_factors(problem, rule, start, findings);
  Monitor monitor(rule);
  const TaskGrams tasks({problem.data, problem.c, problem.intercept == Intercept::free});
  if (tasks.n_features() == 0) {  // none that varies
    const arma::mat zero(problem.data.n_features(), problem.data.n_tasks(), arma::fill::zeros);
    return certified_factors(problem, rule, with_best_intercepts(problem, zero), findings);
  }
  const FactorDescent descent(tasks, problem.penalty);
  const double scale = null_objective(problem);
  const arma::uword k = problem.penalty.k;
  // Zero, which is a local minimum of its own.
  FactorPoint best{.factors = {arma::mat(tasks.n_features(), k, arma::fill::zeros),
                               arma::mat(k, tasks.n_tasks(), arma::fill::zeros)},
                   .objective = tasks.constant(),
                   .residual = 0.0};
  int sweeps = 0;
  bool stopped = false;
  const auto on_sweep = [&](double objective) {
    const double least = std::min(objective, best.objective);
    stopped = stopped || monitor.must_stop(sweeps) || !monitor.announce(sweeps, least, least / scale);
    if (!stopped) ++sweeps;
    return !stopped;
  };
  std::vector<double> ends;
  const auto improve = [&](Factors from, const DescentRule& how) {
    FactorPoint found = descent.improve(std::move(from), how, on_sweep);
    findings.histories.push_back(std::exchange(found.history, {}));
    ends.push_back(found.objective);
    // Below what rounding does to the objective the residual decides.
    const bool as_low = found.objective <= best.objective * (1.0 + 1e-13) && found.residual < best.residual;
    if (found.objective < best.objective || as_low) best = std::move(found);
  };
  const DescentRule rough{.residual = 1e-3, .decrease = 1e-7, .sweeps = 300};
  const DescentRule fine{.residual = std::max(rule.gap, 1e-9), .decrease = 1e-16, .sweeps = 3000};
  Factors warm = problem.penalty.factors_of(tasks.varying(start.W));
  if (!start.W.is_zero() && warm.L.n_cols > 0) improve(std::move(warm), rough);
  const arma::mat alone = factors::tasks_alone(tasks);
  const RandomStream stream(options.seed, "shared directions");
  for (int s = 0; s < options.n_starts && !stopped; ++s) {
    const auto number = static_cast<std::uint64_t>(s);
    improve(factors::start_from(alone, k, number, stream.child(number)), rough);
  }
  findings.start_objectives = arma::vec(ends);
  if (!stopped && best.residual > fine.residual) improve(best.factors, fine);
  findings.factors = in_order({tasks.coefficients(best.factors.L), best.factors.S});
  const Coefficients at = with_best_intercepts(problem, findings.factors.L * findings.factors.S);
  const Certificate proof = certify_factors(problem, at, findings);
  if (!monitor.check(sweeps, proof, at) && !stopped)
    monitor.give_up(findings.residual <= 2.0 * fine.residual ? Status::stationary : Status::no_progress);
  return monitor.finish();
}

}  // namespace starling
