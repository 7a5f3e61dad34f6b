#include "apps/pictures/heat_map.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/apps/pictures/parts.hpp"

using namespace starling::pictures;
using starling::tests::count;
using starling::tests::drawn;

BOOST_AUTO_TEST_SUITE(heat_maps)

BOOST_AUTO_TEST_CASE(are_cells_with_their_places_and_numbers) {
  const std::string picture = drawn(heat_map({"basis", {{0.5, -1}, {0, 1}}, {"<f>", "g"}, {"a", "b"}}));
  BOOST_TEST(count(picture, "<rect") == 5u);  // four, and the frame
  BOOST_TEST(count(picture, "<title>&lt;f&gt;, b: -1</title>") == 1u);
  BOOST_TEST(count(picture, "class=\"low\" fill-opacity=\"1\"") == 1u);
  BOOST_TEST(count(picture, "class=\"high\" fill-opacity=\"0.5\"") == 1u);
  BOOST_TEST(count(picture, "fill-opacity=\"0\"") == 1u);
  BOOST_TEST(count(picture, "basis, 2 x 2: -1 to 1") == 1u);
}

BOOST_AUTO_TEST_CASE(of_many_cells_are_a_path_a_shade) {
  arma::mat many(60, 60, arma::fill::zeros);
  many(3, 7) = -2.0;
  many(5, 9) = many(6, 9) = 2.0;
  const std::string picture = drawn(heat_map({"many", many}));
  BOOST_TEST(count(picture, "<path") == 2u);
  BOOST_TEST(count(picture, "d=\"M7 3h1v1h-1z\"") == 1u);
  BOOST_TEST(count(picture, "d=\"M9 5h1v1h-1zM9 6h1v1h-1z\"") == 1u);
  BOOST_TEST(count(picture, "<rect") == 1u);
}

BOOST_AUTO_TEST_CASE(that_are_too_large_say_so) {
  BOOST_TEST(count(drawn(heat_map({"large", arma::mat(301, 2, arma::fill::ones)})), "too large to draw") == 1u);
}

BOOST_AUTO_TEST_CASE(of_zeros_are_empty) {
  BOOST_TEST(count(drawn(heat_map({"none", arma::mat(2, 2, arma::fill::zeros)})), "fill-opacity=\"0\"") == 4u);
}

BOOST_AUTO_TEST_CASE(groups_stand_side_by_side) {
  const std::string picture = drawn(group_strip("groups", {1, 0, 1}, {"a", "b", "<c>"}));
  BOOST_TEST(count(picture, "<rect class=\"group0\"") == 1u);
  BOOST_TEST(count(picture, "<rect class=\"group1\"") == 2u);
  BOOST_TEST(picture.find("b: 0") < picture.find("a: 1"));
  BOOST_TEST(count(picture, "&lt;c&gt;: 1") == 1u);
  BOOST_TEST(count(picture, "groups: 2 of 3 tasks") == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
