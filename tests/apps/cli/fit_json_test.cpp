// What fit --json promises, for every method of the catalogue.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "algorithms/catalogue.hpp"
#include "datasets/catalogue.hpp"
#include "tests/support/workplace.hpp"

using namespace starling;
using starling::tests::Finished;
using starling::tests::Workplace;

namespace {

const std::string spec = "shared_support:n_tasks=3,n_features=6,n_samples=20,n_test=5,seed=4";
const std::string classes = "related_classifiers:n_tasks=3,n_features=4,n_samples=15,n_test=0,seed=2";

void succeeds(const Finished& run) { BOOST_REQUIRE_MESSAGE(run.code == 0, "exit " << run.code << ": " << run.err); }

}  // namespace

BOOST_AUTO_TEST_SUITE(fit_json)

BOOST_AUTO_TEST_CASE(it_has_the_promised_keys_for_every_method) {
  const Workplace place;
  for (const auto name : method_names()) {
    const std::string method(name);
    const std::string data = make_estimator(method)->is_classifier() ? classes : spec;
    const Finished usual = place.starling({"fit", data, "-M", method, "--json"});
    succeeds(usual);
    const auto json = nlohmann::json::parse(usual.out);
    for (const std::string key :
         {"method", "params", "averaging", "status", "iterations", "seconds", "primal", "dual", "gap", "relative_gap",
          "n_tasks", "n_features", "n_samples", "nonzero_rows", "rank", "version"})
      BOOST_TEST(json.contains(key), method << " has no " << key);
    BOOST_TEST(json["method"] == method);
    BOOST_TEST(json["params"].size() == make_estimator(method)->params().size());
  }
}

BOOST_AUTO_TEST_CASE(it_says_what_the_library_says) {
  const Workplace place;
  const Finished run = place.starling({"fit", spec, "-M", "multitask_lasso", "-s", "lambda=0.1max", "--json"});
  succeeds(run);
  const auto json = nlohmann::json::parse(run.out);
  const auto data = make_dataset(spec).train;
  const auto estimator = make_estimator("multitask_lasso", {{"lambda", "0.1max"}});
  const Fit fit = estimator->fit(data);
  BOOST_TEST(json["primal"].get<double>() == fit.report.certificate.primal);
  BOOST_TEST(json["params"]["lambda"].get<double>() == fit.model->info().lambda);
  BOOST_TEST(json["n_samples"].get<int>() == 60);
}

BOOST_AUTO_TEST_CASE(it_names_the_averaging_of_the_objective_that_was_minimised) {
  const Workplace place;
  const auto averaging = [&](const std::string& method, const std::string& asked) {
    const std::string data = make_estimator(method)->is_classifier() ? classes : spec;
    std::vector<std::string> words = {"fit", data, "-M", method, "--json"};
    if (!asked.empty()) words.insert(words.end(), {"-s", "averaging=" + asked});
    const Finished run = place.starling(words);
    succeeds(run);
    return nlohmann::json::parse(run.out)["averaging"].get<std::string>();
  };
  BOOST_TEST(averaging("trace_norm", "") == "task_mean");
  BOOST_TEST(averaging("trace_norm", "pooled_mean") == "pooled_mean");
  BOOST_TEST(averaging("multitask_svm", "") == "sum");
  BOOST_TEST(averaging("independent_ridge", "") == "task_mean");
  for (const std::string pooled : {"pooled_ridge", "pooled_elastic_net", "pooled_logistic"}) {
    BOOST_TEST(averaging(pooled, "") == "pooled_mean");
    BOOST_TEST(averaging(pooled, "sum") == "sum");
  }
}

BOOST_AUTO_TEST_CASE(features_that_are_proved_irrelevant_are_counted_and_written_by_name) {
  const Workplace place;
  const Finished run = place.starling({"fit", spec, "-M", "multitask_lasso", "-s", "lambda=0.6max", "--gap", "1e-9",
                                       "--proved-zero", "zero.txt", "--json"});
  succeeds(run);
  const auto json = nlohmann::json::parse(run.out);
  const std::string names = place.read("zero.txt");
  const auto lines = std::count(names.begin(), names.end(), '\n');
  BOOST_TEST(json["proved_zero_rows"].get<std::ptrdiff_t>() == lines);
  BOOST_TEST(lines + json["nonzero_rows"].get<std::ptrdiff_t>() == 6);
  BOOST_TEST(names.starts_with("x"));
  const Finished other = place.starling({"fit", spec, "-M", "trace_norm", "--proved-zero", "none.txt"});
  BOOST_TEST(other.code == 2);
  BOOST_TEST(other.err.find("cannot prove") != std::string::npos);
  BOOST_TEST(!nlohmann::json::parse(place.starling({"fit", spec, "-M", "trace_norm", "--json"}).out)
                  .contains("proved_zero_rows"));
}

// 1max leaves penalised features out, and those of weight 0 in; no proof of zeros is counted beside these.
BOOST_AUTO_TEST_CASE(a_row_weight_of_0_keeps_a_feature_and_groups_enter_together) {
  const Workplace place;
  const auto rows = [&](const std::vector<std::string>& settings) {
    std::vector<std::string> words = {"fit", spec, "-M", "multitask_lasso", "--json"};
    for (const std::string& each : settings) words.insert(words.end(), {"-s", each});
    const Finished run = place.starling(words);
    succeeds(run);
    const auto json = nlohmann::json::parse(run.out);
    BOOST_TEST(json["status"] == "optimal");
    BOOST_TEST(json.contains("proved_zero_rows") == (settings.size() == 1));
    return json["nonzero_rows"].get<int>();
  };
  BOOST_TEST(rows({"lambda=1max"}) == 0);
  BOOST_TEST(rows({"lambda=1max", "row_weights=1,0,1,1,0,1"}) == 2);
  BOOST_TEST(rows({"lambda=0.99max", "feature_groups=1,1,1,2,2,2"}) == 3);
  const Finished refused =
      place.starling({"fit", spec, "-M", "multitask_lasso", "-s", "row_weights=1,0,1,1,0,1", "-s", "nonnegative=true"});
  BOOST_TEST(refused.code == 2);
  BOOST_TEST(refused.err.find("no row_weights of 0 with nonnegative") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
