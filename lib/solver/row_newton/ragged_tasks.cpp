#include "lib/solver/row_newton/ragged_tasks.hpp"

#include <algorithm>
#include <cmath>

#include "lib/base/sum.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/linalg/tiled.hpp"

namespace starling {
namespace {

using blas::Op;

// A, with ones or more on its diagonal, becomes its Cholesky factor; what rounding made indefinite is lifted first.
bool factor(arma::mat& A) {
  arma::mat copy = A;
  if (blas::cholesky_lower(blas::whole(A))) return true;
  if (!copy.is_finite()) return false;
  copy.diag() *= 1.0 + 4.0 * arma::datum::eps * static_cast<double>(A.n_rows);
  copy.diag() += 4.0 * arma::datum::eps * arma::trace(copy);
  A = std::move(copy);
  return blas::cholesky_lower(blas::whole(A));
}

// x = (LL')^-1 b.
arma::vec solved(const arma::mat& L, arma::vec b) {
  const blas::BasicMutableView<double> x{b.memptr(), b.n_elem, 1, b.n_elem};
  blas::solve_lower(Op::none, blas::whole(L), x);
  blas::solve_lower(Op::transpose, blas::whole(L), x);
  return b;
}

arma::vec times(Op op, const arma::mat& A, const arma::vec& x) {
  arma::vec y(op == Op::none ? A.n_rows : A.n_cols);
  blas::gemm(op, Op::none, 1.0, blas::view(A), {x.memptr(), x.n_elem, 1, x.n_elem}, 0.0,
             {y.memptr(), y.n_elem, 1, y.n_elem});
  return y;
}

void fail(RowPoint& point, arma::uword t) {
  point.tasks[t].fitted = arma::datum::inf;
  if (!point.G.is_empty()) point.G.col(t).zeros();
  if (!point.W.is_empty()) point.W.col(t).zeros();
}

}  // namespace

SquaredTasks::SquaredTasks(const MultiTaskData& data, const arma::vec& c, bool free_intercept, Options options)
    : options_(options) {
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const Rows run = data.rows_of(t);
    const arma::vec v = c.subvec(run.begin, run.end - 1);
    TaskColumns columns(data.design(t), v, free_intercept);
    arma::vec y = columns.keep(data.targets_of(t));
    if (free_intercept) y -= arma::dot(columns.keep(v), y) / columns.weight();
    y %= columns.root();
    const double yy = arma::dot(y, y);
    tasks_.push_back({.columns = std::move(columns), .y = std::move(y), .yy = yy});
  }
}

void SquaredTasks::take(const arma::uvec& rows) {
  const WorkingRows next = rearrange(rows_, rows);
  rows_ = next.rows;
  double left = options_.stored;
  std::vector<char> fits(tasks_.size());
  for (std::size_t t = 0; t < tasks_.size(); ++t) {
    const double m = static_cast<double>(rows_.n_elem), n = static_cast<double>(tasks_[t].columns.n());
    const double size = m * (m <= options_.row_side_up_to * n ? m : n);
    fits[t] = size <= left;
    if (fits[t]) left -= size;
  }
  parallel_for(tasks_.size(), [&](std::size_t t) { place(tasks_[t], next.stay, fits[t] != 0); });
}

void SquaredTasks::place(OneTask& task, const arma::uvec& stay, bool fits) const {
  const arma::uword m = rows_.n_elem, k = stay.n_elem, n = task.columns.n();
  const FactorSide side = static_cast<double>(m) <= options_.row_side_up_to * static_cast<double>(n)
                              ? FactorSide::rows
                              : FactorSide::samples;
  const bool grows = task.stored && task.side == side && k > 0;
  task.side = side;
  task.stored = fits;
  const arma::uvec fresh = rows_.tail(m - k);
  if (side == FactorSide::rows) {
    arma::vec B(m);
    if (grows) B.head(k) = arma::vec(task.B.elem(stay));
    if (grows && m > k) B.tail(m - k) = task.columns.project(fresh, task.y);
    if (!grows) B = task.columns.project(rows_, task.y);
    task.B = std::move(B);
    task.X.reset();
    if (!fits) return task.C.reset();
    if (!grows) {
      task.C = task.columns.gram(rows_);
      return;
    }
    arma::mat C(m, m, arma::fill::none);
    C.submat(0, 0, arma::size(k, k)) = task.C.submat(stay, stay);
    if (m > k) {
      C.tail_cols(m - k) = task.columns.gram(rows_, k);
      C.submat(k, 0, arma::size(m - k, k)) = C.submat(0, k, arma::size(k, m - k)).t();
    }
    task.C = std::move(C);
    return;
  }
  task.B.reset();
  task.C.reset();
  if (!fits) return task.X.reset();
  if (!grows) {
    task.X = task.columns.write(rows_);
    return;
  }
  arma::mat X(n, m, arma::fill::none);
  for (arma::uword a = 0; a < k; ++a) X.col(a) = task.X.col(stay[a]);
  if (m > k) X.tail_cols(m - k) = task.columns.write(fresh);
  task.X = std::move(X);
}

arma::uvec SquaredTasks::dead() const {
  std::vector<arma::uword> positions;
  for (arma::uword a = 0; a < rows_.n_elem; ++a) {
    const bool lives = std::any_of(tasks_.begin(), tasks_.end(),
                                   [&](const OneTask& task) { return !task.columns.is_constant(rows_[a]); });
    if (!lives) positions.push_back(a);
  }
  return positions;
}

