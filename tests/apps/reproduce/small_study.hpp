// A study of generated data that is computed in a moment.
#pragma once

#include <string>

namespace starling::reproduce::tests {

inline const std::string small_toml = R"(title = "Two small worlds"
source = "Table 1 of a test."
about = "Nothing is known."
spread = "sd"
papers = ["argyriou2008convex"]
repetitions = 2
methods = ["alone=independent_ridge:lambda=0.1", "low=trace_norm:lambda=0.05max"]

[[experiment]]
label = "few"
data = "low_rank:n_tasks=4,n_features=5,n_samples=8,n_test=9"

[[experiment]]
label = "many"
data = "low_rank:n_tasks=4,n_features=5,n_samples=30,n_test=9"
repetitions = 3
gap = 1e-5
)";

inline const std::string header = "experiment,method,metric,published,spread,mark,band,note\n";

inline const std::string small_csv = header +
                                     "few,alone,ev_global in %,50.0,2.5,V,1000,\n"
                                     "few,low,ev_global in %,1e6,,S,1 %,\"too good, surely\"\n"
                                     "many,low,nmse,0.1234,,M,,\n"
                                     "many,alone,nmse,,,,,\n";

}  // namespace starling::reproduce::tests
