// One block of numbers a task, B, and the coefficients W = B A that it stands for, for blocks of any length: where all
// tasks are coupled alike, or of low rank but for a multiple of the identity, through common blocks.
#pragma once

#include "lib/linalg/aligned.hpp"
#include "lib/solver/svm/task_ties.hpp"

namespace starling::svm {

class TiedBlocks {
 public:
  // length: a multiple of 8. The ties must outlive this object.
  TiedBlocks(const TaskTies& ties, arma::uword length);

  double* own(arma::uword t) { return own_.data() + t * length_; }
  const double* own(arma::uword t) const { return own_.data() + t * length_; }
  arma::uword size() const { return own_.size(); }  // numbers of all tasks
  void zero() { own_.zero(); }
  // To be called when blocks have been written to.
  void gather();
  // B += share B of others with the same ties and length, gathered both.
  void add(double share, const TiedBlocks& others);
  // z = w_t.
  void coefficients(arma::uword t, double* z) const;
  // z has moved from z_before by steps of task t alone.
  void leave(arma::uword t, const double* z, const double* z_before);

 private:
  double* common(arma::uword r) { return common_.data() + r * length_; }
  const double* common(arma::uword r) const { return common_.data() + r * length_; }

  const TaskTies& ties_;
  arma::uword length_;
  AlignedDoubles own_, common_;
};

}  // namespace starling::svm
