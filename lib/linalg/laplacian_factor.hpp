// Linear systems with the Laplacian of a graph of few edges, shifted by many numbers at once.
//
//     const EliminationOrder order(n, first, second, most);        // the pairs that edges join
//     if (order.complete()) {
//       const LaplacianFactor factor(order, first, second, weights, shifts);   // of L + a I for every shift a
//       factor.solve_rows(Z);                                                  // row i of Z times (L + a_i I)^-1
//     }
//
// METHOD  Elimination in an order that takes the vertex with the fewest neighbours next: a chain or a tree gets no new
//         edges by it. Pivots are sums of weights and of what the shift adds, never differences: a shift far below the
//         weights is not lost in their rounding. All shifts share the search for entries.
// COST    The order: in the square of the neighbours a vertex has at its turn, for each. A factor: as many flops for
//         every shift. A system: 4 flops an edge of the eliminated graph.
// PAPERS  george1981computer, grassmann1985regenerative
#pragma once

#include <armadillo>
#include <vector>

namespace starling {

// An order of n vertices and the edges that elimination makes of those between first and second, each pair once.
class EliminationOrder {
 public:
  // Gives up, with complete() false, where there come to be more than `most` edges.
  EliminationOrder(arma::uword n, const arma::uvec& first, const arma::uvec& second, arma::uword most);

  bool complete() const { return complete_; }
  arma::uword size() const { return order_.size(); }
  arma::uword n_edges() const { return later_.size(); }

 private:
  friend class LaplacianFactor;
  arma::uword edge(arma::uword early, arma::uword late) const;  // between these places of the order

  bool complete_ = true;
  std::vector<arma::uword> order_, place_;   // which vertex comes i-th, and where
  std::vector<arma::uword> starts_, later_;  // of every place, the later ones it has an edge to, ascending
};

class LaplacianFactor {
 public:
  // weights: of the pairs, > 0. shifts > 0: one, or one for each row of what will be solved. The order must outlive it.
  LaplacianFactor(const EliminationOrder& order, const arma::uvec& first, const arma::uvec& second,
                  const arma::vec& weights, const arma::vec& shifts);

  // Z <- Z (L + a I)^-1, row by row.
  void solve_rows(arma::mat& Z) const;

 private:
  const EliminationOrder& order_;
  arma::mat shares_, pivots_;  // a row a shift; a column an edge: its weight as a share of the early end's pivot
};

}  // namespace starling
