#include "lib/solver/row_engine.hpp"

#include "lib/linalg/shared_vector.hpp"
#include "lib/solver/staged.hpp"

namespace starling {

bool RowEngine::keeps(const row_newton::RowNormProblem& problem) const {
  return engine_ && data_->same_samples(problem.data) && same_numbers(c_, problem.c) && intercept_ == problem.intercept;
}

void RowEngine::keep(const row_newton::RowNormProblem& problem, bool may_reduce) {
  const bool free = problem.intercept == Intercept::free;
  engine_.reset();
  reduced_.reset();
  data_ = problem.data;
  c_ = problem.c;
  intercept_ = problem.intercept;
  if (may_reduce && row_newton::reduction_pays(*data_, fits_)) reduced_ = row_newton::reduce_samples(*data_, c_, free);
  engine_ = reduced_ ? std::make_unique<row_newton::SharedEngine>(*reduced_)
                     : std::make_unique<row_newton::SharedEngine>(*data_, c_, free);
}

Solution RowEngine::by_kept_engine(const row_newton::RowNormProblem& problem, const StopRule& rule,
                                   const Coefficients& start) {
  const bool is_new = !keeps(problem);
  if (is_new) keep(problem, true);
  Solution found = engine_->solve(problem, rule, is_new ? &start : nullptr);
  if (found.report.status != Status::no_progress || !reduced_) return found;
  // What squaring the features costs shows in the certificate.
  keep(problem, false);
  return continued(problem, rule, found, [&](const auto& same, const StopRule& rest, const Coefficients& at) {
    return engine_->solve(same, rest, &at);
  });
}

Solution RowEngine::by_newton(const row_newton::RowNormProblem& problem, const StopRule& rule, Coefficients start) {
  Solution found;
  try {
    if (use_ == Use::path) {
      found = by_kept_engine(problem, rule, start);
    } else {
      row_newton::SharedEngine engine(problem.data, problem.c, problem.intercept == Intercept::free);
      found = engine.solve(problem, rule, &start);
    }
    if (found.report.status != Status::no_progress) return found;
  } catch (const NumericalFailure&) {
    engine_.reset();
    return row_bcd(problem, rule, std::move(start));
  }
  return continued(problem, rule, found, RowBcd{});
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
    return continued(problem, rule, found, RowBcd{});
  }
  return found;
}

}  // namespace starling
