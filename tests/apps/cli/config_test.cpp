// Options from a configuration file and from the environment.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/workplace.hpp"

using starling::tests::Finished;
using starling::tests::Workplace;

namespace {

const std::string spec = "shared_support:n_tasks=3,n_features=6,n_samples=20,n_test=5,seed=4";

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

void succeeds(const Finished& run) { BOOST_REQUIRE_MESSAGE(run.code == 0, "exit " << run.code << ": " << run.err); }

// What --print-config says.
std::string printed(const Workplace& place, std::vector<std::string> words) {
  words.insert(words.end(), {"--config", "c.toml", "--print-config"});
  const Finished run = place.starling(words);
  succeeds(run);
  return run.out;
}

// Exit 2 and one line of complaint that holds both parts.
void refused(const std::string& text, const std::string& where, const std::string& what) {
  const Workplace place;
  place.write("c.toml", text);
  const Finished run = place.starling({"fit", spec, "--method", "trace_norm", "--config", "c.toml"});
  BOOST_TEST(run.code == 2, text << ": exit " << run.code);
  BOOST_TEST(run.err.starts_with("starling: c.toml:" + where), text << ": " << run.err);
  BOOST_TEST(contains(run.err, what), text << ": " << run.err);
  BOOST_TEST(std::count(run.err.begin(), run.err.end(), '\n') == 1, run.err);
  BOOST_TEST(run.out == "");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(config)

BOOST_AUTO_TEST_CASE(a_file_gives_options_as_the_command_line_does) {
  const Workplace place;
  place.write("c.toml",
              "max-iter = 0\n[fit]\nmethod = 'multitask_lasso'\nset = ['lambda=0.5', 'l1_ratio=0.25']\njson = true\n");
  const Finished run = place.starling({"fit", spec, "--config", "c.toml"});
  succeeds(run);
  const auto json = nlohmann::json::parse(run.out);
  BOOST_TEST(json["method"] == "multitask_lasso");
  BOOST_TEST(json["status"] == "iteration_limit");
  BOOST_TEST(json["params"]["lambda"].get<double>() == 0.5);
  BOOST_TEST(json["params"]["l1_ratio"].get<double>() == 0.25);
}

BOOST_AUTO_TEST_CASE(flags_win_over_the_environment_and_that_over_the_table_of_the_verb_and_that_over_the_top) {
  Workplace place;
  place.write("c.toml", "gap = 0.5\n");
  BOOST_TEST(contains(printed(place, {"fit"}), "\ngap = 0.5\n"));
  place.write("c.toml", "gap = 0.5\n[fit]\ngap = 0.25\n");
  BOOST_TEST(contains(printed(place, {"fit"}), "\ngap = 0.25\n"));
  BOOST_TEST(contains(printed(place, {"cv"}), "\ngap = 0.5\n"));
  place.environment = {"STARLING_GAP=0.125"};
  BOOST_TEST(contains(printed(place, {"fit"}), "\ngap = 0.125\n"));
  BOOST_TEST(contains(printed(place, {"fit", "--gap", "0.0625"}), "\ngap = 0.0625\n"));
}

BOOST_AUTO_TEST_CASE(a_list_of_the_command_line_replaces_that_of_the_file) {
  const Workplace place;
  place.write("c.toml", "[fit]\nset = ['lambda=1', 'l1_ratio=0.5']\n");
  const std::string text = printed(place, {"fit", "--set", "lambda=2"});
  BOOST_TEST(contains(text, "lambda=2"));
  BOOST_TEST(!contains(text, "lambda=1"));
  BOOST_TEST(!contains(text, "l1_ratio"));
}

BOOST_AUTO_TEST_CASE(a_flag_of_a_verb_can_be_taken_back) {
  const Workplace place;
  place.write("c.toml", "json = true\n[fit]\njson = false\n");
  BOOST_TEST(!contains(printed(place, {"fit"}), "json"));
  BOOST_TEST(contains(printed(place, {"cv"}), "\njson = true\n"));
}

BOOST_AUTO_TEST_CASE(what_is_printed_is_a_file_that_says_the_same) {
  const Workplace place;
  place.write("c.toml", "");
  for (const std::string verb : {"fit", "predict", "cv", "path", "score", "certify", "export", "generate", "convert",
                                 "info", "compare", "report", "status", "merge", "methods", "datasets", "doctor"}) {
    const std::string text = printed(place, {verb});
    place.write("again.toml", text);
    const Finished again = place.starling({verb, "--config", "again.toml", "--print-config"});
    succeeds(again);
    BOOST_TEST(again.out == text);
  }
  place.write("c.toml", "seed = '18446744073709551615'\nmetric = \"a\\\"'\\\\b\"\n[fit]\ngap = 1e-9\n");
  const std::string text = printed(place, {"fit"});
  place.write("c.toml", text);
  BOOST_TEST(printed(place, {"fit"}) == text);
  BOOST_TEST(contains(text, "18446744073709551615"));
}

BOOST_AUTO_TEST_CASE(the_environment_can_name_the_file) {
  Workplace place;
  place.write("c.toml", "[fit]\nmethod = 'trace_norm'\n");
  place.environment = {"STARLING_CONFIG=c.toml"};
  succeeds(place.starling({"fit", spec}));
  succeeds(place.starling({"methods"}));
}

BOOST_AUTO_TEST_CASE(unknown_names_are_refused_with_their_place_and_the_nearest_name) {
  refused("gpa = 1\n", "1:1", "'gap'");
  refused("gap = 1\n\n[fit]\ngpa = 1\n", "4:1", "'gap'");
  refused("[fit]\nfolds = 3\n", "2:1", "unknown option of fit 'folds'");  // cv has it
  refused("[cv]\nfodls = 3\n", "2:1", "'folds'");                         // of another verb than the one that runs
  refused("[fti]\ngap = 1\n", "1:", "'fit'");
  refused("DATA = 'x.csv'\n", "1:1", "'DATA'");
}

BOOST_AUTO_TEST_CASE(values_of_another_kind_are_refused_with_their_place) {
  refused("gap = 'small'\n", "1:1", "--gap");
  refused("[fit]\njson = 1\n", "2:1", "true or false");
  refused("gap = [1]\n", "1:1", "text or a number");
  refused("[fit]\nset = [[1]]\n", "2:1", "list");
  refused("[fit]\ngap = 2020-01-01\n", "2:1", "text or a number");
  refused("[fit]\ngap = true\n", "2:1", "text or a number");
}

BOOST_AUTO_TEST_CASE(what_is_no_toml_is_refused_with_its_place) {
  refused("gap = 1\nthreads = \n", "2:", "");
  refused("gap = 1\ngap = 2\n", "2:", "gap");
  refused("[fit\n", "1:", "");
  refused("set = ['open\n", "1:", "");
  refused("a = '\xff'\n", "1:", "");
  const Workplace place;
  const Finished absent = place.starling({"fit", spec, "--config", "absent.toml"});
  BOOST_TEST(absent.code == 6);
  BOOST_TEST(contains(absent.err, "absent.toml"));
}

BOOST_AUTO_TEST_SUITE_END()
