// Work side by side on several threads, with results that do not depend on how many there are.
//
// Two shapes are all Starling uses: independent pieces (parallel_for), and sums over row shards that are combined in a
// binary tree which only depends on the number of shards (tree_sum). Exceptions reach the caller.
#pragma once

#include <tbb/parallel_for.h>
#include <tbb/parallel_invoke.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cstddef>
#include <functional>

namespace starling {

// f(i) for i = 0 .. count - 1, in any order, each at most once at a time.
template <class F>
void parallel_for(std::size_t count, const F& f) {
  if (count == 1) return f(0);
  tbb::parallel_for(std::size_t{0}, count, f);
}

// The same for a few large pieces with parallel loops inside: a thread that waits for one of those does not begin
// another piece meanwhile, so no more pieces are under way than there are threads.
template <class F>
void parallel_for_large(std::size_t count, const F& f) {
  tbb::parallel_for(
      std::size_t{0}, count, [&](std::size_t i) { tbb::this_task_arena::isolate([&] { f(i); }); },
      tbb::simple_partitioner());
}

// combine(...combine(leaf(0), leaf(1))..., leaf(count - 1)) bracketed as a balanced tree over the index. count >= 1.
template <class Leaf, class Combine>
auto tree_sum(std::size_t begin, std::size_t end, const Leaf& leaf, const Combine& combine) {
  if (end - begin == 1) return leaf(begin);
  const std::size_t middle = begin + (end - begin + 1) / 2;
  decltype(leaf(begin)) left, right;
  tbb::parallel_invoke([&] { left = tree_sum(begin, middle, leaf, combine); },
                       [&] { right = tree_sum(middle, end, leaf, combine); });
  combine(left, right);
  return left;
}

// Runs f with at most `threads` threads (0: all cores) and with BLAS single-threaded inside, restoring BLAS's own
// setting when the last such scope of the process ends. Scopes may be nested, also inside a parallel loop: of all that
// are open the smallest number of threads holds.
void with_threads(int threads, const std::function<void()>& f);

}  // namespace starling
