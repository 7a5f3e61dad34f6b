// A penalty as the spectral solvers see it: a function of singular values, whichever penalty it is.
#pragma once

#include "lib/penalty/penalty.hpp"

namespace starling::spectral {

// s are singular values, descending; zeros at the end may be left out.
class SpectralFunction {
 public:
  virtual ~SpectralFunction() = default;
  virtual double value(const arma::vec& s) const = 0;
  virtual double conjugate(const arma::vec& s) const = 0;
  // The largest scale <= 1 that makes the conjugate finite.
  virtual double scale(const arma::vec& s) const = 0;
  // What the prox multiplies singular values by.
  virtual arma::vec ratios(const arma::vec& s, double step) const = 0;
  // The strength of a trace norm; 0 for other functions.
  virtual double lambda() const = 0;
  // The largest curvature of functions that are smooth away from zero; infinite for a trace norm.
  virtual double curvature() const = 0;
};

template <Spectral P>
class SpectralOf final : public SpectralFunction {
 public:
  explicit SpectralOf(P penalty) : penalty_(std::move(penalty)) {}
  double value(const arma::vec& s) const override { return penalty_.value_at(s); }
  double conjugate(const arma::vec& s) const override { return penalty_.conjugate_at(s); }
  double scale(const arma::vec& s) const override { return penalty_.scale_at(s); }
  arma::vec ratios(const arma::vec& s, double step) const override { return penalty_.ratios_at(s, step); }
  double lambda() const override {
    if constexpr (NormPenalty<P>)
      return penalty_.lambda;
    else
      return 0.0;
  }
  double curvature() const override {
    if constexpr (NormPenalty<P>)
      return arma::datum::inf;
    else
      return penalty_.curvature();
  }

 private:
  P penalty_;
};

}  // namespace starling::spectral
