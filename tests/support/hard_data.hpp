// The data sets on which every certificate has to hold: small, and unpleasant in one way each.
#pragma once

#include <algorithm>
#include <armadillo>
#include <cmath>
#include <string>
#include <vector>

#include "lib/base/random.hpp"
#include "lib/data/multitask_data.hpp"

namespace starling::testing {

struct NamedData {
  std::string name;
  MultiTaskData data;
};

// What makes a data set hard. The defaults are a pleasant one.
struct Hardness {
  std::string name = {};
  arma::uvec samples = {12, 12, 12};  // n_t, as many as tasks
  arma::uword n_features = 6;
  double condition = 1.0;  // of every X_t
  bool rank_one = false;
  bool duplicate_columns = false;
  double feature_scale = 1.0, target_scale = 1.0;
  bool same_task = false;  // every task has the first one's data
  bool separable = false;  // classes without noise
  bool constant_target = false;
  bool zero_column = false;
};

inline std::vector<Hardness> hard_cases() {
  return {{.name = "well"},
          {.name = "condition_1e4", .condition = 1e4},
          {.name = "condition_1e8", .condition = 1e8},
          {.name = "condition_1e14", .condition = 1e14},
          {.name = "fewer_samples_than_features", .samples = {5, 5, 5}, .n_features = 12},
          {.name = "rank_one", .rank_one = true},
          {.name = "duplicate_columns", .duplicate_columns = true},
          {.name = "one_task", .samples = {15}},
          {.name = "two_tasks", .samples = {9, 14}},
          {.name = "hundred_tasks", .samples = arma::uvec(100, arma::fill::value(4)), .n_features = 5},
          {.name = "imbalance", .samples = {2, 20, 2000}},
          {.name = "collinear_tasks", .same_task = true},
          {.name = "separable", .separable = true},
          {.name = "constant_target", .constant_target = true},
          {.name = "zero_column", .zero_column = true}};
}

// Cases that only regression has: classes have no scale.
inline std::vector<Hardness> extreme_scales() {
  return {{.name = "scale_1e150", .feature_scale = 0x1p498, .target_scale = 0x1p498},
          {.name = "scale_1e-150", .feature_scale = 0x1p-498, .target_scale = 0x1p-498},
          {.name = "large_features_small_targets", .feature_scale = 0x1p300, .target_scale = 0x1p-300}};
}

inline arma::mat hard_features(const Hardness& hard, const RandomStream& numbers, arma::uword n) {
  arma::mat X(n, hard.n_features);
  for (arma::uword i = 0; i < X.n_elem; ++i) X[i] = numbers.normal(i);
  if (hard.rank_one) X = X.col(0) * X.row(0);
  if (hard.condition > 1.0) {
    arma::mat U, V;
    arma::vec s;
    arma::svd_econ(U, s, V, X);
    X = std::sqrt(static_cast<double>(n)) * U *
        arma::diagmat(arma::logspace(0.0, -std::log10(hard.condition), s.n_elem)) * V.t();
  }
  if (hard.duplicate_columns)
    for (arma::uword j = 1; j < X.n_cols; j += 2) X.col(j) = X.col(j - 1);
  if (hard.zero_column) X.col(0).zeros();
  return X;
}

inline MultiTaskData hard_data(const Hardness& hard, bool classes, std::uint64_t seed) {
  const RandomStream common(seed, "coefficients"), features(seed, "features"), noise(seed, "noise");
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < hard.samples.n_elem; ++t) {
    if (t > 0 && hard.same_task) {
      tasks.push_back(tasks.front());
      continue;
    }
    const arma::mat X = hard_features(hard, features.child(t), hard.samples[t]);
    arma::vec w(hard.n_features), e(X.n_rows);
    for (arma::uword j = 0; j < w.n_elem; ++j) w[j] = common.normal(j) + 0.3 * common.child(t).normal(j);
    for (arma::uword i = 0; i < e.n_elem; ++i) e[i] = noise.child(t).normal(i);
    arma::vec y = X * w + (hard.separable ? 0.0 : 0.5) * e + (hard.separable ? 0.0 : 0.7);
    if (hard.constant_target) y.fill(3.0);
    if (classes) {
      y.transform([](double value) { return value > 0.0 ? 1.0 : -1.0; });
      // Both classes in every task that has room for them.
      if (!hard.constant_target && y.n_elem > 1 && std::abs(arma::accu(y)) == static_cast<double>(y.n_elem))
        y[0] = -y[0];
      if (hard.constant_target && t == 0) y[0] = -1.0;
    }
    tasks.push_back({.X = arma::mat(hard.feature_scale * X), .y = arma::vec(hard.target_scale * y)});
  }
  return MultiTaskData::from_tasks(std::move(tasks));
}

inline std::vector<NamedData> hard_regression(std::uint64_t seed) {
  std::vector<NamedData> list;
  for (const Hardness& hard : hard_cases()) list.push_back({hard.name, hard_data(hard, false, seed)});
  for (const Hardness& hard : extreme_scales()) list.push_back({hard.name, hard_data(hard, false, seed)});
  return list;
}

inline std::vector<NamedData> hard_classes(std::uint64_t seed) {
  std::vector<NamedData> list;
  for (const Hardness& hard : hard_cases()) list.push_back({hard.name, hard_data(hard, true, seed)});
  return list;
}

// Counts with the exponential of half the regression's targets, within reason, as their size. Some tasks have none.
inline std::vector<NamedData> hard_counts(std::uint64_t seed) {
  std::vector<NamedData> list;
  for (const Hardness& hard : hard_cases()) {
    const MultiTaskData data = hard_data(hard, false, seed);
    arma::vec y = data.targets();
    y.transform([](double value) { return std::floor(std::exp(std::clamp(0.5 * value, -1.0, 4.0))); });
    list.push_back({hard.name, data.with_targets(y)});
  }
  return list;
}

}  // namespace starling::testing
