#include "algorithms/armul.hpp"

#include <cmath>

#include "lib/estimator/linear_fit.hpp"
#include "lib/linalg/thin_svd.hpp"
#include "lib/penalty/cluster_spread.hpp"
#include "lib/solver/centre_newton.hpp"
#include "lib/solver/centre_search.hpp"
#include "lib/solver/rescaled.hpp"
#include "lib/solver/unscaled_report.hpp"

namespace starling {
namespace {

arma::vec radii(const PreparedData& ready, double lambda) {
  arma::vec kappa(ready.data.n_tasks(), arma::fill::zeros);
  for (arma::uword t = 0; t < kappa.n_elem; ++t) {
    const Rows rows = ready.data.rows_of(t);
    const double n = rows.size() == 0 ? 0.0 : arma::accu(ready.data.weights_of(t));
    if (n > 0.0) kappa[t] = lambda * arma::accu(ready.c.subvec(rows.begin, rows.end - 1)) / std::sqrt(n);
  }
  return kappa;
}

arma::rowvec distances(const arma::mat& W, const arma::mat& points) {
  arma::rowvec lengths(W.n_cols);
  for (arma::uword t = 0; t < W.n_cols; ++t) lengths[t] = arma::norm(W.col(t) - points.col(t));
  return lengths;
}

LinearSolution around_one_centre(const Armul::Options& options, const PreparedData& ready, double lambda) {
  const CentredNorms penalty{radii(ready, lambda), options.mu};
  Solution found = solve_rescaled(pose(ready, Squared{}, penalty), ready.stop, ready.start, centre_newton);
  const arma::mat& W = found.coefficients.W;
  arma::vec centre = penalty.centre(W);
  LearnedStructure learned = {{"distances", distances(W, arma::repmat(centre, 1, W.n_cols))},
                              {"centre", std::move(centre)}};
  return {.solution = std::move(found), .lambda = lambda, .learned = std::move(learned)};
}

LinearSolution around_points(const Armul::Options& options, const PreparedData& ready, double lambda) {
  const bool in_groups = options.points == CommonPoints::groups;
  const PointsProblem problem =
      pose(ready, Squared{}, RankedNorms{radii(ready, lambda), options.mu, static_cast<arma::uword>(options.n_groups)});
  const CentreSearch search{in_groups ? PointsIn::groups : PointsIn::subspace, options.n_starts, options.seed};
  CentreFindings findings;
  FitReport report;
  const auto solver = [&](const PointsProblem& scaled, const StopRule& rule, const Coefficients& start) {
    Solution found = centre_search(scaled, rule, start, search, findings);
    report = found.report;
    return found;
  };
  Solution found = solve_rescaled(problem, ready.stop, ready.start, solver);
  if (const DataScale scale = data_scale(problem.data, true); !scale.ordinary()) {
    // The certificate made on the way back knows no points.
    found.report = unscaled(std::move(report), scale);
    findings.points *= scale.x / scale.y;
    findings.start_objectives = findings.start_objectives / scale.y / scale.y;
  }
  LearnedStructure learned = {{"distances", distances(found.coefficients.W, findings.points)}};
  if (!findings.start_objectives.is_empty()) learned["start_objectives"] = findings.start_objectives.t();
  if (in_groups) {
    learned["groups"] = arma::conv_to<arma::rowvec>::from(findings.groups);
    learned["centres"] = cluster_means(findings.points, findings.groups, problem.penalty.rank);
  } else if (arma::mat directions = thin_svd(findings.points).U; !directions.is_empty()) {
    learned["directions"] = std::move(directions);
  }
  return {.solution = std::move(found), .lambda = lambda, .learned = std::move(learned)};
}

}  // namespace

Fit Armul::fit(const MultiTaskData& data, const FitControl& control) const {
  const double lambda = absolute(options.lambda);
  return fit_linear(*this, data, control, [&](const PreparedData& ready) {
    return options.points == CommonPoints::common ? around_one_centre(options, ready, lambda)
                                                  : around_points(options, ready, lambda);
  });
}

std::optional<std::string> Armul::unsuited(const MultiTaskData& data) const {
  if (options.points != CommonPoints::common && static_cast<arma::uword>(options.n_groups) > data.n_tasks())
    return "n_groups = " + std::to_string(options.n_groups) + " is more than the " + std::to_string(data.n_tasks()) +
           " tasks";
  return {};
}

}  // namespace starling
