// Pictures of what models learned.
#include "apps/cli/model_picture.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/base/error.hpp"
#include "lib/model/archive.hpp"
#include "lib/model/linear_model.hpp"
#include "tests/support/well_formed.hpp"
#include "tests/support/workplace.hpp"

using namespace starling;
using starling::tests::Workplace;

namespace {

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t times = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++times;
  return times;
}

LinearModel model(LearnedStructure learned) {
  ModelInfo info{.method = "some", .task_names = {"a", "b", "<c>"}, .learned = std::move(learned)};
  return {arma::mat{{1, 2, 3}, {-4, 5, 0}}, {0, 0, 0}, info};
}

std::string drawn(LearnedStructure learned) {
  const std::string picture = cli::model_svg(model(std::move(learned)));
  BOOST_TEST(tests::MarkupReader(picture).fault() == "");
  return picture;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(model_picture)

BOOST_AUTO_TEST_CASE(merges_are_a_tree_with_the_names_of_the_tasks) {
  const std::string picture = drawn({{"merges", {{0, 2, 0.5, 2}, {1, 3, 2, 3}}}, {"groups", arma::rowvec{0, 1, 0}}});
  BOOST_TEST(count(picture, "&lt;c&gt;") == 1u);
  BOOST_TEST(count(picture, "<line") == 7u);  // three a merge, and the axis
  BOOST_TEST(count(picture, "<rect") == 1u);  // the page: a vector is not drawn
  // The tasks that merge first are neighbours.
  BOOST_TEST(picture.find(">a<") < picture.find("&lt;c&gt;"));
}

BOOST_AUTO_TEST_CASE(matrices_are_heat_maps_with_their_numbers) {
  const std::string picture = drawn({{"basis", {{0.5, -1}, {0, 1}}}});
  BOOST_TEST(count(picture, "<rect") == 5u);
  BOOST_TEST(count(picture, "0, 1: -1") == 1u);
  BOOST_TEST(count(picture, "#0072b2") == 1u);  // the least
  BOOST_TEST(count(picture, "#ffffff") == 1u);  // zero
  BOOST_TEST(count(picture, "basis, 2 x 2: -1 to 1") == 1u);
}

BOOST_AUTO_TEST_CASE(coefficients_are_drawn_where_nothing_else_was_learned) {
  BOOST_TEST(count(drawn({}), "coefficients, 2 x 3: -4 to 5") == 1u);
}

BOOST_AUTO_TEST_CASE(a_matrix_that_is_too_large_is_said_to_be) {
  BOOST_TEST(count(drawn({{"large", arma::mat(301, 2, arma::fill::ones)}}), "too large to draw") == 1u);
}

BOOST_AUTO_TEST_CASE(merges_that_are_no_tree_are_a_matrix_like_others) {
  for (const arma::mat& merges :
       {arma::mat{{0, 7, 1, 2}, {1, 2, 1, 2}}, arma::mat{{0, 1, 1, 2}, {0, 2, 1, 2}},
        arma::mat{{0, 0.5, 1, 2}, {1, 2, 1, 2}}, arma::mat{{0, 1, -1, 2}, {2, 3, 1, 2}}, arma::mat{{0, 1}, {2, 3}}})
    BOOST_TEST(count(drawn({{"merges", merges}}), "merges, 2 x") == 1u);
}

BOOST_AUTO_TEST_CASE(nothing_to_draw_is_an_error) {
  const LinearModel none(arma::mat(0, 3), {0, 0, 0}, {.method = "some", .task_names = {"a", "b", "c"}});
  BOOST_CHECK_THROW(cli::model_svg(none), InvalidInput);
}

BOOST_AUTO_TEST_CASE(info_writes_the_picture) {
  const Workplace place;
  save_model(model({}), place.path("m.starling"));
  BOOST_TEST(place.starling({"info", "m.starling", "--picture", "p.svg"}).code == 0);
  BOOST_TEST(place.read("p.svg") == cli::model_svg(model({})));
  place.write("d.csv", "a,task,y\n1,p,1.5\n2,p,2\n");
  BOOST_TEST(place.starling({"info", "d.csv", "--picture", "q.svg"}).code != 0);
}

BOOST_AUTO_TEST_SUITE_END()
