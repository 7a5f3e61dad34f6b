#include "lib/solver/centre_newton.hpp"

#include <cmath>

#include "lib/base/error.hpp"
#include "lib/base/sum.hpp"
#include "lib/fit/certify.hpp"
#include "lib/linalg/blas.hpp"
#include "lib/linalg/decompose.hpp"
#include "lib/linalg/gram_spectrum.hpp"
#include "lib/solver/certified_start.hpp"
#include "lib/solver/monitor.hpp"
#include "lib/solver/spectral/task_moments.hpp"

namespace starling {
namespace {

using CentreProblem = Problem<Squared, CentredNorms>;

// |w - m| = s > 0 where sum_i q_i^2 / (h_i s + kappa)^2 = 1; asked for only where |q| > kappa. Newton's method on the
// reciprocal root of the left side, which is nearly straight, kept between bounds.
double distance(const arma::vec& h, const arma::vec& q, double kappa) {
  constexpr int most_steps = 100;
  double low = 0.0, high = arma::norm(q) / h.min(), s = 0.0;
  for (int step = 0; step < most_steps; ++step) {
    const arma::vec stiffness = h * s + kappa, ratio = q / stiffness;
    const double size = arma::norm(ratio);
    (size > 1.0 ? low : high) = s;
    const double slope = arma::accu(arma::square(ratio) % h / stiffness);
    double next = s + (size - 1.0) * size * size / slope;
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    if (std::abs(next - s) <= 2.0 * arma::datum::eps * next) return next;
    s = next;
  }
  return s;
}

// All tasks, the sum over them of what they cost at a centre, and its derivatives.
class Tasks {
 public:
  explicit Tasks(const CentreProblem& problem) : kappa_(problem.penalty.kappa), mu_(problem.penalty.mu) {
    const MultiTaskData& data = problem.data;
    const spectral::QuadraticSource source{data, problem.c, problem.intercept == Intercept::free};
    const arma::uword d = data.n_features();
    const arma::uvec all = d == 0 ? arma::uvec() : arma::regspace<arma::uvec>(0, d - 1);
    tasks_.resize(data.n_tasks());
    parallel_for(tasks_.size(), [&](std::size_t t) {
      const Rows rows = data.rows_of(t);
      if (rows.size() == 0 || d == 0) {
        tasks_[t] = {arma::vec(), arma::mat(d, 0), arma::vec()};
        return;
      }
      const TaskColumns columns(data.design(t), problem.c.subvec(rows.begin, rows.end - 1), source.centred);
      const arma::mat X = columns.write(all);
      GramSpectrum A = GramSpectrum::of(X);
      arma::vec linear;
      if (!A.values.is_empty()) linear = A.directions.t() * (X.t() * spectral::centred_targets(columns, source, t));
      tasks_[t] = {std::move(A.values), std::move(A.directions), std::move(linear)};
    });
  }

  void move_to(const arma::vec& m) {
    m_ = m;
    answers_.resize(tasks_.size());
    parallel_for(tasks_.size(), [&](std::size_t t) { answers_[t] = tasks_[t].answer(local(t), kappa_[t]); });
  }

  Sum value() const {
    Sum sum;
    for (const DrawnTask::Answer& answer : answers_) sum.add(answer.value);
    sum.add(0.5 * mu_ * arma::dot(m_, m_));
    return sum;
  }

  arma::vec gradient() const {
    arma::vec g = mu_ * m_;
    for (std::size_t t = 0; t < tasks_.size(); ++t)
      if (!tasks_[t].values.is_empty()) g += tasks_[t].directions * answers_[t].gradient;
    return g;
  }

  // Of a task away from the centre, in its directions: diag(h k / (h + k)) less one direction, k = kappa / s. Along
  // w - m the pull does not change, which is what that direction takes away.
  arma::mat hessian() const {
    arma::mat H(m_.n_elem, m_.n_elem, arma::fill::zeros);
    for (std::size_t t = 0; t < tasks_.size(); ++t) {
      const DrawnTask& task = tasks_[t];
      if (task.values.is_empty()) continue;
      const DrawnTask::Answer& at = answers_[t];
      arma::mat root = task.directions;
      if (at.distance == 0.0) {
        root.each_row() %= arma::sqrt(task.values).t();
        blas::add_square(blas::Op::transpose, 1.0, blas::whole(root), blas::whole(H));
        continue;
      }
      const double k = kappa_[t] / at.distance;
      const arma::vec towards = at.offset / at.distance, stiff = task.values + k;
      root.each_row() %= arma::sqrt(task.values * k / stiff).t();
      blas::add_square(blas::Op::transpose, 1.0, blas::whole(root), blas::whole(H));
      const double left = arma::accu(arma::square(towards) % task.values / stiff);
      if (left > 0.0) {
        const arma::mat taken = task.directions * arma::vec(std::sqrt(k / left) * task.values % towards / stiff);
        blas::add_square(blas::Op::transpose, -1.0, blas::whole(taken), blas::whole(H));
      }
    }
    H.diag() += mu_;
    return arma::symmatl(H);
  }

