#include "lib/solver/svm/interior_point.hpp"

#include <algorithm>
#include <cmath>

#include "lib/solver/svm/arrow.hpp"
#include "lib/solver/svm/interior_terms.hpp"

namespace starling::svm {
namespace {

using Chosen = std::vector<std::vector<SignedSample>>;

// The sides of every active sample's loss that may matter: rising above `above` (sign -1) and falling below `below`.
Chosen chosen_sides(const DualState& state, const arma::vec& predictions, double reach) {
  Chosen chosen(state.rows.n_tasks());
  for (arma::uword t = 0; t < chosen.size(); ++t) {
    chosen[t].reserve(state.active.count(t));
    std::vector<std::uint32_t> order(state.active.of(t), state.active.of(t) + state.active.count(t));
    std::sort(order.begin(), order.end());
    for (const std::uint32_t k : order) {
      const DualSample& sample = state.samples_of(t)[k];
      const double z = predictions[state.begin(t) + k];
      if (sample.high > 0.0 && sample.u >= 0.0 && (sample.u > 0.0 || z >= sample.above - reach))
        chosen[t].push_back({k, -1.0});
      if (sample.low < 0.0 && sample.u <= 0.0 && (sample.u < 0.0 || z <= sample.below + reach))
        chosen[t].push_back({k, 1.0});
    }
  }
  return chosen;
}

class Reduced {
 public:
  Reduced(DualState& state, Chosen chosen)
      : state_(state),
        chosen_(std::move(chosen)),
        columns_(state.rows, chosen_, intercept_columns(state)),
        arrow_(columns_, state.ties.shared()),
        point_(columns_.size()),
        fixed_(state.blocks.size()),
        residual_(state.blocks.size()),
        work_(state.blocks.size()),
        step_(state.blocks.size()),
        common_(state.rows.stride()),
        excess_(state.rows.stride()) {}

  bool is_empty() const { return columns_.size() == 0; }

  void start(AlignedDoubles& W) {
    const arma::uword stride = state_.rows.stride();
    double mean_cap = 0.0;
    for (arma::uword t = 0; t < chosen_.size(); ++t) {
      const double centre = state_.has_intercepts() ? state_.intercepts[t].centre : 0.0;
      for (arma::uword q = 0; q < chosen_[t].size(); ++q) {
        const DualSample& sample = state_.samples_of(t)[chosen_[t][q].position];
        const bool rising = chosen_[t][q].sign < 0.0;
        const arma::uword i = columns_.begin(t) + q;
        point_.margin[i] = rising ? centre - sample.above : sample.below - centre;
        point_.cap[i] = rising ? sample.high : -sample.low;
        point_.rhs[i] = rising ? std::max(0.0, sample.u) : std::max(0.0, -sample.u);
        mean_cap += point_.cap[i] / static_cast<double>(columns_.size());
      }
      columns_.moments(t, point_.rhs.data(), fixed_.data() + t * stride);
      for (arma::uword j = 0; j < stride; ++j)
        fixed_[t * stride + j] = state_.blocks.own(t)[j] - fixed_[t * stride + j];
      state_.coefficients(t, W.data() + t * stride);
      if (state_.has_intercepts()) {
        const arma::uword last = t * stride + state_.rows.width() - 1;
        W[last] = state_.intercepts[t].coefficient();
        fixed_[last] += W[last];
      }
      columns_.products(t, W.data() + t * stride, point_.m.data());
    }
    for (arma::uword i = columns_.size(); i < point_.n; ++i) point_.cap[i] = mean_cap;
    point_.start();
  }

  // The gap of the reduced problem at W, whose residual is kept for the next step.
  double gap(const AlignedDoubles& W) {
    const arma::uword stride = state_.rows.stride();
    arrow_.common_part(W, common_);
    excess_.zero();
    double penalty = 0.0;
    for (arma::uword t = 0; t < chosen_.size(); ++t) {
      double* r = residual_.data() + t * stride;
      columns_.moments(t, point_.alpha.data(), r);
      for (arma::uword j = 0; j < stride; ++j) r[j] = W[t * stride + j] - common_[j] - fixed_[t * stride + j] - r[j];
      penalty += kernels::dot(stride, r, r);
      kernels::add(stride, 1.0, r, excess_.data());
    }
    if (state_.has_intercepts()) excess_[state_.rows.width() - 1] = 0.0;
    penalty += state_.ties.shared() * kernels::dot(stride, excess_.data(), excess_.data());
    distance_ = point_.distance();
    return 0.5 * penalty + distance_.gap;
  }

  // One predictor and corrector. False where the linear system cannot be solved.
  bool iterate(AlignedDoubles& W) {
    point_.linearise();
    if (!arrow_.factor(point_.theta.data())) return false;
    solve();
    const double predicted = point_.predict();
    const double share = point_.tau_after(predicted) / distance_.tau;
    point_.correct(share * share * share * distance_.tau);
    solve();
    const double length = point_.finish();
    if (!std::isfinite(length)) return false;
    point_.move(length);
    kernels::add(W.size(), length, step_.data(), W.data());
    return true;
  }

  // Multipliers that belong at a bound are put there: those whose step to it is small beside their slack.
  void hand_back() {
    constexpr double far = 1e5;
    for (arma::uword t = 0; t < chosen_.size(); ++t)
      for (const SignedSample& side : chosen_[t]) state_.samples_of(t)[side.position].u = 0.0;
    for (arma::uword t = 0; t < chosen_.size(); ++t)
      for (arma::uword q = 0; q < chosen_[t].size(); ++q) {
        DualSample& sample = state_.samples_of(t)[chosen_[t][q].position];
        const arma::uword i = columns_.begin(t) + q;
        const double cap = point_.cap[i], weight = far * sample.curvature;
        double alpha = std::clamp(point_.alpha[i], 0.0, cap);
        if (alpha * weight < point_.slack[i])
          alpha = 0.0;
        else if ((cap - alpha) * weight < point_.xi[i])
          alpha = cap;
        sample.u = std::clamp(sample.u - chosen_[t][q].sign * alpha, sample.low, sample.high);
      }
    state_.restart();
  }

  bool is_finite() const {
    for (arma::uword i = 0; i < point_.n; ++i)
      if (!std::isfinite(point_.alpha[i])) return false;
    return true;
  }

 private:
  void solve() {
    const arma::uword stride = state_.rows.stride();
    for (arma::uword t = 0; t < chosen_.size(); ++t) {
      columns_.moments(t, point_.rhs.data(), work_.data() + t * stride);
      kernels::add(stride, -1.0, residual_.data() + t * stride, work_.data() + t * stride);
    }
    arrow_.solve(work_, step_, point_.dm.data());
  }

  DualState& state_;
  Chosen chosen_;
  ColumnBlocks columns_;
  Arrow arrow_;
  InteriorPoint point_;
  InteriorPoint::Distance distance_;
  AlignedDoubles fixed_, residual_, work_, step_, common_, excess_;
};

}  // namespace

bool interior_point(DualState& state, const arma::vec& predictions, double reach, const InteriorRule& rule,
                    AlignedDoubles& W) {
  Reduced reduced(state, chosen_sides(state, predictions, reach));
  if (reduced.is_empty()) return false;
  W = AlignedDoubles(state.blocks.size());
  reduced.start(W);
  for (int k = 0; k < rule.max_iterations; ++k) {
    const double gap = reduced.gap(W);
    if (!(gap > rule.gap) || !reduced.iterate(W)) break;  // also where it is not a number
  }
  if (!reduced.is_finite()) return false;
  reduced.hand_back();
  return true;
}

}  // namespace starling::svm
