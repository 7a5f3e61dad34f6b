// The search for the minimum of a quadratic and a function of singular values, by whatever suits the data.
#pragma once

#include <functional>
#include <memory>

#include "lib/solver/spectral/spectral_function.hpp"
#include "lib/solver/spectral/splitting.hpp"
#include "lib/solver/spectral/task_quadratics.hpp"

namespace starling::spectral {

class Search {
 public:
  virtual ~Search() = default;

  // What to minimise from here on, from where it stands; the penalty must outlive the search. share: of the last
  // stiffness, for a strength that changed.
  virtual void change_penalty(const SpectralFunction& penalty, double share) = 0;
  // Goes on from these coefficients, d x T.
  virtual void start_at(const arma::mat& W) = 0;
  // As Splitting::improve().
  virtual Advance improve(double target, int most, const OnCheck& on_check) = 0;

  virtual double gap() const = 0;
  virtual arma::mat coefficients() const = 0;  // d x T
  virtual bool is_rough() const { return false; }
};

// Splitting of all features at once.
class DirectSearch final : public Search {
 public:
  DirectSearch(std::unique_ptr<TaskQuadratics> tasks, const SpectralFunction& penalty)
      : tasks_(std::move(tasks)), splitting_(*tasks_, penalty) {}
  void change_penalty(const SpectralFunction& penalty, double share) override {
    splitting_.change_penalty(penalty, share);
  }
  void start_at(const arma::mat& W) override { splitting_.start_at(tasks_->iterate(W), 0.0); }
  Advance improve(double target, int most, const OnCheck& on_check) override {
    return splitting_.improve(target, most, on_check);
  }
  double gap() const override { return splitting_.gap(); }
  arma::mat coefficients() const override { return tasks_->coefficients(splitting_.candidate()); }
  bool is_rough() const override { return tasks_->is_rough(); }

 private:
  std::unique_ptr<TaskQuadratics> tasks_;
  Splitting splitting_;
};

}  // namespace starling::spectral
