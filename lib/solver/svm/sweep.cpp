#include "lib/solver/svm/sweep.hpp"

#include <algorithm>
#include <numeric>

#include "lib/linalg/versions.hpp"

namespace starling::svm {
namespace {

struct Visit {
  const RowBlock& rows;
  const std::uint32_t* order;
  arma::uword count;
  DualSample* samples;
  double own;        // A_tt
  double grip;       // of the intercept
  double intercept;  // moves with the steps
};

[[gnu::always_inline]] inline void fetch(const void* begin, arma::uword bytes) {
  constexpr arma::uword line = 64, most = 512;
  for (arma::uword at = 0; at < std::min(bytes, most); at += line)
    __builtin_prefetch(static_cast<const char*>(begin) + at);
}

// Steps along the order; whether any moved. Two samples ahead are on their way from memory.
template <class Fetch, class Dot, class Add>
[[gnu::always_inline]] inline bool steps(Visit& visit, const Fetch& fetch_row, const Dot& dot, const Add& add) {
  constexpr arma::uword ahead = 2;
  bool moved = false;
  double intercept = visit.intercept;
  for (arma::uword q = 0; q < visit.count; ++q) {
    const std::uint32_t k = visit.order[q];
    if (q + ahead < visit.count) {
      fetch_row(visit.order[q + ahead]);
      __builtin_prefetch(visit.samples + visit.order[q + ahead]);
    }
    DualSample& sample = visit.samples[k];
    const double next = sample.best(dot(k) + intercept), step = next - sample.u;
    if (step == 0.0) continue;
    sample.u = next;
    add(k, -visit.own * step);
    intercept -= visit.grip * step;
    moved = true;
  }
  visit.intercept = intercept;
  return moved;
}

[[gnu::always_inline]] inline bool visit_dense_loop(Visit& visit, double* z) {
  const double* rows = visit.rows.dense;
  const arma::uword stride = visit.rows.stride;
  return steps(
      visit, [=](std::uint32_t k) __attribute__((always_inline)) { fetch(rows + k * stride, stride * sizeof(double)); },
      [=](std::uint32_t k) __attribute__((always_inline)) { return kernels::dot_body(stride, rows + k * stride, z); },
      [=](std::uint32_t k, double c)
          __attribute__((always_inline)) { kernels::add_body(stride, c, rows + k * stride, z); });
}

[[gnu::always_inline]] inline bool visit_sparse_loop(Visit& visit, double* z) {
  const RowBlock& rows = visit.rows;
  return steps(
      visit,
      [&](std::uint32_t k) __attribute__((always_inline)) {
        const kernels::SparseRow row = rows.sparse_row(k);
        fetch(row.index, row.n * sizeof(std::uint32_t));
        fetch(row.value, row.n * sizeof(double));
      },
      [&](std::uint32_t k) __attribute__((always_inline)) { return kernels::dot_body(rows.sparse_row(k), z); },
      [&](std::uint32_t k, double c) __attribute__((always_inline)) { kernels::add_body(rows.sparse_row(k), c, z); });
}

STARLING_VERSIONS(bool, visit_dense, (Visit & visit, double* z), visit_dense_loop(visit, z))

bool visit_task(Visit& visit, double* z) {
  if (!visit.rows.dense) return visit_sparse_loop(visit, z);
  return STARLING_CHOOSE(visit_dense, visit, z);
}

}  // namespace

Sweeper::Sweeper(DualState& state)
    : state_(state),
      order_(state.rows.n_tasks()),
      z_(state.rows.stride()),
      entered_(state.rows.stride()),
      stream_(0, "dual_sweeps") {
  std::iota(order_.begin(), order_.end(), 0U);
}

void Sweeper::sweep(bool fresh_order) {
  if (fresh_order) ++orders_;
  QuickStream random(stream_, static_cast<std::uint64_t>(orders_));
  if (fresh_order) random.shuffle(order_.data(), order_.size());
  moved_ = false;
  for (const std::uint32_t t : order_) {
    const arma::uword count = state_.active.count(t);
    if (count == 0) continue;
    if (fresh_order) random.shuffle(state_.active.of(t), count);
    state_.coefficients(t, z_.data());
    std::copy(z_.data(), z_.data() + z_.size(), entered_.data());
    const double grip = state_.has_intercepts() ? state_.intercepts[t].grip : 0.0, before = state_.intercept(t);
    Visit visit{state_.rows.of(t), state_.active.of(t), count, state_.samples_of(t), state_.ties.own(t), grip, before};
    if (!visit_task(visit, z_.data())) continue;
    state_.blocks.leave(t, z_.data(), entered_.data());
    if (grip > 0.0) state_.intercepts[t].sum += (before - visit.intercept) / grip;
    moved_ = true;
  }
  ++sweeps_;
}

}  // namespace starling::svm
