// The losses by name: the border between a name chosen at run time and a type used inside a loop.
#pragma once

#include <concepts>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/loss/epsilon_insensitive.hpp"
#include "lib/loss/hinge.hpp"
#include "lib/loss/huber.hpp"
#include "lib/loss/logistic.hpp"
#include "lib/loss/poisson.hpp"
#include "lib/loss/squared.hpp"
#include "lib/loss/squared_epsilon_insensitive.hpp"
#include "lib/loss/squared_hinge.hpp"

namespace starling {

enum class LossName {
  squared,
  logistic,
  hinge,
  squared_hinge,
  huber,
  epsilon_insensitive,
  squared_epsilon_insensitive,
  poisson
};
std::span<const std::string_view> enum_names(LossName);
bool is_classification(LossName name);

// A loss with its parameters.
struct LossChoice {
  LossName name = LossName::squared;
  double huber_delta = 1.0;
  double epsilon = 0.1;
};

// f(loss) with the loss of that name.
template <class F>
decltype(auto) visit(const LossChoice& choice, F&& f) {
  switch (choice.name) {
    case LossName::logistic:
      return std::forward<F>(f)(Logistic{});
    case LossName::hinge:
      return std::forward<F>(f)(Hinge{});
    case LossName::squared_hinge:
      return std::forward<F>(f)(SquaredHinge{});
    case LossName::huber:
      return std::forward<F>(f)(Huber{choice.huber_delta});
    case LossName::epsilon_insensitive:
      return std::forward<F>(f)(EpsilonInsensitive{choice.epsilon});
    case LossName::squared_epsilon_insensitive:
      return std::forward<F>(f)(SquaredEpsilonInsensitive{choice.epsilon});
    case LossName::poisson:
      return std::forward<F>(f)(Poisson{});
    case LossName::squared:
      break;
  }
  return std::forward<F>(f)(Squared{});
}

// The same for a method that takes only some losses: no code is made for the others, which throw InvalidOption.
template <class... Allowed, class F>
auto visit_one_of(const LossChoice& choice, F&& f) {
  using Result = decltype(f(Squared{}));
  return visit(choice, [&]<class L>(const L& loss) -> Result {
    if constexpr ((std::same_as<L, Allowed> || ...)) {
      return f(loss);
    } else {
      std::string expected;
      for (const std::string_view name : {Allowed::name...})
        expected += (expected.empty() ? "one of " : ", ") + std::string(name);
      throw InvalidOption({.what = "a loss this method does not take",
                           .where = "option loss",
                           .expected = expected,
                           .got = "'" + std::string(L::name) + "'"});
    }
  });
}

// The same for methods that take every loss of bounded curvature.
template <class F>
auto visit_smooth(const LossChoice& choice, F&& f) {
  return visit_one_of<Squared, Logistic, Huber, SquaredHinge, SquaredEpsilonInsensitive>(choice, std::forward<F>(f));
}

}  // namespace starling
