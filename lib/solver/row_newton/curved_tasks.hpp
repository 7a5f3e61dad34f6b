// A curved loss as Newton's method on the row scales sees it: every evaluation solves one ridge problem a task by
// iteratively reweighted least squares, from the dual vector of the last point.
//
// METHOD  With M = X D X' of the active rows, once per tau: at weights omega (the loss's curvatures, not below 1e-9 of
//         the sample's factor) the system I + omega^1/2 (M, omega-centred twice) omega^1/2 where the active rows
//         outnumber the samples, and I + X~'X~ in units of D otherwise; a line search on the task's own objective. It
//         ends when that falls by less than the accuracy asked for, mostly after one or two steps. A start that is
//         worse than W = 0 is dropped.
// COST    Per task and step n^2 a + n^3 / 3 flops, or n a^2 + a^3 / 3.
// MEMORY  n m numbers a task while the sum stays below `stored`, and a^2 where the rows are fewer; tasks beyond write
//         theirs out anew every time.
// PAPERS  lee2014proximal
#pragma once

#include <armadillo>
#include <vector>

#include "lib/data/multitask_data.hpp"
#include "lib/loss/loss.hpp"
#include "lib/solver/row_newton/ragged_columns.hpp"
#include "lib/solver/row_newton/ragged_point.hpp"
#include "lib/solver/row_newton/weighted_gram.hpp"

namespace starling {

// L is Logistic, Huber or Poisson.
template <CurvedLoss L>
class CurvedTasks final : public RowScaleModel {
 public:
  struct Options {
    double stored = 33554432.0;  // numbers kept of features (256 MiB)
  };

  CurvedTasks(const L& loss, const MultiTaskData& data, const arma::vec& c, bool free_intercept, Options options);
  CurvedTasks(const L& loss, const MultiTaskData& data, const arma::vec& c, bool free_intercept)
      : CurvedTasks(loss, data, c, free_intercept, Options{}) {}

  // As in SquaredTasks.
  void take(const arma::uvec& rows);
  const arma::uvec& rows() const { return rows_; }
  arma::uvec dead() const;
  void set_strengths(RowStrengths strengths) { strengths_ = std::move(strengths); }
  void prefer_precision() {}
  // A state to start from: predictions and loss gradient, flat, the latter times `shrink`.
  void prepare(RowPoint& point, const arma::vec& eta, const arma::vec& gradient, double shrink) const;

  arma::uword n_tasks() const override { return tasks_.size(); }
  const RowStrengths& strengths() const override { return strengths_; }
  void evaluate(double accuracy, const RowPoint& warm, RowPoint& point) override;
  double noise() const override { return 1.0; }
  arma::uword n_samples(arma::uword t) const override { return tasks_[t].columns.n(); }
  arma::mat features(arma::uword t, const RowPoint& point, const arma::uvec& rows) const override;
  arma::mat gram(arma::uword t, const RowPoint& point, const arma::uvec& rows) const override;
  arma::vec dual_point(arma::uword, const RowPoint&) const override { return {}; }

 private:
  struct OneTask {
    TaskColumns columns;
    Rows run;        // in the flat vectors
    arma::vec y, c;  // of the kept samples
    bool stored = false;
    arma::mat X = {};        // of the working rows, if stored: means taken off, not weighted
    WeightedGram kept = {};  // of X, if stored
  };
  // One task at one point, for the certificate on the working rows.
  struct TaskValue {
    double loss = 0.0;
    arma::vec u;      // dual point
    arma::vec outer;  // X'u of the working rows
  };

  arma::mat written(const OneTask& task, const arma::uvec& js) const;
  TaskValue solve(OneTask& task, double accuracy, const TaskFactor& warm, RowPoint& point, arma::uword t) const;
  void complete(const std::vector<TaskValue>& values, RowPoint& point) const;

  L loss_;
  bool free_;
  Options options_;
  std::vector<OneTask> tasks_;
  arma::uvec rows_;
  RowStrengths strengths_;
};

}  // namespace starling
