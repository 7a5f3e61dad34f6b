#include "datasets/landmine.hpp"

#include "datasets/expected.hpp"
#include "lib/data/formats/mat_file.hpp"

namespace starling {
namespace {

constexpr arma::uword n_fields = 29, n_features = 9;
constexpr double n_objects = 14820, n_mines = 904;

double sign_of_label(double label, const std::filesystem::path& path, arma::uword t) {
  if (label == 0.0) return -1.0;
  if (label == 1.0) return 1.0;
  throw InvalidData({.what = "a label is neither 0 nor 1",
                     .where = path.string() + ": label{" + std::to_string(t + 1) + "}",
                     .got = spelling::print(label)});
}

}  // namespace

Dataset Landmine::make(const DataSource& source) const {
  const auto path = find_data_file(files, file_names[0], source);
  const MatFile file = MatFile::read(path);
  const MatCell &features = file.at("feature").cell(), &labels = file.at("label").cell();
  expect_number(path, "number of cells of feature", static_cast<double>(features.values.size()), n_fields);
  expect_number(path, "number of cells of label", static_cast<double>(labels.values.size()), n_fields);

  std::vector<Task> tasks;
  double objects = 0.0, mines = 0.0;
  for (arma::uword t = 0; t < n_fields; ++t) {
    arma::vec y = labels.values[t].vector();
    for (double& label : y) {
      label = sign_of_label(label, path, t);
      mines += label > 0.0 ? 1.0 : 0.0;
    }
    objects += static_cast<double>(y.n_elem);
    tasks.push_back({.X = expected_matrix(features.values[t], path, y.n_elem, n_features), .y = std::move(y)});
  }
  expect_number(path, "number of objects", objects, n_objects);
  expect_number(path, "number of mines", mines, n_mines);
  return {.name = std::string(name),
          .train = MultiTaskData::from_tasks(std::move(tasks)),
          .test = {},
          .truth = {},
          .target = target,
          .official_splits = {},
          .description = "Landmine detection: 14820 objects in radar images; a task is one of 29 fields."};
}

}  // namespace starling
