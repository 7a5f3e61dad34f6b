#include "apps/compare/progress.hpp"

#include <boost/test/unit_test.hpp>
#include <sstream>

#include "tests/apps/compare/fake_jobs.hpp"

using namespace starling::compare;

BOOST_AUTO_TEST_SUITE(progress)

BOOST_AUTO_TEST_CASE(times_are_written_as_clocks) {
  BOOST_TEST(clock_text(7.4) == "0:07");
  BOOST_TEST(clock_text(754) == "12:34");
  BOOST_TEST(clock_text(3723) == "1:02:03");
  BOOST_TEST(clock_text(-1) == "0:00");
}

BOOST_AUTO_TEST_CASE(the_time_left_is_that_of_the_jobs_left_at_the_speed_so_far) {
  const BarState state{.done = 3, .total = 12, .elapsed = 20.0, .current = "low_rank / trace_norm"};
  BOOST_TEST(bar_line(state, 79) == "[######..................] 3/12  25 %  left 1:00  low_rank / trace_norm");
  BOOST_TEST(bar_line(state, 30) == "[######..................] 3/1");
  BOOST_TEST(bar_line({.done = 0, .total = 12, .elapsed = 1.0}, 79).find("left --:--") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(without_a_terminal_there_is_one_plain_line_a_job) {
  std::ostringstream out;
  {
    Progress progress(out, ProgressStyle::automatic, false);
    progress.begin(3, 1);
    progress.tick(0.5);
    progress.finished(fake::job(1), {.outcome = Outcome::error, .message = "no memory", .seconds = {.fit = 0.25}}, 1.0);
  }
  BOOST_TEST(out.str() ==
             "1 of 3 results are in the store already\n"
             "[1/2] data_0 / method_1 / repetition 1: error: no memory (0.25 s)\n");
}

BOOST_AUTO_TEST_CASE(on_a_terminal_there_is_one_line_that_goes_away) {
  std::ostringstream out;
  {
    Progress progress(out, ProgressStyle::automatic, true);
    progress.begin(2, 0);
    progress.finished(fake::job(1), {.outcome = Outcome::ok}, 1.0);
  }
  BOOST_TEST(out.str().find('\n') == std::string::npos);
  BOOST_TEST(out.str().ends_with("\r\x1b[K"));
}

BOOST_AUTO_TEST_CASE(none_is_silent) {
  std::ostringstream out;
  {
    Progress progress(out, ProgressStyle::none, true);
    progress.begin(2, 1);
    progress.finished(fake::job(1), {.outcome = Outcome::ok}, 1.0);
    progress.tick(2.0);
  }
  BOOST_TEST(out.str() == "");
}

BOOST_AUTO_TEST_SUITE_END()
