#include "lib/estimator/coefficient_metrics.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "lib/estimator/truth_metrics.hpp"
#include "lib/linalg/thin_svd.hpp"

namespace starling {
namespace {

using Scores = std::map<std::string, double>;

constexpr auto table = std::to_array<CoefficientMetric>({
    {"objective", false},
    {"zero_rows", true},
    {"nonzeros", false},
    {"rank", false},
    {"estimation_error_mean", false},
    {"estimation_error_max", false},
    {"estimation_error_max_ordinary", false},
    {"support_f1", true},
    {"adjusted_rand_index", true},
    {"feature_subspace_angle", false},
    {"task_subspace_angle", false},
});

Scores look_of(const LinearModel& model) {
  const auto d = static_cast<double>(model.n_features());
  Scores scores = {{"objective", model.info().primal},
                   {"rank", static_cast<double>(model.rank())},
                   {"nonzeros", static_cast<double>(arma::accu(model.W() != 0.0))}};
  if (d > 0.0) scores["zero_rows"] = 1.0 - static_cast<double>(model.nonzero_rows()) / d;
  return scores;
}

std::optional<arma::uvec> reported_groups(const LinearModel& model) {
  const LearnedStructure& learned = model.info().learned;
  for (const char* name : {"clusters", "groups"}) {
    const auto found = learned.find(name);
    if (found != learned.end() && found->second.n_elem == model.n_tasks())
      return arma::conv_to<arma::uvec>::from(arma::vectorise(found->second));
  }
  return {};
}

arma::uvec ordinary_tasks(const PlantedTruth& truth) {
  std::vector<arma::uword> tasks;
  for (arma::uword t = 0; t < truth.W.n_cols; ++t)
    if (!arma::any(truth.outlier_tasks == t)) tasks.push_back(t);
  return tasks;
}

bool has_zero_row(const arma::mat& W) {
  for (arma::uword j = 0; j < W.n_rows; ++j)
    if (W.row(j).is_zero()) return true;
  return false;
}

// Of the leading `rank` columns on both sides: how a space of that dimension was found.
double angle(const arma::mat& found, const arma::mat& planted, arma::uword rank) {
  if (found.n_cols < rank) return arma::datum::pi / 2.0;
  return subspace_angle(found.head_cols(rank), planted.head_cols(rank));
}

void add_angles(Scores& scores, const arma::mat& W, const arma::mat& truth, int planted_rank) {
  const auto rank = static_cast<arma::uword>(planted_rank);
  if (rank == 0 || W.is_empty()) return;
  const ThinSvd found = thin_svd(W), planted = thin_svd(truth);
  if (planted.s.n_elem != rank) return;
  if (rank < W.n_rows) scores["feature_subspace_angle"] = angle(found.U, planted.U, rank);
  if (rank < W.n_cols) scores["task_subspace_angle"] = angle(found.V, planted.V, rank);
}

void add_against_truth(Scores& scores, const LinearModel& model, const PlantedTruth& truth) {
  scores.merge(estimation_errors(model.W(), truth.W, truth.outlier_tasks));
  const arma::uvec ordinary = ordinary_tasks(truth);
  if (ordinary.is_empty()) return;
  const arma::mat W = model.W().cols(ordinary), planted = truth.W.cols(ordinary);
  if (has_zero_row(planted)) scores["support_f1"] = support_f1(W, planted);
  const auto groups = reported_groups(model);
  if (groups && !truth.clusters.is_empty())
    scores["adjusted_rand_index"] = ari(groups->elem(ordinary), truth.clusters.elem(ordinary));
  add_angles(scores, W, planted, truth.rank);
}

}  // namespace

std::span<const CoefficientMetric> coefficient_metrics() { return table; }

std::map<std::string, double> coefficient_scores(const LinearModel& model, const std::optional<PlantedTruth>& truth) {
  Scores scores = look_of(model);
  if (truth) add_against_truth(scores, model, *truth);
  std::erase_if(scores, [](const auto& score) { return !std::isfinite(score.second); });
  return scores;
}

}  // namespace starling
