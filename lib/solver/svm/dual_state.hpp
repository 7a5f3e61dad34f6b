// The dual point of the engine and what belongs to it: B = -X'u task by task, the coefficients W = B A, and the lists
// of samples that sweeps visit (active) and direct methods solve for (free).
#pragma once

#include <armadillo>
#include <cmath>
#include <cstdint>
#include <vector>

#include "lib/fit/problem.hpp"
#include "lib/solver/svm/dual_sample.hpp"
#include "lib/solver/svm/sample_rows.hpp"
#include "lib/solver/svm/task_ties.hpp"

namespace starling::svm {

// Some samples of every task, as positions within the task.
class TaskLists {
 public:
  explicit TaskLists(const MultiTaskData& data);
  std::uint32_t* of(arma::uword t) { return items_.data() + begins_[t]; }
  const std::uint32_t* of(arma::uword t) const { return items_.data() + begins_[t]; }
  arma::uword count(arma::uword t) const { return counts_[t]; }
  void set_count(arma::uword t, arma::uword n) { counts_[t] = n; }
  arma::uword total() const;

 private:
  std::vector<std::uint32_t> items_;
  std::vector<arma::uword> begins_, counts_;
};

// The unpenalised intercept of a task, as the method of multipliers sees it: the multiplier of sum u = 0 is b, and u
// pays grip (sum u)^2 / 2 for leaving that, which is the step of b towards centre - grip sum u.
struct TaskIntercept {
  double grip = 0.0, centre = 0.0;
  double sum = 0.0;  // of the task's u

  double value() const { return centre - grip * sum; }
  // For direct methods: a coefficient of unit ridge on a column that is `column()` everywhere, and back.
  double column() const { return std::sqrt(grip); }
  double coefficient() const { return -column() * sum; }
  double value_at(double coefficient) const { return centre + column() * coefficient; }
};

struct DualState {
  // intercepts: one a task, or none.
  DualState(const SampleRows& rows, const TaskTies& ties, std::vector<DualSample> samples,
            std::vector<TaskIntercept> intercepts = {});

  bool has_intercepts() const { return !intercepts.empty(); }
  double intercept(arma::uword t) const { return intercepts.empty() ? 0.0 : intercepts[t].value(); }
  // What every sample divides by, after the grips have changed.
  void set_curvatures();

  arma::uword begin(arma::uword t) const { return rows.data().rows_of(t).begin; }
  DualSample* samples_of(arma::uword t) { return samples.data() + begin(t); }
  const DualSample* samples_of(arma::uword t) const { return samples.data() + begin(t); }
  double* own(arma::uword t) { return B.data() + t * rows.stride(); }
  const double* own(arma::uword t) const { return B.data() + t * rows.stride(); }

  // z = w_t, stride long; of another B and its common rows the same.
  void coefficients(arma::uword t, double* z) const { combine(t, B, common, z); }
  void combine(arma::uword t, const AlignedDoubles& of, const AlignedDoubles& of_common, double* z) const;
  // The common rows of B, ties.rank() of them: their sum where all tasks are coupled alike.
  void gather(const AlignedDoubles& of, AlignedDoubles& of_common) const;
  // z has moved from z_before by steps of task t alone.
  void leave(arma::uword t, const double* z, const double* z_before);
  // B, its common rows and the intercepts' sums afresh from the samples' u.
  void restart();

  arma::vec dual_point() const;
  void set_dual_point(const arma::vec& u);
  // W = B A of the current u.
  Coefficients coefficients() const;

  const SampleRows& rows;
  const TaskTies& ties;
  std::vector<DualSample> samples;  // flat
  AlignedDoubles B, common;         // T rows of stride; their common rows
  TaskLists active, free;
  std::vector<TaskIntercept> intercepts;
};

// The intercepts' columns, for ColumnBlocks.
std::vector<double> intercept_columns(const DualState& state);
// Coefficients from T rows of features, stride apart.
Coefficients coefficients_from(const AlignedDoubles& rows_of_tasks, const DualState& state);

}  // namespace starling::svm
