#include "lib/solver/spectral/splitting.hpp"

#include <algorithm>
#include <cmath>

#include "lib/linalg/blas.hpp"
#include "lib/linalg/tiled.hpp"

namespace starling::spectral {
namespace {

constexpr int check_every = 5;
constexpr arma::uword memory = 4, plain_steps = 5;
constexpr double relaxation = 1.6;
// How exactly a followed spectrum must give z, as a share of the last step.
constexpr double follow_accuracy = 0.2;

double inner(const arma::mat& A, const arma::mat& B) { return blas::dot(A.n_elem, A.memptr(), B.memptr()); }

double length(const arma::mat& A) { return std::sqrt(blas::square_norm(A.n_elem, A.memptr())); }

double distance(const arma::mat& A, const arma::mat& B) {
  const arma::mat difference = A - B;
  return length(difference);
}

// Where rho starts: the curvature at which the penalty and the loss pull alike, judged along q. Where q says nothing
// (targets that no feature explains) any positive number will do.
double first_stiffness(const TaskQuadratics& tasks, const SpectralFunction& penalty) {
  const arma::mat& q = tasks.linear();
  const double size = inner(q, q);
  if (!(size > 0.0)) return 1.0;
  const double curvature = tasks.bend(q) / size;
  double rho = std::min(curvature, penalty.curvature());
  // Zero is left at once where the threshold lambda / rho is well below the size of one gradient step.
  if (penalty.lambda() > 0.0)
    rho = penalty.lambda() * curvature / (tasks.first_threshold() * ShortSide::values_of(q)[0]);
  return std::isnormal(rho) && rho > 0.0 ? rho : 1.0;
}

}  // namespace

Splitting::Splitting(TaskQuadratics& tasks, const SpectralFunction& penalty)
    : tasks_(tasks), penalty_(&penalty), mixing_(memory) {
  const arma::mat& q = tasks.linear();
  rho_ = first_stiffness(tasks, penalty);
  tasks.factor(rho_);
  // Well conditioned tasks have a best stiffness of their own.
  const double middle = penalty.lambda() > 0.0 ? tasks.middle_curvature() : 0.0;
  if (middle > 2.0 * rho_) tasks.factor(rho_ = middle);
  v_ = q / rho_;
  z_.zeros(q.n_rows, q.n_cols);
  z_before_ = z_;
}

void Splitting::start_at(const arma::mat& V, double rho, arma::mat G) {
  if (rho > 0.0 && rho != rho_) tasks_.factor(rho_ = rho);
  if (G.is_empty()) tasks_.gradient(V, G);
  v_ = V - G / rho_;
  z_before_ = V;
  mixing_.forget();
  since_start_ = 0;
}

void Splitting::change_penalty(const SpectralFunction& penalty, double share) {
  penalty_ = &penalty;
  if (share != 1.0) {
    v_ = z_ + (v_ - z_) / share;  // the same subgradient at another stiffness
    tasks_.factor(rho_ *= share);
  }
  mixing_.forget();
  since_start_ = 0;
}

// The dual objective at the gradient G of V, scaled into the domain: with residuals r the dual point is a r, and
// sum r y = <q, V> - y'y.
double Splitting::dual(const arma::mat& V, const arma::mat& G, double loss) const {
  const arma::vec s = ShortSide::values_of(G);
  const double a = penalty_->scale(s);
  return -(a * a * loss + a * (inner(tasks_.linear(), V) - 2.0 * tasks_.constant())) - penalty_->conjugate(a * s);
}

// w inside the singular space of z.
void Splitting::propose() {
  const arma::uword p = std::min(w_.n_rows, w_.n_cols);
  if (side_.rank() == p) {
    candidate_ = w_;
    return;
  }
  using blas::Op;
  using tiled::product;
  const arma::mat Q = side_.leading(side_.rank());
  candidate_ = w_.n_cols > w_.n_rows ? product(Op::none, Op::none, Q, product(Op::transpose, Op::none, Q, w_))
                                     : product(Op::none, Op::transpose, product(Op::none, Op::none, w_, Q), Q);
}

// Whether the candidate is believed to prove itself; asked where z with the gradient at w proves as much.
bool Splitting::judge(double target) {
  G_ = rho_ * (target_ - w_);
  const double loss = tasks_.loss(w_, G_), bound = dual(w_, G_, loss);
  primal_ = tasks_.loss(z_) + penalty_->value(ratios_ % side_.values());
  gap_ = primal_ - bound;
  if (!(gap_ <= target)) return false;
  propose();
  tasks_.gradient(candidate_, G_);
  const double loss_inside = tasks_.loss(candidate_, G_);
  // Values from a Gram matrix beyond the rank are noise.
  arma::vec s = ShortSide::values_of(candidate_);
  s.resize(std::min(s.n_elem, side_.rank()));
  const double inside = loss_inside + penalty_->value(s);
  primal_ = inside;
  gap_ = std::max(gap_, inside - dual(candidate_, G_, loss_inside));
  if (gap_ <= target) return true;
  const double all = loss + penalty_->value(ShortSide::values_of(w_));
  if (!(all - bound <= target)) return false;
  // Its rank is only nearly that of z.
  candidate_ = w_;
  primal_ = all;
  gap_ = all - bound;
  return true;
}

// Residuals of the two halves: both vanish at the solution, and rho trades one for the other.
void Splitting::balance() {
  constexpr double band = 10.0, least = 1e-300;
  const double primal = distance(w_, z_) / std::max({length(w_), length(z_), least});
  const double dual = distance(z_, z_before_) / std::max(distance(v_, z_), least);
  const double share = std::clamp(std::sqrt(primal / std::max(dual, least)), 0.1, 10.0);
  if (share <= std::sqrt(band) && share >= 1.0 / std::sqrt(band)) return;
  v_ = z_ + (v_ - z_) / share;
  tasks_.factor(rho_ *= share);
  mixing_.forget();
}

Advance Splitting::improve(double target, int most, const OnCheck& on_check) {
  int done = 0;
  while (done < most) {
    ++done;
    ++since_start_;
    const double accuracy = std::isfinite(mixing_.last_step()) ? follow_accuracy * mixing_.last_step() : 0.0;
    side_.decompose(v_, penalty_->lambda() / rho_, accuracy);
    ratios_ = penalty_->ratios(side_.values(), 1.0 / rho_);
    std::swap(z_before_, z_);
    side_.apply(v_, ratios_, z_);
    target_ = 2.0 * z_ - v_;
    tasks_.proximal_point(target_, w_);
    const bool check = since_start_ % check_every == 0;
    if (check || done == most) {
      if (judge(target)) return {Outcome::believed, done};
      if (done == most || !on_check(done, primal_, gap_)) break;
    }
    const arma::mat step = relaxation * (w_ - z_);
    if (check && since_start_ >= 2 * check_every) {
      const double before = rho_;
      balance();
      if (rho_ != before) continue;
    }
    mixing_.advance(v_, step, plain_steps);
  }
  if (!w_.is_empty()) propose();
  return {Outcome::limit, done};
}

}  // namespace starling::spectral
