#include "datasets/mulan_regression.hpp"

#include "datasets/mulan_table.hpp"

namespace starling {
namespace {

constexpr std::array<MulanShape, 14> shapes = {{{49, 36, 6},
                                                {337, 417, 6},
                                                {296, 417, 6},
                                                {154, 18, 2},
                                                {768, 10, 2},
                                                {359, 18, 3},
                                                {403, 314, 16},
                                                {334, 279, 16},
                                                {639, 413, 12},
                                                {1137, 26, 3},
                                                {323, 13, 3},
                                                {1066, 13, 3},
                                                {103, 10, 3},
                                                {1060, 30, 14}}};

}  // namespace

Dataset MulanRegression::make(const DataSource& source) const {
  const auto k = static_cast<std::size_t>(options.table);
  const auto path = find_data_file(files, file_names[k], source);
  MulanTable table = mulan_table(read_arff(path), shapes[k], path);
  if (options.standardize)
    for (arma::uword t = 0; t < table.Y.n_cols; ++t)
      if (const double deviation = arma::stddev(table.Y.col(t), 1); deviation > 0.0) table.Y.col(t) /= deviation;
  return {.name = std::string(name),
          .train = MultiTaskData::from_shared(std::move(table.X), table.Y)
                       .with_task_names(table.targets)
                       .with_feature_names(table.features),
          .test = {},
          .truth = {},
          .target = target,
          .official_splits = {},
          .description = "Multi-target regression of the Mulan collection; a task is a target."};
}

}  // namespace starling
