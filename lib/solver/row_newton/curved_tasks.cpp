#include "lib/solver/row_newton/curved_tasks.hpp"

#include <algorithm>
#include <cmath>

#include "lib/fit/loss_terms.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/linalg/tiled.hpp"
#include "lib/loss/huber.hpp"
#include "lib/loss/logistic.hpp"
#include "lib/loss/poisson.hpp"
#include "lib/solver/row_newton/curved_ridge.hpp"

namespace starling {

using blas::Op;

namespace {

// Of a sample in the Hessian on tau: where all curvature is zero any step would be as good as the next.
template <class L>
constexpr double least_curvature = 0.0;
template <>
constexpr double least_curvature<Huber> = 1e-3;

}  // namespace

template <CurvedLoss L>
CurvedTasks<L>::CurvedTasks(const L& loss, const MultiTaskData& data, const arma::vec& c, bool free_intercept,
                            Options options)
    : loss_(loss), free_(free_intercept), options_(options) {
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const Rows run = data.rows_of(t);
    const arma::vec factors = c.subvec(run.begin, run.end - 1);
    TaskColumns columns(data.design(t), factors, free_intercept);
    arma::vec y = columns.keep(data.targets_of(t)), kept = columns.keep(factors);
    tasks_.push_back({.columns = std::move(columns), .run = run, .y = std::move(y), .c = std::move(kept)});
  }
}

template <CurvedLoss L>
arma::mat CurvedTasks<L>::written(const OneTask& task, const arma::uvec& js) const {
  arma::mat X = task.columns.write(js);
  X.each_col() /= task.columns.root();
  return X;
}

template <CurvedLoss L>
void CurvedTasks<L>::take(const arma::uvec& rows) {
  const WorkingRows next = rearrange(rows_, rows);
  rows_ = next.rows;
  const arma::uword m = rows_.n_elem, k = next.stay.n_elem;
  double left = options_.stored;
  std::vector<char> fits(tasks_.size());
  for (std::size_t t = 0; t < tasks_.size(); ++t) {
    const double size = static_cast<double>(m) * static_cast<double>(tasks_[t].columns.n());
    fits[t] = size <= left;
    if (fits[t]) left -= size;
  }
  parallel_for(tasks_.size(), [&](std::size_t t) {
    OneTask& task = tasks_[t];
    const bool grows = task.stored;
    task.stored = fits[t] != 0;
    if (!grows || !task.stored) task.kept = {};
    if (!task.stored) return task.X.reset();
    if (!grows) {
      task.X = written(task, rows_);
      return;
    }
    arma::mat X(task.columns.n(), m, arma::fill::none);
    for (arma::uword a = 0; a < k; ++a) X.col(a) = task.X.col(next.stay[a]);
    if (m > k) X.tail_cols(m - k) = written(task, rows_.tail(m - k));
    task.X = std::move(X);
    task.kept.move(next.stay);
  });
}

template <CurvedLoss L>
arma::uvec CurvedTasks<L>::dead() const {
  std::vector<arma::uword> positions;
  for (arma::uword a = 0; a < rows_.n_elem; ++a)
    if (std::all_of(tasks_.begin(), tasks_.end(),
                    [&](const OneTask& task) { return task.columns.is_constant(rows_[a]); }))
      positions.push_back(a);
  return arma::uvec(positions);
}

template <CurvedLoss L>
void CurvedTasks<L>::prepare(RowPoint& point, const arma::vec& eta, const arma::vec& gradient, double shrink) const {
  point.tasks.resize(tasks_.size());
  for (std::size_t t = 0; t < tasks_.size(); ++t) {
    const OneTask& task = tasks_[t];
    point.tasks[t].alpha = -shrink * task.columns.keep(gradient.subvec(task.run.begin, task.run.end - 1));
    const arma::vec z = task.columns.keep(eta.subvec(task.run.begin, task.run.end - 1));
    point.tasks[t].b = free_ ? arma::dot(task.c, z) / task.columns.weight() : 0.0;
  }
}

template <CurvedLoss L>
arma::mat CurvedTasks<L>::features(arma::uword t, const RowPoint& point, const arma::uvec& rows) const {
  const OneTask& task = tasks_[t];
  arma::vec omega = point.tasks[t].omega;
  if constexpr (least_curvature < L >> 0.0) omega = arma::max(omega, least_curvature<L> * task.c);
  arma::mat X = task.stored ? arma::mat(task.X.cols(rows)) : written(task, rows_.elem(rows));
  if (free_) {
    const arma::vec mean = X.t() * omega / arma::accu(omega);
    X.each_row() -= mean.t();
  }
  X.each_col() %= arma::sqrt(omega);
  return X;
}

