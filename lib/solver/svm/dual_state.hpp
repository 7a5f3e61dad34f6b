// The dual point of the engine and what belongs to it: B = -X'u task by task, the coefficients W = B A, and the lists
// of samples that sweeps visit (active) and direct methods solve for (free).
#pragma once

#include <armadillo>
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

struct DualState {
  DualState(const SampleRows& rows, const TaskTies& ties, std::vector<DualSample> samples);

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
  // B and its common rows afresh from the samples' u.
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
};

// Coefficients from T rows of features, stride apart.
Coefficients coefficients_from(const AlignedDoubles& rows_of_tasks, const SampleRows& rows);

}  // namespace starling::svm
