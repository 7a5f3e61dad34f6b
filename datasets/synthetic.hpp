// What all generators share: the size of the data, the features, the noise, and the tasks that are odd.
//
// A generator plants W with columns of expected squared length 1 and calls complete() and sample():
//
//     y_ti = x_ti' w_t + b_t + noise_t e_ti       x_ti normal, AR(1) along the features, variance 1;  e_ti normal
//
// Every number is a function of the seed, a named stream and an index, and is computed by additions, products and
// square roots in a fixed order: the same bits on every machine. Sample i of a task is the same one however many are
// asked for.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "datasets/dataset.hpp"
#include "lib/base/params.hpp"

namespace starling {

struct SamplingOptions {
  int n_tasks = 10;
  int n_features = 20;
  int n_samples = 50;
  int n_test = 200;
  double noise = 0.5;
  double snr = 0.0;
  double strength = 1.0;
  double offset = 1.0;
  double correlation = 0.0;
  double imbalance = 1.0;
  double heteroscedastic = 1.0;
  double outlier_tasks = 0.0;
  bool shared_design = false;
  double missing = 0.0;
  std::uint64_t seed = 0;

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    constexpr Range count = Range::between(1, 1e8);
    visit(self.n_tasks, Field{.name = "n_tasks", .help = "number of tasks", .range = count});
    visit(self.n_features, Field{.name = "n_features", .help = "number of features", .range = count});
    visit(self.n_samples, Field{.name = "n_samples", .help = "training samples of a task", .range = count});
    visit(self.n_test,
          Field{.name = "n_test", .help = "test samples of a task; 0: no test part", .range = Range::between(0, 1e8)});
    visit(self.noise, Field{.name = "noise", .help = "sd of the noise", .range = Range::at_least(0)});
    visit(self.snr, Field{.name = "snr",
                          .help = "sd of the signal over sd of the noise, in every task; 0: noise says it",
                          .range = Range::at_least(0)});
    visit(self.strength, Field{.name = "strength",
                               .help = "root mean square length of a task's coefficients",
                               .range = Range::at_least(0)});
    visit(self.offset,
          Field{.name = "offset", .help = "sd of the intercepts of the tasks", .range = Range::at_least(0)});
    visit(self.correlation, Field{.name = "correlation",
                                  .help = "correlation of neighbouring features (AR(1))",
                                  .range = {.low = -1, .high = 1, .low_open = true, .high_open = true}});
    visit(self.imbalance, Field{.name = "imbalance",
                                .help = "largest over smallest number of training samples, spread evenly in logarithm",
                                .range = Range::at_least(1)});
    visit(self.heteroscedastic, Field{.name = "heteroscedastic",
                                      .help = "largest over smallest noise sd of a task, spread evenly in logarithm",
                                      .range = Range::at_least(1)});
    visit(self.outlier_tasks, Field{.name = "outlier_tasks",
                                    .help = "share of tasks whose coefficients are unrelated to all others",
                                    .range = Range::between(0, 1)});
    visit(self.shared_design, Field{.name = "shared_design", .help = "all tasks have the same samples"});
    visit(self.missing, Field{.name = "missing",
                              .help = "share of training targets left out of every task (needs shared_design)",
                              .range = Range::between(0, 1)});
    visit(self.seed, Field{.name = "seed", .help = "chooses the random numbers"});
  }
};

// Throws InvalidOption for a value out of range or values that contradict one another.
void check_sampling(const SamplingOptions& options);

// The share-th part of count, rounded to the nearest whole number.
arma::uword share_of(double share, int count);

// base^exponent for base >= 1 and exponent in [0, 1], from square roots alone: the same bits everywhere.
double portable_power(double base, double exponent);

// The sd of x' w_t over the features' distribution, for every column of W.
arma::rowvec signal_sd(const arma::mat& W, double correlation);

// From W with columns of expected squared length 1: makes the outlier tasks, scales W by strength, draws b, settles the
// noise of every task, and gives each outlier a cluster of its own where clusters are planted.
void complete(Truth& truth, const SamplingOptions& options);

enum class Part { train, test };
// What is observed of a noisy value x' w_t + b_t + noise_t e of sample i of task t.
using Observe = std::function<double(double value, Part part, arma::uword t, arma::uword i)>;

// Draws the samples of both parts. An empty observe keeps the value.
Dataset sample(const SamplingOptions& options, Truth truth, const Observe& observe = {});

}  // namespace starling
