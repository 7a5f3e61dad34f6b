// The whole family of solutions along the strength of a penalty.
//
//     for (const PathPoint& point : lambda_path(*estimator, data, {.count = 100}))
//       point.lambda, point.fit.report.certificate, point.nonzero_rows
//
// With many features and tasks take the points one by one: every one holds a d x T matrix.
//
// METHOD  From the largest strength to the smallest, each fit from the solution before it. Without a list the strengths
//         fall by equal factors from lambda_max of these data to a share of it.
// EDGES   Throws InvalidOption for a method without an option of that kind, shares of lambda_max (or no list) with a
//         method that has no lambda_max, a list that is empty or does not fall throughout, count < 2, or a least share
//         that is not between 0 and 1. A fit that the progress callback stops is the last one of the path.
#pragma once

#include <functional>
#include <vector>

#include "lib/estimator/estimator.hpp"

namespace starling {

struct PathPlan {
  int count = 100;
  double least_share = 1e-3;         // of lambda_max, in (0, 1)
  std::vector<Lambda> lambdas = {};  // in place of the two above; falling, all shares or all absolute
  FitControl control = {};           // of every fit; its start is for the first
};

struct PathPoint {
  double lambda = 0.0;  // absolute
  Fit fit;
  arma::uword nonzero_rows = 0;  // of W; all features where the model has no coefficients
};

// The strengths of the plan, as shares of lambda_max or absolute. Throws InvalidOption.
std::vector<Lambda> path_strengths(const Estimator& estimator, const PathPlan& plan);

// Each point goes to sink as soon as it is there; false ends the path.
void lambda_path(const Estimator& estimator, const MultiTaskData& data, const PathPlan& plan,
                 const std::function<bool(PathPoint)>& sink);
std::vector<PathPoint> lambda_path(const Estimator& estimator, const MultiTaskData& data, const PathPlan& plan = {});

}  // namespace starling
