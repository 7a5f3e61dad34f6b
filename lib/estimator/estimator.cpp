#include "lib/estimator/estimator.hpp"

#include "lib/base/error.hpp"

namespace starling {

const LinearModel& Fit::linear() const {
  const auto* linear = dynamic_cast<const LinearModel*>(model.get());
  if (linear == nullptr)
    throw InvalidInput({.what = "the model has no linear coefficients",
                        .expected = "a linear model",
                        .got = model ? std::string(model->kind()) : "no model"});
  return *linear;
}

Coefficients Fit::coefficients() const { return {linear().W(), linear().b()}; }

}  // namespace starling
