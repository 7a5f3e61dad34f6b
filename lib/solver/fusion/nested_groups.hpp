// Groupings of tasks that are near one another along edges of a graph: single linkage, cut where the distances leave
// the widest gaps.
#pragma once

#include <armadillo>
#include <vector>

#include "lib/penalty/task_edges.hpp"

namespace starling::fusion {

// At most `most` groupings of the columns of W, each as in TaskEdges::components: edges shorter than a gap join. Gaps
// are between consecutive lengths of edges and counted by their ratio; edges shorter than 1e-13 of the largest column
// have that length.
std::vector<arma::uvec> nested_groups(const TaskEdges& edges, const arma::mat& W, arma::uword most);

// Items that are in one group by both, numbered by the first of them.
arma::uvec common_groups(const arma::uvec& a, const arma::uvec& b);

}  // namespace starling::fusion
