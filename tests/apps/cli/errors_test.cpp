// What the command says and how it exits when something is wrong. Cases are named by the ids of the adversarial
// catalogue where they have one.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "tests/support/workplace.hpp"

using starling::tests::Finished;
using starling::tests::Workplace;

namespace {

const std::string spec = "shared_support:n_tasks=3,n_features=6,n_samples=20,n_test=5,seed=4";

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// The exit code, one line on stderr that starts with "starling: " and holds `part`, and nothing on stdout.
void fails(const Finished& run, int code, const std::string& part) {
  BOOST_TEST(run.code == code, "exit " << run.code << " instead of " << code << ": " << run.err);
  BOOST_TEST(run.err.starts_with("starling: "), run.err);
  BOOST_TEST(contains(run.err, part), run.err << "does not say " << part);
  BOOST_TEST(std::count(run.err.begin(), run.err.end(), '\n') == 1, run.err);
  BOOST_TEST(run.out == "");
}

Finished fit(const Workplace& place, std::vector<std::string> further) {
  std::vector<std::string> words = {"fit", spec, "--method", "trace_norm"};
  words.insert(words.end(), further.begin(), further.end());
  return place.starling(words);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(errors)

BOOST_AUTO_TEST_CASE(a_misspelt_name_exits_2_with_the_nearest_one) {
  const Workplace place;
  fails(place.starling({"fti", spec}), 2, "'fit'");
  fails(place.starling({"fit", spec, "--method", "trace_nrom"}), 2, "'trace_norm'");
  fails(fit(place, {"--set", "lamda=1"}), 2, "'lambda'");
  fails(fit(place, {"--gpa", "1"}), 2, "'--gap'");
  fails(place.starling({"fit", "low_rnk", "--method", "trace_norm"}), 2, "'low_rank'");
  fails(place.starling({"fit", "low_rank:n_task=3", "--method", "trace_norm"}), 2, "'n_tasks'");
  fails(place.starling({"methods", "trace"}), 2, "trace_norm");
  fails(place.starling({"datasets", "lowrank"}), 2, "'low_rank'");
  fails(fit(place, {"--progress", "bra"}), 2, "'bar'");
  fails(fit(place, {"--set", "loss=logstic"}), 2, "'logistic'");
}

BOOST_AUTO_TEST_CASE(what_is_missing_or_too_much_exits_2) {
  const Workplace place;
  fails(place.starling({"fit"}), 2, "DATA is missing");
  fails(place.starling({"fit", spec}), 2, "--method is missing");
  fails(place.starling({"fit", spec, "another", "--method", "trace_norm"}), 2, "'another'");
  fails(fit(place, {"--set", "lambda"}), 2, "KEY=VALUE");
  fails(fit(place, {"--set", "lambda=1", "--set", "lambda=2"}), 2, "twice");
  fails(place.starling({"certify", spec, "--method", "trace_norm"}), 2, "--coef");
}

BOOST_AUTO_TEST_CASE(adv_options_numbers_out_of_range_exit_2) {
  const Workplace place;
  for (const std::string value : {"nan", "-1", "inf", "0,5", "0x10", "", "1e400", "0.1maxx"})
    fails(fit(place, {"--set", "lambda=" + value}), 2, "lambda");
  for (const std::string value : {"0", "-1", "nan", "inf", "0,5", "x"}) fails(fit(place, {"--gap", value}), 2, "gap");
  for (const std::string value : {"-1", "1e6", "two"}) fails(fit(place, {"--threads", value}), 2, "threads");
  for (const std::string value : {"-1", "1.5", "nan"}) fails(fit(place, {"--max-iter", value}), 2, "max");
  for (const std::string value : {"-1", "nan"}) fails(fit(place, {"--time-limit", value}), 2, "time");
}

BOOST_AUTO_TEST_CASE(adv_options_grids_and_folds_that_cannot_be_searched_exit_2) {
  const Workplace place;
  const auto cv = [&](std::vector<std::string> further) {
    std::vector<std::string> words = {"cv", spec, "--method", "trace_norm"};
    words.insert(words.end(), further.begin(), further.end());
    return place.starling(words);
  };
  fails(cv({"--folds", "21"}), 2, "folds");
  fails(cv({"--folds", "1"}), 2, "folds");
  fails(cv({"--grid", "lambda="}), 2, "lambda");
  fails(cv({"--grid", "lamda=1,2"}), 2, "'lambda'");
  fails(cv({"--grid", "lambda=1,3,2"}), 2, "lambda");
  fails(cv({"--rule", "2se"}), 2, "--rule");
  fails(cv({"--metric", "msee"}), 2, "'mse'");
  fails(fit(place, {"--grid", "lambda=1,2"}), 2, "--cv");
  fails(place.starling({"path", spec, "--method", "trace_norm", "--lambdas", "1"}), 2, "number of values");
}

BOOST_AUTO_TEST_CASE(adv_options_limits_of_zero_and_many_threads_still_end_with_a_certificate) {
  const Workplace place;
  const Finished none = fit(place, {"--max-iter", "0"});
  BOOST_TEST(none.code == 0);
  BOOST_TEST(none.out.starts_with("iteration_limit: "), none.out);
  BOOST_TEST(fit(place, {"--max-iter", "0", "--strict"}).code == 5);
  const Finished at_once = fit(place, {"--time-limit", "0"});
  BOOST_TEST(at_once.code == 0);
  BOOST_TEST(at_once.out.starts_with("time_limit: "), at_once.out);
  BOOST_TEST(fit(place, {"--threads", "1000000"}).code == 0);
  const Finished beyond = fit(place, {"--gap", "1e-300", "--max-iter", "300"});  // a gap arithmetic cannot prove
  BOOST_TEST(beyond.code == 0);
  BOOST_TEST(!beyond.out.starts_with("optimal: "), beyond.out);
}

BOOST_AUTO_TEST_CASE(adv_F1_empty_file_exits_3) {
  const Workplace place;
  place.write("d.csv", "");
  fails(place.starling({"info", "d.csv"}), 3, "d.csv");
  place.write("h.csv", "a,task,y\n");
  fails(place.starling({"info", "h.csv"}), 3, "h.csv");
}

BOOST_AUTO_TEST_CASE(adv_F4_ragged_row_exits_3_with_its_place) {
  const Workplace place;
  place.write("d.csv", "a,task,y\n1,p,1\n1,p\n");
  fails(place.starling({"fit", "d.csv", "--method", "trace_norm"}), 3, "d.csv:3:");
}

BOOST_AUTO_TEST_CASE(adv_F6_cell_that_is_no_number_exits_3_with_its_place) {
  const Workplace place;
  for (const std::string cell : {"abc", "", "NA", "1.5x", "0x10", "1e400", "nan", "inf"}) {
    place.write("d.csv", "a,b,task,y\n1,2,p,1\n1," + cell + ",p,2\n");
    fails(place.starling({"fit", "d.csv", "--method", "trace_norm"}), 3, "d.csv:3:3");
  }
}

BOOST_AUTO_TEST_CASE(adv_F17_what_is_no_file_exits_6) {
  const Workplace place;
  fails(place.starling({"info", "absent.csv"}), 6, "absent.csv");
  fails(place.starling({"info", "/dev/zero"}), 6, "/dev/zero");
  fails(place.starling({"predict", spec, "-m", "absent.starling"}), 6, "absent.starling");
  fails(fit(place, {"-m", "absent/m.starling"}), 6, "absent");
  fails(place.starling({"generate", spec, "-o", "absent/a.csv"}), 6, "absent");
}

BOOST_AUTO_TEST_CASE(a_damaged_model_exits_4) {
  const Workplace place;
  BOOST_REQUIRE(fit(place, {"-m", "m.starling"}).code == 0);
  const std::string whole = place.read("m.starling");
  std::string bent = whole;
  bent[bent.size() / 2] = static_cast<char>(bent[bent.size() / 2] ^ 1);
  place.write("bent.starling", bent);
  place.write("short.starling", whole.substr(0, whole.size() - 1));
  place.write("other.starling", "not a model");
  for (const std::string name : {"bent.starling", "short.starling", "other.starling"}) {
    fails(place.starling({"predict", spec, "-m", name}), 4, name);
    fails(place.starling({"score", spec, "-m", name}), 4, name);
    fails(place.starling({"export", name, "-o", "w.npz"}), 4, name);
  }
  BOOST_TEST(!place.exists("w.npz"));
}

BOOST_AUTO_TEST_CASE(a_model_for_other_data_exits_3) {
  const Workplace place;
  BOOST_REQUIRE(fit(place, {"-m", "m.starling"}).code == 0);
  fails(place.starling({"predict", "low_rank:n_features=7,n_tasks=3", "-m", "m.starling"}), 3, "features");
  place.write("d.csv", "a,b,c,d,e,f,task,y\n1,2,3,4,5,6,elsewhere,1\n");
  fails(place.starling({"predict", "d.csv", "-m", "m.starling"}), 3, "elsewhere");
  fails(place.starling({"predict", spec, "-m", "m.starling", "--probability"}), 2, "--probability");
}

BOOST_AUTO_TEST_CASE(a_failed_fit_leaves_the_old_model_alone) {
  const Workplace place;
  place.write("m.starling", "old");
  fails(fit(place, {"-m", "m.starling", "--set", "lambda=nan"}), 2, "lambda");
  BOOST_TEST(place.read("m.starling") == "old");
}

BOOST_AUTO_TEST_CASE(adv_cli_closed_and_full_outputs) {
  const Workplace place;
  const Finished full = place.starling_into("/dev/full", {"methods"});
  BOOST_TEST(full.code == 6);
  BOOST_TEST(contains(full.err, "standard output"));
  const Finished gone = place.starling_into_closed_pipe({"methods"});
  BOOST_TEST(gone.code == 0);
  BOOST_TEST(gone.err == "");
}

BOOST_AUTO_TEST_CASE(adv_cli_interrupt_stops_a_fit_and_keeps_nothing) {
  const Workplace place;
  const Finished run =
      place.interrupted({"fit", "low_rank:n_tasks=60,n_features=400,n_samples=400,n_test=0", "--method", "trace_norm",
                         "--set", "lambda=0.0001max", "--gap", "1e-13", "--progress", "json", "-m", "m.starling"});
  BOOST_TEST(run.code == 130, run.err);
  BOOST_TEST(contains(run.err, "starling: interrupted"));
  BOOST_TEST(run.out == "");
  BOOST_TEST(!place.exists("m.starling"));
}

BOOST_AUTO_TEST_SUITE_END()
