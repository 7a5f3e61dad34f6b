#include "apps/cli/fit_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "apps/cli/text.hpp"
#include "lib/base/version.hpp"
#include "lib/model/kernel_model.hpp"

namespace starling::cli {

std::string proof_line(const FitReport& report) {
  const bool no_bound = report.status == Status::stationary && !std::isfinite(report.certificate.relative_gap);
  const std::string gap =
      no_bound ? "not convex, no gap" : fmt::format("relative gap {:.1e}", report.certificate.relative_gap);
  return fmt::format("{}: {}, objective {:.6g}, {}, {:.3g} s\n", to_string(report.status), gap,
                     report.certificate.primal, count(static_cast<unsigned>(report.iterations), "iteration"),
                     report.seconds);
}

JsonObject json_params(const Estimator& estimator, const ModelInfo& info) {
  JsonObject json;
  const Params params = estimator.params();
  for (const FieldDescription& field : estimator.fields()) {
    const std::string& text = params.at(field.name);
    const auto number = spelling::parse_double(text);
    if (field.name == "lambda")
      json.add("lambda", info.lambda);
    else if (field.type == "boolean")
      json.add(field.name, text == "true");
    else if (field.type == "whole number" && number)
      json.add_number(field.name, text);
    else if (field.type != "text" && number)
      json.add(field.name, *number);
    else
      json.add(field.name, text);
  }
  return json;
}

void add_certificate(JsonObject& json, const Certificate& certificate) {
  json.add("primal", certificate.primal)
      .add("dual", certificate.dual)
      .add("gap", certificate.gap)
      .add("relative_gap", certificate.relative_gap)
      .add("rounding_floor", certificate.rounding_floor)
      .add("scale", certificate.scale);
}

void add_score(JsonObject& json, const PointScore& score) {
  std::vector<double> folds;
  for (const auto& fold : score.folds) folds.push_back(fold.value_or(arma::datum::nan));
  json.add("mean", score.mean).add("standard_error", score.standard_error).add_list("folds", folds);
}

JsonObject json_fit(const Estimator& estimator, const MultiTaskData& data, const Fit& fit) {
  const ModelInfo& info = fit.model->info();
  JsonObject json;
  json.add("method", estimator.name())
      .add("params", json_params(estimator, info))
      .add("averaging", spelling::print_value(fit.averaging))
      .add("loss", enum_names(info.loss)[static_cast<std::size_t>(info.loss)])
      .add("status", to_string(fit.report.status))
      .add("iterations", fit.report.iterations)
      .add("seconds", fit.report.seconds);
  add_certificate(json, fit.report.certificate);
  json.add("n_tasks", data.n_tasks()).add("n_features", data.n_features()).add("n_samples", data.n_samples());
  if (const auto* linear = dynamic_cast<const LinearModel*>(fit.model.get()))
    json.add("nonzero_rows", linear->nonzero_rows()).add("rank", linear->rank());
  if (const auto* kernel = dynamic_cast<const KernelModel*>(fit.model.get()))
    json.add("support_vectors", kernel->n_support_vectors());
  if (estimator.proves_zeros()) {
    const std::vector<bool> zero = estimator.proved_zero(data, fit);
    json.add("proved_zero_rows", static_cast<std::size_t>(std::ranges::count(zero, true)));
  }
  return json.add("version", STARLING_VERSION);
}

bool converged(Status status) {
  return status == Status::optimal || status == Status::optimal_to_floor || status == Status::stationary;
}

}  // namespace starling::cli
