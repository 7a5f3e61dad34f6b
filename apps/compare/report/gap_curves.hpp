// How the proofs of the final fits grow with time.
#pragma once

#include <vector>

#include "apps/compare/block.hpp"
#include "apps/compare/report/curves.hpp"

namespace starling::compare {

// A curve a method, of steps: the certified relative gap that at least half of its repetitions have reached after x
// seconds of fitting the chosen options from zero. A job that ended without a proof never does; repetitions whose trace
// was not kept are left out, and so are methods without any. A curve comes down from 1, or from above all gaps, at its
// first proof.
std::vector<Curve> time_to_gap(const DatasetBlock& block);

}  // namespace starling::compare
