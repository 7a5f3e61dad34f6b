#include "lib/solver/unscaled_report.hpp"

namespace starling {

FitReport unscaled(FitReport report, const DataScale& scale) {
  const double y = scale.y;  // y^2 may overflow
  Certificate& proof = report.certificate;
  for (double* value :
       {&proof.primal, &proof.dual, &proof.gap, &proof.scale, &proof.rounding_floor, &proof.dual_rounding})
    *value = *value / y / y;
  proof.dual_point /= y;
  for (Progress& check : report.history) check.primal = check.primal / y / y;
  return report;
}

}  // namespace starling
