#include "datasets/parkinsons.hpp"

#include <map>

#include "datasets/expected.hpp"
#include "lib/data/formats/table.hpp"

namespace starling {
namespace {

constexpr std::size_t n_recordings = 5875, n_patients = 42, n_features = 19;
constexpr double motor_sum = 125115.3427, total_sum = 170486.2859;

struct Recordings {
  std::vector<std::string> feature_names;
  arma::mat X;  // all patients
  arma::vec motor, total;
  std::map<double, std::vector<arma::uword>> rows;  // of every patient
};

Recordings read_recordings(const std::filesystem::path& path) {
  const Table table = read_table(path);
  const std::size_t patient = table.column("subject#");
  const std::size_t motor = table.column("motor_UPDRS"), total = table.column("total_UPDRS");
  Recordings all;
  std::vector<std::size_t> features;
  for (std::size_t k = 0; k < table.columns().size(); ++k) {
    if (k == patient || k == motor || k == total) continue;
    features.push_back(k);
    all.feature_names.push_back(table.columns()[k]);
  }
  expect_number(path, "number of features", static_cast<double>(features.size()), n_features);
  expect_number(path, "number of recordings", static_cast<double>(table.n_rows()), n_recordings);
  all.X.set_size(n_recordings, n_features);
  all.motor.set_size(n_recordings);
  all.total.set_size(n_recordings);
  TableRow row;
  for (std::size_t i = 0; i < n_recordings; ++i) {
    table.read_row(i, row);
    for (std::size_t j = 0; j < n_features; ++j) all.X(i, j) = table.number(i, features[j], row[features[j]]);
    all.motor(i) = table.number(i, motor, row[motor]);
    all.total(i) = table.number(i, total, row[total]);
    all.rows[table.number(i, patient, row[patient])].push_back(i);
  }
  return all;
}

}  // namespace

Dataset Parkinsons::make(const DataSource& source) const {
  check_params(options);
  const auto path = find_data_file(files, file_names[0], source);
  const Recordings all = read_recordings(path);
  expect_number(path, "number of patients", static_cast<double>(all.rows.size()), n_patients);
  expect_number(path, "sum of the motor scores", arma::accu(all.motor), motor_sum);
  expect_number(path, "sum of the total scores", arma::accu(all.total), total_sum);
  const arma::vec& y = options.score == UpdrsScore::motor ? all.motor : all.total;

  std::vector<Task> tasks;
  for (const auto& [patient, rows] : all.rows) {
    const arma::uvec chosen(rows);
    tasks.push_back({.X = arma::mat(all.X.rows(chosen)),
                     .y = arma::vec(y.elem(chosen)),
                     .weights = {},
                     .name = spelling::print(patient)});
  }
  return {.name = std::string(name),
          .train = MultiTaskData::from_tasks(std::move(tasks)).with_feature_names(all.feature_names),
          .test = {},
          .truth = {},
          .target = target,
          .official_splits = {},
          .description = "Parkinson's telemonitoring: 5875 voice recordings; a task is one of 42 patients."};
}

}  // namespace starling
