#include "lib/solver/row_newton/row_costs.hpp"

#include <algorithm>

namespace starling {
namespace {

constexpr double per_column_flop = 16.0;  // of a dot product or an update with one column
constexpr double per_zero_row = 10000.0;  // of finding that a row stays zero
constexpr double per_row = 40000.0;       // of finding another row's minimiser, and of the loop around it
constexpr double per_entry = 8000.0;      // of the same, for every task
// Of fetching a full column from afar for a dot product, and for the update that may follow.
constexpr double per_look = 2000.0, per_fetch = 6000.0;
constexpr double per_task = 5e5;             // of the calls that a Newton step makes for one task
constexpr double per_written_number = 30.0;  // of writing out features
constexpr double per_pass_flop = 6.0;        // of a matrix times a vector
constexpr double per_product_flop = 3.0;     // of a matrix times a vector, in single precision

}  // namespace

double sweep_cost(const TaskSizes& sizes, const row_sweeps::Pace& pace) {
  const double m = static_cast<double>(pace.working), s = static_cast<double>(pace.active);
  const double T = static_cast<double>(sizes.samples.size());
  double samples = 0.0;
  for (const double n : sizes.samples) samples += n;
  const double flops = pace.gram ? 2.0 * T * m * s : 2.0 * sizes.density * samples * (m + s);
  const double fetched = pace.gram ? 0.0 : sizes.density;
  const double zero = per_zero_row + per_look * fetched * T;
  const double other = per_row + (per_entry + per_fetch * fetched) * T;
  return per_column_flop * flops + zero * (m - s) + other * s;
}

double gram_cost(const TaskSizes& sizes, double s, double known) {
  double samples = 0.0;
  for (const double n : sizes.samples) samples += n;
  return samples * (s * s - known * known);
}

double round_cost(double numbers) {
  constexpr double passes = 2.0;  // over all features, for a certificate and the choice of rows
  return passes * per_pass_flop * 2.0 * numbers;
}

double newton_cost(const TaskSizes& sizes, double m, double s, double steps) {
  constexpr double row_side_up_to = 1.25, operator_from = 600.0, products = 30.0;
  const bool product = s >= operator_from && sizes.samples.size() >= 8;
  double once = 0.0, each = 0.0;
  for (const double n : sizes.samples) {
    if (m <= row_side_up_to * n) {
      once += n * m * m + per_written_number * n * m;
      each += s * s * s / 3.0 + s * s * s + s * s * s;
    } else {
      once += per_written_number * n * m;
      const double formed = n * s * s, applied = products * 4.0 * per_product_flop * n * s;
      each += n * n * s + n * n * n / 3.0 + n * n * s + (product ? std::min(formed, applied) : formed);
    }
    each += per_task;
  }
  return once + steps * each;
}

}  // namespace starling
