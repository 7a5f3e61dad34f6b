// Several classes by any method for two: a machine a class, which tells its samples (+1) from all others (-1).
//
//     const auto method = for_any_classes(erase(MultitaskSvm{{.C = 0.1}}));
//     const Fit fit = method->fit(data);                  // targets 0, 1 and 2
//     fit.model->predict(0, X);                           // labels, as they are in the data
//
// PROBLEM  The sum over the classes of the method's own objective.
// PROOF    The sums of the machines' bounds; the scale of the gap is the sum of their scales. Status and number of
//          iterations: the worst, and all.
// COST     As many fits as there are classes, one after the other, each on all threads.
// EDGES    Two classes, and options that make the method no classifier, or one of many classes by itself: the method
//          itself, bit for bit.
//          More than two targets are classes when they are whole numbers, at most 1000 of them; others are InvalidData.
//          A class may have no sample in some of the tasks.
//          A share of lambda_max is one of the largest of the machines', and all have the same strength.
//          A fit of several classes starts from nothing; a warm start is InvalidInput.
#pragma once

#include "lib/estimator/estimator.hpp"

namespace starling {

// The method with its own name and options.
std::unique_ptr<Estimator> for_any_classes(std::unique_ptr<Estimator> method);

}  // namespace starling
