#include "apps/compare/report/profiles.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/apps/compare/report/fake_blocks.hpp"

using namespace starling::compare;

namespace {

// Two problems: b is twice as fast as a in the first and fails in the second.
std::vector<DatasetBlock> two_problems() {
  DatasetBlock block = fake::block("data", {{"a", {0.5, 0.5}}, {"b", {0.5, 0.5}}});
  block.rows[0].results[0]->seconds = {.tune = 1.0, .fit = 1.0};
  block.rows[0].results[1]->seconds = {.fit = 3.0};
  block.rows[1].results[0]->seconds = {.fit = 1.0};
  block.rows[1].results[1]->outcome = Outcome::timeout;
  return {block};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(profiles)

BOOST_AUTO_TEST_CASE(of_performance_are_shares_of_all_problems) {
  const std::vector<Curve> curves = performance_profiles(two_problems());
  BOOST_REQUIRE(curves.size() == 2);
  BOOST_TEST(curves[0].label == "a");
  BOOST_TEST((curves[0].x == std::vector<double>{1.0, 2.0}));
  BOOST_TEST((curves[0].y == std::vector<double>{0.5, 1.0}));
  BOOST_TEST((curves[1].x == std::vector<double>{1.0, 2.0}));
  BOOST_TEST((curves[1].y == std::vector<double>{0.5, 0.5}));
}

BOOST_AUTO_TEST_CASE(leave_out_problems_that_nobody_ends) {
  std::vector<DatasetBlock> blocks = two_problems();
  blocks[0].rows[0].results[1].reset();
  const std::vector<Curve> curves = performance_profiles(blocks);
  BOOST_TEST((curves[0].y == std::vector<double>{1.0}));
  BOOST_TEST((curves[1].y == std::vector<double>{1.0, 1.0}));
}

BOOST_AUTO_TEST_SUITE_END()
