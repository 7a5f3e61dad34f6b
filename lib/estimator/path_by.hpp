// fit_path() of a recipe whose fits share something: an engine, factors.
#pragma once

#include "lib/estimator/estimator.hpp"

namespace starling {

// fit_by(recipe at a strength, control) is a fit. The strength is the option lambda.
template <Recipe R, class FitBy>
void fit_path_by(const R& recipe, const MultiTaskData& data, std::span<const Lambda> strengths,
                 const FitControl& control, const PathSink& sink, const FitBy& fit_by) {
  R at = recipe;
  const auto fit_at = [&](double lambda, const FitControl& next) {
    at.options.lambda = Lambda(lambda);
    return fit_by(at, next);
  };
  fit_in_a_row(absolute_strengths(*erase(recipe), data, strengths, control.threads), control, fit_at, sink);
}

}  // namespace starling
