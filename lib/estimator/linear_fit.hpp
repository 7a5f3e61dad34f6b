// What every method with a linear model does around its solver: check, encode labels, standardise, weigh the samples,
// convert the warm start, and afterwards map the coefficients back and say where they came from.
//
//     Fit TraceNorm::fit(const MultiTaskData& data, const FitControl& control) const {
//       return fit_linear(*this, data, control, [&](const PreparedData& ready) {
//         return visit(loss_choice(options), [&](const auto& loss) -> LinearSolution {
//           auto problem = pose(ready, loss, TraceNormPenalty{.lambda = 0.0});
//           problem.penalty.lambda = resolve(options.lambda, problem);
//           return {solve_by_fista(problem, ready.stop, ready.start), problem.penalty.lambda};
//         });
//       });
//     }
//     std::optional<std::string> TraceNorm::unsuited(const MultiTaskData& data) const {
//       return unsuited_for_loss(options.loss, data);
//     }
//     std::optional<double> TraceNorm::lambda_max(const MultiTaskData& data) const {
//       return lambda_max_linear(*this, data, [&](const PreparedData& ready) { return ...; });
//     }
//
// Of the recipe's options these are read where they exist, by their names: loss (LossName), huber_delta, epsilon,
// averaging (Averaging), standardize (bool), intercept (bool: free or none; or an Intercept). Where one is missing the
// value in LinearFitPlan stands; a recipe with other fixed choices fills a LinearFitPlan itself.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <type_traits>

#include "lib/data/standardize.hpp"
#include "lib/estimator/estimator.hpp"
#include "lib/fit/lambda_max.hpp"

namespace starling {

struct LinearFitPlan {
  std::string name;  // of the method
  Params params;     // every option, as given
  LossName loss = LossName::squared;
  Averaging averaging = Averaging::task_mean;
  bool standardize = false;
  Intercept intercept = Intercept::free;
  bool many_classes = false;                 // whether a classification loss takes more than two
  std::optional<std::string> unsuited = {};  // the method's own reason against these data
};

// The data as a solver takes them.
struct PreparedData {
  MultiTaskData data;  // targets -1 / +1 (of many classes 0, 1, 2, ...) for a classification loss; features scaled
                       // where asked for
  arma::vec c;         // factor of every sample in the loss, flat
  Intercept intercept;
  Coefficients start;  // of these data: the warm start, or zeros
  bool is_warm = false;
  StopRule stop = {};
  std::optional<Labels> labels = {};
  std::optional<Standardizer> standardizer = {};
};

// Prepared data and what they were made of; fit_linear() takes them from FitControl::preparation where the data and the
// plan are the same in everything that matters, and makes its own otherwise.
struct Preparation {
  LinearFitPlan plan;
  MultiTaskData data;
  PreparedData ready;
};

struct LinearSolution {
  Solution solution;    // coefficients of the prepared data
  double lambda = 0.0;  // the absolute strength that was used; 0 where the method has none
  // What a new task has of the sum of the tasks' coefficients; none: their mean.
  std::optional<double> common_share = {};
  LearnedStructure learned = {};
};

using LinearSolve = std::function<LinearSolution(const PreparedData&)>;

// Throws InvalidOption for a stopping rule or a number of threads that cannot be kept, InvalidData in the plan's words
// for unsuited data, for a classification loss without two classes and for negative counts, and InvalidInput for a warm
// start of another shape or with a value that is not finite. All of it before `solve` is called, which runs with
// control.threads threads and BLAS single-threaded. The data's copies share the features unless they are standardised,
// which fits with a common control.preparation do once.
Fit fit_linear(const LinearFitPlan& plan, const MultiTaskData& data, const FitControl& control,
               const LinearSolve& solve);

// The data as fit_linear() would give them to a solver that starts from zero.
PreparedData prepare_linear(const LinearFitPlan& plan, const MultiTaskData& data);

// What the model file keeps of a fit, apart from what was learned. lambda: the absolute strength; 0 where the method
// has none.
ModelInfo describe_fit(const LinearFitPlan& plan, const PreparedData& ready, double lambda, const FitReport& report);

// What a new task gets: the share of the sum of the tasks' coefficients, but of a free intercept the mean, which is no
// part of what tasks share.
CommonPart common_part(const Coefficients& at, double share, Intercept intercept);

// f(prepared data), under the same threads and on the same numbers as in a fit.
double lambda_max_linear(const LinearFitPlan& plan, const MultiTaskData& data,
                         const std::function<double(const PreparedData&)>& f);

// Why data cannot be fitted with this loss: a classification loss needs two classes,
// Poisson's needs targets that are not negative.
std::optional<std::string> unsuited_for_loss(LossName loss, const MultiTaskData& data);

// The loss that the options name, with its parameters.
template <class Options>
LossChoice loss_choice(const Options& options) {
  LossChoice choice;
  if constexpr (requires { options.loss; }) choice.name = options.loss;
  if constexpr (requires { options.huber_delta; }) choice.huber_delta = options.huber_delta;
  if constexpr (requires { options.epsilon; }) choice.epsilon = options.epsilon;
  return choice;
}

// What the recipe's options say; checks them first (throws InvalidOption).
template <class R>
LinearFitPlan plan_linear(const R& recipe) {
  const auto& options = recipe.options;
  check_params(options);
  LinearFitPlan plan{.name = std::string(R::name), .params = params_of(options), .loss = loss_choice(options).name};
  if constexpr (requires { options.averaging; }) plan.averaging = options.averaging;
  if constexpr (requires { options.standardize; }) plan.standardize = options.standardize;
  if constexpr (requires { options.intercept; }) {
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(options.intercept)>, bool>)
      plan.intercept = options.intercept ? Intercept::free : Intercept::none;
    else
      plan.intercept = options.intercept;
  }
  return plan;
}

template <class R>
requires requires(const R& recipe) { recipe.options; }
Fit fit_linear(const R& recipe, const MultiTaskData& data, const FitControl& control, const LinearSolve& solve) {
  LinearFitPlan plan = plan_linear(recipe);
  check(control.stop);
  plan.unsuited = recipe.unsuited(data);
  return fit_linear(plan, data, control, solve);
}

template <class R>
requires requires(const R& recipe) { recipe.options; }
double lambda_max_linear(const R& recipe, const MultiTaskData& data,
                         const std::function<double(const PreparedData&)>& f) {
  return lambda_max_linear(plan_linear(recipe), data, f);
}

// The problem of these data with this loss and this penalty; `ready` must outlive it.
template <Loss L, Penalty P>
Problem<L, P> pose(const PreparedData& ready, L loss, P penalty) {
  return {ready.data, std::move(loss), std::move(penalty), ready.intercept, ready.c};
}

// The absolute strength. lambda_max is computed only when it is needed.
template <Loss L, NormPenalty P>
double resolve(const Lambda& lambda, const Problem<L, P>& problem) {
  return lambda.relative ? lambda.resolve(lambda_max(problem)) : lambda.value;
}

// The strength of a penalty that no strength makes zero; throws InvalidOption for a share of lambda_max.
double absolute(const Lambda& lambda);

}  // namespace starling
