#include "lib/linalg/parallel.hpp"

#include <cblas.h>
#include <tbb/global_control.h>

#include <mutex>

#include "lib/base/error.hpp"

namespace starling {
namespace {

// BLAS's thread count is one number for the whole process, so scopes are counted: first in sets it, last out restores.
class SerialBlas {
 public:
  SerialBlas() {
    const std::scoped_lock lock(mutex_);
    if (scopes_++ > 0) return;
    before_ = openblas_get_num_threads();
    openblas_set_num_threads(1);
  }
  ~SerialBlas() {
    const std::scoped_lock lock(mutex_);
    if (--scopes_ == 0) openblas_set_num_threads(before_);
  }
  SerialBlas(const SerialBlas&) = delete;
  SerialBlas& operator=(const SerialBlas&) = delete;

 private:
  static inline std::mutex mutex_;
  static inline int scopes_ = 0;
  static inline int before_ = 1;
};

constexpr int most_threads = 64;  // more concurrent callers than OpenBLAS has buffers would corrupt the heap

}  // namespace

void with_threads(int threads, const std::function<void()>& f) {
  if (threads < 0)
    throw InvalidOption({.what = "invalid number of threads",
                         .where = "threads",
                         .expected = "0 (all cores) or more",
                         .got = std::to_string(threads)});
  const SerialBlas serial;
  const int wanted = threads == 0 ? tbb::this_task_arena::max_concurrency() : threads;
  const int granted = std::min(wanted, most_threads);
  // More threads than cores are allowed when asked for; without this limit TBB would refuse them and say so on stderr.
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(granted));
  tbb::task_arena arena(granted);
  arena.execute(f);
}

}  // namespace starling
