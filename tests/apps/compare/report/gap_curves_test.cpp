#include "apps/compare/report/gap_curves.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/apps/compare/report/fake_blocks.hpp"

using namespace starling::compare;

namespace {

// Three repetitions of a method whose proofs take 1, 2 and 4 times as long.
DatasetBlock three_paces() {
  DatasetBlock block = fake::block("data", {{"none", {0.5, 0.5, 0.5}}, {"some", {0.5, 0.5, 0.5}}});
  for (std::size_t r = 0; r < 3; ++r) {
    const double pace = std::array{2.0, 1.0, 4.0}[r];
    block.rows[1].results[r]->trace = {{pace, 3.0, 0.5}, {10.0 * pace, 2.0, 0.01}};
  }
  return block;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gap_curves)

BOOST_AUTO_TEST_CASE(are_when_half_of_the_repetitions_have_a_gap) {
  const std::vector<Curve> curves = time_to_gap(three_paces());
  BOOST_REQUIRE(curves.size() == 1);  // nothing is known of the other method
  BOOST_TEST(curves[0].label == "some");
  BOOST_TEST(curves[0].colour.value() == 1u);
  BOOST_TEST((curves[0].x == std::vector<double>{2.0, 2.0, 20.0}));
  BOOST_TEST((curves[0].y == std::vector<double>{1.0, 0.5, 0.01}));
}

BOOST_AUTO_TEST_CASE(end_where_half_of_the_repetitions_never_come) {
  DatasetBlock block = three_paces();
  block.rows[1].results[0]->trace.pop_back();
  block.rows[1].results[2] = Result{.outcome = Outcome::timeout};
  const std::vector<Curve> curves = time_to_gap(block);
  BOOST_REQUIRE(curves.size() == 1);
  BOOST_TEST((curves[0].x == std::vector<double>{2.0, 2.0}));  // two of three
  BOOST_TEST((curves[0].y == std::vector<double>{1.0, 0.5}));
  block.rows[1].results[0] = Result{.outcome = Outcome::crash};
  BOOST_TEST(time_to_gap(block).empty());
}

BOOST_AUTO_TEST_CASE(of_an_even_number_are_those_of_the_faster_half) {
  DatasetBlock block = three_paces();
  block.rows[1].results[2].reset();
  BOOST_TEST((time_to_gap(block)[0].x == std::vector<double>{1.0, 1.0, 10.0}));
}

BOOST_AUTO_TEST_CASE(begin_above_all_gaps) {
  DatasetBlock block = three_paces();
  block.rows[0].results[0]->trace = {{0.0, 3.0, 7.0}};
  const std::vector<Curve> curves = time_to_gap(block);
  BOOST_REQUIRE(curves.size() == 2);
  BOOST_TEST(curves[0].x[0] > 0.0);  // it has a place on a logarithmic axis
  BOOST_TEST(curves[1].y[0] == 7.0);
}

BOOST_AUTO_TEST_SUITE_END()
