// Sequential minimal optimisation of the dual of kernel machines: exact steps in two samples of a task at a time, which
// keep sum u = 0 there, or in one where there is no intercept.
//
// METHOD  The first sample is the one most strongly driven upwards, in the task of the largest violation; the second is
//         the one that promises the largest gain to second order. Samples that can be in no violating pair are shrunk
//         away; their decisions are found again when the others are done.
// COST    A step: two rows of the kernel (from the cache, or one product with the features each), and 4 flops a sample.
// PAPERS  platt1998fast, fan2005working
#pragma once

#include <vector>

#include "lib/fit/kernel_terms.hpp"
#include "lib/solver/svm/dual_sample.hpp"
#include "lib/solver/svm/row_cache.hpp"

namespace starling::svm {

class PairDescent {
 public:
  // samples: flat. balanced: sum u = 0 in every task is kept; the start must have it. All must outlive this object.
  PairDescent(const KernelSamples& kernel, const arma::mat& task_kernel, std::vector<DualSample> samples, bool balanced,
              std::uint64_t cache_bytes);

  // Steps until no pair violates optimality by more than `tolerance`, at most `budget` (> 0) of them; then every
  // decision is known. Returns the number of steps.
  int run(double tolerance, int budget);

  arma::vec dual_point() const;
  const arma::vec& predictions() const { return eta_; }  // without intercepts
  const std::vector<DualSample>& samples() const { return samples_; }
  double violation() const { return violation_; }  // the largest, at the end of the last run
  const RowCache& cache() const { return cache_; }

 private:
  // Of a task: how strongly its samples are driven upwards and downwards at most, and which most.
  struct Drive {
    double up = 0.0, down = 0.0;
    arma::uword first = 0;  // flat: of the largest up; without balance, of the largest of both
    double violation = 0.0;
  };
  Drive drive(arma::uword t) const;
  void step_pair(arma::uword t, const Drive& drive);
  void step_single(arma::uword t, arma::uword i);
  arma::uword partner(arma::uword t, arma::uword i, const double* row, double up) const;
  // All active decisions learn of a step of u_i.
  void tell(arma::uword t, arma::uword i, double step);
  void shrink();
  void restore();
  arma::uword row_of(arma::uword t, arma::uword i) const {
    return kernel_.first_row(t) + i - kernel_.data().rows_of(t).begin;
  }

  const KernelSamples& kernel_;
  const arma::mat& A_;
  std::vector<DualSample> samples_;
  bool balanced_;
  RowCache cache_;
  arma::vec eta_;
  std::vector<std::vector<arma::uword>> active_;  // flat, by task
  std::vector<Drive> drives_;
  bool shrunk_ = false;
  double violation_ = 0.0;
};

}  // namespace starling::svm
