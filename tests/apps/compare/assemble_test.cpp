#include "apps/compare/assemble.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/apps/compare/fake_jobs.hpp"

using namespace starling;
using namespace starling::compare;

namespace {

JobResult cell(const std::string& dataset, const std::string& method, int repetition, const std::string& split,
               double score) {
  return {{.dataset = dataset,
           .method = method,
           .repetition = repetition,
           .identity = {{"data.content", "0123456789"}, {"split", split}, {"method", "independent_ridge"}}},
          Result{.outcome = Outcome::ok,
                 .metrics = {{"ev_global", score}, {"mse", 1.0 - score}},
                 .train_samples = 30,
                 .test_samples = 10}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(assembled_results)

BOOST_AUTO_TEST_CASE(positions_decide_the_order_whatever_came_first) {
  std::vector<JobResult> all;
  for (int number = 36; number-- > 0;) all.push_back({fake::job(number), fake::result(fake::job(number))});
  const Assembled found = assemble(all, {});
  BOOST_REQUIRE(found.blocks.size() == 3);
  BOOST_TEST(found.warnings.empty());
  BOOST_TEST(found.blocks[2].dataset == "data_2");
  BOOST_TEST(found.blocks[2].repetitions == 3);
  BOOST_REQUIRE(found.blocks[2].rows.size() == 4);
  BOOST_TEST(found.blocks[2].rows[1].method == "method_1");
  BOOST_TEST(fake::same(*found.blocks[2].rows[1].results[0], fake::result(fake::job(9))));
  BOOST_TEST(found.blocks[2].test_over_train == 0.0);  // generated: every repetition is another draw
}

BOOST_AUTO_TEST_CASE(repetitions_of_one_rule_are_one_block_and_another_rule_is_another) {
  const std::vector<JobResult> all = {cell("school", "ridge", 0, "0.75 of every task, seed 0", 0.25),
                                      cell("school", "ridge", 1, "0.75 of every task, seed 1", 0.5),
                                      cell("school", "ridge", 0, "official 1", 0.75)};
  const Assembled found = assemble(all, {});
  BOOST_REQUIRE(found.blocks.size() == 2);
  BOOST_TEST(found.blocks[0].dataset == "school [0.75 of every task, content 01234567]");
  BOOST_TEST(found.blocks[0].repetitions == 2);
  BOOST_TEST(found.blocks[1].dataset == "school [official, content 01234567]");
  BOOST_TEST(found.blocks[0].test_over_train == 1.0 / 3.0);
  BOOST_TEST(found.blocks[0].rows[0].alone);
}

BOOST_AUTO_TEST_CASE(a_metric_of_coefficients_is_shown_where_a_data_set_has_it) {
  std::vector<JobResult> all = {cell("school", "ridge", 0, "official 1", 0.25), cell("drawn", "ridge", 0, "s", 0.5)};
  all[1].result->metrics["support_f1"] = 0.75;
  const std::vector<std::string> wanted = {"support_f1", "mse"};
  const Assembled found = assemble(all, wanted);
  std::map<std::string, ShownMetric> shown;
  for (const DatasetBlock& block : found.blocks) shown[block.dataset] = block.metric;
  BOOST_TEST(shown.at("school").name == "mse");
  BOOST_TEST(shown.at("drawn").name == "support_f1");
  BOOST_TEST((shown.at("drawn").better == Better::higher));
  BOOST_TEST(!shown.at("drawn").percent);
}

BOOST_AUTO_TEST_CASE(the_later_of_two_results_for_one_cell_is_shown_and_a_warning_counts_the_other) {
  const std::vector<JobResult> all = {cell("school", "ridge", 0, "official 1", 0.25),
                                      cell("school", "ridge", 0, "official 1", 0.5)};
  const Assembled found = assemble(all, {});
  BOOST_TEST(found.blocks.at(0).rows.at(0).results.at(0)->metrics.at("ev_global") == 0.5);
  BOOST_TEST(found.warnings.at(0).starts_with("1 result of the same"));
}

BOOST_AUTO_TEST_CASE(the_metric_is_the_first_that_suits_and_unknown_ones_are_refused) {
  const std::vector<JobResult> all = {cell("school", "ridge", 0, "official 1", 0.25)};
  BOOST_TEST(assemble(all, {}).blocks[0].metric.name == "ev_global");
  const std::vector<std::string> wanted = {"error", "mse"}, unknown = {"rmse"};
  BOOST_TEST(assemble(all, wanted).blocks[0].metric.name == "mse");
  BOOST_CHECK_THROW(assemble(all, unknown), InvalidOption);
}

BOOST_AUTO_TEST_CASE(a_job_that_has_not_run_leaves_its_place_empty) {
  std::vector<JobResult> all = {cell("school", "ridge", 0, "official 1", 0.25),
                                cell("school", "ridge", 1, "official 2", 0.25)};
  all[0].result.reset();
  const Assembled found = assemble(all, {});
  BOOST_TEST(!found.blocks.at(0).rows.at(0).results.at(0).has_value());
  BOOST_TEST(found.blocks.at(0).rows.at(0).results.at(1).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
