#include "apps/compare/report/curves.hpp"

#include <boost/test/unit_test.hpp>
#include <limits>

#include "tests/support/well_formed.hpp"

using namespace starling::compare;
using starling::tests::markup_fault;

namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

const CurvePlot plain{.name = "a & b", .x = {.words = "time"}, .y = {.words = "share"}};

}  // namespace

BOOST_AUTO_TEST_SUITE(curves)

BOOST_AUTO_TEST_CASE(reach_from_corner_to_corner_of_their_axes) {
  const std::string picture = curve_picture(plain, {{"rising", {0.0, 1.0}, {2.0, 4.0}}});
  BOOST_TEST(markup_fault(picture) == "");
  BOOST_TEST(contains(picture, "points=\"76.0,228.0 406.0,12.0\""));
}

BOOST_AUTO_TEST_CASE(may_fall_hold_and_be_logarithmic) {
  CurvePlot plot = plain;
  plot.x.falling = plot.x.logarithmic = true;
  BOOST_TEST(contains(curve_picture(plot, {{"a", {1.0, 0.1, 0.01}, {0.0, 0.5, 1.0}}}),
                      "points=\"76.0,228.0 241.0,120.0 406.0,12.0\""));
  plot.steps = true;
  BOOST_TEST(
      contains(curve_picture(plot, {{"a", {1.0, 0.01}, {0.0, 1.0}}}), "points=\"76.0,228.0 406.0,228.0 406.0,12.0\""));
}

BOOST_AUTO_TEST_CASE(leave_out_what_has_no_place) {
  CurvePlot plot = plain;
  plot.x.logarithmic = true;
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinite = std::numeric_limits<double>::infinity();
  const std::string picture =
      curve_picture(plot, {{"a<b", {0.0, 1.0, 10.0, 100.0}, {1.0, 2.0, nan, infinite}}, {"none", {}, {}}});
  BOOST_TEST(markup_fault(picture) == "");
  BOOST_TEST(!contains(picture, "nan"));
  BOOST_TEST(!contains(picture, "inf"));
  BOOST_TEST(contains(picture, "a&lt;b"));
  BOOST_TEST(markup_fault(curve_picture(plain, {})) == "");
}

BOOST_AUTO_TEST_SUITE_END()
