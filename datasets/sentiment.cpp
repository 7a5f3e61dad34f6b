#include "datasets/sentiment.hpp"

#include "datasets/expected.hpp"
#include "lib/data/formats/svmlight.hpp"

namespace starling {
namespace {

constexpr arma::uword n_features = 5000, n_train = 2000;
constexpr std::array<std::string_view, 4> domains = {"books", "dvd", "electronics", "kitchen"};
constexpr std::array<arma::uword, 4> n_test = {4465, 3586, 5681, 5945};

SvmlightSamples reviews(std::string_view file, arma::uword n, const DataSource& source) {
  const auto path = find_data_file(Sentiment::files, file, source);
  SvmlightSamples samples = read_svmlight(path, {.n_features = n_features, .first_index = 0});
  expect_number(path, "number of reviews", static_cast<double>(samples.y.n_elem), static_cast<double>(n));
  const arma::uword n_signs = arma::accu(arma::abs(samples.y) == 1.0);
  expect_number(path, "number of targets that are 1 or -1", static_cast<double>(n_signs), static_cast<double>(n));
  return samples;
}

}  // namespace

Dataset Sentiment::make(const DataSource& source) const {
  std::vector<Task> tasks;
  OfficialSplit split;
  for (std::size_t t = 0; t < domains.size(); ++t) {
    const SvmlightSamples train = reviews(file_names[2 * t], n_train, source);
    const SvmlightSamples test = reviews(file_names[2 * t + 1], n_test[t], source);
    tasks.push_back({.X = Design(arma::sp_mat(arma::join_cols(train.X, test.X))),
                     .y = arma::join_cols(train.y, test.y),
                     .name = std::string(domains[t])});
    split.train.push_back(arma::regspace<arma::uvec>(0, n_train - 1));
    split.test.push_back(arma::regspace<arma::uvec>(n_train, n_train + n_test[t] - 1));
  }
  return {.name = std::string(name),
          .train = MultiTaskData::from_tasks(std::move(tasks)),
          .test = {},
          .truth = {},
          .target = target,
          .official_splits = {std::move(split)},
          .description =
              "Sentiment: 27677 product reviews; a task is a kind of product, and 2000 reviews of each are "
              "officially for training."};
}

}  // namespace starling
