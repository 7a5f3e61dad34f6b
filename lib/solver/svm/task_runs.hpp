// Loops over tasks side by side: runs of tasks that are worth a thread's while, the same for any number of threads.
#pragma once

#include <algorithm>
#include <vector>

#include "lib/linalg/parallel.hpp"
#include "lib/solver/svm/sample_rows.hpp"

namespace starling::svm {

class TaskRuns {
 public:
  explicit TaskRuns(const SampleRows& rows) : begins_{0} {
    constexpr double worth_it = 3e4;  // feature values
    double work = 0.0;
    for (arma::uword t = 0; t < rows.n_tasks(); ++t) {
      const RowBlock& block = rows.of(t);
      work += static_cast<double>(block.dense ? block.n * block.stride : block.starts[block.n]);
      if (work < worth_it && t + 1 < rows.n_tasks()) continue;
      begins_.push_back(t + 1);
      work = 0.0;
    }
  }

  template <class F>
  void for_each(const F& f) const {
    parallel_for(begins_.size() - 1, [&](std::size_t run) {
      for (arma::uword t = begins_[run]; t < begins_[run + 1]; ++t) f(t);
    });
  }

 private:
  std::vector<arma::uword> begins_;
};

}  // namespace starling::svm