arma::mat SquaredTasks::features(arma::uword t, const RowPoint&, const arma::uvec& rows) const {
  const OneTask& task = tasks_[t];
  if (!task.X.is_empty()) return task.X.cols(rows);
  return task.columns.write(rows_.elem(rows));
}

arma::mat SquaredTasks::gram(arma::uword t, const RowPoint&, const arma::uvec& rows) const {
  const OneTask& task = tasks_[t];
  if (!task.C.is_empty()) return task.C.submat(rows, rows);
  return task.columns.gram(rows_.elem(rows));
}

arma::vec SquaredTasks::dual_point(arma::uword t, const RowPoint& point) const {
  if (point.tasks[t].side == FactorSide::rows) return {};
  const TaskColumns& columns = tasks_[t].columns;
  return columns.spread(-columns.root() % point.tasks[t].alpha);
}

void SquaredTasks::evaluate(double, const RowPoint&, RowPoint& point) {
  point.activate(strengths_.mu);
  point.tasks.resize(tasks_.size());
  point.G.set_size(rows_.n_elem, tasks_.size());
  point.W.set_size(point.active.n_elem, tasks_.size());
  parallel_for(tasks_.size(), [&](std::size_t t) {
    tasks_[t].side == FactorSide::samples ? by_samples(tasks_[t], point, t) : by_rows(tasks_[t], point, t);
  });
  complete(point);
}

// K r = y, g = X~'r.
void SquaredTasks::by_samples(const OneTask& task, RowPoint& point, arma::uword t) const {
  TaskFactor& at = point.tasks[t];
  at.side = FactorSide::samples;
  arma::mat written;
  if (!task.stored) written = task.columns.write(rows_);
  const arma::mat& X = task.stored ? task.X : written;
  arma::mat S(X.n_rows, point.active.n_elem, arma::fill::none);
  for (arma::uword a = 0; a < point.active.n_elem; ++a) S.col(a) = std::sqrt(point.D[a]) * X.col(point.active[a]);
  at.L.zeros(X.n_rows, X.n_rows);
  at.L.diag().ones();
  blas::add_square(Op::transpose, 1.0, blas::whole(S), blas::whole(at.L));
  if (!factor(at.L)) return fail(point, t);
  arma::vec r = solved(at.L, task.y);
  // One step of refinement brings back what a large D costs.
  r += solved(at.L, task.y - r - times(Op::none, S, times(Op::transpose, S, r)));
  const arma::vec g = times(Op::transpose, X, r);
  if (!g.is_empty()) point.G.col(t) = g;
  if (!point.W.is_empty()) point.W.col(t) = point.D % g.elem(point.active);
  at.fitted = 0.5 * arma::dot(task.y, r);
  at.alpha = std::move(r);
}

// With E = D^1/2: (I + E C E) x = E B, w = E x, g = B - C w.
void SquaredTasks::by_rows(const OneTask& task, RowPoint& point, arma::uword t) const {
  TaskFactor& at = point.tasks[t];
  at.side = FactorSide::rows;
  const arma::uvec& active = point.active;
  arma::mat computed;
  if (!task.stored) computed = task.columns.gram(rows_);
  const arma::mat& C = task.stored ? task.C : computed;
  const arma::vec e = arma::sqrt(point.D), right = e % task.B.elem(active);
  arma::mat P(active.n_elem, active.n_elem, arma::fill::none);
  for (arma::uword b = 0; b < active.n_elem; ++b) {
    const double* c = blas::start_of(C, active[b]);
    for (arma::uword a = 0; a < active.n_elem; ++a) P(a, b) = e[a] * e[b] * c[active[a]];
    P(b, b) += 1.0;
  }
  at.L = P;
  if (!factor(at.L)) return fail(point, t);
  arma::vec x = solved(at.L, right);
  x += solved(at.L, right - times(Op::none, P, x));
  arma::vec g = task.B;
  for (arma::uword a = 0; a < active.n_elem; ++a) {
    const double w = e[a] * x[a];
    point.W(a, t) = w;
    if (w != 0.0) g -= w * C.col(active[a]);
  }
  if (!g.is_empty()) point.G.col(t) = g;
  at.fitted = 0.5 * (task.yy - arma::dot(right, x));
}

// The sums over tasks, always in the same order.
void SquaredTasks::complete(RowPoint& point) const {
  const arma::uword m = rows_.n_elem, T = tasks_.size();
  const double mu = strengths_.mu;
  Sum fitted, aligned;
  for (arma::uword t = 0; t < T; ++t) {
    fitted.add(point.tasks[t].fitted);
    for (arma::uword a = 0; a < point.active.n_elem; ++a) aligned.add(point.G(point.active[a], t) * point.W(a, t));
  }
  const RowSums sums = sum_rows(strengths_, point);
  const double yr = 2.0 * fitted.value(), rr = std::max(0.0, yr - aligned.value());
  point.phi = fitted.value() + sums.variance;
  point.primal = 0.5 * rr + sums.penalty;
  double scale = 1.0, excess = 0.0;
  for (arma::uword j = 0; j < m; ++j) {
    const double over = std::max(0.0, sums.outer[j] - strengths_.lambda[j]);
    if (over > 0.0) scale = std::min(scale, strengths_.lambda[j] / sums.outer[j]);
    if (mu > 0.0) excess += 0.5 * over * over / mu;
  }
  point.dual = scale * yr - 0.5 * scale * scale * rr;
  if (mu > 0.0) point.dual = std::max(point.dual, yr - 0.5 * rr - excess);
}

}  // namespace starling
