#include "lib/loss/names.hpp"

#include <array>

namespace starling {

std::span<const std::string_view> enum_names(LossName) {
  static constexpr std::array<std::string_view, 8> names = {Squared::name,
                                                            Logistic::name,
                                                            Hinge::name,
                                                            SquaredHinge::name,
                                                            Huber::name,
                                                            EpsilonInsensitive::name,
                                                            SquaredEpsilonInsensitive::name,
                                                            Poisson::name};
  return names;
}

bool is_classification(LossName name) {
  return visit(LossChoice{.name = name}, [](const auto& loss) { return loss.is_classification; });
}

}  // namespace starling
