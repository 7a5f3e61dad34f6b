#include "lib/estimator/kernel_fit.hpp"

#include <algorithm>

#include "lib/base/error.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/model/kernel_model.hpp"

namespace starling {
namespace {

// The samples with a dual that is not 0, and the duals by task; tasks that share X share support vectors.
void keep_support_vectors(const PreparedData& ready, const KernelSamples& samples, const arma::vec& u,
                          KernelMachine& machine) {
  const MultiTaskData& data = ready.data;
  std::vector<arma::uword> rows, tasks;
  std::vector<double> values;
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const Rows run = data.rows_of(t);
    for (arma::uword i = run.begin; i < run.end; ++i) {
      if (u[i] == 0.0) continue;
      rows.push_back(samples.first_row(t) + i - run.begin);
      tasks.push_back(t);
      values.push_back(-u[i]);
    }
  }
  const arma::uvec kept = arma::unique(arma::uvec(rows));
  arma::umat places(2, rows.size());
  for (arma::uword k = 0; k < rows.size(); ++k) {
    places(0, k) = static_cast<arma::uword>(std::ranges::lower_bound(kept, rows[k]) - kept.begin());
    places(1, k) = tasks[k];
  }
  machine.vectors = samples.rows().samples().select_rows(kept);
  machine.duals = arma::sp_mat(places, arma::vec(values), kept.n_elem, data.n_tasks());
}

std::optional<CommonTask> common_task(const KernelFitPlan& plan, const KernelMachine& machine, Intercept intercept) {
  if (!plan.common_share) return {};
  const double share = *plan.common_share;
  return CommonTask{share * arma::sum(plan.task_kernel, 0),
                    intercept == Intercept::free ? arma::mean(machine.b) : share * arma::accu(machine.b)};
}

KernelMachine machine_of(const KernelFitPlan& plan, const PreparedData& ready, const KernelSamples& samples,
                         const Solution& solution) {
  KernelMachine machine{.kernel = plan.kernel, .coupling = plan.task_kernel, .b = solution.coefficients.b};
  keep_support_vectors(ready, samples, solution.report.certificate.dual_point, machine);
  if (plan.kernel.constant != 0.0)
    machine.b += plan.kernel.constant * (arma::rowvec(arma::mat(arma::sum(machine.duals, 0))) * plan.task_kernel);
  machine.kernel.constant = 0.0;
  if (ready.standardizer) machine.scale = ready.standardizer->scale;
  machine.common = common_task(plan, machine, ready.intercept);
  return machine;
}

}  // namespace

Fit fit_kernel(KernelFitPlan plan, const MultiTaskData& data, const FitControl& control, const KernelSolve& solve) {
  check(control.stop);
  if (plan.linear.unsuited) throw InvalidData({.what = *plan.linear.unsuited});
  if (control.start != nullptr)
    throw InvalidInput({.what = "a fit with a kernel cannot start at coefficients", .where = "warm start"});
  PreparedData ready = prepare_linear(plan.linear, data);
  ready.stop = control.stop;
  KernelMachine machine;
  Solution solution;
  with_threads(control.threads, [&] {
    plan.kernel.gamma = plan.gamma.resolve(plan.gamma.relative ? gamma_scale(ready.data) : 1.0);
    const KernelSamples samples(ready.data, plan.kernel);
    samples.rows().check_semidefinite();
    solution = solve(ready, samples);
    machine = machine_of(plan, ready, samples, solution);
  });
  auto model =
      std::make_shared<KernelModel>(std::move(machine), describe_fit(plan.linear, ready, 0.0, solution.report));
  return {std::move(model), std::move(solution.report), plan.linear.averaging};
}

double gamma_scale(const MultiTaskData& data) {
  const double deviation = value_deviation(data);
  const double scale = 1.0 / (static_cast<double>(data.n_features()) * deviation * deviation);
  return std::isfinite(scale) && scale > 0.0 ? scale : 1.0;
}

}  // namespace starling
