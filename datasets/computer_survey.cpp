#include "datasets/computer_survey.hpp"

#include "datasets/expected.hpp"
#include "lib/data/formats/mat_file.hpp"

namespace starling {

Dataset ComputerSurvey::make(const DataSource& source) const {
  constexpr arma::uword n_persons = 190, n_computers = 20, n_attributes = 13;
  check_params(options);
  const auto path = find_data_file(files, file_names[0], source);
  const MatFile file = MatFile::read(path);
  const arma::mat ratings = expected_matrix(file.at("likeBuy"), path, n_persons, n_computers);
  // The name of the variable is misspelt in the file.
  const arma::mat design = expected_matrix(file.at("designMarix"), path, n_computers, n_attributes + 1);
  expect_number(path, "sum of the ratings", arma::accu(ratings), 18056.0);
  expect_number(path, "sum of the squared design", arma::accu(arma::square(design)), n_computers * (n_attributes + 1));

  arma::mat X = design.tail_cols(n_attributes);
  if (options.coding == AttributeCoding::zero_one)
    for (double& value : X) value = value > 0.0 ? 1.0 : 0.0;
  if (options.constant) X.insert_cols(n_attributes, arma::vec(n_computers, arma::fill::ones));
  const arma::mat Y = ratings.head_rows(static_cast<arma::uword>(options.n_respondents)).t();
  const OfficialSplit split = {.train = std::vector<arma::uvec>(Y.n_cols, arma::regspace<arma::uvec>(0, 7)),
                               .test = std::vector<arma::uvec>(Y.n_cols, arma::regspace<arma::uvec>(16, 19))};
  std::vector<std::string> names = {"hot_line", "ram",       "screen_size", "cpu_speed",    "hard_disk",
                                    "cd_rom",   "cache",     "color",       "availability", "warranty",
                                    "software", "guarantee", "price"};
  if (options.constant) names.emplace_back("constant");
  return {.name = std::string(name),
          .train = MultiTaskData::from_shared(std::move(X), Y).with_feature_names(std::move(names)),
          .test = {},
          .truth = {},
          .target = target,
          .official_splits = {split},
          .description = "Computer survey: ratings of 20 personal computers; a task is a person."};
}

}  // namespace starling