  arma::mat coefficients() const {
    arma::mat W(m_.n_elem, tasks_.size());
    for (std::size_t t = 0; t < tasks_.size(); ++t) {
      W.col(t) = m_;
      if (answers_[t].distance > 0.0) W.col(t) += tasks_[t].directions * answers_[t].offset;
    }
    return W;
  }

 private:
  arma::vec local(std::size_t t) const {
    return tasks_[t].values.is_empty() ? arma::vec() : arma::vec(tasks_[t].directions.t() * m_);
  }

  const arma::vec& kappa_;
  double mu_;
  std::vector<DrawnTask> tasks_;
  arma::vec m_;
  std::vector<DrawnTask::Answer> answers_;
};

// A Newton step from m, halved until the value does not rise. Whether it has fallen by more than rounding.
bool step(Tasks& tasks, arma::vec& m) {
  const arma::vec g = tasks.gradient();
  const arma::vec direction = -cholesky_solve(cholesky(tasks.hessian()), g);
  const double slope = arma::dot(g, direction);
  const Sum before = tasks.value();
  if (!(slope < 0.0)) return false;
  for (double share = 1.0; share > 1e-10; share *= 0.5) {
    const arma::vec next = m + share * direction;
    tasks.move_to(next);
    const Sum after = tasks.value();
    const double noise = 4.0 * arma::datum::eps * (before.magnitude() + after.magnitude());
    if (after.value() > before.value() + 1e-4 * share * slope + noise) continue;
    m = next;
    return after.value() < before.value() - noise;
  }
  tasks.move_to(m);
  return false;
}

}  // namespace

DrawnTask::Answer DrawnTask::answer(const arma::vec& m, double kappa) const {
  Answer answer;
  const arma::vec q = linear - values % m;  // minus the gradient at the centre
  answer.offset.zeros(values.n_elem);
  Sum sum;
  for (arma::uword i = 0; i < m.n_elem; ++i) sum.add(m[i] * (0.5 * values[i] * m[i] - linear[i]));
  const double pull = values.is_empty() ? 0.0 : arma::norm(q);
  if (pull <= kappa) {
    answer.value = sum.value();
    answer.gradient = -q;
    return answer;
  }
  if (kappa == 0.0) {
    answer.offset = q / values;
    answer.distance = arma::norm(answer.offset);
    answer.gradient.zeros(values.n_elem);
  } else {
    answer.distance = distance(values, q, kappa);
    const arma::vec stiffness = values * answer.distance + kappa;
    answer.offset = q * answer.distance / stiffness;
    answer.gradient = -kappa * q / stiffness;
  }
  for (arma::uword i = 0; i < m.n_elem; ++i) sum.add(answer.offset[i] * (0.5 * values[i] * answer.offset[i] - q[i]));
  sum.add(kappa * answer.distance);
  answer.value = sum.value();
  return answer;
}

Solution centre_newton(const CentreProblem& problem, const StopRule& rule, Coefficients start) {
  constexpr int most_idle = 5;
  if (problem.intercept == Intercept::penalised)
    throw InvalidInput(
        {.what = "an intercept that is penalised", .where = "centre_newton", .expected = "free or none"});
  if (rule.max_iterations == 0) return certified_start(problem, rule, start);
  Monitor monitor(rule);
  const double scale = null_objective(problem);
  Coefficients at = with_best_intercepts(problem, std::move(start.W));
  if (monitor.check(0, certify(problem, at, scale), at)) return monitor.finish();
  Tasks tasks(problem);
  arma::vec m = problem.penalty.centre(at.W);
  tasks.move_to(m);
  for (int iteration = 1, idle = 0;; ++iteration) {
    const bool fell = step(tasks, m);
    at = with_best_intercepts(problem, tasks.coefficients());
    const bool last = monitor.must_stop(iteration);
    const double before = monitor.best().gap;
    if (monitor.check(iteration, certify(problem, at, scale), at) || last) break;
    idle = fell || monitor.best().gap < before ? 0 : idle + 1;  // far from the optimum gaps come and go
    if (idle == most_idle) {
      monitor.give_up(Status::no_progress);
      break;
    }
  }
  return monitor.finish();
}

}  // namespace starling
