// Which tasks become one along rising strengths of their fusion, as a tree.
//
// A merge of two groups is put at the least of the strengths at which, and above which at every other, their tasks are
// in one group: so the tree is nested even where a path parts tasks again that it had joined.
#pragma once

#include <armadillo>
#include <vector>

namespace starling::fusion {

// A fit of a path: tasks with equal numbers are one.
struct Level {
  double strength = 0.0;
  arma::uvec groups;  // T
};

// A row a merge, by rising strength: the two parts, the strength, and the number of tasks in them. Parts 0 .. T - 1 are
// tasks, T + i is what row i made. T - 1 rows where the strongest fusion leaves one group. Levels in any order.
arma::mat merges(std::vector<Level> levels);

}  // namespace starling::fusion
