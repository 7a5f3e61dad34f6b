// A penalty as the spectral solvers take it apart: a function of singular values and a ridge.
#pragma once

#include <memory>

#include "lib/penalty/ridged.hpp"
#include "lib/solver/spectral/spectral_function.hpp"

namespace starling::spectral {

template <Spectral P>
std::unique_ptr<const SpectralFunction> function_of(const P& penalty) {
  return std::make_unique<SpectralOf<P>>(penalty);
}
template <Spectral Base>
std::unique_ptr<const SpectralFunction> function_of(const Ridged<Base>& penalty) {
  return std::make_unique<SpectralOf<Base>>(penalty.base);
}
template <class P>
double ridge_of(const P&) {
  return 0.0;
}
template <class Base>
double ridge_of(const Ridged<Base>& penalty) {
  return penalty.mu;
}

template <class P>
concept Taken = requires(const P& penalty) {
  function_of(penalty);
};

}  // namespace starling::spectral
