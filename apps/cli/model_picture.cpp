#include "apps/cli/model_picture.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "apps/pictures/heat_map.hpp"
#include "apps/pictures/learned.hpp"
#include "lib/base/error.hpp"
#include "lib/model/linear_model.hpp"

namespace starling::cli {

std::string model_svg(const Model& model) {
  const ModelInfo& info = model.info();
  std::vector<pictures::Panel> panels = pictures::learned_panels(info.learned, info.task_names);
  const auto* linear = dynamic_cast<const LinearModel*>(&model);
  const bool only_vectors = std::ranges::all_of(info.learned, [](const auto& one) { return one.second.is_vec(); });
  if ((panels.empty() || only_vectors) && linear != nullptr && !linear->W().is_empty())
    panels.push_back(pictures::heat_map(
        {.name = "coefficients", .values = linear->W(), .rows = info.feature_names, .columns = info.task_names}));
  if (panels.empty()) throw InvalidInput({.what = "a model without anything to draw", .where = "option --picture"});
  return pictures::file_of(fmt::format("{} by {}", model.kind(), info.method), panels);
}

}  // namespace starling::cli
