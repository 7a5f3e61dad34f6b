#include "lib/solver/row_newton/shared_engine.hpp"

#include <algorithm>
#include <cmath>

#include "lib/fit/certify.hpp"
#include "lib/linalg/tiled.hpp"
#include "lib/solver/certified_start.hpp"
#include "lib/solver/monitor.hpp"

namespace starling::row_newton {
namespace {

using blas::Op;

constexpr double keep_near = 0.95;     // rows this near their strength stay in the working set
constexpr double few = 0.03;           // so few rows lacking, as a share of the nonzero ones, promise an end
constexpr double inner_share = 0.3;    // of the gap over all rows, or of the one asked for
constexpr arma::uword few_tasks = 4;   // with fewer, float does not pay for its copy of the working rows
constexpr double level_target = 1e-2;  // share of |Y|^2 / 2 to which levels above 1 are solved

}  // namespace

SharedEngine::SharedEngine(const MultiTaskData& data, const arma::vec& c, bool free_intercept, double unseen)
    : data_(data, c, free_intercept),
      unseen_(unseen),
      scan_(data_),
      function_(data_.targets(), 0.0),
      descent_(function_),
      norms_(scan_.null_norms()),
      inside_(data.n_features(), false),
      W_(data_.rank(), 0),
      X_active_(data_.n(), 0),
      residual_(data_.targets()) {}

Solution SharedEngine::solve(const RowNormProblem& problem, const StopRule& rule, const Coefficients* start) {
  constexpr int most_rounds = 100, most_refusals = 5, most_probes = 3;
  if (rule.max_iterations == 0) return certified_start(problem, rule, start ? *start : coefficients(problem));
  Monitor monitor(rule);
  const double scale = null_objective(problem);
  double tolerance = data_.objective(rule.gap * scale);
  int steps = 0;
  const auto proves = [&](const Coefficients& at) { return monitor.check(steps, certify(problem, at, scale), at); };
  const auto certified = [&] { return proves(coefficients(problem)); };
  const bool warm = start != nullptr && !start->W.is_zero();
  if (warm && proves(*start)) return monitor.finish();
  begin(problem, warm && monitor.best().primal < scale ? start : nullptr);
  const bool zero_may_do = active_.is_empty() && arma::all(norms_ <= strength_ * (1.0 + 1e-4));
  if (zero_may_do && certified()) return monitor.finish();
  for (int round = 0, refusals = 0, probed = 0; round < most_rounds; ++round) {
    choose_rows();
    const int steps_before = steps;
    const double gap_before = gap_;
    steps += descend(inner_target(tolerance), [&](int done) { return monitor.must_stop(steps + done); });
    const bool exhausted = monitor.must_stop(steps);
    if (!exhausted && probes_ && level_ == 1.0 && probed < most_probes && found_by_probe()) {
      ++probed;
      continue;
    }
    const bool try_now = exhausted || is_expected_to_be_last();
    if (try_now && (certified() || exhausted)) return monitor.finish();
    scan();
    probed = 0;
    if (gap_ <= tolerance) {
      if (!try_now && certified()) return monitor.finish();
      tolerance *= 0.1;
      if (++refusals > most_refusals) break;
    } else if (level_ == 1.0 && !(gap_ < gap_before) && (steps == steps_before || lacking_rows().is_empty())) {
      // The working rows see no gap where all rows show one: float is not to be trusted here.
      if (!descent_.uses_float()) break;
      descent_.do_without_float();
    }
    if (monitor.announce(steps, unseen_ + data_.original_objective(best_dual_ + gap_), gap_ / data_.objective(scale)))
      continue;
    certified();
    return monitor.finish();
  }
  if (!certified()) monitor.give_up(Status::no_progress);
  return monitor.finish();
}

// The state of the last solution, or of the start, as seen by the present problem.
void SharedEngine::begin(const RowNormProblem& problem, const Coefficients* start) {
  const arma::vec before = strength_;
  strength_.set_size(data_.d());
  for (arma::uword j = 0; j < data_.d(); ++j) strength_[j] = data_.strength(problem.penalty.base.strength(j));
  function_.set_mu(data_.ridge(problem.penalty.mu));
  best_dual_ = -arma::datum::inf;
  extends_ = false;
  promises_end_ = probes_ = false;
  if (start != nullptr) adopt(*start);
  if (start == nullptr && rows_.size() > 0)
    for (arma::uword k = 0; k < rows_.size(); ++k) rows_.tau[k] *= before[rows_.id[k]] / strength_[rows_.id[k]];
  level_ = 1.0;
  gap_ = arma::datum::inf;
  if (norms_are_current_) measure();
}

void SharedEngine::adopt(const Coefficients& start) {
  const arma::uvec id = arma::find(arma::any(start.W, 1));
  const arma::mat W = data_.whitened_rows(start.W.rows(id).t());
  rows_ = revise({}, data_, {.keep = {}, .add = id, .wants_float = data_.rank() >= few_tasks});
  inside_.assign(data_.d(), false);
  for (const arma::uword j : id) inside_[j] = true;
  for (arma::uword k = 0; k < id.n_elem; ++k) rows_.tau[k] = arma::norm(W.col(k)) / strength_[id[k]];
  one_task_.w = arma::vectorise(W);
  active_ = arma::find(rows_.tau > 0.0);
  W_ = W.cols(active_);
  take_residual();
  norms_ = scan_.scan({residual_, X_active_, W_}, strength_, std::vector<bool>(data_.d(), false));
  norms_are_current_ = true;
  added_ = 0;
}

arma::uvec SharedEngine::lacking_rows() const {
  std::vector<arma::uword> rows;
  for (arma::uword j = 0; j < data_.d(); ++j)
    if (!inside_[j] && norms_[j] > strength_[j]) rows.push_back(j);
  return rows;
}

arma::uvec SharedEngine::rows_to_keep() const {
  std::vector<arma::uword> keep;
  for (arma::uword k = 0; k < rows_.size(); ++k)
    if (rows_.tau[k] > 0.0 || norms_[rows_.id[k]] > keep_near * strength_[rows_.id[k]]) keep.push_back(k);
  return keep;
}

void SharedEngine::choose_rows() {
  arma::uvec lacking = lacking_rows();
  const arma::uword active = active_.n_elem, n = data_.n();
  promises_end_ = static_cast<double>(lacking.n_elem) <= few * static_cast<double>(active);
  if (added_ > 0) hit_ = static_cast<double>(arma::accu(rows_.tau.tail(added_) > 0.0)) / static_cast<double>(added_);
  const bool wide = n < data_.d() && data_.rank() >= 8;
  const double worth = std::sqrt(0.15 * static_cast<double>(data_.d()) * static_cast<double>(data_.rank()));
  const arma::uword least = wide ? std::clamp<arma::uword>(n / 2, 64, 256)
                                 : std::clamp<arma::uword>(static_cast<arma::uword>(worth), 32, 256);
  const double growth = (1.0 + (active < n ? 2.0 : 1.0) * hit_ * hit_) * static_cast<double>(active);
  added_ = std::min(lacking.n_elem, std::max(least, static_cast<arma::uword>(growth)));
  const auto ratio = [&](arma::uword j) { return norms_[j] / strength_[j]; };
  std::nth_element(lacking.begin(), lacking.begin() + added_, lacking.end(), [&](arma::uword i, arma::uword j) {
    return std::make_pair(-ratio(i), i) < std::make_pair(-ratio(j), j);
  });
  double rest = 0.0;
  for (arma::uword k = added_; k < lacking.n_elem; ++k) rest = std::max(rest, ratio(lacking[k]));
  const arma::uvec add = arma::sort(arma::uvec(lacking.memptr(), added_));
  const arma::uvec keep = rows_to_keep();
  for (const arma::uword j : rows_.id) inside_[j] = false;
  if (one_task_.w.n_elem == rows_.size())
    one_task_.w = arma::join_cols(arma::vec(one_task_.w.elem(keep)), arma::vec(added_, arma::fill::zeros));
  rows_ = revise(rows_, data_, {.keep = keep, .add = add, .wants_float = data_.rank() >= few_tasks});
  for (const arma::uword j : rows_.id) inside_[j] = true;
  set_level(rest > 1.0 ? std::max(1.0, 0.5 * rest) : 1.0);
  probes_ = level_ == 1.0 && is_cheap();
}

// Whether the working rows can be solved to the end for far less than a scan costs. Then they are, and before all rows
// are looked at a probe of the likeliest says whether that would be in vain.
bool SharedEngine::is_cheap() const {
  const auto m = static_cast<double>(rows_.size()), T = static_cast<double>(data_.rank());
  const double scan = static_cast<double>(data_.n()) * static_cast<double>(data_.d()) * T;
  return rows_.by_rows && 8.0 * m * m * (m + 2.0 * T) < scan;
}

// Looks at the rows outside that were nearest their strength in the last scan; true where one lacks.
bool SharedEngine::found_by_probe() {
  std::vector<arma::uword> outside;
  for (arma::uword j = 0; j < data_.d(); ++j)
    if (!inside_[j] && norms_[j] > 0.0) outside.push_back(j);
  const auto count =
      static_cast<std::ptrdiff_t>(std::min(outside.size(), std::clamp<std::size_t>(data_.d() / 64, 16, 256)));
  std::nth_element(outside.begin(), outside.begin() + count, outside.end(), [&](arma::uword i, arma::uword j) {
    return std::make_pair(-norms_[i] / strength_[i], i) < std::make_pair(-norms_[j] / strength_[j], j);
  });
  const arma::uvec likely = arma::sort(arma::uvec(std::vector<arma::uword>(outside.begin(), outside.begin() + count)));
  scan_.look_at(residual_, likely, norms_);
  take_inside_norms();
  promises_end_ = arma::all(norms_.elem(likely) <= strength_.elem(likely));
  return !promises_end_;
}

// The scales keep the norms of the rows: tau lambda.
void SharedEngine::set_level(double level) {
  if (level != level_) {
    rows_.tau *= level_ / level;
    extends_ = false;
  }
  level_ = level;
  rows_.strength = level * strength_.elem(rows_.id);
}

double SharedEngine::inner_target(double tolerance) const {
  if (level_ > 1.0) return level_target * 0.5 * function_.target_square();
  return inner_share * (promises_end_ || probes_ ? tolerance : std::max(tolerance, gap_));
}

int SharedEngine::descend(double target, const std::function<bool(int)>& stop) {
  int steps = 0;
  if (data_.rank() == 1) {
    one_task_.w.resize(rows_.size());
    steps = solve_one_task(rows_, function_.target_square(), function_.mu(), target, stop, one_task_);
    rows_.tau = arma::abs(one_task_.w) / rows_.strength;
    active_ = arma::find(one_task_.w != 0.0);
    W_ = one_task_.w.elem(active_).t();
  } else {
    steps = descent_.run(rows_, target, extends_, stop);
    extends_ = true;
    active_ = descent_.at().active;
    W_ = descent_.at().W;
  }
  take_residual();
  return steps;
}

void SharedEngine::take_residual() {
  X_active_ = rows_.X.cols(active_);
  residual_ = data_.targets();
  tiled::multiply(Op::none, Op::transpose, -1.0, blas::whole(std::as_const(X_active_)), blas::whole(std::as_const(W_)),
                  1.0, blas::whole(residual_));
  norms_are_current_ = false;
}

void SharedEngine::scan() {
  norms_ = scan_.scan({residual_, X_active_, W_}, strength_, inside_);
  norms_are_current_ = true;
  take_inside_norms();
  measure();
}

void SharedEngine::take_inside_norms() {
  const bool one = data_.rank() == 1;
  for (arma::uword k = 0; k < rows_.size(); ++k) {
    const double mu = function_.mu();
    norms_[rows_.id[k]] =
        one ? std::abs(one_task_.g[k] + mu * one_task_.w[k]) : descent_.at().norms[k] * (1.0 + mu * rows_.tau[k]);
  }
}

// The objective and a lower bound from the norms of all rows.
void SharedEngine::measure() {
  const double square = arma::accu(arma::square(residual_)), mu = function_.mu();
  const double aligned = arma::dot(residual_, data_.targets());
  double primal = 0.5 * square, largest = 1.0;
  for (arma::uword k = 0; k < active_.n_elem; ++k) {
    const double size = arma::norm(W_.col(k));
    primal += strength_[rows_.id[active_[k]]] * size + 0.5 * mu * size * size;
  }
  for (arma::uword j = 0; j < norms_.n_elem; ++j) largest = std::max(largest, norms_[j] / strength_[j]);
  const double s = 1.0 / largest;
  best_dual_ = std::max(best_dual_, s * aligned - 0.5 * s * s * square);
  if (mu > 0.0) {
    const arma::vec excess = arma::clamp(norms_ - strength_, 0.0, arma::datum::inf);
    best_dual_ = std::max(best_dual_, aligned - 0.5 * square - 0.5 * arma::dot(excess, excess) / mu);
  }
  gap_ = primal - best_dual_;
}

Coefficients SharedEngine::coefficients(const RowNormProblem& problem) const {
  Coefficients at = zero_coefficients(problem.data);
  const arma::mat W = data_.original_rows(W_);
  for (arma::uword t = 0; t < W.n_rows; ++t) {
    double* column = blas::start_of(at.W, t);
    for (arma::uword k = 0; k < W.n_cols; ++k) column[rows_.id[active_[k]]] = W.at(t, k);
  }
  if (problem.intercept == Intercept::free)
    at.b = best_intercepts(problem.loss, problem.data, problem.c, problem.data.forward(at.W, {}), at.b);
  return at;
}

}  // namespace starling::row_newton
