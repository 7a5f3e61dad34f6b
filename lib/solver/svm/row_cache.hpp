// The kernel rows used last, as many as a budget of memory holds.
#pragma once

#include <cstdint>
#include <limits>
#include <list>
#include <vector>

#include "lib/linalg/aligned.hpp"
#include "lib/linalg/sample_kernel.hpp"

namespace starling::svm {

class RowCache {
 public:
  // At least two rows are kept, whatever the budget (in bytes). The kernel must outlive the cache.
  RowCache(const KernelRows& kernel, std::uint64_t budget);

  // Row i, computed if it is not there; valid until another row than i and the one asked for before it is asked for.
  const double* row(arma::uword i);
  arma::uword capacity() const { return capacity_; }
  std::uint64_t computed() const { return computed_; }  // rows so far

 private:
  static constexpr arma::uword nowhere = std::numeric_limits<arma::uword>::max();

  const KernelRows& kernel_;
  arma::uword capacity_;
  std::uint64_t computed_ = 0;
  std::list<arma::uword> by_age_;  // rows, the one used last first
  std::vector<std::list<arma::uword>::iterator> places_;
  std::vector<arma::uword> slots_;  // of every row
  std::vector<AlignedDoubles> values_;
};

}  // namespace starling::svm
