#include "apps/compare/table.hpp"

#include <boost/test/unit_test.hpp>
#include <sstream>

#include "tests/apps/compare/fake_jobs.hpp"

using namespace starling::compare;

namespace {

Result scored(double score, double gap = 1e-7) {
  return {.outcome = Outcome::ok,
          .status = "optimal",
          .relative_gap = gap,
          .seconds = {.tune = 1.0, .fit = 0.25},
          .metrics = {{"ev_global", score}}};
}

DatasetBlock block() {
  Result slow = scored(0.3125);
  slow.outcome = Outcome::not_converged;
  slow.status = "iteration_limit";
  slow.relative_gap = 0.5;
  const Result skipped = {.outcome = Outcome::skipped,
                          .message =
                              "the targets are numbers, and every loss of it takes"
                              " two classes"};
  return {.dataset = "school",
          .metric = {.name = "ev_global", .better = Better::higher, .percent = true},
          .rows = {{"pooled_ridge", {scored(0.25), scored(0.375)}},
                   {"trace_norm", {scored(0.375, 3e-7), slow}},
                   {"a_method_with_a_name_that_is_too_long", {scored(0.75), std::nullopt}},
                   {"multitask_svm", {skipped, skipped}}},
          .repetitions = 2};
}

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, line.size());
  return widest;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(comparison_tables)

BOOST_AUTO_TEST_CASE(a_block_states_score_rank_time_and_gap_and_footnotes_what_failed) {
  const std::string expected = R"(school
ev_global in %, higher is better; mean +- sd over 2 repetitions
  method                              mean +- sd     rank       time  worst gap
  pooled_ridge                     31.25 +- 8.84     2.00     1.25 s    1.0e-07
  trace_norm [1]                   34.38 +- 4.42*    2.00     1.25 s    5.0e-01
  a_method_with_a_name_.. [2]      75.00 +- 0.00     1.00     1.25 s    1.0e-07
  multitask_svm [3]                          n/a      n/a        n/a        n/a
  [1] trace_norm: not_converged (1 of 2): iteration_limit
  [2] a_method_with_a_name_that_is_too_long: not run yet (1 of 2)
  [3] multitask_svm: skipped (2 of 2): the targets are numbers, and every loss
      of it takes two classes
)";
  BOOST_TEST(block_table(block()) == expected);
}

BOOST_AUTO_TEST_CASE(a_matrix_has_a_column_per_data_set_and_the_mean_rank) {
  DatasetBlock error;
  error.dataset = "related_classifiers:n_tasks=3";
  error.metric = {.name = "error", .better = Better::lower};
  error.rows = {{"multitask_svm", {scored(0.0)}}, {"trace_norm", {scored(0.0)}}};
  error.rows[0].results[0]->metrics = {{"error", 0.0625}};
  error.rows[1].results[0]->metrics = {{"error", 0.125}};
  const std::string expected = R"(ev_global in %, higher is better: school
error, lower is better: related_classifiers
                                         related_   mean
  method                       school classifiers   rank
  pooled_ridge                  31.25         n/a   2.00
  trace_norm                    34.38*     0.1250   2.00
  a_method_with_a_name_t..      75.00         n/a   1.00
  multitask_svm                   n/a      0.0625*  1.00
)";
  BOOST_TEST(matrix_table(std::vector{block(), error}) == expected);
}

BOOST_AUTO_TEST_CASE(no_line_is_wider_than_80_characters) {
  DatasetBlock wide = block();
  wide.dataset = "low_rank:n_tasks=200,n_features=1000,n_samples=10000,correlation=0.95,imbalance=20,seed=123456789";
  for (MethodRow& row : wide.rows)
    for (auto& result : row.results)
      if (result) result->metrics["ev_global"] = -12345.678;
  const std::vector<DatasetBlock> seven(7, wide);
  BOOST_TEST(widest_line(matrix_table(seven)) <= 80);
  wide.dataset = "low_rank:n_tasks=200";
  BOOST_TEST(widest_line(block_table(wide)) <= 80);
}

BOOST_AUTO_TEST_SUITE_END()
