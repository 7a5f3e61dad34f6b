#include "algorithms/kmeans_clustering.hpp"

#include "lib/estimator/linear_fit.hpp"
#include "lib/solver/rescaled.hpp"

namespace starling {
namespace {

LearnedStructure learned_from(const KmeansFindings& findings) {
  LearnedStructure learned;
  learned["clusters"] = arma::conv_to<arma::rowvec>::from(findings.clusters);
  learned["centres"] = findings.centres;
  learned["silhouettes"] = findings.silhouettes.t();
  learned["distances"] = findings.distances.t();
  learned["outliers"] = arma::conv_to<arma::rowvec>::from(findings.outliers);
  learned["start_objectives"] = findings.start_objectives.t();
  return learned;
}

}  // namespace

Fit KmeansClustering::fit(const MultiTaskData& data, const FitControl& control, KmeansFindings& findings) const {
  return fit_linear(*this, data, control, [&](const PreparedData& ready) -> LinearSolution {
    const auto problem =
        pose(ready, Squared{}, ClusterNorm(options.rho1, options.rho2, static_cast<arma::uword>(options.n_clusters)));
    findings = {};
    const auto solver = [&](const KmeansProblem& scaled, const StopRule& rule, const Coefficients& start) {
      return task_kmeans(scaled, rule, start, {options.n_starts, options.seed}, findings);
    };
    Solution found = solve_rescaled(problem, ready.stop, ready.start, solver);
    const DataScale scale = data_scale(problem.data, true);
    if (!scale.ordinary()) {
      // The certificate made on the way back is the relaxation's own.
      const arma::vec dual_point = found.report.certificate.dual_point;
      found.report.certificate = certify_clusters(problem, found.coefficients, &dual_point, findings);
      findings.centres = cluster_means(found.coefficients.W, findings.clusters, findings.centres.n_cols);
      findings.distances *= scale.x / scale.y;
      findings.start_objectives /= scale.y * scale.y;
      for (auto& history : findings.histories)
        for (double& objective : history) objective /= scale.y * scale.y;
    }
    return {.solution = std::move(found), .learned = learned_from(findings)};
  });
}

Fit KmeansClustering::fit(const MultiTaskData& data, const FitControl& control) const {
  KmeansFindings findings;
  return fit(data, control, findings);
}

std::optional<std::string> KmeansClustering::unsuited(const MultiTaskData& data) const {
  if (static_cast<arma::uword>(options.n_clusters) > data.n_tasks())
    return "n_clusters = " + std::to_string(options.n_clusters) + " is more than the " +
           std::to_string(data.n_tasks()) + " tasks";
  return unsuited_for_loss(LossName::squared, data);
}

}  // namespace starling
