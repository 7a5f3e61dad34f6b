// Row block-coordinate descent: for penalties that are sums over the rows of W, with a loss that has a curvature.
//
// METHOD  Proximal Newton: the loss is replaced by its quadratic model (lib/solver/row_model.hpp; exact for squared
//         loss), which is minimised over a working set of rows, each row exactly, the other rows being zero and content
//         to be so. Sweeps are accelerated by Anderson extrapolation, kept only where it lowers the objective. For
//         other losses a line search follows, and sample curvatures are kept above a floor that rises to the loss's
//         largest curvature (where every step is a descent; for a loss without a bound, to the largest one at hand)
//         when steps are cut and falls when they are not. Free intercepts are eliminated exactly, sparse features stay
//         sparse.
// ITERATION  One sweep over the working rows.
// COST    A sweep: 4 N s flops for s working rows, or 2 T s^2 with Gram matrices (N s^2 to set up, once for squared
//         loss), whichever is less. Between runs of sweeps, a few products with all features.
// EDGES   Rows whose columns are constant in every task get zero coefficients where the intercept is free; so do zero
//         columns. Rows of the start that the penalty does not allow start from zero, and so does all of a start at
//         which the loss overflows. Intercept::penalised throws InvalidOption.
// PAPERS  tseng2001convergence, qin2013efficient, lee2014proximal, bertrand2021anderson
#pragma once

#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/fit/certify.hpp"
#include "lib/solver/certified_start.hpp"
#include "lib/solver/monitor.hpp"
#include "lib/solver/row_model.hpp"
#include "lib/solver/row_predictions.hpp"
#include "lib/solver/row_sweeps.hpp"

namespace starling {

// The state of a descent between runs of sweeps.
template <CurvedLoss L, RowSolvable P>
class RowDescent {
 public:
  RowDescent(const Problem<L, P>& problem, Coefficients start)
      : problem_(problem),
        at_(std::move(start)),
        blocks_(row_blocks::partition(problem.penalty, problem.data.n_features())) {
    v_ = problem.c;
    moments_ = column_moments(problem.data, v_, is_free());
    for (arma::uword j = 0; j < at_.W.n_rows; ++j)
      if (!(moments_.curvature.col(j).max() > 0.0) || !is_allowed(j)) at_.W.row(j).zeros();
    recentre();
    if constexpr (!SmoothLoss<L>) {
      if (!std::isfinite(loss_sum(problem.loss, problem.data.targets(), problem.c, eta_).value())) {
        at_ = zero_coefficients(problem.data);
        recentre();
      }
    }
  }

  const Coefficients& at() const { return at_; }
  void move_to(Coefficients at) {
    at_ = std::move(at);
    recentre();
  }

  // Whether more rows wanted to enter than the last run took: then it was not the last one.
  bool is_growing() const { return growing_; }

  // One run of sweeps. known: the pullback of the loss gradient at the coefficients, where somebody has it. Returns the
  // number of sweeps, 0 when they would change nothing.
  int improve(const row_sweeps::Budget& budget, Pullback* known = nullptr) {
    const MultiTaskData& data = problem_.data;
    arma::mat G;
    if (known != nullptr && !free_part(problem_).has_rows()) {
      u_ = std::move(known->u);
      G = std::move(known->G);
    } else {
      G = data.adjoint(u_);
    }
    if constexpr (!is_quadratic) {
      curve();
      moments_ = column_moments(data, v_, is_free());
    }
    choose_rows(G, budget.at_most);
    const arma::uvec rows = std::visit([](const auto& model) { return model.rows(); }, *model_);
    const arma::mat before = at_.W.rows(rows).t();
    arma::mat W = before;
    const int sweeps = std::visit(
        [&](auto& model) {
          model.restart(u_, G);
          const P penalty = problem_.penalty.of_rows(rows);
          if (!is_quadratic) known_.clear();
          const std::vector<RowBlock*> joint = row_blocks::of_penalty(penalty, model, known_);
          return row_sweeps::minimise(penalty, joint, model, W, budget);
        },
        *model_);
    if (arma::approx_equal(W, before, "absdiff", 0.0)) return 0;
    arma::mat direction(at_.W.n_rows, at_.W.n_cols, arma::fill::zeros);
    direction.rows(rows) = (W - before).t();
    if constexpr (is_quadratic) {
      at_.W.rows(rows) = W.t();
    } else {
      if (!search_along(direction)) return 0;
    }
    recentre();
    return sweeps;
  }

 private:
  static constexpr bool is_quadratic = std::is_same_v<L, Squared>;
  bool is_free() const { return problem_.intercept == Intercept::free; }

  bool is_allowed(arma::uword j) const {
    return std::isfinite(problem_.penalty.of_rows(arma::uvec{j}).value(at_.W.row(j)));
  }

