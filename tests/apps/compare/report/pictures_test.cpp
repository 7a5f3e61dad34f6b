#include "apps/compare/report/pictures.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/support/well_formed.hpp"

using namespace starling::compare;
using starling::tests::markup_fault;

namespace {

AcrossDataSets ranked(const std::vector<double>& means, double critical_difference) {
  AcrossDataSets across;
  for (std::size_t m = 0; m < means.size(); ++m) across.methods.push_back("method<" + std::to_string(m));
  across.ranked.mean_ranks = means;
  across.ranked.critical_difference = critical_difference;
  return across;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pictures)

BOOST_AUTO_TEST_CASE(groups_within_the_critical_difference_are_joined_by_bars) {
  const std::string two = critical_difference_picture(ranked({1.0, 1.5, 3.2, 3.9}, 1.0));
  BOOST_TEST(markup_fault(two) == "");
  BOOST_TEST(count(two, "stroke-width=\"4\"") == 2);
  BOOST_TEST(count(two, "method&lt;2 3.20") == 1);
  BOOST_TEST(count(critical_difference_picture(ranked({1.0, 2.0}, 0.5)), "stroke-width=\"4\"") == 0);
}

BOOST_AUTO_TEST_CASE(a_strip_has_a_mark_for_every_value_and_another_form_for_the_worse) {
  const std::string picture =
      strip_picture({{"a & b", {{-1.0, "first"}, {2.5, "second", true}}}, {"none", {}}}, "change in %", 0.0);
  BOOST_TEST(markup_fault(picture) == "");
  BOOST_TEST(count(picture, "<circle") == 1);
  BOOST_TEST(count(picture, "<rect class=\"worse\"") == 1);
  BOOST_TEST(count(picture, "<title>second</title>") == 1);
  BOOST_TEST(count(picture, "a &amp; b") == 1);
}

BOOST_AUTO_TEST_CASE(equal_values_and_none_at_all_have_a_picture_too) {
  for (const std::vector<Strip>& strips : {std::vector<Strip>{{"a", {{3.0, ""}, {3.0, ""}}}}, std::vector<Strip>{}}) {
    const std::string picture = strip_picture(strips, "score", {});
    BOOST_TEST(markup_fault(picture) == "");
    BOOST_TEST(count(picture, "nan") == 0);
    BOOST_TEST(count(picture, "inf") == 0);
  }
}

BOOST_AUTO_TEST_SUITE_END()
