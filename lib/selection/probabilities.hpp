// Probabilities of classes for models whose decisions are none.
//
//     const Fit fit = with_probabilities(*method, data, method->fit(data), {.folds = 5});
//     fit.model->predict_probability(0, X);
//
// METHOD  The method is fitted to all folds but one and decides for that one; a sigmoid of these decisions
//         (lib/estimator/platt.hpp) for all tasks together, since their decisions are of one scale: of the positive one
//         of two classes, of each of more against the others. The model itself is that of the fit.
// COST    As many fits as folds.
// EDGES   Folds depend on the seed and on the data alone, and the sigmoids are the same bits for any number of threads.
//         Tasks with fewer samples than folds are always learned from and never decided for, like samples of a class
//         that is in no other fold.
//         A model of numbers is InvalidInput, and InvalidData where no fold can be decided for.
//         When a fold is stopped the fit comes back as it was, with the status interrupted.
// PAPERS  platt2000probabilities, lin2007note
#pragma once

#include <cstdint>

#include "lib/estimator/estimator.hpp"

namespace starling {

struct ProbabilityPlan {
  int folds = 5;            // >= 2
  std::uint64_t seed = 0;   // of the folds
  FitControl control = {};  // of the fits; its start is not used
};

// fit: of these data by this method.
Fit with_probabilities(const Estimator& estimator, const MultiTaskData& data, Fit fit,
                       const ProbabilityPlan& plan = {});

}  // namespace starling