  // The best intercepts for W, and free rows, so that what they explain draws no other row in; the predictions and the
  // loss gradient.
  void recentre() {
    const MultiTaskData& data = problem_.data;
    const arma::rowvec none(data.n_tasks(), arma::fill::zeros);
    eta_ = predict_from_rows(data, at_.W);
    at_.b = is_free() ? best_intercepts(problem_.loss, data, problem_.c, eta_, at_.b) : none;
    for (arma::uword t = 0; t < data.n_tasks(); ++t)
      for (arma::uword i = data.rows_of(t).begin; i < data.rows_of(t).end; ++i) eta_[i] += at_.b[t];
    const FreePart part = free_part(problem_);
    if (part.has_rows()) fit_free_part(problem_.loss, data, problem_.c, part, at_, eta_);
    u_ = loss_gradient(problem_.loss, data.targets(), problem_.c, eta_);
  }

  void curve() {
    const arma::vec& y = problem_.data.targets();
    const double floor = damping_ * largest_curvature();
    for (arma::uword i = 0; i < y.n_elem; ++i)
      v_[i] =
          problem_.c[i] > 0.0 ? problem_.c[i] * std::max(problem_.loss.second_derivative(y[i], eta_[i]), floor) : 0.0;
  }

  double largest_curvature() const {
    if constexpr (SmoothLoss<L>) {
      return L::max_curvature;
    } else {
      double largest = 0.0;
      for (arma::uword i = 0; i < eta_.n_elem; ++i)
        if (problem_.c[i] > 0.0)
          largest = std::max(largest, problem_.loss.second_derivative(problem_.data.targets()[i], eta_[i]));
      return largest;
    }
  }

  // How far the minimiser of a block of zero rows would move it.
  double gain_of(const arma::uvec& rows, const arma::mat& G) const {
    const arma::vec h = arma::vectorise(moments_.curvature.cols(rows));
    arma::vec w(h.n_elem, arma::fill::zeros);
    problem_.penalty.minimise_row(rows[0], h, -arma::vectorise(G.rows(rows).t()), w);
    return arma::dot(h, w % w);
  }

  // Nonzero rows, and the zero rows that their own minimiser would move the most, with the rest of their blocks.
  std::vector<arma::uword> wanted_rows(const arma::mat& G) {
    std::vector<arma::uword> rows;
    std::vector<std::pair<double, arma::uword>> entering;
    const auto take = [&](const arma::uvec& block) { rows.insert(rows.end(), block.begin(), block.end()); };
    for (arma::uword j = 0; j < G.n_rows; ++j) {
      const arma::uvec block = blocks_.from(j);
      if (block.is_empty() || !(arma::mat(moments_.curvature.cols(block)).max() > 0.0)) continue;
      if (!arma::mat(at_.W.rows(block)).is_zero()) {
        take(block);
        continue;
      }
      const double gain = gain_of(block, G);
      if (gain > 0.0) entering.emplace_back(-gain, j);
    }
    const std::size_t most = std::max<std::size_t>(64, rows.size());
    growing_ = entering.size() > most;
    std::sort(entering.begin(), entering.end());
    for (std::size_t k = 0; k < std::min(most, entering.size()); ++k) take(blocks_.from(entering[k].second));
    std::sort(rows.begin(), rows.end());
    return rows;
  }

  // Sets up the model over the rows wanted now; the one at hand serves as long as it holds all of them.
  void choose_rows(const arma::mat& G, double sweeps) {
    const std::vector<arma::uword> wanted = wanted_rows(G);
    if (is_quadratic && model_) {
      const arma::uvec held = std::visit([](const auto& model) { return model.rows(); }, *model_);
      if (std::includes(held.begin(), held.end(), wanted.begin(), wanted.end())) return;
    }
    const arma::uvec rows(wanted);
    const bool small = rows.n_elem * problem_.data.n_tasks() <= row_polish::max_unknowns;
    const GramRows* known = is_quadratic && model_ ? std::get_if<GramRows>(&*model_) : nullptr;
    if (small || GramRows::pays(problem_.data, rows.n_elem, is_quadratic ? 10.0 * sweeps : sweeps))
      model_ = GramRows(problem_.data, v_, moments_, rows, known);
    else
      model_.emplace(ResidualRows(problem_.data, v_, moments_, rows));
  }

