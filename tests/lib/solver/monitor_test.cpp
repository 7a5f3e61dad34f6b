#include "lib/solver/monitor.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

#include "lib/base/error.hpp"

using namespace starling;

namespace {

Certificate proof(double gap, double floor = 0.0, double scale = 1.0) {
  Certificate certificate;
  certificate.primal = 1.0 + gap;
  certificate.dual = 1.0;
  certificate.gap = gap;
  certificate.scale = scale;
  certificate.relative_gap = gap / scale;
  certificate.rounding_floor = floor;
  return certificate;
}

Coefficients named(double value) { return {arma::mat(1, 1, arma::fill::value(value)), arma::rowvec{value}}; }

std::string status_after(const StopRule& rule, const Certificate& certificate) {
  Monitor monitor(rule);
  const bool stopped = monitor.check(0, certificate, named(1.0));
  return stopped ? std::string(to_string(monitor.finish().report.status)) : "goes on";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(monitor)

BOOST_AUTO_TEST_CASE(a_gap_exactly_at_the_tolerance_is_optimal_and_the_next_double_is_not) {
  BOOST_CHECK_EQUAL(status_after({.gap = 1e-6}, proof(1e-6)), "optimal");
  BOOST_CHECK_EQUAL(status_after({.gap = 1e-6}, proof(std::nextafter(1e-6, 1.0))), "goes on");
  BOOST_CHECK_EQUAL(status_after({.gap = 0.25}, proof(0.5, 0.0, 2.0)), "optimal");
  BOOST_CHECK_EQUAL(status_after({.gap = 0.25}, proof(0.5, 0.0, 1.0)), "goes on");
}

BOOST_AUTO_TEST_CASE(a_gap_below_a_floor_that_is_above_the_tolerance_is_optimal_to_the_floor) {
  BOOST_CHECK_EQUAL(status_after({.gap = 1e-12}, proof(1e-13, 1e-10)), "optimal_to_floor");
  BOOST_CHECK_EQUAL(status_after({.gap = 1e-12}, proof(1e-10, 1e-10)), "optimal_to_floor");
  BOOST_CHECK_EQUAL(status_after({.gap = 1e-12}, proof(std::nextafter(1e-10, 1.0), 1e-10)), "goes on");
  BOOST_CHECK_EQUAL(status_after({.gap = 1e-10}, proof(0.0, 1e-10)), "optimal");
}

BOOST_AUTO_TEST_CASE(an_infinite_gap_is_never_optimal) {
  const double infinity = arma::datum::inf;
  BOOST_CHECK_EQUAL(status_after({.gap = 1e-6}, proof(infinity, infinity)), "goes on");
  BOOST_CHECK_EQUAL(status_after({.gap = 1e-6}, proof(1.0, 0.0, infinity)), "goes on");
}

BOOST_AUTO_TEST_CASE(limits_stop_exactly_when_they_are_reached) {
  const StopRule three{.max_iterations = 3};
  Monitor monitor(three);
  BOOST_CHECK(!monitor.must_stop(2));
  BOOST_CHECK(monitor.must_stop(3));
  monitor.check(3, proof(1.0), named(1.0));
  BOOST_CHECK(monitor.finish().report.status == Status::iteration_limit);
  const StopRule none{.max_iterations = 0};
  BOOST_CHECK(Monitor(none).must_stop(0));
}

BOOST_AUTO_TEST_CASE(a_time_limit_of_zero_stops_before_the_first_iteration) {
  const StopRule rule{.time_limit = 0.0};
  Monitor monitor(rule);
  BOOST_CHECK(monitor.must_stop(0));
  BOOST_CHECK(!monitor.check(0, proof(1.0), named(2.0)));
  const Solution solution = monitor.finish();
  BOOST_CHECK(solution.report.status == Status::time_limit);
  BOOST_CHECK_EQUAL(solution.coefficients.W(0, 0), 2.0);
}

BOOST_AUTO_TEST_CASE(an_optimal_last_iterate_is_optimal_although_a_limit_was_reached) {
  const StopRule rule{.gap = 1e-3, .max_iterations = 1};
  Monitor monitor(rule);
  BOOST_CHECK(monitor.must_stop(1));
  BOOST_CHECK(monitor.check(1, proof(1e-4), named(1.0)));
  BOOST_CHECK(monitor.finish().report.status == Status::optimal);
}

BOOST_AUTO_TEST_CASE(the_iterate_with_the_smallest_gap_is_kept_with_its_own_certificate) {
  const StopRule rule;
  Monitor monitor(rule);
  monitor.check(0, proof(0.5), named(1.0));
  monitor.check(10, proof(0.1), named(2.0));
  monitor.check(20, proof(0.3), named(3.0));
  BOOST_CHECK_EQUAL(monitor.best().gap, 0.1);
  BOOST_CHECK_EQUAL(monitor.best_coefficients().b[0], 2.0);
  const Solution solution = monitor.finish();
  BOOST_CHECK_EQUAL(solution.coefficients.W(0, 0), 2.0);
  BOOST_CHECK_EQUAL(solution.report.certificate.gap, 0.1);
  BOOST_CHECK_EQUAL(solution.report.iterations, 20);
  BOOST_REQUIRE_EQUAL(solution.report.history.size(), 3U);
  BOOST_CHECK_EQUAL(solution.report.history[1].iteration, 10);
  BOOST_CHECK_EQUAL(solution.report.history[2].relative_gap, 0.1);
  BOOST_CHECK_GE(solution.report.seconds, solution.report.history[2].seconds);
}

BOOST_AUTO_TEST_CASE(the_callback_sees_every_check_and_can_stop) {
  std::vector<int> seen;
  const StopRule rule{.on_progress = [&](const Progress& now) {
    seen.push_back(now.iteration);
    return now.iteration < 10;
  }};
  Monitor monitor(rule);
  BOOST_CHECK(!monitor.check(0, proof(1.0), named(1.0)));
  BOOST_CHECK(monitor.check(10, proof(0.5), named(2.0)));
  const Solution solution = monitor.finish();
  BOOST_CHECK(solution.report.status == Status::interrupted);
  BOOST_CHECK_EQUAL(solution.coefficients.W(0, 0), 2.0);
  BOOST_CHECK((seen == std::vector<int>{0, 10}));
}

BOOST_AUTO_TEST_CASE(adv_options_callback_that_throws) {
  const StopRule rule{.on_progress = [](const Progress&) -> bool { throw std::runtime_error("from the callback"); }};
  Monitor monitor(rule);
  BOOST_CHECK_THROW(monitor.check(0, proof(1.0), named(4.0)), std::runtime_error);
  BOOST_CHECK_EQUAL(monitor.finish().coefficients.W(0, 0), 4.0);
}

BOOST_AUTO_TEST_CASE(giving_up_is_no_progress) {
  const StopRule rule;
  Monitor monitor(rule);
  monitor.check(5, proof(1.0), named(1.0));
  monitor.give_up(Status::no_progress);
  BOOST_CHECK(monitor.finish().report.status == Status::no_progress);
}

BOOST_AUTO_TEST_CASE(adv_options_rules_that_cannot_be_kept) {
  const double nan = arma::datum::nan, infinity = arma::datum::inf;
  for (const double gap : {0.0, -1.0, nan, infinity})
    BOOST_CHECK_EXCEPTION(check(StopRule{.gap = gap}), InvalidOption,
                          [](const auto& error) { return error.complaint().where == "option gap"; });
  for (const double limit : {-1.0, nan}) BOOST_CHECK_THROW(check(StopRule{.time_limit = limit}), InvalidOption);
  BOOST_CHECK_THROW(check(StopRule{.max_iterations = -1}), InvalidOption);
  const StopRule bad{.gap = -1.0};
  BOOST_CHECK_THROW(Monitor{bad}, InvalidOption);
  for (const StopRule& rule : {StopRule{}, StopRule{.gap = 1e-300}, StopRule{.max_iterations = 0}})
    BOOST_CHECK_NO_THROW(check(rule));
}

BOOST_AUTO_TEST_CASE(every_status_has_its_name) {
  BOOST_CHECK_EQUAL(to_string(Status::optimal), "optimal");
  BOOST_CHECK_EQUAL(to_string(Status::no_progress), "no_progress");
  BOOST_CHECK_EQUAL(enum_names(Status{}).size(), 7U);
}

BOOST_AUTO_TEST_SUITE_END()
