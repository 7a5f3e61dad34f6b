// What sweeps of row block-coordinate descent and steps of Newton's method on the row scales are expected to cost, in
// flops of a large matrix product. Loops over single columns and calls for single tasks are much slower than such
// products; the factors are measured ones (bench/rows), rounded. Estimates never look at a clock: the choice between
// the two methods depends on the problem alone.
#pragma once

#include <armadillo>

#include "lib/solver/row_sweeps.hpp"

namespace starling {

struct TaskSizes {
  std::vector<double> samples;  // of positive weight, by task
  double density = 1.0;         // share of the features that is stored
};

double sweep_cost(const TaskSizes& sizes, const row_sweeps::Pace& pace);
// Of the Gram matrices of s working rows, where those of `known` of them are at hand.
double gram_cost(const TaskSizes& sizes, double s, double known = 0.0);
// Of what comes between two runs over a working set, of features with so many numbers.
double round_cost(double numbers);
// Of `steps` Newton steps on m working rows, s of them active and about to move, and of what they set up.
double newton_cost(const TaskSizes& sizes, double m, double s, double steps);

}  // namespace starling
