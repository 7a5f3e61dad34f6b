// Sequential minimal optimisation of the dual of kernel machines: exact steps in two samples of a task at a time, which
// keep sum u = 0 there, or in one where there is no intercept.
//
// METHOD  The first sample is the one most strongly driven upwards, in the task of the largest violation; the second is
//         the one that promises the largest gain to second order. Samples that can be in no violating pair are shrunk
//         away; their decisions are found again when the others are done. Whenever steps have cost as much as a Newton
//         step in all free samples at once would (kernel_face.hpp), that is taken as far as the bounds let it.
// COST    A step: two rows of the kernel (from the cache, or one product with the features each), and one pass over the
//         active samples and one over those of the task.
// PAPERS  platt1998fast, fan2005working
#pragma once

#include <vector>

#include "lib/fit/kernel_terms.hpp"
#include "lib/linalg/aligned.hpp"
#include "lib/solver/svm/drive_lanes.hpp"
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
  std::uint64_t face_steps() const { return face_steps_; }

 private:
  // The samples of a task that are not shrunk away, in order.
  struct Active {
    std::vector<std::uint32_t> index;  // within the task
    AlignedDoubles z, up, down, curvature, inverse;
    bool complete = true;  // all samples of the task, in the order of the kernel's rows
    Strongest drives = {};

    arma::uword size() const { return index.size(); }
    DriveLanes lanes() const {
      return {size(),
              complete ? nullptr : index.data(),
              const_cast<double*>(z.data()),
              up.data(),
              down.data(),
              curvature.data(),
              inverse.data()};
    }
  };

  double violation_of(arma::uword t) const;
  void activate(arma::uword t);
  // What drives position k of task t, after its u has changed.
  void refresh(arma::uword t, arma::uword k);
  void step_pair(arma::uword t);
  void step_single(arma::uword t);
  // All active decisions learn that u changed by `step` in row i, and by -step in row j unless it is i.
  void tell(arma::uword t, double step, arma::uword i, arma::uword j);
  void shrink();
  void restore();
  Active shrunk_away(arma::uword t) const;

  // Newton steps in the free samples, until one meets no bound or many have.
  void solve_face();
  // One Newton step in all free samples; returns the share of it that the bounds left, 0 where none was taken.
  double step_on_face();
  // Of such a step, in samples that a step in a pair passes over.
  double face_cost() const;
  struct Face {
    std::vector<arma::uword> task, place;  // of every free sample: its task, and its position there
    arma::uword size() const { return task.size(); }
  };
  Face free_samples() const;
  arma::mat hessian(const Face& face);
  // u moves by share delta, exactly to the bounds it meets, and keeps the sums of tasks; returns what it moved by.
  arma::vec move_along(const Face& face, const arma::vec& delta, double share);

  arma::uword flat(arma::uword t, arma::uword k) const { return kernel_.data().rows_of(t).begin + active_[t].index[k]; }
  arma::uword row_of(arma::uword t, arma::uword i) const {
    return kernel_.first_row(t) + i - kernel_.data().rows_of(t).begin;
  }

  const KernelSamples& kernel_;
  const arma::mat& A_;
  std::vector<DualSample> samples_;
  bool balanced_;
  RowCache cache_;
  arma::vec eta_;
  std::vector<Active> active_;
  AlignedDoubles gains_;
  bool shrunk_ = false;
  double violation_ = 0.0;
  // Samples passed over since the last face steps, and at how many times the cost of one these come again.
  double owed_ = 0.0, patience_ = 1.0;
  std::uint64_t face_steps_ = 0;
};

}  // namespace starling::svm
