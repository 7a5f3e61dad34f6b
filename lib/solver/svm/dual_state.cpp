#include "lib/solver/svm/dual_state.hpp"

#include <algorithm>
#include <numeric>

#include "lib/base/sum.hpp"
#include "lib/linalg/parallel.hpp"

namespace starling::svm {

TaskLists::TaskLists(const MultiTaskData& data)
    : items_(data.size()), begins_(data.n_tasks()), counts_(data.n_tasks()) {
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const Rows rows = data.rows_of(t);
    begins_[t] = rows.begin;
    counts_[t] = rows.size();
    std::iota(of(t), of(t) + rows.size(), 0U);
  }
}

arma::uword TaskLists::total() const { return std::accumulate(counts_.begin(), counts_.end(), arma::uword{0}); }

DualState::DualState(const SampleRows& sample_rows, const TaskTies& task_ties, std::vector<DualSample> dual_samples,
                     std::vector<TaskIntercept> task_intercepts)
    : rows(sample_rows),
      ties(task_ties),
      samples(std::move(dual_samples)),
      B(rows.n_tasks() * rows.stride()),
      common(ties.rank() * rows.stride()),
      active(rows.data()),
      free(rows.data()),
      intercepts(std::move(task_intercepts)) {
  set_curvatures();
}

void DualState::set_curvatures() {
  parallel_for(rows.n_tasks(), [&](std::size_t t) {
    const Rows run = rows.data().rows_of(t);
    const double grip = intercepts.empty() ? 0.0 : intercepts[t].grip;
    for (arma::uword k = 0; k < run.size(); ++k)
      samples[run.begin + k].set_curvature(ties.own(t) * rows.square_norm(t, k) + grip);
  });
}

void DualState::combine(arma::uword t, const AlignedDoubles& of, const AlignedDoubles& of_common, double* z) const {
  const arma::uword stride = rows.stride();
  const double* own_part = of.data() + t * stride;
  if (ties.full()) {
    std::fill(z, z + stride, 0.0);
    for (arma::uword s = 0; s < rows.n_tasks(); ++s)
      kernels::add(stride, ties.matrix()(s, t), of.data() + s * stride, z);
    return;
  }
  const double alone = ties.alone();
  for (arma::uword j = 0; j < stride; ++j) z[j] = alone * own_part[j];
  for (arma::uword k = 0; k < ties.rank(); ++k)
    kernels::add(stride, ties.strength() * ties.share(t, k), of_common.data() + k * stride, z);
}

void DualState::gather(const AlignedDoubles& of, AlignedDoubles& of_common) const {
  of_common.zero();
  const arma::uword stride = rows.stride();
  for (arma::uword k = 0; k < ties.rank(); ++k)
    for (arma::uword t = 0; t < rows.n_tasks(); ++t)
      kernels::add(stride, ties.share(t, k), of.data() + t * stride, of_common.data() + k * stride);
}

void DualState::leave(arma::uword t, const double* z, const double* z_before) {
  const double scale = 1.0 / ties.own(t);
  const auto learn = [&](double share, double* of) {
    for (arma::uword j = 0; j < rows.stride(); ++j) of[j] += share * (z[j] - z_before[j]);
  };
  learn(scale, own(t));
  for (arma::uword k = 0; k < ties.rank(); ++k) learn(scale * ties.share(t, k), common.data() + k * rows.stride());
}

void DualState::restart() {
  B.zero();
  parallel_for(rows.n_tasks(), [&](std::size_t t) {
    const Rows run = rows.data().rows_of(t);
    for (arma::uword k = 0; k < run.size(); ++k)
      if (samples[run.begin + k].u != 0.0) rows.add(t, k, -samples[run.begin + k].u, own(t));
  });
  gather(B, common);
  for (arma::uword t = 0; t < intercepts.size(); ++t) {
    Sum sum;
    for (arma::uword k = 0; k < rows.of(t).n; ++k) sum.add(samples_of(t)[k].u);
    intercepts[t].sum = sum.value();
  }
}

arma::vec DualState::dual_point() const {
  arma::vec u(samples.size(), arma::fill::none);
  for (arma::uword i = 0; i < u.n_elem; ++i) u[i] = samples[i].u;
  return u;
}

void DualState::set_dual_point(const arma::vec& u) {
  for (arma::uword i = 0; i < u.n_elem; ++i) samples[i].u = std::clamp(u[i], samples[i].low, samples[i].high);
  restart();
}

Coefficients DualState::coefficients() const {
  AlignedDoubles W(B.size());
  for (arma::uword t = 0; t < rows.n_tasks(); ++t) coefficients(t, W.data() + t * rows.stride());
  for (arma::uword t = 0; t < intercepts.size(); ++t)
    W[t * rows.stride() + rows.width() - 1] = intercepts[t].coefficient();
  return coefficients_from(W, *this);
}

std::vector<double> intercept_columns(const DualState& state) {
  std::vector<double> columns;
  for (const TaskIntercept& intercept : state.intercepts) columns.push_back(intercept.column());
  return columns;
}

Coefficients coefficients_from(const AlignedDoubles& rows_of_tasks, const DualState& state) {
  const SampleRows& rows = state.rows;
  const arma::uword d = rows.data().n_features(), T = rows.n_tasks();
  Coefficients at{arma::mat(d, T), arma::rowvec(T, arma::fill::zeros)};
  for (arma::uword t = 0; t < T; ++t) {
    const double* w = rows_of_tasks.data() + t * rows.stride();
    std::copy(w, w + d, at.W.memptr() + t * d);
    if (rows.has_constant()) at.b[t] = w[d];
    if (state.has_intercepts()) at.b[t] = state.intercepts[t].value_at(w[d]);
  }
  return at;
}

}  // namespace starling::svm
