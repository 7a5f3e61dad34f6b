// Blocks of several working rows that are minimised together: groups of features, and the rows that no penalty holds.
//
// METHOD  A function of a block's Frobenius norm does not see the rows of one task turned among each other. Turned
//         to the eigenvectors of the loss's curvature (s x s, per task), the block is one long row with a diagonal
//         curvature, whose minimiser is the penalty's minimise_row. So a step is exact, however much the block's
//         columns resemble each other. Directions without curvature, up to rounding, are not moved along.
// COST    n s^2 + s^3 flops a task for a block of s rows (s^3 with Gram matrices); a step T s^2 more than s rows cost.
#pragma once

#include <armadillo>
#include <map>
#include <vector>

#include "lib/penalty/penalty.hpp"

namespace starling {

struct RowBlock {
  arma::uvec rows;      // working positions, ascending
  arma::cube turn;      // orthogonal s x s, per task or one for all
  arma::mat curvature;  // T x s, along the turned rows; none before the block first moves
};
// Blocks by the feature of their first row.
using KnownBlocks = std::map<arma::uword, RowBlock>;

// Which rows of W belong together.
class RowPartition {
 public:
  // numbers: a block's number per row, or none: every row alone.
  explicit RowPartition(const arma::uvec& numbers);
  // The rows of the block whose first is j; empty where j comes later in its block.
  arma::uvec from(arma::uword j) const;

 private:
  std::vector<arma::uvec> joint_;  // blocks of more than one row
  // 1 + the place of a row's block in joint_, 0 for none; empty where there is no such block.
  std::vector<arma::uword> joint_from_;
};

namespace row_blocks {

template <RowSolvable P>
RowPartition partition(const P& penalty, arma::uword d) {
  if constexpr (RowBlocked<P>) return RowPartition(penalty.blocks(d));
  return RowPartition({});
}

// The working positions of every block of more than one row. numbers: a block's number per working row, or none.
std::vector<arma::uvec> joint_rows(const arma::uvec& numbers);

// Turns the curvature C (s x s) of task t.
void turn(RowBlock& block, arma::uword t, const arma::mat& C);

// M (T x s) with the rows of every task turned, or turned back.
enum class Way { there, back };
arma::mat turned(const RowBlock& block, const arma::mat& M, Way way);

template <class Model>
void turn_to(const Model& model, RowBlock& block) {
  const arma::uword s = block.rows.n_elem, T = model.curvature().n_rows, different = model.is_uniform() ? 1 : T;
  block.turn.set_size(s, s, different);
  block.curvature.set_size(T, s);
  for (arma::uword t = 0; t < different; ++t) {
    arma::mat C(s, s);
    for (arma::uword a = 0; a < s; ++a)
      for (arma::uword b = 0; b <= a; ++b) C(a, b) = C(b, a) = model.gram(t, block.rows[b], block.rows[a]);
    turn(block, t, C);
  }
  for (arma::uword t = different; t < T; ++t) block.curvature.row(t) = block.curvature.row(0);
}

// The joint blocks among a model's working rows, for the penalty of these alone, in `known`: those that were turned
// stay so.
template <RowSolvable P, class Model>
std::vector<RowBlock*> of_penalty(const P& penalty, const Model& model, KnownBlocks& known) {
  std::vector<RowBlock*> blocks;
  if constexpr (RowBlocked<P>)
    for (arma::uvec& rows : joint_rows(penalty.blocks(model.rows().n_elem))) {
      RowBlock& own = known[model.rows()[rows[0]]];
      own.rows = std::move(rows);
      blocks.push_back(&own);
    }
  return blocks;
}

// Sets a block to its exact minimiser. Returns sum h (change)^2, about twice the decrease.
template <RowSolvable P, class Model>
double step(const P& penalty, RowBlock& block, Model& model, arma::mat& W) {
  arma::mat G(W.n_rows, block.rows.n_elem);
  arma::vec g(W.n_rows);
  bool is_zero = true;
  for (arma::uword k = 0; k < block.rows.n_elem; ++k) {
    model.gradient(block.rows[k], g);
    G.col(k) = g;
    is_zero = is_zero && W.col(block.rows[k]).is_zero();
  }
  if (is_zero) {  // whether it stays so does not depend on the curvature
    arma::vec w(G.n_elem, arma::fill::zeros);
    penalty.minimise_row(block.rows[0], arma::vec(G.n_elem, arma::fill::ones), -arma::vectorise(G), w);
    if (w.is_zero()) return 0.0;
  }
  if (block.curvature.is_empty()) turn_to(model, block);
  if (!(block.curvature.max() > 0.0)) return 0.0;
  const arma::vec h = arma::vectorise(block.curvature);
  const arma::vec start = arma::vectorise(turned(block, W.cols(block.rows), Way::there));
  arma::vec v = h % start - arma::vectorise(turned(block, G, Way::there)), w = start;
  for (arma::uword i = 0; i < v.n_elem; ++i)
    if (h[i] == 0.0) v[i] = 0.0;
  penalty.minimise_row(block.rows[0], h, v, w);
  const arma::vec change = w - start;
  if (change.is_zero()) return 0.0;
  // What becomes zero is zero to the bit.
  arma::mat after(W.n_rows, block.rows.n_elem, arma::fill::zeros);
  if (!w.is_zero()) after = turned(block, arma::reshape(w, arma::size(after)), Way::back);
  model.move(block.rows, after - W.cols(block.rows));
  W.cols(block.rows) = after;
  return arma::dot(h, change % change);
}

}  // namespace row_blocks
}  // namespace starling
