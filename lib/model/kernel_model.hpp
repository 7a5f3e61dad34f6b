// eta_t(x) = sum_i c_ti k(x_i, x) + b_t over the support vectors x_i of all tasks: c_ti = sum_s A_ts a_is, where a_is
// is what task s learned of sample i and A_ts how much of it task t believes.
//
// Only samples with an a_is that is not 0 are kept.
// COST    A decision: a product of X with the support vectors (2 n m d flops, in runs of support vectors) and n m
//         exponentials or powers. Memory: a few MB beside X.
#pragma once

#include "lib/linalg/sample_kernel.hpp"
#include "lib/model/model.hpp"

namespace starling {

// A task that was not seen.
struct CommonTask {
  arma::rowvec coupling;  // S
  double b = 0.0;
};

struct KernelMachine {
  SampleKernel kernel = {};               // linear, polynomial or rbf, without a constant (it is in b)
  Design vectors = {};                    // m x d, divided by scale
  arma::sp_mat duals = {};                // a, m x S for the S tasks that were fitted; no row is zero
  arma::mat coupling = {};                // A, T x S
  arma::rowvec b = {};                    // T
  arma::vec scale = {};                   // d, > 0: features are divided by it; none: they are taken as they are
  std::optional<CommonTask> common = {};  // none: the mean of the tasks
};

class KernelModel final : public Model {
 public:
  // Throws InvalidModel for shapes that do not fit, numbers that are not finite and parameters out of range.
  KernelModel(KernelMachine machine, ModelInfo info);

  std::string_view kind() const override { return "kernel"; }
  arma::uword n_tasks() const override { return machine_.b.n_elem; }
  arma::uword n_features() const override { return machine_.vectors.cols(); }
  arma::vec decision(arma::uword task, const Design& X) const override;
  std::shared_ptr<const Model> for_tasks(std::span<const std::optional<arma::uword>> tasks,
                                         std::vector<std::string> names) const override;
  std::shared_ptr<const Model> with_info(ModelInfo info) const override;

  const KernelMachine& machine() const { return machine_; }
  arma::uword n_support_vectors() const { return machine_.vectors.rows(); }
  arma::vec coefficients(arma::uword task) const;  // c_t, one a support vector

 private:
  KernelMachine machine_;
  arma::vec squares_;  // |x_i|^2
};

}  // namespace starling
