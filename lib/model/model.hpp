// What a fit leaves behind: predictions for every task, and all that is needed to know where they came from.
#pragma once

#include <armadillo>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lib/base/params.hpp"
#include "lib/data/labels.hpp"
#include "lib/linalg/design.hpp"
#include "lib/loss/names.hpp"

namespace starling {

// What a method learned beside the coefficients, by name ("task_covariance", "basis", ...), as its header says.
// Features are those the solver saw: standardised where that was asked for.
using LearnedStructure = std::map<std::string, arma::mat>;

struct ModelInfo {
  std::string method = {};  // catalogue name
  Params params = {};       // every option; lambda as given
  double lambda = 0.0;      // the strength that was used, absolute; 0 where the method has none
  LossName loss = LossName::squared;
  std::optional<Labels> labels = {};            // classification only
  std::vector<std::string> task_names = {};     // T
  std::vector<std::string> feature_names = {};  // d or none
  std::string status = {};                      // of the fit, with its certificate
  double primal = 0.0, dual = 0.0, relative_gap = 0.0;
  std::string version = {};  // of the library that fitted it
  LearnedStructure learned = {};
};

class Model {
 public:
  virtual ~Model() = default;

  virtual std::string_view kind() const = 0;  // "linear", ...
  virtual arma::uword n_tasks() const = 0;
  virtual arma::uword n_features() const = 0;
  const ModelInfo& info() const { return info_; }

  // The real-valued prediction of task t for every row of X. X of another width or a task that does not exist throw
  // InvalidInput. Safe to call from many threads at once.
  virtual arma::vec decision(arma::uword task, const Design& X) const = 0;
  // The prediction in the units of the targets: the decision itself, the label on its side (positive at 0), or the mean
  // of a count, exp(decision), where the loss is Poisson's.
  arma::vec predict(arma::uword task, const Design& X) const;
  // P(positive) where the loss is logistic; otherwise none.
  std::optional<arma::vec> predict_probability(arma::uword task, const Design& X) const;
  // The model of these tasks, in this order, without what was learned of them together; none: a task that was not seen,
  // predicted by what the tasks have in common. Throws InvalidInput for a task that does not exist, InvalidModel for
  // another number of names than tasks.
  virtual std::shared_ptr<const Model> for_tasks(std::span<const std::optional<arma::uword>> tasks,
                                                 std::vector<std::string> names) const = 0;
  // A one-task model for a task that was not seen.
  std::shared_ptr<const Model> for_new_task() const;
  // The same predictions with other facts. Throws InvalidModel where names are of another number.
  virtual std::shared_ptr<const Model> with_info(ModelInfo info) const = 0;

 protected:
  // Throws InvalidModel for a learned matrix that is not finite.
  explicit Model(ModelInfo info);
  // What decision() and for_tasks() refuse.
  void check_task(arma::uword task) const;
  void check_input(arma::uword task, const Design& X) const;

 private:
  ModelInfo info_;
};

}  // namespace starling
