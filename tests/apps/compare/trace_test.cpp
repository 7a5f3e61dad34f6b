#include "apps/compare/trace.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "lib/solver/solution.hpp"

using namespace starling;
using namespace starling::compare;

namespace {

// A gap that falls by a tenth a second.
Trace falling(std::size_t points) {
  Trace trace;
  for (std::size_t k = 0; k < points; ++k)
    trace.push_back({.seconds = static_cast<double>(k), .primal = 1.0, .relative_gap = std::pow(0.9, k)});
  return trace;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(traces)

BOOST_AUTO_TEST_CASE(keep_what_lowers_the_gap) {
  const double infinite = std::numeric_limits<double>::infinity();
  const Trace all = {{0.1, infinite, infinite}, {0.2, 3.0, 0.5}, {0.3, 3.0, 0.5}, {0.4, 2.0, 0.7}, {0.5, 1.0, 0.1}};
  BOOST_TEST((thinned(all) == Trace{{0.2, 3.0, 0.5}, {0.5, 1.0, 0.1}}));
  BOOST_TEST(thinned({}).empty());
}

BOOST_AUTO_TEST_CASE(are_thinned_evenly_on_a_logarithmic_scale_with_both_ends) {
  for (const std::size_t points : {64u, 65u, 100u, 1000u, 5000u}) {
    const Trace all = falling(points), few = thinned(all);
    BOOST_TEST(few.size() <= most_trace_points);
    BOOST_TEST(few.size() >= most_trace_points / 2);
    BOOST_TEST((few.front() == all.front() && few.back() == all.back()));
    const double most = std::pow(all.back().relative_gap, 1.0 / (most_trace_points - 2.0)) * 0.9 * (1.0 - 1e-9);
    for (std::size_t k = 1; k < few.size(); ++k) BOOST_TEST(few[k].relative_gap / few[k - 1].relative_gap >= most);
  }
}

BOOST_AUTO_TEST_CASE(end_at_a_gap_of_zero) {
  Trace all = falling(1000);
  all.push_back({.seconds = 1000.0, .primal = 1.0, .relative_gap = 0.0});
  const Trace few = thinned(all);
  BOOST_TEST(few.size() <= most_trace_points);
  BOOST_TEST(few.back().relative_gap == 0.0);
}

BOOST_AUTO_TEST_CASE(say_no_gap_to_be_below_the_rounding_error_of_the_proof) {
  FitReport report;
  report.certificate.scale = 2.0;
  report.certificate.rounding_floor = 1e-8;
  report.history = {{.seconds = 1.0, .primal = 1.0, .relative_gap = 0.1},
                    {.seconds = 2.0, .primal = 1.0, .relative_gap = 1e-12}};
  BOOST_TEST((trace_of(report) == Trace{{1.0, 1.0, 0.1}, {2.0, 1.0, 5e-9}}));
}

BOOST_AUTO_TEST_SUITE_END()
