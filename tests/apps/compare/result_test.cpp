#include "apps/compare/result.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

#include "apps/compare/digest.hpp"
#include "tests/apps/compare/fake_jobs.hpp"

using namespace starling;
using namespace starling::compare;

BOOST_AUTO_TEST_SUITE(job_keys)

// The digests of FIPS 180-4's examples.
BOOST_AUTO_TEST_CASE(the_digest_is_sha256) {
  BOOST_TEST(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  BOOST_TEST(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  Digest pieces;
  pieces.add("a");
  pieces.add("bc");
  BOOST_TEST(pieces.hex() == sha256("abc"));
}

BOOST_AUTO_TEST_CASE(the_digest_of_numbers_is_that_of_their_bits) {
  const std::vector<double> zero = {0.0}, minus_zero = {-0.0};
  Digest a, b, count;
  a.add(zero);
  b.add(minus_zero);
  count.add(std::uint64_t{1});
  BOOST_TEST(a.hex() != b.hex());
  BOOST_TEST(count.hex() == sha256(std::string_view("\1\0\0\0\0\0\0\0", 8)));
}

// By sha256sum of that text; a change of it makes every stored result unknown.
BOOST_AUTO_TEST_CASE(the_key_of_a_job_is_stable) {
  const Job job{.dataset = "shown", .method = "shown", .identity = {{"method", "trace_norm"}, {"data", "low\"rank"}}};
  BOOST_TEST(canonical_json(job.identity) == R"({"data":"low\"rank","method":"trace_norm"})");
  BOOST_TEST(job.key() == "7f6c1346c7a8987f998c1ffbd20153c3abcf1573d2d5f7b89f480245412ca2fe");
}

BOOST_AUTO_TEST_CASE(the_key_depends_on_the_identity_alone) {
  Job a = fake::job(3), b = a;
  b.dataset = b.method = "another label";
  BOOST_TEST(a.key() == b.key());
  b.identity["gap"] = "1e-8";
  BOOST_TEST(a.key() != b.key());
}

BOOST_AUTO_TEST_CASE(json_text_reads_back_to_the_same_bits) {
  const std::map<std::string, double> metrics = {{"a", 0.1}, {"b", 1e-310}, {"c", -1.0 / 3.0}};
  BOOST_TEST((parse_metrics_json(canonical_json(metrics)) == metrics));
  const Params params = {{"name", "\xc3\xa9\n\t\"quoted\""}, {"empty", ""}};
  BOOST_TEST((parse_params_json(canonical_json(params)) == params));
  BOOST_CHECK_THROW(parse_params_json("[1]"), InvalidModel);
  BOOST_CHECK_THROW(parse_metrics_json("{\"a\":\"b\"}"), InvalidModel);
  BOOST_CHECK_THROW(parse_metrics_json("{\"a\":1"), InvalidModel);
}

BOOST_AUTO_TEST_CASE(a_task_without_a_score_keeps_its_place) {
  const TaskScores scores = {{"auc", {0.75, std::nan(""), 1.0 / 3.0}}, {"error", {}}};
  BOOST_TEST(canonical_json(scores) == R"({"auc":[0.75,null,0.3333333333333333],"error":[]})");
  const TaskScores read = parse_task_scores_json(canonical_json(scores));
  BOOST_TEST(read.at("auc")[0] == 0.75);
  BOOST_TEST(std::isnan(read.at("auc")[1]));
  BOOST_TEST(read.at("auc")[2] == 1.0 / 3.0);
  BOOST_CHECK_THROW(parse_task_scores_json("{\"auc\":0.5}"), InvalidModel);
}

BOOST_AUTO_TEST_CASE(traces_and_searches_read_back_to_the_same_bits) {
  const Trace trace = {{0.1, 1.0 / 3.0, 0.5}, {0.2, 0.25, 1e-12}};
  BOOST_TEST(canonical_json(trace) == "[[0.1,0.3333333333333333,0.5],[0.2,0.25,1e-12]]");
  BOOST_TEST((parse_trace_json(canonical_json(trace)) == trace));
  BOOST_TEST(parse_trace_json("[]").empty());
  for (const char* bad : {"[[1,2]]", "{}", "[[1,2,null]]", "[1"})
    BOOST_CHECK_THROW(parse_trace_json(bad), InvalidModel);

  const Search search{.metric = "auc",
                      .higher_is_better = true,
                      .points = {{{{"C", "1"}, {"mu", "2"}}, 0.75}, {{{"C", "3"}, {"mu", "2"}}, std::nan("")}},
                      .chosen = 1};
  const Search read = parse_search_json(canonical_json(search));
  BOOST_TEST(canonical_json(read) == canonical_json(search));
  BOOST_TEST(read.higher_is_better);
  BOOST_TEST(read.chosen == 1u);
  BOOST_TEST((read.points[1].params == search.points[1].params));
  BOOST_TEST(read.points[0].score == 0.75);
  BOOST_TEST(std::isnan(read.points[1].score));
  BOOST_TEST(canonical_json(Search{}) == "{}");
  BOOST_TEST(parse_search_json("{}").points.empty());
  BOOST_CHECK_THROW(
      parse_search_json(R"({"chosen":1,"higher_is_better":false,"metric":"mse","points":[{"params":{},"score":1}]})"),
      InvalidModel);
  BOOST_CHECK_THROW(parse_search_json("[]"), InvalidModel);
}

BOOST_AUTO_TEST_CASE(outcomes_are_written_by_name) {
  for (const auto name : enum_names(Outcome{})) BOOST_TEST(to_string(*parse_outcome(name)) == name);
  BOOST_TEST(!parse_outcome("fine"));
}

BOOST_AUTO_TEST_SUITE_END()
