#include "algorithms/go_mtl.hpp"

#include "lib/estimator/linear_fit.hpp"
#include "lib/solver/factors/task_grams.hpp"
#include "lib/solver/rescaled.hpp"

namespace starling {
namespace {

FactorProblem pose_at(double lambda, const GoMtl::Options& options, const PreparedData& ready) {
  return pose(ready, Squared{}, SparseFactors{lambda, lambda, static_cast<arma::uword>(options.n_directions)});
}

double zero_strength(const PreparedData& ready) {
  const Problem<Squared, TaskNorms> apart = pose(ready, Squared{}, TaskNorms{});
  return SparseFactors::strength_of(null_objective(apart), starling::lambda_max(apart)) *
         (1.0 + 8.0 * arma::datum::eps);
}

LearnedStructure learned_from(const DirectionFindings& findings) {
  LearnedStructure learned;
  learned["directions"] = findings.factors.L;
  learned["combinations"] = findings.factors.S;
  learned["first_order_residual"] = arma::mat(1, 1, arma::fill::value(findings.residual));
  learned["start_objectives"] = findings.start_objectives.t();
  return learned;
}

}  // namespace

Fit GoMtl::fit(const MultiTaskData& data, const FitControl& control, DirectionFindings& findings) const {
  return fit_linear(*this, data, control, [&](const PreparedData& ready) -> LinearSolution {
    const double lambda = options.lambda.relative ? options.lambda.resolve(zero_strength(ready)) : options.lambda.value;
    const FactorProblem problem = pose_at(lambda, options, ready);
    findings = {};
    const auto solver = [&](const FactorProblem& scaled, const StopRule& rule, const Coefficients& start) {
      return shared_directions(scaled, rule, start, {options.n_starts, options.seed}, findings);
    };
    Solution found = solve_rescaled(problem, ready.stop, ready.start, solver);
    const DataScale scale = data_scale(problem.data, true);
    if (!scale.ordinary()) {
      // The certificate made on the way back knows no factors.
      findings.factors.L *= scale.x / scale.y;
      found.report.certificate = certify_factors(problem, found.coefficients, findings);
      findings.start_objectives /= scale.y * scale.y;
      for (auto& history : findings.histories)
        for (double& objective : history) objective /= scale.y * scale.y;
    }
    return {.solution = std::move(found), .lambda = lambda, .learned = learned_from(findings)};
  });
}

Fit GoMtl::fit(const MultiTaskData& data, const FitControl& control) const {
  DirectionFindings findings;
  return fit(data, control, findings);
}

std::optional<std::string> GoMtl::unsuited(const MultiTaskData& data) const {
  constexpr double most_numbers = 5e7;  // 400 MB
  if (factors::TaskGrams::size(data) > most_numbers)
    return std::to_string(data.n_features()) + " features of " + std::to_string(data.n_tasks()) +
           " tasks, whose Gram matrices would take more than 400 MB";
  return unsuited_for_loss(LossName::squared, data);
}

std::optional<double> GoMtl::lambda_max(const MultiTaskData& data) const {
  return lambda_max_linear(*this, data, zero_strength);
}

}  // namespace starling
