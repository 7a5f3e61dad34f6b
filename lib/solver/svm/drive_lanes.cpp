#include "lib/solver/svm/drive_lanes.hpp"

#include <algorithm>
#include <limits>

#include "lib/linalg/row_kernels.hpp"
#include "lib/linalg/versions.hpp"

namespace starling::svm {
namespace {

constexpr double never = -std::numeric_limits<double>::infinity();
constexpr arma::uword width = 4;

using kernels::Quad;
using kernels::quad;

[[gnu::always_inline]] inline void raise(Quad& best, const Quad& x) { best = x > best ? x : best; }
[[gnu::always_inline]] inline double largest(const Quad& a) {
  return std::max(std::max(a[0], a[1]), std::max(a[2], a[3]));
}

struct InOrder {
  [[gnu::always_inline]] static void read(const double* row, const std::uint32_t*, arma::uword k, Quad& out) {
    out = quad(row + k);
  }
  [[gnu::always_inline]] static double one(const double* row, const std::uint32_t*, arma::uword k) { return row[k]; }
};
struct Gathered {
  [[gnu::always_inline]] static void read(const double* row, const std::uint32_t* index, arma::uword k, Quad& out) {
    out = Quad{row[index[k]], row[index[k + 1]], row[index[k + 2]], row[index[k + 3]]};
  }
  [[gnu::always_inline]] static double one(const double* row, const std::uint32_t* index, arma::uword k) {
    return row[index[k]];
  }
};

struct Step {
  double length;
  const double *row, *other;
};

// Rows: how a row is read; moved: 0, 1 or 2 rows.
template <class Rows, int moved, bool gains>
[[gnu::always_inline]] inline Strongest move_loop(const DriveLanes& s, const Step& step) {
  Quad up = Quad{} + never, down = up, gain = {}, row = {}, other = {};
  arma::uword k = 0;
  for (; k + width <= s.n; k += width) {
    Quad z = quad(s.z + k);
    if constexpr (moved > 0) Rows::read(step.row, s.index, k, row);
    if constexpr (moved > 1) Rows::read(step.other, s.index, k, other);
    if constexpr (moved == 1) z += step.length * row;
    if constexpr (moved == 2) z += step.length * (row - other);
    if constexpr (moved > 0) quad(s.z + k) = z;
    const Quad upwards = z - quad(s.up + k), downwards = quad(s.down + k) - z;
    raise(up, upwards);
    raise(down, downwards);
    if constexpr (gains) {
      Quad force = {};
      raise(force, upwards);
      raise(force, downwards);
      raise(gain, force * force * quad(s.inverse + k));
    }
  }
  Strongest found{largest(up), largest(down), largest(gain)};
  for (; k < s.n; ++k) {
    double z = s.z[k];
    if constexpr (moved == 1) z += step.length * Rows::one(step.row, s.index, k);
    if constexpr (moved == 2) z += step.length * (Rows::one(step.row, s.index, k) - Rows::one(step.other, s.index, k));
    if constexpr (moved > 0) s.z[k] = z;
    const double upwards = z - s.up[k], downwards = s.down[k] - z;
    found.up = std::max(found.up, upwards);
    found.down = std::max(found.down, downwards);
    if constexpr (gains) {
      const double force = std::max(std::max(upwards, downwards), 0.0);
      found.gain = std::max(found.gain, force * force * s.inverse[k]);
    }
  }
  return found;
}

template <class Rows>
[[gnu::always_inline]] inline Strongest move_with(const DriveLanes& s, const Step& step, bool gains) {
  if (step.row == nullptr) return gains ? move_loop<Rows, 0, true>(s, step) : move_loop<Rows, 0, false>(s, step);
  if (step.other == nullptr) return gains ? move_loop<Rows, 1, true>(s, step) : move_loop<Rows, 1, false>(s, step);
  return gains ? move_loop<Rows, 2, true>(s, step) : move_loop<Rows, 2, false>(s, step);
}

[[gnu::always_inline]] inline Strongest move_any(const DriveLanes& s, const Step& step, bool gains) {
  return s.index == nullptr ? move_with<InOrder>(s, step, gains) : move_with<Gathered>(s, step, gains);
}

// The gains of all pairs, and the largest.
template <class Rows>
[[gnu::always_inline]] inline double pair_gains(const DriveLanes& s, const Upward& first, double* gains) {
  constexpr double relative_floor = 1e-12, floor = 1e-300;
  const double twice = 2.0 * first.A;
  Quad best = {}, row = {};
  arma::uword k = 0;
  for (; k + width <= s.n; k += width) {
    Rows::read(first.row, s.index, k, row);
    const Quad both = first.own + quad(s.curvature + k), here = first.up + quad(s.down + k) - quad(s.z + k);
    Quad slope = {}, curvature = relative_floor * both + floor;
    raise(slope, here);
    raise(curvature, both - twice * row);
    const Quad gain = slope * slope / curvature;
    quad(gains + k) = gain;
    raise(best, gain);
  }
  double most = largest(best);
  for (; k < s.n; ++k) {
    const double slope = std::max(first.up + s.down[k] - s.z[k], 0.0), both = first.own + s.curvature[k];
    const double least = relative_floor * both + floor;
    gains[k] = slope * slope / std::max(both - twice * Rows::one(first.row, s.index, k), least);
    most = std::max(most, gains[k]);
  }
  return most;
}

[[gnu::always_inline]] inline double pair_gains_any(const DriveLanes& s, const Upward& first, double* gains) {
  return s.index == nullptr ? pair_gains<InOrder>(s, first, gains) : pair_gains<Gathered>(s, first, gains);
}

STARLING_VERSIONS(Strongest, moved, (const DriveLanes& s, const Step& step, bool gains), move_any(s, step, gains))
STARLING_VERSIONS(double, gains_of_pairs, (const DriveLanes& s, const Upward& first, double* gains),
                  pair_gains_any(s, first, gains))

}  // namespace

Strongest move(const DriveLanes& samples, double length, const double* row, const double* other, bool gains) {
  const Step step{length, row, other};
  return STARLING_CHOOSE(moved, samples, step, gains);
}

Strongest strongest(const DriveLanes& samples, bool gains) { return move(samples, 0.0, nullptr, nullptr, gains); }

arma::uword find_up(const DriveLanes& s, double up) {
  arma::uword k = 0;
  while (k + 1 < s.n && s.z[k] - s.up[k] != up) ++k;
  return k;
}

arma::uword find_gain(const DriveLanes& s, double gain) {
  const auto at = [&](arma::uword k) {
    const double force = std::max(std::max(s.z[k] - s.up[k], s.down[k] - s.z[k]), 0.0);
    return force * force * s.inverse[k];
  };
  arma::uword k = 0;
  while (k + 1 < s.n && at(k) != gain) ++k;
  return k;
}

arma::uword best_partner(const DriveLanes& samples, const Upward& first, double* gains) {
  const double most = STARLING_CHOOSE(gains_of_pairs, samples, first, gains);
  if (!(most > 0.0)) return samples.n;
  return static_cast<arma::uword>(std::find(gains, gains + samples.n, most) - gains);
}

}  // namespace starling::svm
