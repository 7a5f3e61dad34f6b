#include "lib/solver/svm/sample_terms.hpp"

#include <limits>

#include "lib/linalg/row_kernels.hpp"
#include "lib/linalg/versions.hpp"

namespace starling::svm {
namespace {

using kernels::Quad;
using kernels::quad;

constexpr arma::uword width = 4;
constexpr double never = -std::numeric_limits<double>::infinity();

// A register of its own: Quad may lie anywhere, which a comparison must not inherit.
using Lanes [[gnu::vector_size(32)]] = double;
using Mask [[gnu::vector_size(32)]] = long long;

// Results by reference: a vector that is returned would have another place on every instruction set.
[[gnu::always_inline]] inline void raise(Lanes& a, const Lanes& least) { a = a > least ? a : least; }
[[gnu::always_inline]] inline void lower(Lanes& a, const Lanes& most) { a = a < most ? a : most; }
template <double DualSample::*field>
[[gnu::always_inline]] inline void gather(const DualSample* s, Lanes& out) {
  out = Lanes{s[0].*field, s[1].*field, s[2].*field, s[3].*field};
}

struct Sums {
  Lanes loss, phi, squares, pulled;
};

template <bool corners>
[[gnu::always_inline]] inline void four_samples(const DualSample* s, const double* at, double* u_out,
                                                double* pressure_out, unsigned char* is_free, Sums& sums) {
  const Lanes none = {}, one = none + 1.0, eta = quad(at);
  Lanes u, low, high, below, above, shift = none;
  gather<&DualSample::u>(s, u);
  gather<&DualSample::low>(s, low);
  gather<&DualSample::high>(s, high);
  gather<&DualSample::below>(s, below);
  gather<&DualSample::above>(s, above);
  if constexpr (!corners) gather<&DualSample::shift>(s, shift);

  Lanes rising = high * (eta - above), falling = low * (eta - below);
  raise(rising, none);
  raise(falling, none);
  Lanes loss = rising + falling;
  if constexpr (!corners) {
    const Lanes divisor = shift > none ? shift : one;
    Lanes upper = (eta - above) / divisor, lowest = (eta - below) / divisor;
    raise(upper, none);
    lower(upper, high);
    lower(lowest, none);
    raise(lowest, low);
    const Lanes g = upper + lowest;
    const Lanes curved = g * (eta - (g > none ? above : below) - 0.5 * shift * g);
    loss = shift > none ? curved : loss;
  }
  const Lanes kink = u > none ? above : below, force = eta - shift * u;
  const Lanes up = u < high ? force - (u >= none ? above : below) : none + never;
  Lanes pressure = u > low ? kink - force : none + never;
  raise(pressure, up);
  Lanes pull = pressure;
  raise(pull, none);
  sums.loss += loss;
  sums.phi += (0.5 * shift * u + kink) * u;
  sums.squares += pull * pull;
  sums.pulled += pull > none ? one : none;
  quad(u_out) = u;
  quad(pressure_out) = pressure;
  const Mask free = (u > low) & (u < high) & ((u != none) | (below == above));
  for (arma::uword k = 0; k < width; ++k) is_free[k] = free[k] != 0 ? 1 : 0;
}

[[gnu::always_inline]] inline double total(const Lanes& a) { return (a[0] + a[2]) + (a[1] + a[3]); }

template <bool corners>
[[gnu::always_inline]] inline SampleTerms terms_loop(const SampleRun& run) {
  Sums sums = {};
  arma::uword k = 0;
  for (; k + width <= run.n; k += width)
    four_samples<corners>(run.samples + k, run.eta + k, run.u + k, run.pressure + k, run.is_free + k, sums);
  SampleTerms terms{total(sums.loss), total(sums.phi), total(sums.squares), total(sums.pulled)};
  for (; k < run.n; ++k) {
    const DualSample& sample = run.samples[k];
    run.u[k] = sample.u;
    run.pressure[k] = sample.pressure(run.eta[k]);
    run.is_free[k] = sample.is_free() ? 1 : 0;
    const double pull = std::max(0.0, run.pressure[k]);
    terms.loss += sample.loss(run.eta[k]);
    terms.phi += sample.phi();
    terms.squares += pull * pull;
    terms.pulled += pull > 0.0 ? 1.0 : 0.0;
  }
  return terms;
}

[[gnu::always_inline]] inline SampleTerms terms_any(const SampleRun& run) {
  return run.corners ? terms_loop<true>(run) : terms_loop<false>(run);
}

STARLING_VERSIONS(SampleTerms, terms_of, (const SampleRun& run), terms_any(run))

}  // namespace

SampleTerms sample_terms(const SampleRun& run) { return STARLING_CHOOSE(terms_of, run); }

}  // namespace starling::svm
