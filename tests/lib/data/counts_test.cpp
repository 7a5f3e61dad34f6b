#include "lib/data/counts.hpp"

#include <boost/test/unit_test.hpp>

using namespace starling;

BOOST_AUTO_TEST_SUITE(counts)

BOOST_AUTO_TEST_CASE(the_first_negative_target_is_named_by_task_and_row) {
  const auto data = MultiTaskData::from_tasks({{.X = arma::mat(2, 1), .y = {1, 0}, .name = "left"},
                                               {.X = arma::mat(3, 1), .y = {0.5, 2, -3}, .name = "right"}});
  const auto complaint = negative_count(data);
  BOOST_REQUIRE(complaint);
  BOOST_CHECK_EQUAL(complaint->where, "task right, row 2");
  BOOST_CHECK_EQUAL(complaint->got, "-3");
}

BOOST_AUTO_TEST_CASE(samples_of_weight_0_are_not_looked_at) {
  const auto data = MultiTaskData::from_tasks({{.X = arma::mat(2, 1), .y = {1, -1}, .weights = {1, 0}}});
  BOOST_CHECK(!negative_count(data));
}

BOOST_AUTO_TEST_CASE(zeros_and_fractions_are_welcome) {
  BOOST_CHECK(!negative_count(MultiTaskData::from_tasks({{.X = arma::mat(2, 1), .y = {0, 0.25}}})));
}

BOOST_AUTO_TEST_SUITE_END()
