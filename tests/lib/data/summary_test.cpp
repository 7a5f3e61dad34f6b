#include "lib/data/summary.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>

namespace {

using starling::DataSummary;
using starling::MultiTaskData;
using starling::summarize;

bool advises(const DataSummary& summary, std::string_view words) {
  for (const std::string& advice : summary.advice)
    if (advice.find(words) != std::string::npos) return true;
  return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(summary)

BOOST_AUTO_TEST_CASE(counts_samples_and_missing_targets_of_every_task) {
  const double missing = std::nan("");
  const auto data = MultiTaskData::from_shared(arma::mat{{1, 2}, {3, 5}, {4, 4}},
                                               arma::mat{{1, 0}, {3, missing}, {missing, missing}});
  const DataSummary summary = summarize(data);
  BOOST_TEST(summary.n_samples == 3U);
  BOOST_TEST(summary.n_missing == 3U);
  BOOST_TEST(summary.tasks[0].n_samples == 2U);
  BOOST_TEST(summary.tasks[0].target_mean == 2.0);
  BOOST_TEST(summary.tasks[0].target_deviation == 1.0);
  BOOST_TEST(summary.tasks[1].n_missing == 2U);
  BOOST_TEST(advises(summary, "1 task has a constant target"));
  BOOST_TEST(advises(summary, "1 task has fewer samples than features"));
}

BOOST_AUTO_TEST_CASE(finds_constant_and_duplicate_columns_dense_and_sparse) {
  // Columns: 0 varies, 1 constant, 2 equals 0, 3 zero, 4 equals 0 in the first task only, 5 has the values of 0
  // elsewhere.
  const arma::mat first = {{1, 7, 1, 0, 1, 2}, {2, 7, 2, 0, 2, 1}}, second = {{0, 7, 0, 0, 5, 0}};
  for (const bool sparse : {false, true}) {
    const auto design = [&](const arma::mat& X) { return sparse ? starling::Design(arma::sp_mat(X)) : X; };
    const DataSummary summary =
        summarize(MultiTaskData::from_tasks({{.X = design(first), .y = {1, 2}}, {.X = design(second), .y = {3}}}));
    BOOST_TEST(summary.sparse == sparse);
    BOOST_TEST(summary.constant_columns == (std::vector<arma::uword>{1, 3}), boost::test_tools::per_element());
    BOOST_REQUIRE(summary.duplicate_columns.size() == 1U);
    BOOST_TEST(summary.duplicate_columns[0].column == 2U);
    BOOST_TEST(summary.duplicate_columns[0].first == 0U);
    BOOST_TEST(summary.nonzero_share == 12.0 / 18.0, boost::test_tools::tolerance(1e-15));
  }
}

BOOST_AUTO_TEST_CASE(tells_the_balance_of_two_classes_and_tasks_with_one) {
  const arma::mat X = arma::vec{1, 2, 3, 4};
  const DataSummary summary = summarize(
      MultiTaskData::from_tasks({{.X = X, .y = {0, 1, 1, 1}}, {.X = X, .y = {1, 1, 1, 1}, .weights = {1, 1, 0, 1}}}));
  BOOST_TEST(summary.two_classes);
  BOOST_TEST(summary.tasks[0].larger_class == 0.75);
  BOOST_TEST(summary.tasks[1].n_missing == 1U);
  BOOST_TEST(advises(summary, "1 task has one class only"));
}

BOOST_AUTO_TEST_CASE(advises_to_standardize_when_units_differ) {
  const arma::mat X = {{1, 1000}, {2, 3000}, {3, 1000}};
  const auto data = MultiTaskData::from_tasks({{.X = X, .y = {1, 2, 3}}});
  BOOST_TEST(advises(summarize(data), "features differ in scale by a factor of 1.2e+03"));
  const auto even = MultiTaskData::from_tasks({{.X = arma::mat{{1, 2}, {2, 3}, {3, 1}}, .y = {1, 2, 3}}});
  BOOST_TEST(summarize(even).advice.empty());
}

BOOST_AUTO_TEST_SUITE_END()
