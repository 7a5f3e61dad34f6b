// Every form of data that the spectral solvers treat in a way of its own.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/support/hard_data.hpp"
#include "tests/support/random_problems.hpp"

namespace starling::testing {

inline MultiTaskData weighted(const MultiTaskData& data) {
  arma::vec weights = data.weights();
  const RandomStream numbers(3, "weights");
  for (arma::uword i = 0; i < weights.n_elem; ++i) weights[i] *= i % 5 == 0 ? 0.0 : 0.5 + numbers.uniform(i);
  return data.with_weights(weights);
}

inline MultiTaskData with_gaps(const MultiTaskData& data) {
  arma::vec weights = data.weights();
  for (arma::uword i = 0; i < weights.n_elem; i += 3) weights[i] = 0.0;
  return data.with_weights(weights);
}

inline std::vector<NamedData> spectral_forms(bool classes) {
  const auto sizes = [](arma::uword T, arma::uword n) { return arma::uvec(T, arma::fill::value(n)); };
  const auto drawn = [&](DataShape shape) {
    shape.labels = classes;
    return random_tasks(1, shape);
  };
  std::vector<NamedData> list;
  const auto add = [&](std::string name, MultiTaskData data) { list.push_back({std::move(name), std::move(data)}); };
  add("few features", drawn({.n = 20, .d = 8, .T = 11}));
  add("one feature", drawn({.n = 9, .d = 1, .T = 4}));
  add("one task", drawn({.n = 20, .d = 8, .T = 1}));
  add("one task, many features", drawn({.n = 20, .d = 70, .T = 1}));
  add("fewer samples than features", hard_data({.samples = sizes(9, 5), .n_features = 12}, classes, 2));
  add("one sample a task", hard_data({.samples = sizes(30, 1), .n_features = 4}, classes, 2));
  add("one huge task and many tiny ones",
      hard_data({.samples = arma::join_cols(arma::uvec{3000}, sizes(25, 2))}, classes, 2));
  add("badly conditioned", hard_data({.samples = sizes(7, 25), .condition = 300.0}, classes, 2));
  add("duplicate tasks", hard_data({.samples = sizes(9, 12), .same_task = true}, classes, 2));
  add("duplicate and constant columns",
      hard_data({.samples = sizes(9, 12), .duplicate_columns = true, .zero_column = true}, classes, 2));
  add("weights", weighted(drawn({.n = 20, .d = 8, .T = 5})));
  add("sparse", drawn({.n = 40, .d = 8, .T = 5, .shape = Shape::sparse}));
  add("shared", drawn({.n = 30, .d = 8, .T = 6, .shared = true}));
  add("shared, more features than samples", drawn({.n = 15, .d = 70, .T = 6, .shared = true}));
  add("shared with gaps", with_gaps(drawn({.n = 30, .d = 8, .T = 6, .shared = true})));
  add("many features, fewer samples", drawn({.n = 30, .d = 70, .T = 6}));
  add("many features, weights", weighted(drawn({.n = 35, .d = 70, .T = 6})));
  add("many features, more samples", drawn({.n = 90, .d = 70, .T = 5}));
  add("many features, both", hard_data({.samples = {30, 90, 4, 100}, .n_features = 70}, classes, 2));
  add("many sparse features", drawn({.n = 60, .d = 80, .T = 5, .shape = Shape::sparse}));
  add("many shared features with gaps", with_gaps(drawn({.n = 40, .d = 70, .T = 6, .shared = true})));
  return list;
}

}  // namespace starling::testing
