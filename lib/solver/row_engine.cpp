#include "lib/solver/row_engine.hpp"

namespace starling {
namespace {

bool same_numbers(const arma::vec& a, const arma::vec& b) {
  return a.n_elem == b.n_elem && std::equal(a.begin(), a.end(), b.begin());
}

// What is left of a rule's budget after a report.
StopRule rest_of(const StopRule& rule, const FitReport& report) {
  StopRule rest = rule;
  rest.max_iterations = std::max(0, rule.max_iterations - report.iterations);
  rest.time_limit = std::max(0.0, rule.time_limit - report.seconds);
  return rest;
}

// The report of both, one after the other.
FitReport joined(const FitReport& first, FitReport second) {
  for (Progress& now : second.history) {
    now.iteration += first.iterations;
    now.seconds += first.seconds;
  }
  second.history.insert(second.history.begin(), first.history.begin(), first.history.end());
  second.iterations += first.iterations;
  second.seconds += first.seconds;
  return second;
}

}  // namespace

Solution RowEngine::by_newton(const row_newton::RowNormProblem& problem, const StopRule& rule, Coefficients start) {
  Solution found;
  try {
    const bool same = engine_ && data_->design(0).same_matrix(problem.data.design(0)) &&
                      same_numbers(data_->targets(), problem.data.targets()) && same_numbers(c_, problem.c) &&
                      intercept_ == problem.intercept;
    if (!same) {
      engine_.reset();
      data_ = problem.data;
      c_ = problem.c;
      intercept_ = problem.intercept;
      engine_ = std::make_unique<row_newton::SharedEngine>(*data_, c_, intercept_ == Intercept::free);
    }
    found = engine_->solve(problem, rule, same && use_ == Use::path ? nullptr : &start);
    if (found.report.status != Status::no_progress) return found;
  } catch (const NumericalFailure&) {
    engine_.reset();
    return row_bcd(problem, rule, std::move(start));
  }
  Solution rest = row_bcd(problem, rest_of(rule, found.report), found.coefficients);
  rest.report = joined(found.report, std::move(rest.report));
  return rest;
}

Solution RowEngine::by_projection(const row_newton::RowNormProblem& problem, const StopRule& rule, Coefficients start) {
  if (!projected_ || !projected_->serves(problem)) projected_ = std::make_unique<ProjectedRows>(problem);
  const row_newton::RowNormProblem rest = projected_->rest_of(problem);
  start.W.rows(problem.penalty.free_rows()).zeros();
  start.b.zeros();
  Solution found = (*this)(rest, rule, std::move(start));
  found.coefficients = projected_->completed(problem, found.coefficients.W);
  FitReport& report = found.report;
  const arma::vec hint = std::move(report.certificate.dual_point);
  report.certificate = certify(problem, found.coefficients, null_objective(problem), &hint);
  const bool claims = report.status == Status::optimal || report.status == Status::optimal_to_floor;
  if (!claims) return found;
  if (report.certificate.proved_relative_gap() <= rule.gap) {
    report.status = Status::optimal;
  } else if (report.certificate.gap <= report.certificate.rounding_floor) {
    report.status = Status::optimal_to_floor;
  } else {
    Solution more = row_bcd(problem, rest_of(rule, report), found.coefficients);
    more.report = joined(report, std::move(more.report));
    return more;
  }
  return found;
}

}  // namespace starling
