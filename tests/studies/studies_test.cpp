// Every study on the real data: minutes of work. Studies whose files are absent are skipped, and the output says so.
#include <boost/test/unit_test.hpp>
#include <iostream>
#include <sstream>

#include "tests/support/real_data.hpp"
#include "tests/support/workplace.hpp"

using starling::tests::Finished;
using starling::tests::Workplace;

BOOST_AUTO_TEST_SUITE(all_studies)

BOOST_AUTO_TEST_CASE(numbers_outside_their_bands_bear_a_note) {
  const Workplace place;
  const Finished run =
      place.starling({"reproduce", "--all", "--data-dir", starling::testing::real_data().data_dir.string()});
  std::cout << run.out;
  BOOST_REQUIRE_MESSAGE((run.code == 0 || run.code == 1), run.err);
  std::istringstream lines(run.out);
  for (std::string line; std::getline(lines, line);) {
    BOOST_TEST(line.find("no number") == std::string::npos, line);
    BOOST_TEST(!line.ends_with("outside"), line);
  }
  BOOST_TEST(run.out.find(" inside") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