  // Goes along the direction as far as the objective falls enough; the intercepts follow to their best.
  bool search_along(const arma::mat& direction) {
    const MultiTaskData& data = problem_.data;
    const arma::vec& y = data.targets();
    arma::vec change = data.forward(direction, {});
    if (is_free())
      for (arma::uword t = 0; t < data.n_tasks(); ++t) centre(t, change);
    const double penalty_before = problem_.penalty.value(at_.W);
    const double slope = arma::dot(u_, change) + problem_.penalty.value(at_.W + direction) - penalty_before;
    const double noise =
        4.0 * arma::datum::eps * (penalty_before + loss_sum(problem_.loss, y, problem_.c, eta_).value());
    if (slope > noise) return false;
    for (double step = 1.0; step > 1e-10; step *= 0.5) {
      Sum rise;
      for (arma::uword i = 0; i < y.n_elem; ++i)
        if (problem_.c[i] > 0.0)
          rise.add(problem_.c[i] *
                   (problem_.loss.value(y[i], eta_[i] + step * change[i]) - problem_.loss.value(y[i], eta_[i])));
      const arma::mat W = at_.W + step * direction;
      rise.add(problem_.penalty.value(W) - penalty_before);
      if (!(rise.value() <= 1e-4 * step * std::min(slope, 0.0) + noise)) continue;
      at_.W = W;
      damping_ = step == 1.0 ? std::max(0.1 * damping_, 1e-9) : step < 0.2 ? std::min(10.0 * damping_, 1.0) : damping_;
      return true;
    }
    if (damping_ >= 1.0) return false;
    damping_ = 1.0;
    return true;
  }

  void centre(arma::uword t, arma::vec& change) const {
    const Rows rows = problem_.data.rows_of(t);
    double sum = 0.0;
    for (arma::uword i = rows.begin; i < rows.end; ++i) sum += v_[i] * change[i];
    for (arma::uword i = rows.begin; i < rows.end; ++i) change[i] -= sum / moments_.weight[t];
  }

  const Problem<L, P>& problem_;
  Coefficients at_;
  arma::vec eta_, u_, v_;  // predictions, loss gradient, sample curvatures
  ColumnMoments moments_;
  RowPartition blocks_;
  KnownBlocks known_;
  std::optional<std::variant<GramRows, ResidualRows>> model_;
  bool growing_ = false;
  double damping_ = 0.1;  // floor of the sample curvatures, in units of the largest possible
};

// How closely the sweeps are looked at from certificate to certificate, and when they are given up.
class SweepCare {
 public:
  void see(const Certificate& now) {
    // The sweeps' own estimate of what is left was too low when the gap hardly fell: look closer.
    if (now.gap > 0.5 * gap_before_) share_ = std::max(0.1 * share_, 1e-8);
    stalled_ = now.gap < gap_before_ || now.primal < primal_before_ ? 0 : stalled_ + 1;
    gap_before_ = std::min(gap_before_, now.gap);
    primal_before_ = std::min(primal_before_, now.primal);
  }
  bool exhausted() const { return stalled_ >= 100; }
  // The decrease that ends a run of sweeps from a point of this gap.
  double enough(double gap) const { return share_ * gap; }

 private:
  double share_ = 0.1, gap_before_ = arma::datum::inf, primal_before_ = arma::datum::inf;
  int stalled_ = 0;
};

template <CurvedLoss L, RowSolvable P>
Solution row_bcd(const Problem<L, P>& problem, const StopRule& rule, Coefficients start) {
  if (problem.intercept == Intercept::penalised)
    throw InvalidOption({.what = "row block-coordinate descent cannot penalise the intercept", .where = "intercept"});
  if (rule.max_iterations == 0) return certified_start(problem, rule, start);
  Monitor monitor(rule);
  RowDescent<L, P> descent(problem, std::move(start));
  const double scale = null_objective(problem);
  Certificate best;  // of the highest lower bound so far
  Pullback pullback;
  SweepCare care;
  for (int sweeps = 0;;) {
    const bool last = monitor.must_stop(sweeps);
    Certificate now = certify(problem, descent.at(), scale, nullptr, &pullback);
    now.take_bound_of(best);
    if (monitor.check(sweeps, now, descent.at()) || last) break;
    care.see(now);
    best = std::move(now);
    const row_sweeps::Budget budget{.enough = care.enough(std::max(best.gap, rule.gap * scale)),
                                    .stop = [&](int done) { return monitor.must_stop(sweeps + done); }};
    const int done = care.exhausted() ? 0 : descent.improve(budget, &pullback);
    if (done == 0) {
      if (!monitor.must_stop(sweeps)) monitor.give_up(Status::no_progress);
      break;
    }
    sweeps += done;
  }
  return monitor.finish();
}

// The solver as a value, for solve_rescaled().
struct RowBcd {
  template <CurvedLoss L, RowSolvable P>
  Solution operator()(const Problem<L, P>& problem, const StopRule& rule, Coefficients start) const {
    return row_bcd(problem, rule, std::move(start));
  }
};

}  // namespace starling
