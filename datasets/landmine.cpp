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
  constexpr arma::uword n_compared = 19;
  const auto wanted = static_cast<arma::uword>(options.n_fields);
  if (wanted != n_fields && wanted != n_compared)
    throw InvalidOption({.what = "invalid value",
                         .where = "option n_fields",
                         .expected = "19 or 29",
                         .got = "'" + std::to_string(wanted) + "'"});
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
    arma::mat X = expected_matrix(features.values[t], path, y.n_elem, n_features);
    if (options.constant) X.insert_cols(n_features, arma::vec(y.n_elem, arma::fill::ones));
    const bool is_compared = t < 10 || (t >= 15 && t < 24);
    if (wanted == n_fields || is_compared)
      tasks.push_back({.X = std::move(X), .y = std::move(y), .name = std::to_string(t + 1)});
  }
  expect_number(path, "number of objects", objects, n_objects);
  expect_number(path, "number of mines", mines, n_mines);
  return {.name = std::string(name),
          .train = MultiTaskData::from_tasks(std::move(tasks)),
          .test = {},
          .truth = {},
          .target = target,
          .official_splits = {},
          .description = "Landmine detection: objects in radar images, 14820 in all; a task is one of 29 fields."};
}

}  // namespace starling
