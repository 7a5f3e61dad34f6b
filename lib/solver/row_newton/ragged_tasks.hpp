// The squared loss as Newton's method on the row scales sees it: tasks of any sizes with weights, gaps, sparse features
// and free intercepts.
//
// COST    An evaluation: per task n^2 a + n^3 / 3 + 2 n m flops on the sample side, a^3 / 3 + 2 a m on the row side.
// MEMORY  n m numbers a task on the sample side, m^2 on the row side, while the sum stays below `stored`; tasks beyond
//         write theirs out anew whenever they are asked for.
#pragma once

#include <algorithm>
#include <armadillo>
#include <vector>

#include "lib/data/multitask_data.hpp"
#include "lib/solver/row_newton/ragged_columns.hpp"
#include "lib/solver/row_newton/ragged_point.hpp"

namespace starling {

class SquaredTasks final : public RowScaleModel {
 public:
  struct Options {
    double row_side_up_to = 1.25;  // working rows per sample of a task that is factored by rows
    double stored = 33554432.0;    // numbers kept of features or Gram matrices (256 MiB)
  };

  // c: factor of every sample, flat.
  SquaredTasks(const MultiTaskData& data, const arma::vec& c, bool free_intercept, Options options);
  SquaredTasks(const MultiTaskData& data, const arma::vec& c, bool free_intercept)
      : SquaredTasks(data, c, free_intercept, Options{}) {}

  // Sets the working rows; what is known of rows that stay is kept.
  void take(const arma::uvec& rows);
  const arma::uvec& rows() const { return rows_; }
  // Working positions whose columns are constant in every task.
  arma::uvec dead() const;
  // From the next take() on tasks are factored by samples even where that is slower: the dual points that come with it
  // are free of the rounding errors of predictions.
  void prefer_precision() { options_.row_side_up_to = std::min(options_.row_side_up_to, 0.25); }
  // Nothing to start from: the ridge problems are solved exactly.
  void prepare(RowPoint&, const arma::vec&, const arma::vec&, double) const {}
  void set_strengths(RowStrengths strengths) { strengths_ = std::move(strengths); }

  arma::uword n_tasks() const override { return tasks_.size(); }
  const RowStrengths& strengths() const override { return strengths_; }
  void evaluate(double accuracy, const RowPoint& warm, RowPoint& point) override;
  double noise() const override { return 0.0; }
  arma::uword n_samples(arma::uword t) const override { return tasks_[t].columns.n(); }
  arma::mat features(arma::uword t, const RowPoint& point, const arma::uvec& rows) const override;
  arma::mat gram(arma::uword t, const RowPoint& point, const arma::uvec& rows) const override;
  arma::vec dual_point(arma::uword t, const RowPoint& point) const override;

 private:
  struct OneTask {
    TaskColumns columns;
    arma::vec y;  // y~: weighted and centred
    double yy = 0.0;
    FactorSide side = FactorSide::samples;
    bool stored = false;
    arma::mat X = {}, C = {};  // X~ or X~'X~ of the working rows, whichever the side needs, if stored
    arma::vec B = {};          // X~'y~, row side
  };

  void place(OneTask& task, const arma::uvec& stay, bool fits) const;
  void by_samples(const OneTask& task, RowPoint& point, arma::uword t) const;
  void by_rows(const OneTask& task, RowPoint& point, arma::uword t) const;
  void complete(RowPoint& point) const;

  Options options_;
  std::vector<OneTask> tasks_;
  arma::uvec rows_;
  RowStrengths strengths_;
};

}  // namespace starling