template <CurvedLoss L>
arma::mat CurvedTasks<L>::gram(arma::uword t, const RowPoint& point, const arma::uvec& rows) const {
  const OneTask& task = tasks_[t];
  const bool kept = least_curvature<L> == 0.0 && task.stored && task.kept.is_near(point.tasks[t].omega);
  return kept ? task.kept.of(task.X, rows) : blas::gram(features(t, point, rows));
}

template <CurvedLoss L>
void CurvedTasks<L>::evaluate(double accuracy, const RowPoint& warm, RowPoint& point) {
  point.activate(strengths_.mu);
  point.tasks.resize(tasks_.size());
  point.G.set_size(rows_.n_elem, tasks_.size());
  point.W.set_size(point.active.n_elem, tasks_.size());
  std::vector<TaskValue> values(tasks_.size());
  parallel_for(tasks_.size(), [&](std::size_t t) { values[t] = solve(tasks_[t], accuracy, warm.tasks[t], point, t); });
  complete(values, point);
}

template <CurvedLoss L>
typename CurvedTasks<L>::TaskValue CurvedTasks<L>::solve(OneTask& task, double accuracy, const TaskFactor& warm,
                                                         RowPoint& point, arma::uword t) const {
  arma::mat computed;
  if (!task.stored) computed = written(task, rows_);
  const arma::mat& X = task.stored ? task.X : computed;
  const arma::vec e = arma::sqrt(point.D);
  CurvedRidgeState state{.alpha = warm.alpha, .b = warm.b};
  WeightedGram unkept;
  const bool fine = solve_curved_ridge(CurvedRidge<L>{X, point.active, e, task.y, task.c, free_, loss_}, accuracy,
                                       task.stored ? task.kept : unkept, state);
  TaskFactor& at = point.tasks[t];
  at.fitted = fine ? state.value() : arma::datum::inf;
  TaskValue value{.loss = state.loss, .u = arma::vec(X.n_rows), .outer = arma::vec(X.n_cols)};
  for (arma::uword i = 0; i < X.n_rows; ++i) value.u[i] = task.c[i] * loss_.derivative(task.y[i], state.z[i]);
  if (free_) balance(loss_, task.y, task.c, {0, X.n_rows}, value.u);
  arma::vec g(X.n_cols);
  blas::multiply_vector(Op::transpose, 1.0, blas::whole(X), state.alpha.memptr(), 0.0, g.memptr());
  blas::multiply_vector(Op::transpose, 1.0, blas::whole(X), value.u.memptr(), 0.0, value.outer.memptr());
  if (!g.is_empty()) point.G.col(t) = g;
  if (!e.is_empty()) point.W.col(t) = e % state.v;
  at.side = state.side;
  at.L = std::move(state.L);
  at.alpha = std::move(state.alpha);
  at.omega = std::move(state.omega);
  at.b = state.b;
  return value;
}

// The sums over tasks, always in the same order.
template <CurvedLoss L>
void CurvedTasks<L>::complete(const std::vector<TaskValue>& values, RowPoint& point) const {
  Sum fitted, loss;
  arma::vec outer(rows_.n_elem, arma::fill::zeros);
  for (std::size_t t = 0; t < values.size(); ++t) {
    fitted.add(point.tasks[t].fitted);
    loss.add(values[t].loss);
    outer += arma::square(values[t].outer);
  }
  outer = arma::sqrt(outer);
  const RowSums sums = sum_rows(strengths_, point);
  point.phi = fitted.value() + sums.variance;
  point.primal = loss.value() + sums.penalty;
  const auto dual_loss = [&](double s) {
    std::vector<double> parts(values.size());
    parallel_for(values.size(), [&](std::size_t t) {
      parts[t] = dual_loss_sum(loss_, tasks_[t].y, tasks_[t].c, values[t].u, s).value();
    });
    Sum sum;
    for (const double part : parts) sum.add(part);
    return sum.value();
  };
  double scale = 1.0, excess = 0.0;
  for (arma::uword j = 0; j < rows_.n_elem; ++j) {
    const double over = std::max(0.0, outer[j] - strengths_.lambda[j]);
    if (over > 0.0) scale = std::min(scale, strengths_.lambda[j] / outer[j]);
    if (strengths_.mu > 0.0) excess += 0.5 * over * over / strengths_.mu;
  }
  point.dual = dual_loss(scale);
  if (strengths_.mu > 0.0) point.dual = std::max(point.dual, dual_loss(1.0) - excess);
}

template class CurvedTasks<Logistic>;
template class CurvedTasks<Huber>;
template class CurvedTasks<Poisson>;

}  // namespace starling
