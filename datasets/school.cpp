#include "datasets/school.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

#include "datasets/expected.hpp"
#include "lib/data/formats/mat_file.hpp"

namespace starling {
namespace {

namespace fs = std::filesystem;

constexpr arma::uword n_schools = 139, n_pupils = 15362, n_training = 11472, n_testing = 3890, n_columns = 28;

// Indicators stand in the order of the codes in the original file, where VR band 3 has code 1.
constexpr std::array<const char*, 27> feature_names = {"year_1985",
                                                       "year_1986",
                                                       "year_1987",
                                                       "free_school_meals_percent",
                                                       "vr_band_1_percent",
                                                       "female",
                                                       "male",
                                                       "vr_band_3",
                                                       "vr_band_1",
                                                       "vr_band_2",
                                                       "ethnic_eswi",
                                                       "ethnic_african",
                                                       "ethnic_arab",
                                                       "ethnic_bangladeshi",
                                                       "ethnic_caribbean",
                                                       "ethnic_greek",
                                                       "ethnic_indian",
                                                       "ethnic_pakistani",
                                                       "ethnic_se_asian",
                                                       "ethnic_turkish",
                                                       "ethnic_other",
                                                       "school_mixed",
                                                       "school_boys",
                                                       "school_girls",
                                                       "school_maintained",
                                                       "school_church_of_england",
                                                       "school_roman_catholic"};

// Starts, counted from 1, of the runs that divide 0 .. total - 1, with total behind the last. Throws InvalidData.
std::vector<arma::uword> run_bounds(const arma::mat& starts, arma::uword total, const fs::path& path) {
  std::vector<arma::uword> bounds;
  for (const double start : starts) {
    const bool inside = start >= 1.0 && start <= static_cast<double>(total);
    bounds.push_back(inside ? static_cast<arma::uword>(start) - 1 : total);
  }
  bounds.push_back(total);
  if (bounds.front() != 0 || std::adjacent_find(bounds.begin(), bounds.end(), std::greater_equal<>()) != bounds.end())
    throw InvalidData({.what = "the first positions of the schools do not ascend from 1", .where = path.string()});
  return bounds;
}

// The listed pupils of every school as positions within the school. Throws InvalidData for one of another school.
std::vector<arma::uvec> positions(const arma::mat& pupils, const arma::mat& starts,
                                  const std::vector<arma::uword>& schools, const fs::path& path) {
  const std::vector<arma::uword> bounds = run_bounds(starts, pupils.n_elem, path);
  std::vector<arma::uvec> chosen;
  for (arma::uword t = 0; t < n_schools; ++t) {
    arma::uvec rows(bounds[t + 1] - bounds[t]);
    for (arma::uword k = 0; k < rows.n_elem; ++k) {
      const double pupil = pupils(bounds[t] + k) - 1.0;
      if (!(pupil >= static_cast<double>(schools[t]) && pupil < static_cast<double>(schools[t + 1])))
        throw InvalidData({.what = "a split lists a pupil under another school",
                           .where = path.string() + ": school " + std::to_string(t + 1)});
      rows(k) = static_cast<arma::uword>(pupil) - schools[t];
    }
    std::sort(rows.begin(), rows.end());
    chosen.push_back(std::move(rows));
  }
  return chosen;
}

OfficialSplit read_split(const fs::path& path, const std::vector<arma::uword>& schools) {
  const MatFile file = MatFile::read(path);
  const auto row = [&](std::string_view name, arma::uword n) { return expected_matrix(file.at(name), path, 1, n); };
  const auto column = [&](std::string_view name) { return expected_matrix(file.at(name), path, n_schools, 1); };
  OfficialSplit split = {.train = positions(row("tr", n_training), column("tr_indexes"), schools, path),
                         .test = positions(row("tst", n_testing), column("tst_indexes"), schools, path)};
  for (arma::uword t = 0; t < n_schools; ++t) {
    std::vector<arma::uword> all(split.train[t].begin(), split.train[t].end());
    all.insert(all.end(), split.test[t].begin(), split.test[t].end());
    std::sort(all.begin(), all.end());
    std::vector<arma::uword> every(schools[t + 1] - schools[t]);
    std::iota(every.begin(), every.end(), arma::uword{0});
    if (all != every)
      throw InvalidData({.what = "a split does not hold every pupil once",
                         .where = path.string() + ": school " + std::to_string(t + 1)});
  }
  return split;
}

}  // namespace

Dataset School::make(const DataSource& source) const {
  const fs::path path = find_data_file(files, file_names[0], source);
  const MatFile file = MatFile::read(path);
  const arma::mat x = expected_matrix(file.at("x"), path, n_columns, n_pupils);
  const arma::vec y = expected_matrix(file.at("y"), path, n_pupils, 1);
  const auto schools = run_bounds(expected_matrix(file.at("task_indexes"), path, n_schools, 1), n_pupils, path);
  expect_number(path, "sum of the scores", arma::accu(y), 316416.0);
  expect_number(path, "sum of the last column of x", arma::accu(x.row(n_columns - 1)), n_pupils);

  std::vector<std::string> names(feature_names.begin(), feature_names.end());
  if (options.constant) names.emplace_back("constant");
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < n_schools; ++t)
    tasks.push_back({.X = arma::mat(x.submat(0, schools[t], names.size() - 1, schools[t + 1] - 1).t()),
                     .y = y.subvec(schools[t], schools[t + 1] - 1)});
  Dataset dataset = {.name = std::string(name),
                     .train = MultiTaskData::from_tasks(std::move(tasks)).with_feature_names(std::move(names)),
                     .test = {},
                     .truth = {},
                     .target = target,
                     .official_splits = {},
                     .description = "ILEA school data: exam scores of 15362 pupils; a task is one of 139 schools."};
  for (std::size_t k = 1; k < file_names.size(); ++k)
    dataset.official_splits.push_back(read_split(find_data_file(files, file_names[k], source), schools));
  return dataset;
}

}  // namespace starling
