// One solver after another.
#include "lib/solver/staged.hpp"

#include <boost/test/unit_test.hpp>

using namespace starling;

namespace {

FitReport report_of(int iterations, double seconds) {
  FitReport report;
  report.iterations = iterations;
  report.seconds = seconds;
  return report;
}

Progress progress(int iteration, double seconds) {
  Progress now;
  now.iteration = iteration;
  now.seconds = seconds;
  return now;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(staged_solvers)

BOOST_AUTO_TEST_CASE(the_second_has_what_the_first_left_of_the_budget) {
  const StopRule rule{.gap = 1e-3, .max_iterations = 10, .time_limit = 5.0, .on_progress = {}};
  const StopRule rest = rest_of(rule, report_of(4, 1.5));
  BOOST_TEST(rest.gap == 1e-3);
  BOOST_TEST(rest.max_iterations == 6);
  BOOST_TEST(rest.time_limit == 3.5);
  const StopRule none = rest_of(rule, report_of(14, 6.0));
  BOOST_TEST(none.max_iterations == 0);
  BOOST_TEST(none.time_limit == 0.0);
}

BOOST_AUTO_TEST_CASE(the_report_is_of_both_in_their_order) {
  FitReport first = report_of(4, 1.0), second = report_of(3, 2.0);
  first.history = {progress(2, 0.5)};
  second.history = {progress(0, 0.25), progress(3, 2.0)};
  second.status = Status::optimal;
  Solution start;
  start.report = first;
  start.coefficients.W = arma::mat(1, 1, arma::fill::value(7.0));
  const Solution both = continued(0, StopRule{}, start, [&](int, const StopRule&, const Coefficients& at) {
    BOOST_TEST(at.W[0] == 7.0);
    Solution solution;
    solution.report = second;
    return solution;
  });
  BOOST_TEST((both.report.status == Status::optimal));
  BOOST_TEST(both.report.iterations == 7);
  BOOST_TEST(both.report.seconds == 3.0);
  BOOST_REQUIRE(both.report.history.size() == 3U);
  BOOST_TEST(both.report.history[1].iteration == 4);
  BOOST_TEST(both.report.history[2].seconds == 3.0);
}

BOOST_AUTO_TEST_SUITE_END()
