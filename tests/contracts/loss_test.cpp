// Every loss keeps the promises of lib/loss/loss.hpp.
#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <tuple>

#include "lib/base/random.hpp"
#include "lib/loss/names.hpp"

using namespace starling;

namespace {

using Losses =
    std::tuple<Squared, Logistic, Hinge, SquaredHinge, Huber, EpsilonInsensitive, SquaredEpsilonInsensitive, Poisson>;

// Targets a loss is for, and predictions around and far from them.
template <class L>
double target(const RandomStream& stream, std::uint64_t i) {
  if (L::is_classification) return stream.uniform(i) < 0.5 ? -1.0 : 1.0;
  const double y = 3.0 * stream.normal(i);
  return std::is_same_v<L, Poisson> ? std::floor(std::abs(y)) : y;
}

double clip(const Interval& interval, double v) { return std::min(std::max(v, interval.low), interval.high); }

}  // namespace

BOOST_AUTO_TEST_SUITE(loss_contract)

BOOST_AUTO_TEST_CASE_TEMPLATE(value_and_conjugate_obey_fenchel_young, L, Losses) {
  const L loss;
  const RandomStream targets(1, "targets"), predictions(1, "predictions"), duals(1, "duals");
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const double y = target<L>(targets, i), z = 4.0 * predictions.normal(i);
    const double v = clip(loss.dual_interval(y), 2.0 * duals.normal(i));
    const double slack = loss.value(y, z) + loss.conjugate(y, v) - v * z;
    BOOST_TEST(slack >= -1e-12 * (1.0 + std::abs(v * z)));
    // Equality exactly at a subgradient.
    const double u = loss.derivative(y, z);
    const double at_subgradient = loss.value(y, z) + loss.conjugate(y, u) - u * z;
    BOOST_TEST(std::abs(at_subgradient) <= 1e-12 * (1.0 + std::abs(u * z)));
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(derivative_agrees_with_finite_differences, L, Losses) {
  const L loss;
  const RandomStream targets(2, "targets"), predictions(2, "predictions");
  constexpr double h = 1e-6;
  for (std::uint64_t i = 0; i < 500; ++i) {
    const double y = target<L>(targets, i), z = 4.0 * predictions.normal(i);
    // A kink within reach of the difference is not differentiable: there only the bracket by both slopes holds.
    const double slope = (loss.value(y, z + h) - loss.value(y, z - h)) / (2.0 * h);
    const double left = loss.derivative(y, z - h), right = loss.derivative(y, z + h);
    BOOST_TEST(slope >= left - 1e-7 * (1.0 + std::abs(left)));
    BOOST_TEST(slope <= right + 1e-7 * (1.0 + std::abs(right)));
    BOOST_TEST(loss.value(y, z) >= 0.0);
    if constexpr (CurvedLoss<L>) {
      const double curvature = loss.second_derivative(y, z);
      BOOST_TEST(curvature >= 0.0);
      const bool jumps = loss.second_derivative(y, z - h) != curvature || loss.second_derivative(y, z + h) != curvature;
      if (!jumps || std::is_same_v<L, Poisson> || std::is_same_v<L, Logistic>)
        BOOST_TEST(std::abs((right - left) / (2.0 * h) - curvature) <= 1e-8 * (1.0 + std::abs(left)));
    }
    if constexpr (SmoothLoss<L>) {
      BOOST_TEST(right - left <= 2.0 * h * L::max_curvature * (1.0 + 1e-6));
      BOOST_TEST(loss.second_derivative(y, z) <= L::max_curvature);
    }
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_dual_interval_holds_zero_and_every_subgradient, L, Losses) {
  const L loss;
  const RandomStream targets(3, "targets"), predictions(3, "predictions");
  for (std::uint64_t i = 0; i < 500; ++i) {
    const double y = target<L>(targets, i), u = loss.derivative(y, 10.0 * predictions.normal(i));
    const Interval interval = loss.dual_interval(y);
    BOOST_TEST(interval.low <= 0.0);
    BOOST_TEST(interval.high >= 0.0);
    BOOST_TEST(u >= interval.low);
    BOOST_TEST(u <= interval.high);
  }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(scaling_targets_by_a_power_of_two_scales_the_value_exactly, L, Losses) {
  if constexpr (has_target_units<L>()) {
    const L loss;
    const double scale = 0x1p60;
    const L scaled = loss.with_target_scale(scale);
    const RandomStream targets(4, "targets"), predictions(4, "predictions");
    for (std::uint64_t i = 0; i < 500; ++i) {
      const double y = target<L>(targets, i), z = 4.0 * predictions.normal(i);
      BOOST_TEST(scaled.value(scale * y, scale * z) == scale * scale * loss.value(y, z));
      BOOST_TEST(scaled.derivative(scale * y, scale * z) == scale * loss.derivative(y, z));
    }
  } else {
    const bool same = L{}.with_target_scale(4.0).value(1.0, 0.3) == L{}.value(1.0, 0.3);
    BOOST_TEST(same);
  }
}

BOOST_AUTO_TEST_CASE(logistic_survives_margins_that_overflow_the_exponential) {
  const Logistic loss;
  BOOST_TEST(loss.value(1.0, 1e4) == 0.0);
  BOOST_TEST(loss.value(1.0, -1e4) == 1e4);
  BOOST_TEST(loss.derivative(-1.0, 1e4) == 1.0);
  BOOST_TEST(std::isfinite(loss.conjugate(1.0, -1.0)));
}

BOOST_AUTO_TEST_CASE(every_name_visits_the_loss_of_that_name) {
  const auto names = enum_names(LossName{});
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto visited =
        visit(LossChoice{.name = static_cast<LossName>(i)}, [](const auto& loss) { return loss.name; });
    BOOST_TEST(visited == names[i]);
  }
}

BOOST_AUTO_TEST_CASE(a_loss_that_a_method_does_not_take_is_named_with_those_it_takes) {
  const auto name_of = [](const auto& loss) { return std::string(loss.name); };
  BOOST_TEST((visit_one_of<Squared, Huber>({.name = LossName::huber}, name_of)) == "huber");
  BOOST_CHECK_EXCEPTION((visit_one_of<Squared, Huber>({.name = LossName::hinge}, name_of)), InvalidOption,
                        [](const InvalidOption& error) {
                          return error.complaint().expected == "one of squared, huber" &&
                                 error.complaint().got == "'hinge'";
                        });
}

BOOST_AUTO_TEST_SUITE_END()
