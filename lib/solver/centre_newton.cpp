#include "lib/solver/centre_newton.hpp"

#include "lib/base/error.hpp"
#include "lib/fit/certify.hpp"
#include "lib/solver/certified_start.hpp"
#include "lib/solver/monitor.hpp"

namespace starling {

using CentreProblem = Problem<Squared, CentredNorms>;

Solution centre_newton(const CentreProblem& problem, const StopRule& rule, Coefficients start) {
  constexpr int most_idle = 5;
  if (problem.intercept == Intercept::penalised)
    throw InvalidInput(
        {.what = "an intercept that is penalised", .where = "centre_newton", .expected = "free or none"});
  if (rule.max_iterations == 0) return certified_start(problem, rule, start);
  Monitor monitor(rule);
  const double scale = null_objective(problem);
  Coefficients at = with_best_intercepts(problem, std::move(start.W));
  if (monitor.check(0, certify(problem, at, scale), at)) return monitor.finish();
  const std::vector<DrawnTask> tasks = drawn_tasks(problem.data, problem.c, problem.intercept == Intercept::free);
  CommonCentre centre(tasks, arma::regspace<arma::uvec>(0, tasks.size() - 1), problem.penalty.kappa,
                      problem.penalty.mu);
  centre.move_to(problem.penalty.centre(at.W));
  for (int iteration = 1, idle = 0;; ++iteration) {
    const bool fell = centre.step();
    at = with_best_intercepts(problem, centre.coefficients());
    const bool last = monitor.must_stop(iteration);
    const double before = monitor.best().gap;
    if (monitor.check(iteration, certify(problem, at, scale), at) || last) break;
    idle = fell || monitor.best().gap < before ? 0 : idle + 1;  // far from the optimum gaps come and go
    if (idle == most_idle) {
      monitor.give_up(Status::no_progress);
      break;
    }
  }
  return monitor.finish();
}

}  // namespace starling
