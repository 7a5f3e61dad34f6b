#include "datasets/sarcos.hpp"

#include "datasets/expected.hpp"
#include "lib/data/formats/mat_file.hpp"

namespace starling {

Dataset Sarcos::make(const DataSource& source) const {
  constexpr arma::uword n = 4449, n_joints = 7;
  const auto path = find_data_file(files, file_names[0], source);
  const MatFile file = MatFile::read(path);
  const arma::mat rows = expected_matrix(file.at("sarcos_inv_test"), path, n, 4 * n_joints);
  expect_number(path, "sum of all values", arma::accu(rows), 143281.774348);

  std::vector<std::string> features, torques;
  for (const std::string quantity : {"position", "velocity", "acceleration"})
    for (arma::uword k = 1; k <= n_joints; ++k) features.push_back(quantity + "_" + std::to_string(k));
  for (arma::uword k = 1; k <= n_joints; ++k) torques.push_back("torque_" + std::to_string(k));
  auto data = MultiTaskData::from_shared(arma::mat(rows.head_cols(3 * n_joints)), rows.tail_cols(n_joints));
  return {.name = std::string(name),
          .train = data.with_task_names(torques).with_feature_names(features),
          .test = {},
          .truth = {},
          .target = target,
          .official_splits = {},
          .description = "SARCOS inverse dynamics, test file: 4449 states of a robot arm; a task is a joint's torque."};
}

}  // namespace starling
