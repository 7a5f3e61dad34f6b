#include "datasets/mulan_labels.hpp"

#include "datasets/mulan_table.hpp"

namespace starling {
namespace {

// Of the training and the test file.
struct Shapes {
  MulanShape train, test;
};
constexpr std::array<Shapes, 4> shapes = {{{{391, 78, 6}, {202, 78, 6}},
                                           {{1123, 1054, 53}, {579, 1054, 53}},
                                           {{1211, 300, 6}, {1196, 300, 6}},
                                           {{1500, 117, 14}, {917, 117, 14}}}};

// Labels are the attributes with the values 0 and 1, in this order: -1 and +1.
arma::mat signs(const arma::mat& positions) { return 2.0 * positions - 1.0; }

}  // namespace

Dataset MulanLabels::make(const DataSource& source) const {
  const auto k = static_cast<std::size_t>(options.table);
  const auto train_path = find_data_file(files, file_names[2 * k], source);
  const auto test_path = find_data_file(files, file_names[2 * k + 1], source);
  const MulanTable train = mulan_table(read_arff(train_path), shapes[k].train, train_path);
  const MulanTable test = mulan_table(read_arff(test_path), shapes[k].test, test_path);
  const arma::uword n = train.X.n_rows, all = n + test.X.n_rows;
  const OfficialSplit split{std::vector<arma::uvec>(train.targets.size(), arma::regspace<arma::uvec>(0, n - 1)),
                            std::vector<arma::uvec>(train.targets.size(), arma::regspace<arma::uvec>(n, all - 1))};
  return {.name = std::string(name),
          .train = MultiTaskData::from_shared(arma::mat(arma::join_cols(train.X, test.X)),
                                              signs(arma::join_cols(train.Y, test.Y)))
                       .with_task_names(train.targets)
                       .with_feature_names(train.features),
          .test = {},
          .truth = {},
          .target = target,
          .official_splits = {split},
          .description = "Multi-label classification of the Mulan collection; a task is a label."};
}

}  // namespace starling
