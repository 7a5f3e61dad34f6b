#include "algorithms/multitask_lasso.hpp"

#include <array>

#include "algorithms/multitask_lasso/norms.hpp"
#include "lib/penalty/ridged.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "lib/solver/rescaled.hpp"
#include "lib/solver/row_engine.hpp"

namespace starling {
namespace {

// The elastic net's strengths for one lambda.
Ridged<RowGroupLasso> penalty_of(double lambda, double l1_ratio) {
  return {RowGroupLasso{lambda * l1_ratio}, lambda * (1.0 - l1_ratio)};
}

template <class F>
auto visit_loss(const MultitaskLasso::Options& options, F&& f) {
  return visit_one_of<Squared, Logistic, Huber, Poisson>(loss_choice(options), std::forward<F>(f));
}

double smallest_zero_lambda(const MultitaskLasso::Options& options, const PreparedData& ready) {
  if (!multitask_lasso::is_plain(options))
    return multitask_lasso::visit_norm(
               options, 1.0, [&](const auto& norm) { return multitask_lasso::zero_strength(options, ready, norm); }) /
           options.l1_ratio;
  return visit_loss(options, [&](const auto& loss) {
    return starling::lambda_max(pose(ready, loss, RowGroupLasso{1.0})) / options.l1_ratio;
  });
}

Solution solve_other_norm(const MultitaskLasso::Options& options, const PreparedData& ready, double lambda,
                          RowEngine& engine) {
  return multitask_lasso::visit_norm(options, lambda * options.l1_ratio, [&](const auto& norm) {
    return multitask_lasso::solve(options, ready, norm, lambda * (1.0 - options.l1_ratio), engine);
  });
}

// One fit by an engine that may have seen the data before.
Fit fit_by(RowEngine& engine, const MultitaskLasso& method, const MultiTaskData& data, const FitControl& control) {
  const MultitaskLasso::Options& options = method.options;
  return fit_linear(method, data, control, [&](const PreparedData& ready) -> LinearSolution {
    multitask_lasso::check_norm(options, data.n_features());
    const double lambda =
        options.lambda.relative ? options.lambda.resolve(smallest_zero_lambda(options, ready)) : options.lambda.value;
    if (!multitask_lasso::is_plain(options)) return {solve_other_norm(options, ready, lambda, engine), lambda};
    return visit_loss(options, [&](const auto& loss) -> LinearSolution {
      const auto problem = pose(ready, loss, penalty_of(lambda, options.l1_ratio));
      return {solve_rescaled(problem, ready.stop, ready.start, engine.as_solver()), lambda};
    });
  });
}

}  // namespace

std::span<const std::string_view> enum_names(RowNorm) {
  static constexpr std::array<std::string_view, 2> names = {"l2", "linf"};
  return names;
}

Fit MultitaskLasso::fit(const MultiTaskData& data, const FitControl& control) const {
  RowEngine engine;
  return fit_by(engine, *this, data, control);
}

void MultitaskLasso::fit_path(const MultiTaskData& data, std::span<const Lambda> strengths, const FitControl& control,
                              const PathSink& sink) const {
  RowEngine engine(RowEngine::Use::path, strengths.size());
  MultitaskLasso at = *this;
  const auto fit_at = [&](double lambda, const FitControl& next) {
    at.options.lambda = Lambda(lambda);
    return fit_by(engine, at, data, next);
  };
  fit_in_a_row(absolute_strengths(*erase(*this), data, strengths, control.threads), control, fit_at, sink);
}

bool MultitaskLasso::proves_zeros() const {
  return multitask_lasso::is_plain(options) && options.loss != LossName::poisson;
}

std::optional<std::string> MultitaskLasso::unsuited(const MultiTaskData& data) const {
  return unsuited_for_loss(options.loss, data);
}

std::optional<double> MultitaskLasso::lambda_max(const MultiTaskData& data) const {
  return lambda_max_linear(*this, data, [&](const PreparedData& ready) {
    multitask_lasso::check_norm(options, data.n_features());
    return smallest_zero_lambda(options, ready);
  });
}

}  // namespace starling
