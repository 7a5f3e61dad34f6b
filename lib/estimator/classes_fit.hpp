// What a method that learns one linear machine for several classes does around its solver; see linear_fit.hpp for what
// that is. The model is one of linear machines, a class each (lib/model/one_vs_rest_model.hpp).
#pragma once

#include "lib/estimator/linear_fit.hpp"

namespace starling {

// The solution's coefficients: d x K T, those of class k in columns k T .. (k + 1) T - 1, for prepared data with
// targets 0 .. K - 1.
using ClassesSolve = std::function<LinearSolution(const PreparedData&, arma::uword n_classes)>;

// plan.many_classes must be true, and the data hold more than two classes. Throws as fit_linear() does, and
// InvalidInput for a warm start: of several classes a fit starts from nothing.
Fit fit_classes(const LinearFitPlan& plan, const MultiTaskData& data, const FitControl& control,
                const ClassesSolve& solve);

}  // namespace starling
