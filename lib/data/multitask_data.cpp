#include "lib/data/multitask_data.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>

#include "lib/base/error.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/linalg/products.hpp"

namespace starling {
namespace {

std::string task_label(const std::string& name) { return "task " + name; }

void check_finite(const Design& X, const std::string& where) {
  const NonFinite bad = find_non_finite(X);
  if (bad.count == 0) return;
  throw InvalidData({.what = "features hold " + std::to_string(bad.count) + " value(s) that are not finite",
                     .where = where + ", row " + std::to_string(bad.row) + ", column " + std::to_string(bad.col),
                     .expected = "finite numbers",
                     .got = "NaN or infinity",
                     .hint = "rows and columns count from 0"});
}

void check_vector(const arma::vec& values, arma::uword rows, std::string_view what, const std::string& where) {
  if (values.n_elem != rows)
    throw InvalidData({.what = std::string(what) + " of the wrong length",
                       .where = where,
                       .expected = std::to_string(rows) + " (the rows of X)",
                       .got = std::to_string(values.n_elem)});
  const arma::uvec bad = arma::find_nonfinite(values);
  if (!bad.is_empty())
    throw InvalidData(
        {.what = std::string(what) + " hold " + std::to_string(bad.n_elem) + " value(s) that are not finite",
         .where = where + ", row " + std::to_string(bad[0]),
         .expected = "finite numbers",
         .got = std::isnan(values[bad[0]]) ? "NaN" : "infinity"});
}

void check_weights(const arma::vec& weights, const std::string& where) {
  const arma::uvec negative = arma::find(weights < 0.0);
  if (!negative.is_empty())
    throw InvalidData({.what = "negative sample weight",
                       .where = where + ", row " + std::to_string(negative[0]),
                       .expected = "weights >= 0"});
  if (arma::accu(weights) <= 0.0)
    throw InvalidData({.what = "every sample has weight 0 or a missing target",
                       .where = where,
                       .expected = "at least one sample of positive weight"});
}

std::vector<std::string> numbered_names(arma::uword count) {
  std::vector<std::string> names(count);
  for (arma::uword t = 0; t < count; ++t) names[t] = std::to_string(t + 1);
  return names;
}

[[noreturn]] void refuse_no_tasks() { throw InvalidData({.what = "no task at all", .expected = "at least one task"}); }

}  // namespace

std::span<const std::string_view> enum_names(Averaging) {
  static constexpr std::array<std::string_view, 3> names = {"task_mean", "sum", "pooled_mean"};
  return names;
}

MultiTaskData MultiTaskData::from_tasks(std::vector<Task> tasks) {
  if (tasks.empty()) refuse_no_tasks();
  MultiTaskData data;
  data.n_features_ = tasks.front().X.cols();
  data.task_names_ = numbered_names(tasks.size());
  data.offsets_.push_back(0);
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    const Task& task = tasks[t];
    if (!task.name.empty()) data.task_names_[t] = task.name;
    const std::string where = task_label(data.task_names_[t]);
    if (task.X.rows() == 0) throw InvalidData({.what = "a task without samples", .where = where});
    if (task.X.cols() != data.n_features_)
      throw InvalidData(
          {.what = "tasks with different numbers of features",
           .where = where,
           .expected = std::to_string(data.n_features_) + " (as in " + task_label(data.task_names_[0]) + ")",
           .got = std::to_string(task.X.cols())});
    check_finite(task.X, where);
    check_vector(task.y, task.X.rows(), "targets", where);
    if (!task.weights.is_empty()) {
      check_vector(task.weights, task.X.rows(), "sample weights", where);
      check_weights(task.weights, where);
    }
    data.offsets_.push_back(data.offsets_.back() + task.X.rows());
    data.designs_.push_back(task.X);
  }
  arma::vec targets(data.offsets_.back()), weights(data.offsets_.back(), arma::fill::ones);
  for (std::size_t t = 0; t < tasks.size(); ++t) {
    targets.subvec(data.offsets_[t], data.offsets_[t + 1] - 1) = tasks[t].y;
    if (!tasks[t].weights.is_empty()) weights.subvec(data.offsets_[t], data.offsets_[t + 1] - 1) = tasks[t].weights;
  }
  data.targets_ = std::move(targets);
  data.weights_ = std::move(weights);
  data.check_names();
  return data;
}

