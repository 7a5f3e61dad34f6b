#include "apps/reproduce/outcome.hpp"

#include <boost/test/unit_test.hpp>

#include "tests/apps/reproduce/small_study.hpp"

using namespace starling;
using namespace starling::reproduce;
using compare::JobResult;
using compare::Outcome;
using compare::Result;

namespace {

Study study_of(const std::string& rows) { return parse_study("s", tests::small_toml, tests::header + rows); }

JobResult job(const std::string& method, int repetition, double nmse) {
  return {.job = {.dataset = "d", .method = method, .repetition = repetition, .identity = {}},
          .result = Result{.outcome = Outcome::ok, .relative_gap = 1e-7, .metrics = {{"nmse", nmse}}}};
}

CellOutcome only(const std::string& row, const std::vector<JobResult>& few) {
  const std::vector<std::vector<JobResult>> results = {few, {}};
  return outcomes_of(study_of(row), results).front();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(outcomes_of_a_study)

BOOST_AUTO_TEST_CASE(ours_is_the_mean_over_the_repetitions_of_that_method_in_that_experiment) {
  const CellOutcome outcome =
      only("few,alone,nmse,0.6,,V,0.15,\n", {job("alone", 0, 0.4), job("low", 0, 9.0), job("alone", 1, 0.6)});
  BOOST_TEST(outcome.ours->mean == 0.5, boost::test_tools::tolerance(1e-15));
  BOOST_TEST(outcome.ours->sd == 0.1414213562373095, boost::test_tools::tolerance(1e-12));
  BOOST_TEST(outcome.repetitions == 2);
  BOOST_TEST(outcome.relative_gap.value() == 1e-7);
}

BOOST_AUTO_TEST_CASE(inside_is_decided_by_the_band_and_its_edge_belongs_to_it) {
  const std::vector<JobResult> half = {job("alone", 0, 0.5)};
  BOOST_TEST((only("few,alone,nmse,0.75,,V,0.25,\n", half).verdict == Verdict::inside));
  BOOST_TEST((only("few,alone,nmse,0.25,,S,0.25,\n", half).verdict == Verdict::inside));
  BOOST_TEST((only("few,alone,nmse,0.76,,V,0.25,\n", half).verdict == Verdict::outside));
  BOOST_TEST((only("few,alone,nmse,0.24,,S,0.25,\n", half).verdict == Verdict::outside));
}

BOOST_AUTO_TEST_CASE(metrics_in_per_cent_are_compared_in_per_cent) {
  BOOST_TEST((only("few,alone,nmse in %,51,,V,1,\n", {job("alone", 0, 0.5)}).verdict == Verdict::inside));
}

BOOST_AUTO_TEST_CASE(remembered_and_unpublished_numbers_are_not_compared) {
  for (const std::string row : {"few,alone,nmse,0.5,,M,,\n", "few,alone,nmse,,,,,\n"}) {
    const CellOutcome outcome = only(row, {job("alone", 0, 0.5)});
    BOOST_TEST((outcome.verdict == Verdict::not_compared));
    BOOST_TEST(outcome.ours->mean == 0.5);
  }
}

BOOST_AUTO_TEST_CASE(a_repetition_without_a_number_leaves_the_cell_without_verdict_and_says_why) {
  JobResult failed = job("alone", 1, 0.5);
  failed.result = Result{.outcome = Outcome::error, .message = "no memory"};
  const CellOutcome outcome = only("few,alone,nmse,0.5,,V,1,\n", {job("alone", 0, 0.5), failed});
  BOOST_TEST((outcome.verdict == Verdict::no_number));
  BOOST_TEST(outcome.failure == "error: no memory");
  failed.result.reset();
  BOOST_TEST(only("few,alone,nmse,0.5,,V,1,\n", {failed}).failure == "not run");
  BOOST_TEST((only("few,alone,nmse,0.5,,V,1,\n", {}).verdict == Verdict::no_number));
}

BOOST_AUTO_TEST_CASE(the_tally_counts_cells_that_are_compared) {
  const Study study = study_of(
      "few,alone,nmse,0.5,,V,0.1,\nfew,alone,nmse,9,,S,0.1,\nfew,alone,nmse,0.5,,M,,\n"
      "few,low,nmse,1,,V,1,\nfew,alone,nmse,,,,,\n");
  const std::vector<std::vector<JobResult>> results = {{job("alone", 0, 0.5)}, {}};
  Tally tally;
  tally.add(outcomes_of(study, results));
  BOOST_TEST(tally.cells == 3);
  BOOST_TEST(tally.inside == 1);
  BOOST_TEST(to_string(tally) == "3 cells, 1 inside");
  BOOST_TEST(to_string(Tally{.cells = 1, .inside = 1}) == "1 cell, 1 inside");
}

BOOST_AUTO_TEST_SUITE_END()
