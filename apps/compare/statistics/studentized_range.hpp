// The studentized range with infinitely many degrees of freedom: the range of k independent standard normal numbers.
#pragma once

#include <cstddef>

namespace starling::compare {

// P(range <= q) = k integral phi(z) (Phi(z) - Phi(z - q))^(k - 1) dz, to 1e-12. groups >= 2.
double studentized_range_cdf(double q, std::size_t groups);

// The q with P(range <= q) = probability, 0 < probability < 1, to 1e-10 of itself.
double studentized_range_quantile(double probability, std::size_t groups);

}  // namespace starling::compare
