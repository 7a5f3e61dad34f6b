#include "lib/solver/crammer_singer.hpp"

#include <algorithm>
#include <cmath>

#include "lib/base/error.hpp"
#include "lib/solver/classes/class_descent.hpp"
#include "lib/solver/classes/class_face.hpp"
#include "lib/solver/monitor.hpp"

namespace starling {
namespace {

using classes::ClassDescent;
using classes::ClassState;

// At first zero coefficients and the dual point of zeros.
class BestPoints {
 public:
  BestPoints(const ClassProblem& problem, double null_objective)
      : primal_(null_objective),
        at_{arma::mat(problem.data.n_features(), problem.n_classes * problem.data.n_tasks(), arma::fill::zeros),
            arma::rowvec(problem.n_classes * problem.data.n_tasks(), arma::fill::zeros)} {}

  void take(const ClassDescent& descent, const ClassState& state) {
    if (descent.dual() > dual_) {
      dual_ = descent.dual();
      dual_point_ = state.dual_point();
    }
    if (descent.primal() < primal_) {
      primal_ = descent.primal();
      at_ = state.coefficients();
    }
  }
  double primal() const { return primal_; }
  double gap() const { return primal_ - dual_; }
  const Coefficients& at() const { return at_; }
  const arma::vec& dual_point() const { return dual_point_; }

 private:
  double primal_, dual_ = 0.0;
  Coefficients at_;
  arma::vec dual_point_;
};

// Sweeps and steps on faces in turns.
class Search {
 public:
  explicit Search(ClassState& state) : state_(state), descent_(state), face_(state) {}

  const ClassDescent& descent() const { return descent_; }
  int iterations() const { return iterations_; }
  void look() { descent_.look(); }
  // After a look with this gap: the next few steps, with at most `budget` (> 0) iterations.
  void advance(double gap, double target, int budget) {
    constexpr double settled = 0.3, halved = 0.5;
    const bool slow = gap > halved * gap_before_;
    gap_before_ = gap;
    const auto n_free = static_cast<double>(descent_.n_free());
    if (slow && budget > 1 && static_cast<double>(descent_.n_changed()) <= settled * n_free)
      budget -= step_on_face(std::sqrt(target / gap), budget - 1);
    sweep(budget);
  }

 private:
  int step_on_face(double target, int budget) {
    constexpr double loosest = 0.3, tightest = 1e-3;
    constexpr int first_products = 20, most_products = 2000;
    products_ = products_ == 0 ? first_products : products_;
    const auto step = face_.conjugate(std::clamp(target, tightest, loosest), std::min(products_, budget));
    // Where the whole way was right and too short, the next may be longer.
    products_ = step.share > halfway ? std::min(most_products, 2 * products_) : std::max(first_products, products_ / 2);
    iterations_ += step.products;
    return step.products;
  }
  // As much work as a look or more: looks see all samples, sweeps only the active ones.
  void sweep(int budget) {
    constexpr int usual = 3, most = 20;
    const auto worth = static_cast<int>(2 * state_.data.size() / std::max<arma::uword>(descent_.n_active(), 1));
    for (int k = std::min(std::clamp(worth, usual, most), budget); k > 0; --k, ++iterations_) descent_.sweep();
  }

  static constexpr double halfway = 0.5;
  ClassState& state_;
  ClassDescent descent_;
  classes::ClassFace face_;
  int iterations_ = 0, products_ = 0;
  double gap_before_ = arma::datum::inf;
};

}  // namespace

Solution solve_crammer_singer(const ClassProblem& problem, const StopRule& rule) {
  if (problem.intercept == Intercept::free)
    throw InvalidOption({.what = "one machine for several classes penalises its intercepts or has none",
                         .where = "intercept",
                         .expected = "none or penalised"});
  Monitor monitor(rule);
  const double scale = null_objective(problem);
  const bool constant = problem.intercept == Intercept::penalised;
  const svm::TaskTies ties(problem.penalty.inverse_coupling());
  const svm::SampleRows samples(problem.data, constant ? svm::LastColumn::constant : svm::LastColumn::feature);
  const classes::ClassRows rows(samples, problem.n_classes);
  ClassState state(problem, rows, ties);
  Search search(state);
  const BestPoints zeros(problem, scale * ties.unit());
  BestPoints best = zeros;
  // The descent's sums are not compensated: where the certificate finds more, the descent must find less.
  double target = rule.gap * scale * ties.unit();
  for (;;) {
    const bool last = monitor.must_stop(search.iterations());
    if (!last) search.advance(best.gap(), target, rule.max_iterations - search.iterations());
    search.look();
    best.take(search.descent(), state);
    const bool enough = last || best.gap() <= target;
    if (!enough &&
        monitor.announce(search.iterations(), best.primal() / ties.unit(), best.gap() / (scale * ties.unit())))
      continue;
    const Certificate proof = certify(problem, best.at(), scale, &best.dual_point());
    const bool reached = monitor.check(search.iterations(), proof, best.at());
    if (!enough) monitor.give_up(Status::interrupted);
    if (reached || last || !enough) break;
    target *= 0.3;
    best = zeros;
    state.restart();
  }
  return monitor.finish();
}

}  // namespace starling
