// Data of several classes, from a file with words to predicted words.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "lib/base/params.hpp"
#include "lib/base/random.hpp"
#include "tests/support/workplace.hpp"

using starling::tests::Finished;
using starling::tests::Workplace;

namespace {

void succeeds(const Finished& run) { BOOST_REQUIRE_MESSAGE(run.code == 0, "exit " << run.code << ": " << run.err); }

// Two tasks of samples about three corners, each named by its word; a word that is left out has no rows.
std::string table(std::uint64_t seed, const std::string& left_out = "") {
  const starling::RandomStream noise(seed, "noise");
  const std::vector<std::string> words = {"oak", "ash", "elm"};
  std::string text = "u,v,task,y\n";
  for (std::size_t i = 0; i < 60; ++i) {
    const std::size_t k = i % 3;
    if (words[k] == left_out) continue;
    const double u = (k == 0 ? 3.0 : 0.0) + 0.3 * noise.normal(2 * i),
                 v = (k == 1 ? 3.0 : 0.0) + 0.3 * noise.normal(2 * i + 1);
    text += starling::spelling::print(u) + "," + starling::spelling::print(v) + (i % 2 == 0 ? ",a," : ",b,") +
            words[k] + "\n";
  }
  return text;
}

std::string classes_line(const std::string& csv) { return csv.substr(0, csv.find('\n')); }

}  // namespace

BOOST_AUTO_TEST_SUITE(classes)

BOOST_AUTO_TEST_CASE(words_are_learned_predicted_and_scored_one_class_against_the_rest) {
  const Workplace place;
  place.write("train.csv", table(1));
  place.write("test.csv", table(2));
  for (const std::string method : {"multitask_svm", "pooled_logistic"}) {
    const Finished fit = place.starling({"fit", "train.csv", "-M", method, "-m", "m.starling", "--json"});
    succeeds(fit);
    BOOST_TEST(nlohmann::json::parse(fit.out)["n_classes"] == 3);
    const Finished predicted = place.starling({"predict", "test.csv", "-m", "m.starling"});
    succeeds(predicted);
    std::istringstream truth(table(2)), lines(predicted.out);
    std::string line;
    std::vector<std::string> words[2];
    while (std::getline(truth, line)) words[0].push_back(line.substr(line.rfind(',') + 1));
    while (std::getline(lines, line)) words[1].push_back(line.substr(line.rfind(',') + 1));
    BOOST_TEST(words[1].size() == words[0].size());
    for (const std::string word : {"oak", "ash", "elm"})
      BOOST_TEST(std::ranges::count(words[1], word) == std::ranges::count(words[0], word), word);
    const Finished score = place.starling({"score", "test.csv", "-m", "m.starling", "--json"});
    succeeds(score);
    const auto metrics = nlohmann::json::parse(score.out)["metrics"];
    for (const std::string name : {"accuracy", "f1_macro", "f1_micro", "auc"}) BOOST_TEST(metrics[name] == 1.0, name);
    BOOST_TEST(metrics["log_loss"].is_null());
  }
}

BOOST_AUTO_TEST_CASE(a_file_that_lacks_a_class_is_scored_by_the_words_and_one_with_another_word_is_refused) {
  const Workplace place;
  place.write("train.csv", table(1));
  place.write("fewer.csv", table(2, "ash"));
  succeeds(place.starling({"fit", "train.csv", "-M", "multitask_svm", "-m", "m.starling"}));
  const Finished score = place.starling({"score", "fewer.csv", "-m", "m.starling", "--json"});
  succeeds(score);
  BOOST_TEST(nlohmann::json::parse(score.out)["metrics"]["accuracy"] == 1.0);
  place.write("other.csv", table(2) + "1,2,a,fir\n");
  const Finished refused = place.starling({"score", "other.csv", "-m", "m.starling"});
  BOOST_TEST(refused.code == 3);
  BOOST_TEST(refused.err.find("a class that the model does not know") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(scores_are_a_column_a_class_and_info_names_the_classes) {
  const Workplace place;
  place.write("train.csv", table(1));
  succeeds(place.starling({"fit", "train.csv", "-M", "multitask_svm", "-m", "m.starling"}));
  const Finished scores = place.starling({"predict", "train.csv", "-m", "m.starling", "--score"});
  succeeds(scores);
  BOOST_TEST(classes_line(scores.out) == "task,row,score ash,score elm,score oak");
  const Finished info = place.starling({"info", "m.starling"});
  succeeds(info);
  BOOST_TEST(info.out.find("ash, elm, oak") != std::string::npos);
  BOOST_TEST(info.out.find("3, one a class") != std::string::npos);
  BOOST_TEST(place.starling({"predict", "train.csv", "-m", "m.starling", "--probability"}).code == 2);
}

BOOST_AUTO_TEST_CASE(probabilities_are_learned_on_request_kept_in_the_model_and_the_same_at_every_fit) {
  const Workplace place;
  place.write("train.csv", table(1));
  std::string before;
  for (const std::string model : {"one.starling", "two.starling"}) {
    succeeds(place.starling({"fit", "train.csv", "-M", "multitask_svm", "--probabilities", "-m", model}));
    const Finished run = place.starling({"predict", "train.csv", "-m", model, "--probability"});
    succeeds(run);
    BOOST_TEST(classes_line(run.out) == "task,row,probability ash,probability elm,probability oak");
    if (!before.empty()) BOOST_TEST(run.out == before);
    before = run.out;
  }
  BOOST_TEST(place.starling({"info", "one.starling"}).out.find("by sigmoids") != std::string::npos);
  const Finished refused = place.starling({"fit", "train.csv", "-M", "trace_norm", "--probabilities"});
  BOOST_TEST(refused.code == 2);
  BOOST_TEST(refused.err.find("option --probabilities, method trace_norm") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
