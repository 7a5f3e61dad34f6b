// Small random data for tests, the same on every machine.
#pragma once

#include <algorithm>
#include <armadillo>
#include <cmath>
#include <string>
#include <vector>

#include "lib/base/random.hpp"
#include "lib/data/multitask_data.hpp"

namespace starling::testing {

// "X3": the name of a stream that belongs to one task.
inline std::string numbered(std::string name, arma::uword number) { return name.append(std::to_string(number)); }

inline arma::mat normal_matrix(std::uint64_t seed, const std::string& name, arma::uword rows, arma::uword cols) {
  const RandomStream stream(seed, name);
  arma::mat M(rows, cols);
  for (arma::uword i = 0; i < M.n_elem; ++i) M[i] = stream.normal(i);
  return M;
}

enum class Shape {
  well,        // independent columns, some shift so that intercepts matter
  ill,         // singular values from 1 down to 1e-8
  duplicates,  // every second column repeats the one before it
  sparse,      // nine in ten entries zero, stored sparsely
};

inline arma::mat features(std::uint64_t seed, const std::string& name, arma::uword n, arma::uword d, Shape shape) {
  arma::mat X = normal_matrix(seed, name, n, d);
  if (shape == Shape::ill) {
    arma::mat U, V;
    arma::vec s;
    arma::svd_econ(U, s, V, X);
    const arma::vec graded = std::sqrt(static_cast<double>(n)) * arma::logspace(0.0, -8.0, s.n_elem);
    X = U * arma::diagmat(graded) * V.t();
  }
  if (shape == Shape::duplicates)
    for (arma::uword j = 1; j < d; j += 2) X.col(j) = X.col(j - 1);
  if (shape == Shape::sparse) {
    const RandomStream keep = RandomStream(seed, name).child(1);
    for (arma::uword i = 0; i < X.n_elem; ++i)
      if (keep.uniform(i) > 0.1) X[i] = 0.0;
  } else {
    X += 0.5;
  }
  return X;
}

struct DataShape {
  arma::uword n = 20, d = 8, T = 3;
  Shape shape = Shape::well;
  bool shared = false;    // one X for all tasks
  bool labels = false;    // targets -1 and +1
  bool as_dense = false;  // dense storage even of sparse features
  bool counts = false;    // targets 0, 1, 2, ... of about the exponential of what they were
};

// Targets follow a few shared features, with noise; tasks of a ragged problem have n, n + 1, ... samples.
inline MultiTaskData random_tasks(std::uint64_t seed, const DataShape& shape) {
  const arma::mat W = normal_matrix(seed, "W", shape.d, shape.T);
  const auto design = [&](const arma::mat& X) {
    return shape.shape == Shape::sparse && !shape.as_dense ? Design(arma::sp_mat(X)) : Design(X);
  };
  const auto targets = [&](const arma::mat& X, arma::uword t) {
    const arma::uword informative = std::min<arma::uword>(3, shape.d);
    arma::vec y = X.head_cols(informative) * W.col(t).head(informative) +
                  0.5 * normal_matrix(seed, numbered("noise", t), X.n_rows, 1) + 1.0;
    if (shape.counts) y.transform([](double value) { return std::floor(std::exp(std::clamp(value, -3.0, 3.0))); });
    if (shape.labels) {
      const double middle = arma::median(y);
      y.transform([&](double value) { return value > middle ? 1.0 : -1.0; });
    }
    return y;
  };
  if (shape.shared) {
    const arma::mat X = features(seed, "X", shape.n, shape.d, shape.shape);
    arma::mat Y(shape.n, shape.T);
    for (arma::uword t = 0; t < shape.T; ++t) Y.col(t) = targets(X, t);
    return MultiTaskData::from_shared(design(X), Y);
  }
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < shape.T; ++t) {
    const arma::mat X = features(seed, numbered("X", t), shape.n + t, shape.d, shape.shape);
    tasks.push_back({.X = design(X), .y = targets(X, t)});
  }
  return MultiTaskData::from_tasks(std::move(tasks));
}

}  // namespace starling::testing
