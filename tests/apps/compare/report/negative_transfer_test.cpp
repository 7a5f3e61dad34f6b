#include "apps/compare/report/negative_transfer.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "apps/compare/statistics/paired_tests.hpp"
#include "lib/base/error.hpp"
#include "tests/apps/compare/report/fake_blocks.hpp"

using namespace starling;
using namespace starling::compare;
using boost::test_tools::tolerance;

namespace {

// Task 0 gets better, task 1 worse by the same each time, task 2 worse by chance; task 3 has no score.
DatasetBlock block() {
  const double none = std::nan("");
  DatasetBlock made =
      fake::block("a", {{"ridge", {0.5, 0.5, 0.5}}, {"joint", {0.6, 0.6, 0.6}}, {"old", {0.1, 0.1, 0.1}}});
  made.rows[0].alone = true;
  fake::set_tasks(made.rows[0], {{1.0, 2.0, 1.0, none}, {1.0, 2.0, 1.0, 1.0}, {1.0, 2.0, 1.0, 1.0}});
  fake::set_tasks(made.rows[1], {{0.5, 3.0, 1.5, 1.0}, {0.4, 3.0, 0.5, 1.0}, {0.6, 3.0, 1.3, 1.0}});
  return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tasks_that_got_worse)

BOOST_AUTO_TEST_CASE(every_task_is_compared_with_learning_it_alone) {
  const auto transfer = negative_transfer(block(), "");
  BOOST_REQUIRE(transfer.has_value());
  BOOST_TEST(transfer->alone == "ridge");
  BOOST_TEST(transfer->score == "mse");
  BOOST_REQUIRE(transfer->rows.size() == 1);  // "old" has no scores of tasks
  const TransferRow& row = transfer->rows[0];
  BOOST_REQUIRE(row.tasks.size() == 3);
  BOOST_TEST(row.tasks[0].change == -0.5, tolerance(1e-12));
  BOOST_TEST(row.tasks[1].change == 0.5, tolerance(1e-12));
  BOOST_TEST(row.tasks[2].change == 0.1, tolerance(1e-12));
  BOOST_TEST(row.worse == 2);
  BOOST_TEST(row.surely_worse == std::vector<std::size_t>{1}, boost::test_tools::per_element());
  BOOST_TEST(row.mean_change == 0.1 / 3.0, tolerance(1e-12));
  const std::vector<double> chance = {0.5, -0.5, 0.3};
  BOOST_TEST(row.tasks[2].p_value == 2.0 * corrected_resampled_t(chance, 0.0, Alternative::greater).p_value,
             tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(the_reference_may_be_named) {
  BOOST_TEST(negative_transfer(block(), "joint")->rows.at(0).method == "ridge");
  BOOST_CHECK_THROW(negative_transfer(block(), "jiont"), InvalidOption);
}

BOOST_AUTO_TEST_CASE(without_scores_of_tasks_or_a_reference_there_is_no_report) {
  DatasetBlock nobody = block();
  nobody.rows[0].alone = false;
  BOOST_TEST(!negative_transfer(nobody, "").has_value());
  BOOST_TEST(!negative_transfer(block(), "old").has_value());
  DatasetBlock half = block();
  half.rows[1].results[2].reset();
  BOOST_TEST(!negative_transfer(half, "").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
