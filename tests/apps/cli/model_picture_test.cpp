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

BOOST_AUTO_TEST_CASE(what_was_learned_is_drawn) {
  const std::string picture = drawn({{"basis", {{0.5, -1}, {0, 1}}}, {"merges", {{0, 2, 0.5, 2}, {1, 3, 2, 3}}}});
  BOOST_TEST(count(picture, "basis, 2 x 2: -1 to 1") == 1u);
  BOOST_TEST(count(picture, "&lt;c&gt;") == 1u);
  BOOST_TEST(count(picture, "coefficients") == 0u);
}

BOOST_AUTO_TEST_CASE(coefficients_are_drawn_where_nothing_else_was_learned) {
  BOOST_TEST(count(drawn({}), "coefficients, 2 x 3: -4 to 5") == 1u);
}

BOOST_AUTO_TEST_CASE(groups_stand_beside_the_coefficients) {
  const std::string picture = drawn({{"groups", {{0, 1, 0}}}});
  BOOST_TEST(count(picture, "groups: 2 of 3 tasks") == 1u);
  BOOST_TEST(count(picture, "coefficients, 2 x 3: -4 to 5") == 1u);
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
