// eta_t(x) = w_t'x + b_t.
#pragma once

#include "lib/model/model.hpp"

namespace starling {

// The coefficients of a task that was not seen.
struct CommonPart {
  arma::vec w;
  double b = 0.0;
};

class LinearModel final : public Model {
 public:
  // W d x T, b 1 x T, common as W, all finite; names as many as tasks. Throws InvalidModel otherwise.
  LinearModel(arma::mat W, arma::rowvec b, ModelInfo info, std::optional<CommonPart> common = {});

  std::string_view kind() const override { return "linear"; }
  arma::uword n_tasks() const override { return W_.n_cols; }
  arma::uword n_features() const override { return W_.n_rows; }
  arma::vec decision(arma::uword task, const Design& X) const override;
  std::shared_ptr<const Model> for_tasks(std::span<const std::optional<arma::uword>> tasks,
                                         std::vector<std::string> names) const override;
  std::shared_ptr<const Model> with_info(ModelInfo info) const override;
  // The common part; where the method knows of none, the mean of the tasks' coefficients.
  CommonPart new_task() const;

  const arma::mat& W() const { return W_; }
  const arma::rowvec& b() const { return b_; }
  const std::optional<CommonPart>& common() const { return common_; }
  // Rows of W that are not all zero, and the number of singular values above 1e-10 of the largest.
  arma::uword nonzero_rows() const;
  arma::uword rank() const;

 private:
  arma::mat W_;
  arma::rowvec b_;
  std::optional<CommonPart> common_;
};

}  // namespace starling