MultiTaskData MultiTaskData::from_shared(Design X, const arma::mat& Y, const arma::mat& weights) {
  if (Y.n_cols == 0) refuse_no_tasks();
  if (X.rows() == 0) throw InvalidData({.what = "a task without samples", .where = task_label("1")});
  if (Y.n_rows != X.rows())
    throw InvalidData({.what = "X and Y of different length",
                       .expected = std::to_string(X.rows()) + " rows in Y (as in X)",
                       .got = std::to_string(Y.n_rows)});
  const bool weighted = !weights.is_empty();
  if (weighted && (weights.n_rows != Y.n_rows || weights.n_cols != Y.n_cols))
    throw InvalidData({.what = "sample weights of the wrong shape",
                       .expected = std::to_string(Y.n_rows) + "x" + std::to_string(Y.n_cols) + " (as Y)",
                       .got = std::to_string(weights.n_rows) + "x" + std::to_string(weights.n_cols)});
  check_finite(X, "shared X");
  MultiTaskData data;
  data.shared_ = true;
  data.n_features_ = X.cols();
  data.task_names_ = numbered_names(Y.n_cols);
  data.designs_.assign(Y.n_cols, X);
  arma::vec flat_targets = arma::vectorise(Y);
  arma::vec flat_weights = weighted ? arma::vec(arma::vectorise(weights)) : arma::vec(Y.n_elem, arma::fill::ones);
  for (arma::uword i = 0; i < flat_targets.n_elem; ++i)
    if (std::isnan(flat_targets[i])) flat_targets[i] = flat_weights[i] = 0.0;
  data.targets_ = std::move(flat_targets);
  data.weights_ = std::move(flat_weights);
  for (arma::uword t = 0; t <= Y.n_cols; ++t) data.offsets_.push_back(t * X.rows());
  for (arma::uword t = 0; t < Y.n_cols; ++t) {
    const std::string where = task_label(data.task_names_[t]);
    check_vector(data.targets_of(t), X.rows(), "targets", where);
    check_vector(data.weights_of(t), X.rows(), "sample weights", where);
    check_weights(data.weights_of(t), where);
  }
  return data;
}

arma::uword MultiTaskData::n_samples() const { return arma::accu(*weights_ > 0.0); }
arma::uword MultiTaskData::n_samples(arma::uword t) const { return arma::accu(weights_of(t) > 0.0); }

bool MultiTaskData::any_sparse() const {
  for (const Design& X : designs_)
    if (X.is_sparse()) return true;
  return false;
}

bool MultiTaskData::same_samples(const MultiTaskData& other) const {
  return std::ranges::equal(designs_, other.designs_,
                            [](const Design& X, const Design& Z) { return X.same_matrix(Z); }) &&
         same_numbers(*targets_, *other.targets_);
}

arma::vec MultiTaskData::targets_of(arma::uword t) const {
  return arma::vec(targets_->memptr() + offsets_[t], rows_of(t).size());
}
arma::vec MultiTaskData::weights_of(arma::uword t) const {
  return arma::vec(weights_->memptr() + offsets_[t], rows_of(t).size());
}

arma::vec MultiTaskData::loss_weights(Averaging averaging) const {
  if (averaging == Averaging::sum) return *weights_;
  if (averaging == Averaging::pooled_mean) return *weights_ / arma::accu(*weights_);
  arma::vec c = *weights_;
  for (arma::uword t = 0; t < n_tasks(); ++t) {
    arma::vec run(c.memptr() + offsets_[t], rows_of(t).size(), false, true);  // a view of task t
    const double total = arma::accu(run);
    if (total > 0.0) run /= total;  // a task that a subset left without samples keeps its zeros
  }
  return c;
}

void MultiTaskData::check_names() const {
  std::set<std::string_view> seen;
  for (const std::string& name : task_names_)
    if (!seen.insert(name).second)
      throw InvalidData(
          {.what = "two tasks of the same name", .where = task_label(name), .hint = "task names must differ"});
  if (!feature_names_.empty() && feature_names_.size() != n_features_)
    throw InvalidData({.what = "wrong number of feature names",
                       .expected = std::to_string(n_features_),
                       .got = std::to_string(feature_names_.size())});
}

MultiTaskData MultiTaskData::with_task_names(std::vector<std::string> names) const {
  if (names.size() != n_tasks())
    throw InvalidData({.what = "wrong number of task names",
                       .expected = std::to_string(n_tasks()),
                       .got = std::to_string(names.size())});
  MultiTaskData data = *this;
  data.task_names_ = std::move(names);
  data.check_names();
  return data;
}

MultiTaskData MultiTaskData::with_feature_names(std::vector<std::string> names) const {
  MultiTaskData data = *this;
  data.feature_names_ = std::move(names);
  data.check_names();
  return data;
}

MultiTaskData MultiTaskData::with_targets(arma::vec flat_targets) const {
  check_vector(flat_targets, size(), "targets", "all tasks");
  MultiTaskData data = *this;
  data.targets_ = std::move(flat_targets);
  return data;
}

MultiTaskData MultiTaskData::with_weights(arma::vec flat_weights) const {
  check_vector(flat_weights, size(), "sample weights", "all tasks");
  MultiTaskData data = *this;
  data.weights_ = std::move(flat_weights);
  for (arma::uword t = 0; t < n_tasks(); ++t) check_weights(data.weights_of(t), task_label(task_names_[t]));
  return data;
}

MultiTaskData MultiTaskData::with_designs(std::vector<Design> designs) const {
  MultiTaskData data = *this;
  data.designs_ = std::move(designs);
  for (arma::uword t = 0; t < data.designs_.size(); ++t)
    if (data.designs_[t].rows() != designs_[t].rows() || data.designs_[t].cols() != data.designs_[0].cols())
      throw InvalidData({.what = "features of another shape", .where = task_label(task_names_[t])});
  data.n_features_ = data.designs_.front().cols();
  if (data.n_features_ != n_features_) data.feature_names_.clear();
  return data;
}

}  // namespace starling
