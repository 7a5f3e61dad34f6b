#include "apps/pictures/learned.hpp"

#include "apps/pictures/heat_map.hpp"
#include "apps/pictures/task_tree.hpp"

namespace starling::pictures {
namespace {

bool between_tasks(const arma::mat& matrix, const std::vector<std::string>& tasks) {
  return matrix.n_rows == tasks.size() && matrix.n_cols == tasks.size();
}

}  // namespace

bool are_groups(const std::string& name, const arma::mat& matrix, std::size_t n_tasks) {
  return (name == "groups" || name == "clusters") && matrix.n_rows == 1 && matrix.n_cols == n_tasks;
}

std::vector<Panel> learned_panels(const LearnedStructure& learned, const std::vector<std::string>& tasks) {
  std::vector<Panel> panels;
  for (const auto& [name, matrix] : learned) {
    if (matrix.is_empty()) continue;
    if (name == "merges" && is_tree(matrix, tasks.size()))
      panels.push_back(task_tree(matrix, tasks));
    else if (are_groups(name, matrix, tasks.size()))
      panels.push_back(group_strip(name, matrix, tasks));
    else if (!matrix.is_vec())
      panels.push_back(
          heat_map(between_tasks(matrix, tasks) ? HeatMap{name, matrix, tasks, tasks} : HeatMap{name, matrix}));
  }
  return panels;
}

}  // namespace starling::pictures
