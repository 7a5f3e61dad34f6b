#include "lib/estimator/linear_fit.hpp"

#include <algorithm>

#include "lib/base/error.hpp"
#include "lib/base/version.hpp"
#include "lib/data/counts.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/linalg/shared_vector.hpp"

namespace starling {
namespace {

std::string shape(const Coefficients& coefficients) {
  const auto text = [](arma::uword rows, arma::uword cols) {
    return std::to_string(rows) + "x" + std::to_string(cols);
  };
  return "W " + text(coefficients.W.n_rows, coefficients.W.n_cols) + ", b " + text(1, coefficients.b.n_elem);
}

void check_start(const Coefficients& start, const MultiTaskData& data) {
  const Coefficients zero = zero_coefficients(data);
  if (shape(start) != shape(zero))
    throw InvalidInput({.what = "coefficients of the wrong shape",
                        .where = "warm start",
                        .expected = shape(zero),
                        .got = shape(start)});
  if (!start.W.is_finite() || !start.b.is_finite())
    throw InvalidInput({.what = "coefficients that are not finite", .where = "warm start"});
}

void warm_up(PreparedData& ready, const Coefficients& start) {
  check_start(start, ready.data);
  ready.start = start;
  if (ready.standardizer) ready.start.W = ready.standardizer->to_scaled(start.W);
  if (ready.intercept == Intercept::none) ready.start.b.zeros();
  ready.is_warm = true;
}

bool same_data(const MultiTaskData& a, const MultiTaskData& b) {
  return a.same_samples(b) && same_numbers(a.weights(), b.weights()) && a.task_names() == b.task_names() &&
         a.feature_names() == b.feature_names();
}

PreparedData prepare(const LinearFitPlan& plan, const MultiTaskData& data, const FitControl& control) {
  if (control.preparation == nullptr) return prepare_linear(plan, data);
  std::shared_ptr<const Preparation>& kept = *control.preparation;
  if (!kept) kept = std::make_shared<const Preparation>(Preparation{plan, data, prepare_linear(plan, data)});
  const LinearFitPlan& before = kept->plan;
  const bool fits = before.loss == plan.loss && before.many_classes == plan.many_classes &&
                    before.averaging == plan.averaging && before.standardize == plan.standardize &&
                    before.intercept == plan.intercept && same_data(kept->data, data);
  return fits ? kept->ready : prepare_linear(plan, data);
}

}  // namespace

CommonPart common_part(const Coefficients& at, double share, Intercept intercept) {
  return {share * arma::sum(at.W, 1), intercept == Intercept::free ? arma::mean(at.b) : share * arma::accu(at.b)};
}

PreparedData prepare_linear(const LinearFitPlan& plan, const MultiTaskData& data) {
  PreparedData ready{.data = data,
                     .c = data.loss_weights(plan.averaging),
                     .intercept = plan.intercept,
                     .start = zero_coefficients(data)};
  if (is_classification(plan.loss)) {
    EncodedData encoded = plan.many_classes ? encode_classes(data) : encode_labels(data);
    ready.data = std::move(encoded.data);
    ready.labels = std::move(encoded.labels);
  }
  if (plan.loss == LossName::poisson)
    if (const auto complaint = negative_count(data)) throw InvalidData(*complaint);
  if (plan.standardize) {
    ready.standardizer = Standardizer::of(data);
    ready.data = ready.standardizer->apply(ready.data);
  }
  return ready;
}

ModelInfo describe_fit(const LinearFitPlan& plan, const PreparedData& ready, double lambda, const FitReport& report) {
  return {.method = plan.name,
          .params = plan.params,
          .lambda = lambda,
          .loss = plan.loss,
          .labels = ready.labels,
          .task_names = ready.data.task_names(),
          .feature_names = ready.data.feature_names(),
          .status = std::string(to_string(report.status)),
          .primal = report.certificate.primal,
          .dual = report.certificate.dual,
          .relative_gap = report.certificate.relative_gap,
          .version = STARLING_VERSION};
}

Fit fit_linear(const LinearFitPlan& plan, const MultiTaskData& data, const FitControl& control,
               const LinearSolve& solve) {
  check(control.stop);
  if (plan.unsuited) throw InvalidData({.what = *plan.unsuited});
  PreparedData ready = prepare(plan, data, control);
  ready.stop = control.stop;
  if (control.start != nullptr) warm_up(ready, *control.start);
  LinearSolution found;
  with_threads(control.threads, [&] { found = solve(ready); });
  Coefficients& at = found.solution.coefficients;
  if (ready.standardizer) at.W = ready.standardizer->to_original(at.W);
  const FitReport& report = found.solution.report;
  std::optional<CommonPart> common;
  if (found.common_share) common = common_part(at, *found.common_share, ready.intercept);
  ModelInfo info = describe_fit(plan, ready, found.lambda, report);
  info.learned = std::move(found.learned);
  auto model = std::make_shared<LinearModel>(std::move(at.W), std::move(at.b), std::move(info), std::move(common));
  return {std::move(model), report, plan.averaging};
}

double lambda_max_linear(const LinearFitPlan& plan, const MultiTaskData& data,
                         const std::function<double(const PreparedData&)>& f) {
  const PreparedData ready = prepare_linear(plan, data);
  double largest = 0.0;
  with_threads(0, [&] { largest = f(ready); });
  return largest;
}

double absolute(const Lambda& lambda) {
  if (lambda.relative)
    throw InvalidOption({.what = "no lambda makes all coefficients zero, so none can be relative to it",
                         .where = "option lambda",
                         .expected = "a number > 0",
                         .got = "'" + spelling::print(lambda) + "'",
                         .hint = "leave out 'max'"});
  return lambda.value;
}

std::optional<std::string> unsuited_for_loss(LossName loss, const MultiTaskData& data) {
  if (is_classification(loss)) return not_two_classes(data);
  if (loss != LossName::poisson) return {};
  const auto complaint = negative_count(data);
  return complaint ? std::optional(to_string(*complaint)) : std::nullopt;
}

}  // namespace starling
