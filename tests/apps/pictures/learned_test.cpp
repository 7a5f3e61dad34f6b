#include "apps/pictures/learned.hpp"

#include <boost/test/unit_test.hpp>

#include "apps/pictures/task_tree.hpp"
#include "tests/apps/pictures/parts.hpp"

using namespace starling;
using namespace starling::pictures;
using starling::tests::count;
using starling::tests::drawn;

namespace {

const std::vector<std::string> tasks = {"a", "b", "<c>"};

}  // namespace

BOOST_AUTO_TEST_SUITE(what_was_learned)

BOOST_AUTO_TEST_CASE(merges_are_a_tree_with_the_names_of_the_tasks) {
  const std::string picture = drawn(task_tree({{0, 2, 0.5, 2}, {1, 3, 2, 3}}, tasks));
  BOOST_TEST(count(picture, "&lt;c&gt;") == 1u);
  BOOST_TEST(count(picture, "<line") == 7u);  // three a merge, and the axis
  // The tasks that merge first are neighbours, below the one that the last merge names first.
  BOOST_TEST(picture.find(">b<") < picture.find(">a<"));
  BOOST_TEST(picture.find(">a<") < picture.find("&lt;c&gt;"));
}

BOOST_AUTO_TEST_CASE(merges_that_are_no_tree_are_a_matrix_like_others) {
  for (const arma::mat& merges :
       {arma::mat{{0, 7, 1, 2}, {1, 2, 1, 2}}, arma::mat{{0, 1, 1, 2}, {0, 2, 1, 2}},
        arma::mat{{0, 0.5, 1, 2}, {1, 2, 1, 2}}, arma::mat{{0, 1, -1, 2}, {2, 3, 1, 2}}, arma::mat{{0, 1}, {2, 3}}}) {
    BOOST_TEST(!is_tree(merges, 3));
    BOOST_REQUIRE(learned_panels({{"merges", merges}}, tasks).size() == 1);
    BOOST_TEST(count(drawn(learned_panels({{"merges", merges}}, tasks)[0]), "merges, 2 x") == 1u);
  }
}

BOOST_AUTO_TEST_CASE(is_drawn_by_what_it_is) {
  const auto panels = learned_panels({{"distances", arma::rowvec{1, 2, 3}},
                                      {"empty", arma::mat(0, 3)},
                                      {"groups", arma::rowvec{0, 1, 0}},
                                      {"task_correlation", arma::mat(3, 3, arma::fill::eye)}},
                                     tasks);
  BOOST_REQUIRE(panels.size() == 2);
  BOOST_TEST(count(drawn(panels[0]), "groups: 2 of 3 tasks") == 1u);
  BOOST_TEST(count(drawn(panels[1]), "<title>a, &lt;c&gt;: 0</title>") == 1u);
  BOOST_TEST(count(drawn(learned_panels({{"clusters", arma::rowvec{0, 1}}, {"basis", arma::mat(2, 2)}}, tasks)[0]),
                   "basis, 2 x 2") == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
