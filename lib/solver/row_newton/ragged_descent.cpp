#include "lib/solver/row_newton/ragged_descent.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "lib/solver/row_newton/ragged_step.hpp"

namespace starling {
namespace {

constexpr arma::uword single_from = 300;    // rows from which the Hessian is formed in single precision
constexpr arma::uword operator_from = 600;  // rows from which it is not formed where that can be helped
constexpr arma::uword small = 100;          // rows up to which three epochs come before Cholesky

// The Hessian on some rows, in the form it was made in; kept for chord steps.
struct Curvature {
  arma::uvec F;
  std::optional<StackedHessian> product;
  arma::mat H;
  arma::fmat H_single;
};

class Descent {
 public:
  Descent(RowScaleModel& model, const DescentBudget& budget, RowPoint& point)
      : model_(model), budget_(budget), at_(point) {}

  int run() {
    evaluate(at_, at_, std::max(budget_.gap, budget_.target));
    int steps = 0;
    if (!std::isfinite(at_.phi)) return 0;
    for (; steps < budget_.at_most && at_.gap() > budget_.target && !budget_.stop(steps); ++steps)
      if (!step()) break;
    return steps;
  }

 private:
  void evaluate(const RowPoint& warm, RowPoint& point, double gap) {
    model_.evaluate(budget_.accuracy * gap / static_cast<double>(model_.n_tasks()), warm, point);
  }

  arma::uvec moving_rows() const { return arma::find(at_.tau > 0.0 || at_.norms > model_.strengths().lambda); }

  // One accepted step, over as many attempts as it takes. False when none lowers phi.
  bool step() {
    for (;;) {
      const arma::uvec F = moving_rows();
      if (F.is_empty()) return false;
      const bool chord = may_reuse_ && !hessian_.F.is_empty() &&
                         std::includes(hessian_.F.begin(), hessian_.F.end(), F.begin(), F.end());
      if (!chord) {
        hessian_ = {};
        hessian_.F = F;
      }
      const double before = at_.gap();
      if (take(direction(chord))) {
        may_reuse_ = at_.gap() < 0.1 * before;
        return true;
      }
      may_reuse_ = false;
      if (chord) continue;
      if (careful_ && !secular_) return false;
      if (careful_) secular_ = false;
      careful_ = true;
      full_steps_ = 0;
    }
  }

  arma::vec direction(bool chord) {
    const arma::uvec& F = hessian_.F;
    const arma::vec& lambda = model_.strengths().lambda;
    arma::vec r(F.n_elem), lower(F.n_elem);
    for (arma::uword i = 0; i < F.n_elem; ++i) {
      const double g = at_.norms[F[i]], l = lambda[F[i]];
      lower[i] = -at_.tau[F[i]];
      r[i] = secular_ ? g * g * (g - l) / l : 0.5 * (g - l) * (g + l);
    }
    // Few tasks leave the cosines between gradients near 1, where conjugate gradients crawl.
    const bool many = model_.n_tasks() >= 8;
    const StepEffort quick{.epochs = F.n_elem < small ? 3 : many ? 12 : 36};
    const StepEffort exact{.epochs = 300, .accuracy = 1e-6, .rounds = 10};
    if (!chord) {
      if (!careful_ && many && F.n_elem >= operator_from && StackedHessian::fits(model_, at_, F))
        hessian_.product.emplace(model_, at_, F);
      else if (careful_ || F.n_elem < single_from)
        hessian_.H = row_hessian<double>(model_, at_, F);
      else
        hessian_.H_single = row_hessian<float>(model_, at_, F);
    }
    if (hessian_.product) {
      const double accuracy = std::clamp(0.5 * budget_.target / at_.gap(), 0.01, 0.1);
      return bounded_conjugate_step(*hessian_.product, r, lower, accuracy);
    }
    if (!hessian_.H.is_empty()) return bounded_step(hessian_.H, r, lower, careful_ ? exact : quick);
    return bounded_step(hessian_.H_single, r, lower, quick);
  }

  // Goes along d as far as phi falls.
  bool take(const arma::vec& d) {
    const int most_halvings = model_.noise() > 0.0 ? 30 : 12;  // the Hessian of a curved loss may be far too small
    const arma::uvec& F = hessian_.F;
    const arma::vec& lambda = model_.strengths().lambda;
    double length = 1.0;
    for (int attempt = 0; attempt < most_halvings; ++attempt, length *= 0.5) {
      next_.tau = at_.tau;
      double slope = 0.0;
      for (arma::uword i = 0; i < F.n_elem; ++i) {
        const arma::uword j = F[i];
        const bool leaves = length == 1.0 && d[i] <= -at_.tau[j] * (1.0 - 1e-6);
        next_.tau[j] = leaves ? 0.0 : std::max(0.0, at_.tau[j] + length * d[i]);
        slope += 0.5 * (lambda[j] - at_.norms[j]) * (lambda[j] + at_.norms[j]) * (next_.tau[j] - at_.tau[j]);
      }
      evaluate(at_, next_, std::max(0.1 * at_.gap(), std::min(budget_.target, at_.gap())));
      const double noise = 16.0 * arma::datum::eps * at_.phi + 2.0 * model_.noise() * budget_.accuracy * at_.gap();
      if (!(next_.phi <= at_.phi + 1e-4 * std::min(slope, 0.0) + noise)) continue;
      std::swap(at_, next_);
      if (attempt == 0 && ++full_steps_ >= 3) {
        careful_ = false;
        secular_ = true;
        full_steps_ = 0;
      }
      return true;
    }
    return false;
  }

  RowScaleModel& model_;
  const DescentBudget& budget_;
  RowPoint& at_;
  RowPoint next_;
  Curvature hessian_;
  bool secular_ = true, careful_ = false, may_reuse_ = false;
  int full_steps_ = 0;
};

}  // namespace

int descend_scales(RowScaleModel& model, const DescentBudget& budget, RowPoint& point) {
  return Descent(model, budget, point).run();
}

}  // namespace starling
