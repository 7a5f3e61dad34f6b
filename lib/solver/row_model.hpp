// The quadratic model that row block-coordinate descent minimises: how the loss changes when working rows of W do.
//
// Around a point with loss gradient u and sample curvatures v (both flat), changes e of the predictions cost
// sum_i u_i e_i + v_i e_i^2 / 2, where e_t = X_t D_t + b_t for a change D of the working rows. Where the intercepts are
// free the best b_t is eliminated exactly: every column acts as if its v-weighted mean were taken off, implicitly, so
// sparse columns stay sparse.
//
// Two forms with one interface, T x s matrices of s working rows throughout (one row of W is one column):
//   ResidualRows   keeps u + v e; a step costs two passes over one column per task
//   GramRows       keeps the gradient of the working rows; a step costs T s, after s^2 N flops to set up, or (s^2 - o^2) N
//                  where o of the rows are known from a model of the same curvatures
#pragma once

#include <armadillo>
#include <vector>

#include "lib/data/multitask_data.hpp"
#include "lib/solver/column_view.hpp"

namespace starling {

// The v-weighted mean of every column (zero where the intercept is not free), its curvature, and the weight of a task.
struct ColumnMoments {
  arma::mat mean;       // T x s
  arma::mat curvature;  // T x s: sum_i v_i (x_ij - mean)^2
  arma::vec weight;     // T: sum_i v_i; zero where the intercept is not free
};
// COST  One pass over the features.
ColumnMoments column_moments(const MultiTaskData& data, const arma::vec& v, bool free_intercept);

// Whether one Gram matrix serves all tasks: one X, every sample with one curvature in all of them.
bool one_gram(const MultiTaskData& data, const arma::vec& v);

class ResidualRows {
 public:
  // v must outlive the model.
  ResidualRows(const MultiTaskData& data, const arma::vec& v, const ColumnMoments& moments, arma::uvec rows);

  const arma::uvec& rows() const { return rows_; }
  const arma::mat& curvature() const { return curvature_; }
  // Whether gram() is the same for all tasks.
  bool is_uniform() const { return uniform_; }
  // How the gradient of working row b changes with working row a, for task t.
  double gram(arma::uword t, arma::uword b, arma::uword a) const;
  // Starts a new model at a point with gradients u (flat) and G = A'u (d x T).
  void restart(const arma::vec& u, const arma::mat& G);
  void gradient(arma::uword a, arma::vec& g) const;           // of working row a, by task
  void move(arma::uword a, const arma::vec& step);            // working row a += step
  void move(const arma::uvec& rows, const arma::mat& steps);  // several, T x their number
  // The state is affine in the working rows: a combination of states belongs to the same combination of rows.
  arma::vec state() const { return arma::join_cols(residual_, offset_); }
  void adopt(const arma::vec& state);
  // The model's value at `to` less that at `from`, where the rows are W_to and W_from.
  double rise(const arma::vec& from, const arma::mat& W_from, const arma::vec& to, const arma::mat& W_to) const;

 private:
  const MultiTaskData& data_;
  const arma::vec& v_;
  arma::uvec rows_;
  bool uniform_;
  arma::mat mean_, curvature_;       // T x s
  arma::vec weight_;                 // T
  std::vector<ColumnView> columns_;  // row after row, one per task (one for all when X is shared)
  arma::vec residual_, offset_;      // u + v e is residual_ - v offset_t
};

class GramRows {
 public:
  // known: a model of the same data, curvatures and moments, with other rows; or null.
  GramRows(const MultiTaskData& data, const arma::vec& v, const ColumnMoments& moments, arma::uvec rows,
           const GramRows* known = nullptr);
  // Whether s working rows fit into memory; and whether `sweeps` sweeps are then cheaper, set-up included.
  static bool fits(const MultiTaskData& data, arma::uword s);
  static bool pays(const MultiTaskData& data, arma::uword s, double sweeps);

  const arma::uvec& rows() const { return rows_; }
  const arma::mat& curvature() const { return curvature_; }
  bool is_uniform() const { return single_; }
  void restart(const arma::vec& u, const arma::mat& G);
  void gradient(arma::uword a, arma::vec& g) const { g = gradient_.col(a); }
  double gram(arma::uword t, arma::uword b, arma::uword a) const { return gram_(single_ ? 0 : t, b, a); }
  void move(arma::uword a, const arma::vec& step);
  void move(const arma::uvec& rows, const arma::mat& steps);
  arma::vec state() const { return arma::vectorise(gradient_); }
  void adopt(const arma::vec& state) { std::copy(state.begin(), state.end(), gradient_.begin()); }
  double rise(const arma::vec& from, const arma::mat& W_from, const arma::vec& to, const arma::mat& W_to) const;

 private:
  // Which working rows a known model holds as well, its places for them, and the working rows that are new.
  struct Places {
    std::vector<arma::uword> held, there, fresh;
  };
  Places places(const GramRows* known) const;
  void fill(const arma::vec& v, const arma::vec& weight, const Places& at);

  const MultiTaskData* data_;
  arma::uvec rows_;
  arma::mat mean_, curvature_;  // T x s
  arma::mat gradient_;          // T x s
  bool single_;                 // one Gram matrix serves all tasks
  arma::cube gram_;             // (1 or T) x s x s: what a step of row a (slice) does to the gradient of every row
};

}  // namespace starling
