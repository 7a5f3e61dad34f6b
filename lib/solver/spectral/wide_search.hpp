// The search on tasks with many features: a trace norm of tasks with fewer samples than features grows a subspace while
// the rank stays small; all else, and what it leaves, splits all features.
#pragma once

#include <memory>
#include <optional>

#include "lib/solver/spectral/centred_tasks.hpp"
#include "lib/solver/spectral/search.hpp"
#include "lib/solver/spectral/subspace.hpp"

namespace starling::spectral {

template <class S>  // float or double
class WideSearch final : public Search {
 public:
  // q: X~_t'y_t of all tasks for these features.
  WideSearch(const QuadraticSource& source, arma::uvec features, const arma::mat& q, const SpectralFunction& penalty);

  void change_penalty(const SpectralFunction& penalty, double share) override;
  void start_at(const arma::mat& W) override;
  Advance improve(double target, int most, const OnCheck& on_check) override;
  double gap() const override { return all_ ? all_->gap() : space_->gap(); }
  arma::mat coefficients() const override;
  bool is_rough() const override { return std::is_same_v<S, float>; }

 private:
  void open_up();
  arma::mat coefficients_of_space() const;

  QuadraticSource source_;
  arma::uvec features_;
  std::shared_ptr<const CentredTasks<S>> tasks_;
  const SpectralFunction* penalty_;
  std::optional<Subspace<S>> space_;
  std::optional<DirectSearch> all_;
};

}  // namespace starling::spectral
