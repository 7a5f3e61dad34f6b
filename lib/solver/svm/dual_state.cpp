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
      blocks(ties, rows.stride()),
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

void DualState::restart() {
  blocks.zero();
  parallel_for(rows.n_tasks(), [&](std::size_t t) {
    const Rows run = rows.data().rows_of(t);
    for (arma::uword k = 0; k < run.size(); ++k)
      if (samples[run.begin + k].u != 0.0) rows.add(t, k, -samples[run.begin + k].u, blocks.own(t));
  });
  blocks.gather();
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
  AlignedDoubles W(blocks.size());
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
