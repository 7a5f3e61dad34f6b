// The multi-task Lasso (and elastic net) with one dense X and squared loss: Newton's method on the scales of the rows,
// over a working set of rows, with certificates from lib/fit/certify.hpp.
//
// METHOD  Working set: rows of positive scale or near their strength, and the largest gradients outside, more of them
//         while they prove useful. Continuation: while rows outside are far above their strength the working set is
//         only solved to half of the largest of them. All rows are looked at by RowScan; a certificate is asked for
//         where the solution is expected to be good enough. Where the working rows are cheap they are solved to the end
//         and the likeliest of the others are looked at first: if none lacks, the certificate is asked for at once.
// ITERATION  One Newton step (for one task, one round of sweeps and Newton steps).
// STATE   solve() may be called again with other strengths: the products with Y and the working
//         rows with their Gram matrix and scales serve again. So a path costs little more than its passes over X.
// MEMORY  The working rows (and in float, by samples) and their Gram matrix; products of all rows with Y.
#pragma once

#include <functional>
#include <vector>

#include "lib/penalty/ridged.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "lib/solver/row_newton/one_task.hpp"
#include "lib/solver/row_newton/row_scan.hpp"
#include "lib/solver/row_newton/scale_descent.hpp"
#include "lib/solver/solution.hpp"

namespace starling::row_newton {

using RowNormProblem = Problem<Squared, Ridged<RowGroupLasso>>;

class SharedEngine {
 public:
  // Data that Whitened::suits; they must outlive this object. They may be smaller ones that stand for those of the
  // problems (reduced_samples.hpp), whose objective is then larger by `unseen`.
  SharedEngine(const MultiTaskData& data, const arma::vec& c, bool free_intercept, double unseen = 0.0);

  // Of the same data, factors and intercept. start: where to begin; null: at the last solution, or zero.
  // Throws NumericalFailure where the scales of the rows leave double precision.
  Solution solve(const RowNormProblem& problem, const StopRule& rule, const Coefficients* start);

 private:
  void begin(const RowNormProblem& problem, const Coefficients* start);
  void adopt(const Coefficients& start);
  arma::uvec lacking_rows() const;
  arma::uvec rows_to_keep() const;
  void choose_rows();
  void set_level(double level);
  double inner_target(double tolerance) const;
  bool is_expected_to_be_last() const { return level_ == 1.0 && promises_end_; }
  int descend(double target, const std::function<bool(int)>& stop);
  void take_residual();
  bool is_cheap() const;
  bool found_by_probe();
  void scan();
  void take_inside_norms();
  void measure();
  Coefficients coefficients(const RowNormProblem& problem) const;

  Whitened data_;
  double unseen_;
  RowScan scan_;
  ScaleFunction function_;
  ScaleDescent descent_;
  OneTaskPoint one_task_;  // in place of the descent where the targets have rank one

  arma::vec strength_;  // lambda_j of the present problem, d
  arma::vec norms_;     // |x_j'R| of all rows as last seen, d
  WorkingRows rows_;
  std::vector<bool> inside_;       // whether a row works, d
  double level_ = 1.0;             // the working rows are solved for level x strength
  arma::uword added_ = 0;          // rows added last
  double hit_ = 0.5;               // share of them that became nonzero
  bool norms_are_current_ = true;  // of the present residual
  bool promises_end_ = false;      // hardly a row outside was above its strength
  bool probes_ = false;            // see is_cheap()
  bool extends_ = false;           // since the last descent rows were only added

  arma::uvec active_;  // positions of nonzero working rows
  arma::mat W_;        // rank x a, of those
  arma::mat X_active_, residual_;
  double gap_ = 0.0, best_dual_ = 0.0;  // over all rows, as last seen
};

}  // namespace starling::row_newton
