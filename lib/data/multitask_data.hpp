// The data of T tasks: features, targets and sample weights, in every form tasks come in.
//
//     const auto data = MultiTaskData::from_tasks({{.X = X1, .y = y1}, {.X = X2, .y = y2}});   // ragged
//     const auto data = MultiTaskData::from_shared(X, Y);                                      // NaN in Y = missing
//
// Targets, weights, predictions, residuals and dual variables of all tasks are one flat vector of length size(), task
// after task; rows_of(t) says where task t lies in it. With a shared X that vector is the n x T matrix, column by
// column. A missing target is a sample of weight 0. Copies share the feature matrices.
//
// EDGES   Throws InvalidData for: no task; a task without samples; tasks of different d; X and y of different length;
//         a value that is not finite (NaN in a shared Y is a missing target); negative weights, or a task whose
//         weights are all zero.
#pragma once

#include <armadillo>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/linalg/design.hpp"
#include "lib/linalg/shared_vector.hpp"

namespace starling {

struct Task {
  Design X;                // n_t x d
  arma::vec y;             // n_t
  arma::vec weights = {};  // n_t, not negative; empty: every sample counts 1
  std::string name = {};   // empty: "1", "2", ... by position
};

// How samples are averaged in the loss sum_t sum_i c_ti loss(y_ti, eta_ti), s the sample weights:
//   task_mean    c_ti = s_ti / sum_i s_ti            every task counts the same (scikit-learn's 1/n when X is shared)
//   sum          c_ti = s_ti
//   pooled_mean  c_ti = s_ti / sum_t sum_i s_ti      every sample counts the same
enum class Averaging { task_mean, sum, pooled_mean };
std::span<const std::string_view> enum_names(Averaging);

// A half-open run of the flat vector.
struct Rows {
  arma::uword begin = 0, end = 0;
  arma::uword size() const { return end - begin; }
};

class MultiTaskData {
 public:
  static MultiTaskData from_tasks(std::vector<Task> tasks);
  // Y and weights n x T; NaN in Y = missing target; empty weights: every sample counts 1.
  static MultiTaskData from_shared(Design X, const arma::mat& Y, const arma::mat& weights = {});

  arma::uword n_tasks() const { return designs_.size(); }
  arma::uword n_features() const { return n_features_; }
  arma::uword size() const { return targets_->n_elem; }  // length of the flat vector, missing targets included
  arma::uword n_samples() const;                         // samples of positive weight
  arma::uword n_samples(arma::uword t) const;
  bool is_shared() const { return shared_; }  // one X for all tasks
  bool any_sparse() const;
  // Whether the features are the same matrices (not equal ones) and the targets the same numbers.
  bool same_samples(const MultiTaskData& other) const;

  const Design& design(arma::uword t) const { return designs_[t]; }
  Rows rows_of(arma::uword t) const { return {offsets_[t], offsets_[t + 1]}; }
  const arma::vec& targets() const { return *targets_; }  // flat; 0 where missing
  const arma::vec& weights() const { return *weights_; }  // flat sample weights; 0 where missing
  arma::vec targets_of(arma::uword t) const;              // copy of task t's run
  arma::vec weights_of(arma::uword t) const;
  // The factor c of every sample in the loss, flat.
  arma::vec loss_weights(Averaging averaging) const;

  const std::vector<std::string>& task_names() const { return task_names_; }
  const std::vector<std::string>& feature_names() const { return feature_names_; }  // d names or none
  MultiTaskData with_task_names(std::vector<std::string> names) const;
  MultiTaskData with_feature_names(std::vector<std::string> names) const;
  MultiTaskData with_targets(arma::vec flat_targets) const;
  MultiTaskData with_weights(arma::vec flat_weights) const;
  // Same tasks with other features: f maps each distinct feature matrix once.
  template <class F>
  MultiTaskData map_designs(F&& f) const {
    std::vector<Design> changed;
    changed.reserve(designs_.size());
    for (arma::uword t = 0; t < designs_.size(); ++t)
      changed.push_back(t > 0 && shared_ ? changed.front() : Design(f(designs_[t])));
    return with_designs(std::move(changed));
  }

  // eta = A(W, b): flat predictions X_t w_t + b_t. W d x T, b 1 x T (empty: no intercept).
  // Cost 2 N d flops, one gemm when X is shared; the same bits for any number of threads.
  arma::vec forward(const arma::mat& W, const arma::rowvec& b) const;
  // G = A'(r): column t is X_t' r_t; g_t = sum of r_t. The same cost and promise.
  void adjoint(const arma::vec& r, arma::mat& G, arma::rowvec& g) const;
  arma::mat adjoint(const arma::vec& r) const;
  // The same for a reader who needs only large rows of G: where |row j| is proved to be below bars[j], it may be only
  // good to float, of a norm below bars[j]. That is cheaper for many tasks with one dense X of moderate height.
  void adjoint_above(const arma::vec& r, const arma::vec& bars, arma::mat& G, arma::rowvec& g) const;

  // The chosen samples of every task (positions within the task). With a shared X a task-dependent choice keeps the
  // matrix and gives the samples left out weight 0. A task may end without samples of weight only if allow_empty.
  MultiTaskData subset(const std::vector<arma::uvec>& rows, bool allow_empty = false) const;
  // One task alone, and all tasks stacked into one. Samples of weight 0 are left out of the latter.
  MultiTaskData task(arma::uword t) const;
  MultiTaskData pooled() const;

 private:
  arma::rowvec sums_by_task(const arma::vec& r) const;
  MultiTaskData() = default;
  MultiTaskData with_designs(std::vector<Design> designs) const;
  void check_names() const;

  std::vector<Design> designs_;
  std::vector<arma::uword> offsets_;
  SharedVector targets_, weights_;
  arma::uword n_features_ = 0;
  bool shared_ = false;
  std::vector<std::string> task_names_, feature_names_;
};

}  // namespace starling
