// Every verb as a user calls it, on generated data.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "algorithms/catalogue.hpp"
#include "datasets/catalogue.hpp"
#include "lib/base/version.hpp"
#include "lib/model/archive.hpp"
#include "tests/support/workplace.hpp"

using namespace starling;
using starling::tests::Finished;
using starling::tests::Workplace;

namespace {

const std::string spec = "shared_support:n_tasks=3,n_features=6,n_samples=20,n_test=5,seed=4";
const std::string classes = "related_classifiers:n_tasks=3,n_features=4,n_samples=15,n_test=0,seed=2";

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

void succeeds(const Finished& run) { BOOST_REQUIRE_MESSAGE(run.code == 0, "exit " << run.code << ": " << run.err); }

// The last cells of the lines behind the header.
std::vector<double> last_column(const std::string& csv) {
  std::istringstream lines(csv);
  std::vector<double> values;
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) values.push_back(spelling::parse_double(line.substr(line.rfind(',') + 1)).value());
  return values;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(verbs)

BOOST_AUTO_TEST_CASE(the_overview_lists_every_verb_and_the_version_is_one_line) {
  const Workplace place;
  const Finished help = place.starling({"--help"});
  succeeds(help);
  for (const std::string verb : {"fit", "predict", "cv", "path", "score", "certify", "export", "generate", "convert",
                                 "info", "methods", "datasets", "doctor"}) {
    BOOST_TEST(contains(help.out, "\n  " + verb + " "));
    const Finished page = place.starling({verb, "--help"});
    BOOST_TEST(page.code == 0);
    BOOST_TEST(contains(page.out, "usage: starling " + verb));
    BOOST_TEST(page.err == "");
  }
  BOOST_TEST(place.starling({"--version"}).out == "starling " STARLING_VERSION "\n");
  BOOST_TEST(place.starling({}).code == 2);
}

BOOST_AUTO_TEST_CASE(no_page_is_wider_than_80_columns) {
  const Workplace place;
  std::vector<std::vector<std::string>> pages = {{"--help"}, {"methods"}, {"datasets"}, {"doctor"}, {"info", spec}};
  for (const auto name : method_names()) pages.push_back({"methods", std::string(name)});
  for (const auto& entry : dataset_catalogue()) pages.push_back({"datasets", std::string(entry.name)});
  for (const std::string verb : {"fit", "predict", "cv", "path", "score", "certify", "generate"})
    pages.push_back({verb, "--help"});
  for (const auto& page : pages) {
    std::istringstream lines(place.starling(page).out);
    for (std::string line; std::getline(lines, line);)
      BOOST_TEST((line.size() <= 80 || !contains(line.substr(2), "  ")), page.front() << ": " << line);
  }
}

BOOST_AUTO_TEST_CASE(fit_prints_one_line_of_proof) {
  const Workplace place;
  const Finished run = place.starling({"fit", spec, "--method", "trace_norm", "--set", "lambda=0.1max"});
  succeeds(run);
  BOOST_TEST(run.out.starts_with("optimal: relative gap "));
  BOOST_TEST(std::count(run.out.begin(), run.out.end(), '\n') == 1);
  BOOST_TEST(run.err == "");
}

BOOST_AUTO_TEST_CASE(predictions_of_the_command_and_the_library_have_the_same_bits) {
  const Workplace place;
  for (const std::string method : {"multitask_lasso", "trace_norm", "clustered_regression"}) {
    succeeds(place.starling({"fit", spec, "--method", method, "-m", "m.starling"}));
    const Finished run = place.starling({"predict", spec, "-m", "m.starling"});
    succeeds(run);
    const Dataset dataset = make_dataset(spec);
    const Fit fit = make_estimator(method)->fit(dataset.train);
    const auto loaded = load_model(place.path("m.starling"));
    const std::vector<double> printed = last_column(run.out);
    std::vector<double> expected, from_file;
    for (arma::uword t = 0; t < dataset.test->n_tasks(); ++t) {
      const arma::vec values = fit.model->predict(t, dataset.test->design(t));
      const arma::vec again = loaded->predict(t, dataset.test->design(t));
      expected.insert(expected.end(), values.begin(), values.end());
      from_file.insert(from_file.end(), again.begin(), again.end());
    }
    BOOST_TEST(printed == expected, boost::test_tools::per_element());
    BOOST_TEST(from_file == expected, boost::test_tools::per_element());
    succeeds(place.starling({"predict", spec, "-m", "m.starling", "-o", "p.csv"}));
    BOOST_TEST(place.read("p.csv") == run.out);
  }
}

BOOST_AUTO_TEST_CASE(generated_files_give_the_same_fit_as_the_data_set_by_name) {
  const Workplace place;
  const auto objective = [&](const std::string& data) {
    const Finished run = place.starling({"fit", data, "-M", "trace_norm", "--json"});
    succeeds(run);
    return nlohmann::json::parse(run.out)["primal"].get<double>();
  };
  const double expected = objective(spec);
  for (const std::string file : {"a.csv", "a.npz", "a.mat"}) {
    succeeds(place.starling({"generate", spec, "-o", file, "--test", "t" + file, "--truth", "truth.npz"}));
    BOOST_TEST(objective(file) == expected, file);
    BOOST_TEST(place.exists("t" + file));
  }
  succeeds(place.starling({"convert", "a.npz", "b.csv"}));
  BOOST_TEST(objective("b.csv") == expected);
  succeeds(place.starling({"convert", "b.csv", "b.csv"}));  // output == input
  BOOST_TEST(objective("b.csv") == expected);
}

BOOST_AUTO_TEST_CASE(score_prints_the_metrics_of_the_test_part) {
  const Workplace place;
  succeeds(place.starling({"fit", spec, "-M", "multitask_lasso", "-s", "lambda=0.01max", "-m", "m.starling"}));
  const Finished run = place.starling({"score", spec, "-m", "m.starling"});
  succeeds(run);
  BOOST_TEST(contains(run.out, "(test part)"));
  BOOST_TEST(contains(run.out, "rmse_pooled"));
  const Finished one = place.starling({"score", spec, "-m", "m.starling", "--metric", "mse", "--json"});
  succeeds(one);
  const auto json = nlohmann::json::parse(one.out);
  BOOST_TEST(json["metrics"].size() == 1U);
  BOOST_TEST(json["metrics"]["mse"].get<double>() > 0.0);
}

BOOST_AUTO_TEST_CASE(certify_measures_coefficients_from_a_model_and_from_arrays) {
  const Workplace place;
  succeeds(place.starling({"fit", spec, "-M", "trace_norm", "-m", "m.starling", "--gap", "1e-9"}));
  const auto relative_gap = [&](const std::vector<std::string>& source) {
    std::vector<std::string> words = {"certify", spec, "-M", "trace_norm", "--json"};
    words.insert(words.end(), source.begin(), source.end());
    const Finished run = place.starling(words);
    succeeds(run);
    return nlohmann::json::parse(run.out)["relative_gap"].get<double>();
  };
  BOOST_TEST(relative_gap({"-m", "m.starling"}) <= 1e-8);
  succeeds(place.starling({"export", "m.starling", "-o", "w.npz"}));
  BOOST_TEST(relative_gap({"--coef", "w.npz"}) <= 1e-8);
  succeeds(place.starling({"generate", spec, "-o", "a.npz", "--truth", "truth.npz"}));
  BOOST_TEST(relative_gap({"--coef", "truth.npz"}) > 1e-4);
  BOOST_TEST(place.starling({"certify", spec, "-M", "trace_norm", "--coef", "truth.npz", "--strict"}).code == 5);
}

BOOST_AUTO_TEST_CASE(samples_without_targets_are_predicted_like_those_with) {
  const Workplace place;
  place.write("d.csv", "a,b,task,y\n1,4,p,1.5\n2,5,q,2\n4,5,q,3\n6,3,p,4\n3,3,p,1\n");
  place.write("new.csv", "a,b,task\n1,4,p\n2,5,q\n4,5,q\n6,3,p\n3,3,p\n");
  succeeds(place.starling({"fit", "d.csv", "-M", "trace_norm", "-m", "m.starling"}));
  const Finished known = place.starling({"predict", "d.csv", "-m", "m.starling"});
  const Finished unknown = place.starling({"predict", "new.csv", "-m", "m.starling"});
  succeeds(known);
  succeeds(unknown);
  BOOST_TEST(known.out == unknown.out);
  BOOST_TEST(last_column(known.out).size() == 5U);
  place.write("bad.csv", "a,b,task\n1,4,p\n2,x,q\n");
  const Finished bad = place.starling({"predict", "bad.csv", "-m", "m.starling"});
  BOOST_TEST(bad.code == 3);
  BOOST_TEST(contains(bad.err, "bad.csv:3:3"));
}

BOOST_AUTO_TEST_CASE(certify_bounds_by_a_fit_where_the_coefficients_alone_prove_little) {
  const Workplace place;
  succeeds(place.starling({"fit", classes, "-M", "multitask_svm", "-m", "m.starling", "--gap", "1e-9"}));
  const Finished run = place.starling({"certify", classes, "-M", "multitask_svm", "-m", "m.starling", "--json"});
  succeeds(run);
  BOOST_TEST(nlohmann::json::parse(run.out)["relative_gap"].get<double>() <= 1e-6);
  const Finished other = place.starling({"certify", classes, "-M", "pooled_logistic", "-m", "m.starling"});
  BOOST_TEST(other.code == 3);
  BOOST_TEST(contains(other.err, "outside what the method can express"));
}

BOOST_AUTO_TEST_CASE(cv_tries_the_grid_and_refits_with_the_choice) {
  const Workplace place;
  const std::vector<std::string> words = {
      "cv",      spec, "--method", "multitask_lasso", "--grid", "lambda=1max,0.1max,0.01max",
      "--folds", "4",  "-m",       "m.starling"};
  const Finished run = place.starling(words);
  succeeds(run);
  BOOST_TEST(contains(run.out, "chosen"));
  std::vector<std::string> with_json = words;
  with_json.push_back("--json");
  const Finished again = place.starling(with_json);
  succeeds(again);
  const auto json = nlohmann::json::parse(again.out);
  BOOST_TEST(json["points"].size() == 3U);
  BOOST_TEST(json["points"][0]["folds"].size() == 4U);
  BOOST_TEST(json["refit"]["status"] == "optimal");
  const std::string chosen = json["chosen_params"]["lambda"];
  const Fit fit = make_estimator("multitask_lasso", {{"lambda", chosen}})->fit(make_dataset(spec).train);
  BOOST_TEST(load_model(place.path("m.starling"))->info().lambda == fit.model->info().lambda);
  const Finished fitted = place.starling(
      {"fit", spec, "--method", "multitask_lasso", "--cv", "4", "--grid", "lambda=1max,0.1max,0.01max", "--json"});
  succeeds(fitted);
  BOOST_TEST(nlohmann::json::parse(fitted.out)["primal"] == json["refit"]["primal"]);
}

BOOST_AUTO_TEST_CASE(path_prints_a_line_a_fit_and_draws_a_picture) {
  const Workplace place;
  const Finished run =
      place.starling({"path", spec, "--method", "multitask_lasso", "--lambdas", "5", "--plot", "p.svg", "-o", "p.csv"});
  succeeds(run);
  const std::string csv = place.read("p.csv");
  BOOST_TEST(std::count(csv.begin(), csv.end(), '\n') == 6);
  BOOST_TEST(contains(csv, ",optimal\n"));
  const std::string svg = place.read("p.svg");
  BOOST_TEST(svg.starts_with("<svg "));
  BOOST_TEST(svg.ends_with("</svg>\n"));
  BOOST_TEST(contains(svg, "<polyline"));
  const Finished json = place.starling({"path", spec, "--method", "trace_norm", "--lambdas", "3", "--json"});
  succeeds(json);
  BOOST_TEST(nlohmann::json::parse(json.out)["points"].size() == 3U);
}

BOOST_AUTO_TEST_CASE(path_with_cv_tells_the_scores_of_cv_over_the_same_strengths) {
  const Workplace place;
  const Finished run =
      place.starling({"path", spec, "--method", "multitask_lasso", "--lambdas", "6", "--cv", "--folds", "4", "--json"});
  succeeds(run);
  const auto path = nlohmann::json::parse(run.out);
  const Finished searched = place.starling(
      {"cv", spec, "--method", "multitask_lasso", "--grid", "lambda=1max:0.001max:6", "--folds", "4", "--json"});
  succeeds(searched);
  const auto search = nlohmann::json::parse(searched.out);
  for (const char* key : {"metric", "higher_is_better", "best", "one_se", "folds"})
    BOOST_TEST(path[key] == search[key]);
  for (std::size_t k = 0; k < 6; ++k)
    for (const char* key : {"mean", "standard_error", "folds"})
      BOOST_TEST(path["points"][k][key] == search["points"][k][key]);
  const auto best = path["best"].get<std::size_t>();
  BOOST_TEST(path["best_lambda"] == path["points"][best]["lambda"]);
  BOOST_TEST(path["points"][best]["nonzero_rows"] == search["refit"]["nonzero_rows"]);
}

BOOST_AUTO_TEST_CASE(export_writes_the_coefficients_in_three_formats) {
  const Workplace place;
  succeeds(place.starling({"fit", spec, "-M", "trace_norm", "-m", "m.starling"}));
  const auto model = load_model(place.path("m.starling"));
  const auto& linear = dynamic_cast<const LinearModel&>(*model);
  succeeds(place.starling({"export", "m.starling", "-o", "w.json"}));
  const auto json = nlohmann::json::parse(place.read("w.json"));
  BOOST_TEST(json["tasks"][2]["coefficients"][5].get<double>() == linear.W()(5, 2));
  BOOST_TEST(json["tasks"][1]["intercept"].get<double>() == linear.b()(1));
  succeeds(place.starling({"export", "m.starling", "-o", "w.csv"}));
  BOOST_TEST(last_column(place.read("w.csv")).back() == linear.b()(2));
  BOOST_TEST(place.starling({"export", "m.starling", "-o", "w.txt"}).code == 2);
}

BOOST_AUTO_TEST_CASE(words_as_classes_come_back_as_words) {
  const Workplace place;
  place.write("d.csv", "a,task,y\n-2,p,no\n-1,p,no\n1,p,yes\n3,p,yes\n-3,q,no\n-1,q,no\n1,q,yes\n2,q,yes\n");
  succeeds(place.starling({"fit", "d.csv", "-M", "trace_norm", "-s", "loss=logistic", "-m", "m.starling"}));
  const Finished run = place.starling({"predict", "d.csv", "-m", "m.starling"});
  succeeds(run);
  BOOST_TEST(contains(run.out, "p,1,no\n"));
  BOOST_TEST(contains(run.out, "q,4,yes\n"));
  const Finished chances = place.starling({"predict", "d.csv", "-m", "m.starling", "--probability"});
  succeeds(chances);
  for (const double p : last_column(chances.out)) BOOST_TEST((p > 0.0 && p < 1.0));
}

BOOST_AUTO_TEST_CASE(doctor_says_what_it_is_built_of) {
  const Workplace place;
  const Finished run = place.starling({"doctor"});
  succeeds(run);
  BOOST_TEST(contains(run.out, "OpenBLAS"));
  BOOST_TEST(contains(run.out, "optimal"));
}

BOOST_AUTO_TEST_SUITE_END()
