#include "algorithms/reduced_rank.hpp"

#include "lib/estimator/linear_fit.hpp"
#include "lib/solver/rank_engine.hpp"
#include "lib/solver/rescaled.hpp"
#include "lib/solver/unscaled_report.hpp"

namespace starling {
namespace {

LearnedStructure learned_from(const arma::mat& W, const RankFindings& findings) {
  LearnedStructure learned;
  if (const arma::mat directions = thin_svd(W).U; !directions.is_empty()) learned["directions"] = directions;
  if (!findings.singular_values.is_empty()) learned["singular_values"] = findings.singular_values.t();
  if (!findings.start_objectives.is_empty()) learned["start_objectives"] = findings.start_objectives.t();
  return learned;
}

Fit fit_by(RankEngine& engine, const ReducedRank& method, const MultiTaskData& data, const FitControl& control) {
  const double lambda = absolute(method.options.lambda);
  return fit_linear(method, data, control, [&](const PreparedData& ready) -> LinearSolution {
    const auto rank = static_cast<arma::uword>(method.options.rank);
    const RankedProblem problem = pose(ready, Squared{}, RankedRidge{lambda, rank});
    RankFindings findings;
    FitReport report;
    const auto solver = [&](const RankedProblem& scaled, const StopRule& rule, const Coefficients& start) {
      Solution found = engine(scaled, rule, start, findings);
      report = found.report;
      return found;
    };
    Solution found = solve_rescaled(problem, ready.stop, ready.start, solver);
    const DataScale scale = data_scale(problem.data, true);
    if (!scale.ordinary()) {
      // The certificate made on the way back knows the bound of the convex hull alone.
      found.report = unscaled(std::move(report), scale);
      findings.singular_values /= scale.y;
      findings.start_objectives = findings.start_objectives / scale.y / scale.y;
    }
    LearnedStructure learned = learned_from(found.coefficients.W, findings);
    return {.solution = std::move(found), .lambda = lambda, .learned = std::move(learned)};
  });
}

}  // namespace

Fit ReducedRank::fit(const MultiTaskData& data, const FitControl& control) const {
  RankEngine engine({options.n_starts, options.seed});
  return fit_by(engine, *this, data, control);
}

void ReducedRank::fit_ranks(const MultiTaskData& data, std::span<const int> ranks, const FitControl& control,
                            const RankSink& sink) const {
  RankEngine engine({options.n_starts, options.seed});
  ReducedRank at = *this;
  FitControl next = control;
  Coefficients last;
  for (const int rank : ranks) {
    at.options.rank = rank;
    Fit fit = fit_by(engine, at, data, next);
    last = fit.coefficients();
    next.start = &last;
    const bool interrupted = fit.report.status == Status::interrupted;
    if (!sink(rank, std::move(fit)) || interrupted) break;
  }
}

}  // namespace starling
