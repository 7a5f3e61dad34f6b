#include "lib/solver/drawn_tasks.hpp"

#include <cmath>

#include "lib/linalg/blas.hpp"
#include "lib/linalg/decompose.hpp"
#include "lib/linalg/gram_spectrum.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/solver/spectral/task_moments.hpp"

namespace starling {
namespace {

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

arma::vec in_directions(const DrawnTask& task, const arma::vec& m) {
  return task.values.is_empty() ? arma::vec() : arma::vec(task.directions.t() * m);
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

std::vector<DrawnTask> drawn_tasks(const MultiTaskData& data, const arma::vec& c, bool centred) {
  const spectral::QuadraticSource source{data, c, centred};
  const arma::uword d = data.n_features();
  const arma::uvec all = d == 0 ? arma::uvec() : arma::regspace<arma::uvec>(0, d - 1);
  std::vector<DrawnTask> tasks(data.n_tasks());
  parallel_for(tasks.size(), [&](std::size_t t) {
    const Rows rows = data.rows_of(t);
    if (rows.size() == 0 || d == 0) {
      tasks[t] = {arma::vec(), arma::mat(d, 0), arma::vec()};
      return;
    }
    const TaskColumns columns(data.design(t), c.subvec(rows.begin, rows.end - 1), source.centred);
    const arma::mat X = columns.write(all);
    GramSpectrum A = GramSpectrum::of(X);
    arma::vec linear;
    if (!A.values.is_empty()) linear = A.directions.t() * (X.t() * spectral::centred_targets(columns, source, t));
    tasks[t] = {std::move(A.values), std::move(A.directions), std::move(linear)};
  });
  return tasks;
}

void CommonCentre::move_to(const arma::vec& m) {
  m_ = m;
  answers_.resize(members_.n_elem);
  parallel_for(answers_.size(), [&](std::size_t i) {
    const DrawnTask& task = tasks_[members_[i]];
    answers_[i] = task.answer(in_directions(task, m_), kappa_[members_[i]]);
  });
}

Sum CommonCentre::value() const {
  Sum sum;
  for (const DrawnTask::Answer& answer : answers_) sum.add(answer.value);
  sum.add(0.5 * mu_ * arma::dot(m_, m_));
  return sum;
}

arma::vec CommonCentre::gradient() const {
  arma::vec g = mu_ * m_;
  for (std::size_t i = 0; i < answers_.size(); ++i)
    if (const DrawnTask& task = tasks_[members_[i]]; !task.values.is_empty())
      g += task.directions * answers_[i].gradient;
  return g;
}

// Of a task away from the centre, in its directions: diag(h k / (h + k)) less one direction, k = kappa / s. Along w - m
// the pull does not change, which is what that direction takes away.
void CommonCentre::add_curvature(std::size_t i, arma::mat& H) const {
  const DrawnTask& task = tasks_[members_[i]];
  if (task.values.is_empty()) return;
  const DrawnTask::Answer& at = answers_[i];
  arma::mat root = task.directions;
  if (at.distance == 0.0) {
    root.each_row() %= arma::sqrt(task.values).t();
    blas::add_square(blas::Op::transpose, 1.0, blas::whole(root), blas::whole(H));
    return;
  }
  const double k = kappa_[members_[i]] / at.distance;
  const arma::vec towards = at.offset / at.distance, stiff = task.values + k;
  root.each_row() %= arma::sqrt(task.values * k / stiff).t();
  blas::add_square(blas::Op::transpose, 1.0, blas::whole(root), blas::whole(H));
  const double left = arma::accu(arma::square(towards) % task.values / stiff);
  if (left > 0.0) {
    const arma::mat taken = task.directions * arma::vec(std::sqrt(k / left) * task.values % towards / stiff);
    blas::add_square(blas::Op::transpose, -1.0, blas::whole(taken), blas::whole(H));
  }
}

arma::mat CommonCentre::hessian() const {
  arma::mat H(m_.n_elem, m_.n_elem, arma::fill::zeros);
  for (std::size_t i = 0; i < answers_.size(); ++i) add_curvature(i, H);
  H.diag() += mu_;
  return arma::symmatl(H);
}

arma::mat CommonCentre::coefficients() const {
  arma::mat W(m_.n_elem, members_.n_elem);
  for (std::size_t i = 0; i < answers_.size(); ++i) {
    W.col(i) = m_;
    if (answers_[i].distance > 0.0) W.col(i) += tasks_[members_[i]].directions * answers_[i].offset;
  }
  return W;
}

bool CommonCentre::step() {
  const arma::vec g = gradient(), from = m_;
  const arma::vec direction = -cholesky_solve(cholesky(hessian()), g);
  const double slope = arma::dot(g, direction);
  const Sum before = value();
  if (!(slope < 0.0)) return false;
  for (double share = 1.0; share > 1e-10; share *= 0.5) {
    move_to(from + share * direction);
    const Sum after = value();
    const double noise = 4.0 * arma::datum::eps * (before.magnitude() + after.magnitude());
    if (after.value() > before.value() + 1e-4 * share * slope + noise) continue;
    return after.value() < before.value() - noise;
  }
  move_to(from);
  return false;
}

}  // namespace starling
