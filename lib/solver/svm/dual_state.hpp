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
#include "lib/solver/svm/tied_blocks.hpp"

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
  // z = w_t, stride long.
  void coefficients(arma::uword t, double* z) const { blocks.coefficients(t, z); }
  // B and the intercepts' sums afresh from the samples' u.
  void restart();

  arma::vec dual_point() const;
  void set_dual_point(const arma::vec& u);
  // W = B A of the current u.
  Coefficients coefficients() const;

  const SampleRows& rows;
  const TaskTies& ties;
  std::vector<DualSample> samples;  // flat
  TiedBlocks blocks;                // B, stride long
  TaskLists active, free;
  std::vector<TaskIntercept> intercepts;
};

// The intercepts' columns, for ColumnBlocks.
std::vector<double> intercept_columns(const DualState& state);
// Coefficients from T rows of features, stride apart.
Coefficients coefficients_from(const AlignedDoubles& rows_of_tasks, const DualState& state);

}  // namespace starling::svm
