// Tasks that share the few rows their targets follow, with features correlated like a first-order autoregression.
#pragma once

#include <cmath>
#include <string>

#include "bench/random_data.hpp"

namespace starling::bench {

enum class Targets { real, classes, counts, outliers };

struct Planted {
  arma::uword T, d, n_low, n_high;  // every task has n_low to n_high samples
  double rho = 0.0;                 // correlation of neighbouring features
  Targets targets = Targets::real;
  bool sparse = false;  // one feature in twenty is stored
};

inline arma::mat autoregressive(const std::string& name, arma::uword n, arma::uword d, double rho) {
  arma::mat X = normal_matrix(name, n, d);
  const double fresh = std::sqrt(1.0 - rho * rho);
  if (rho != 0.0)
    for (arma::uword j = 1; j < d; ++j) X.col(j) = rho * X.col(j - 1) + fresh * X.col(j);
  return X;
}

// Every d / rows-th feature, rows = max(10, d / 100), times normal coefficients, with noise of a third of its size.
// Counts have means around e; one target in ten is an outlier, far out, where there are such.
inline arma::vec planted_target(const arma::mat& X, const std::string& task, Targets kind) {
  const arma::uword rows = std::max<arma::uword>(10, X.n_cols / 100), every = X.n_cols / rows;
  const arma::mat w = normal_matrix("w" + task, rows, 1), noise = normal_matrix("e" + task, X.n_rows, 1);
  arma::vec y(X.n_rows, arma::fill::zeros);
  for (arma::uword k = 0; k < rows; ++k) y += w[k] * X.col(k * every);
  const double size = std::sqrt(arma::mean(arma::square(y)));
  const RandomStream coin(1, "c" + task);
  if (kind == Targets::counts) {
    for (arma::uword i = 0; i < y.n_elem; ++i)
      y[i] = std::floor(std::exp(1.0 + y[i] / size) * (0.5 + coin.uniform(i)) + 0.5);
    return y;
  }
  if (kind != Targets::classes) {
    y += size / 3.0 * noise;
    for (arma::uword i = 0; kind == Targets::outliers && i < y.n_elem; ++i)
      if (coin.uniform(i) < 0.1) y[i] += 10.0 * size * (coin.uniform(i) < 0.05 ? 1.0 : -1.0);
    return y;
  }
  for (arma::uword i = 0; i < y.n_elem; ++i)
    y[i] = coin.uniform(i) < 1.0 / (1.0 + std::exp(-3.0 * y[i] / size)) ? 1 : -1;
  if (y.n_elem > 1 && std::abs(arma::accu(y)) == static_cast<double>(y.n_elem)) y[0] = -y[0];
  return y;
}

inline MultiTaskData planted_tasks(const Planted& size) {
  std::vector<Task> tasks;
  const RandomStream lengths(1, "n");
  for (arma::uword t = 0; t < size.T; ++t) {
    const double spread = static_cast<double>(size.n_high - size.n_low + 1);
    const auto n = size.n_low + static_cast<arma::uword>(spread * lengths.uniform(t));
    const std::string name = std::to_string(t);
    arma::mat X = autoregressive("X" + name, n, size.d, size.rho);
    if (size.sparse) {
      const RandomStream keep = RandomStream(1, "X" + name).child(1);
      for (arma::uword i = 0; i < X.n_elem; ++i)
        if (keep.uniform(i) > 0.05) X[i] = 0.0;
    }
    arma::vec y = planted_target(X, name, size.targets);
    Design design = size.sparse ? Design(arma::sp_mat(X)) : Design(std::move(X));
    tasks.push_back({.X = std::move(design), .y = std::move(y)});
  }
  return MultiTaskData::from_tasks(std::move(tasks));
}

// One X for all tasks, this share of the targets missing.
inline MultiTaskData masked_targets(arma::uword n, arma::uword d, arma::uword T, double rho, double share,
                                    Targets kind = Targets::real) {
  const arma::mat X = autoregressive("X", n, d, rho);
  arma::mat Y(n, T);
  const RandomStream missing(1, "missing");
  for (arma::uword t = 0; t < T; ++t) Y.col(t) = planted_target(X, std::to_string(t), kind);
  for (arma::uword i = 0; i < Y.n_elem; ++i)
    if (missing.uniform(i) < share) Y[i] = arma::datum::nan;
  return MultiTaskData::from_shared(X, Y);
}

}  // namespace starling::bench
