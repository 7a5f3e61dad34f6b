#include "lib/estimator/classes_fit.hpp"

#include "lib/base/error.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/model/one_vs_rest_model.hpp"

namespace starling {
namespace {

std::shared_ptr<const Model> machine_of(arma::uword k, const Coefficients& all, const LinearSolution& found,
                                        const PreparedData& ready, ModelInfo info) {
  const arma::uword T = ready.data.n_tasks();
  Coefficients at{all.W.cols(k * T, (k + 1) * T - 1), all.b.subvec(k * T, (k + 1) * T - 1)};
  std::optional<CommonPart> common;
  if (found.common_share) common = common_part(at, *found.common_share, ready.intercept);
  info.labels = Labels{};  // the class and the rest
  return std::make_shared<LinearModel>(std::move(at.W), std::move(at.b), std::move(info), std::move(common));
}

}  // namespace

Fit fit_classes(const LinearFitPlan& plan, const MultiTaskData& data, const FitControl& control,
                const ClassesSolve& solve) {
  check(control.stop);
  if (plan.unsuited) throw InvalidData({.what = *plan.unsuited});
  if (control.start != nullptr)
    throw InvalidInput({.what = "a fit of several classes cannot start at coefficients", .where = "warm start"});
  PreparedData ready = prepare_linear(plan, data);
  ready.stop = control.stop;
  const arma::uword K = ready.labels.value().values.size();
  LinearSolution found;
  with_threads(control.threads, [&] { found = solve(ready, K); });
  Coefficients& at = found.solution.coefficients;
  if (ready.standardizer) at.W = ready.standardizer->to_original(at.W);
  FitReport& report = found.solution.report;
  const ModelInfo info = describe_fit(plan, ready, found.lambda, report);
  std::vector<std::shared_ptr<const Model>> machines;
  for (arma::uword k = 0; k < K; ++k) machines.push_back(machine_of(k, at, found, ready, info));
  return {std::make_shared<OneVsRestModel>(std::move(machines), info), std::move(report), plan.averaging};
}

}  // namespace starling
