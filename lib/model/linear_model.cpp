#include "lib/model/linear_model.hpp"

#include <algorithm>
#include <cmath>

#include "lib/base/error.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/linalg/products.hpp"

namespace starling {
namespace {

void check_count(std::string_view what, std::size_t expected, std::size_t got) {
  if (got == expected) return;
  throw InvalidModel({.what = "wrong number of " + std::string(what),
                      .where = "linear model",
                      .expected = std::to_string(expected),
                      .got = std::to_string(got)});
}

// Null without features: W.col(t) would refer to it.
void check_finite(const double* w, arma::uword n, double b, const std::string& task) {
  if (std::all_of(w, w + n, [](double value) { return std::isfinite(value); }) && std::isfinite(b)) return;
  throw InvalidModel({.what = "coefficients that are not finite",
                      .where = task,
                      .expected = "finite numbers",
                      .got = "NaN or infinity"});
}

}  // namespace

LinearModel::LinearModel(arma::mat W, arma::rowvec b, ModelInfo info, std::optional<CommonPart> common)
    : Model(std::move(info)), W_(std::move(W)), b_(std::move(b)), common_(std::move(common)) {
  const ModelInfo& about = this->info();
  if (W_.n_cols == 0) throw InvalidModel({.what = "no task at all", .where = "linear model"});
  check_count("intercepts", W_.n_cols, b_.n_elem);
  check_count("task names", W_.n_cols, about.task_names.size());
  if (!about.feature_names.empty()) check_count("feature names", W_.n_rows, about.feature_names.size());
  for (arma::uword t = 0; t < W_.n_cols; ++t)
    check_finite(W_.memptr() + t * W_.n_rows, W_.n_rows, b_[t], "task " + about.task_names[t]);
  if (!common_) return;
  check_count("common coefficients", W_.n_rows, common_->w.n_elem);
  check_finite(common_->w.memptr(), W_.n_rows, common_->b, "common part");
}

arma::vec LinearModel::decision(arma::uword task, const Design& X) const {
  check_input(task, X);
  arma::vec values(X.rows(), arma::fill::zeros);
  if (X.rows() == 0) return values;
  // Inside a scope of our own: the bits must not depend on BLAS's threads, nor many callers exhaust its buffers.
  with_threads(0, [&] {
    const blas::View w{W_.memptr() + task * W_.n_rows, W_.n_rows, 1, W_.n_rows};
    multiply(X, w, {values.memptr(), values.n_elem, 1, values.n_elem});
  });
  return values += b_[task];
}

std::shared_ptr<const Model> LinearModel::for_tasks(std::span<const std::optional<arma::uword>> tasks,
                                                    std::vector<std::string> names) const {
  const CommonPart fresh = new_task();
  arma::mat W(n_features(), tasks.size());
  arma::rowvec b(tasks.size());
  for (arma::uword t = 0; t < tasks.size(); ++t) {
    if (tasks[t]) check_task(*tasks[t]);
    const double* w = tasks[t] ? blas::start_of(W_, *tasks[t]) : fresh.w.memptr();
    std::copy(w, w + n_features(), blas::start_of(W, t));
    b[t] = tasks[t] ? b_[*tasks[t]] : fresh.b;
  }
  ModelInfo about = info();
  about.task_names = std::move(names);
  about.learned.clear();
  return std::make_shared<LinearModel>(std::move(W), std::move(b), std::move(about), common_);
}

std::shared_ptr<const Model> LinearModel::with_info(ModelInfo info) const {
  return std::make_shared<LinearModel>(W_, b_, std::move(info), common_);
}

CommonPart LinearModel::new_task() const { return common_ ? *common_ : CommonPart{arma::mean(W_, 1), arma::mean(b_)}; }

arma::uword LinearModel::nonzero_rows() const {
  arma::uword count = 0;
  for (arma::uword j = 0; j < W_.n_rows; ++j) count += W_.row(j).is_zero() ? 0 : 1;
  return count;
}

arma::uword LinearModel::rank() const {
  if (W_.is_empty() || W_.is_zero()) return 0;
  arma::vec values;
  bool done = false;
  with_threads(0, [&] { done = arma::svd(values, W_); });
  if (!done) throw NumericalFailure("the singular values of the coefficients could not be computed");
  return arma::accu(values > 1e-10 * values[0]);
}

}  // namespace starling
