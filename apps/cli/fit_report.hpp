// What a fit is told to the user as: one line of proof, or one JSON object.
#pragma once

#include <string>

#include "apps/cli/json_object.hpp"
#include "lib/data/multitask_data.hpp"
#include "lib/estimator/estimator.hpp"
#include "lib/selection/fold_scores.hpp"

namespace starling::cli {

// "optimal: relative gap 3.2e-07, 40 iterations, 0.012 s" and a line feed.
std::string proof_line(const FitReport& report);

// Every option as a JSON value of its own type. `lambda` is the absolute strength that was used.
JsonObject json_params(const Estimator& estimator, const ModelInfo& info);

// primal, dual, gap, relative_gap, rounding_floor, scale.
void add_certificate(JsonObject& json, const Certificate& certificate);

// mean, standard_error, folds.
void add_score(JsonObject& json, const PointScore& score);

// The keys of `fit --json`. proved_zero_rows counts the features that no optimum uses, for methods that can prove it.
JsonObject json_fit(const Estimator& estimator, const MultiTaskData& data, const Fit& fit);

// The fit has proved what was asked for, as far as arithmetic goes.
bool converged(Status status);

}  // namespace starling::cli
