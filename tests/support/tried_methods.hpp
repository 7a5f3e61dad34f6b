// What the tests of all methods try: every method of the catalogue, and options that make another kind of model.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "algorithms/catalogue.hpp"

namespace starling::testing {

struct TriedMethod {
  std::string title;
  std::unique_ptr<Estimator> estimator;
};

inline std::vector<TriedMethod> tried_methods() {
  std::vector<TriedMethod> list;
  for (const std::string_view name : method_names()) list.push_back({std::string(name), make_estimator(name)});
  list.push_back({"multitask_svm with a kernel", make_estimator("multitask_svm", {{"kernel", "rbf"}})});
  return list;
}

// The decisions of all tasks for the same samples, one column a task.
inline arma::mat decisions(const Fit& fit, const Design& X) {
  arma::mat values(X.rows(), fit.model->n_tasks());
  for (arma::uword t = 0; t < values.n_cols; ++t) values.col(t) = fit.model->decision(t, X);
  return values;
}

}  // namespace starling::testing
