// starling compare as a user calls it.
#include <boost/test/unit_test.hpp>
#include <sstream>

#include "apps/compare/store.hpp"
#include "tests/support/workplace.hpp"

using starling::tests::Finished;
using starling::tests::Workplace;

namespace {

const std::vector<std::string> small = {"compare",
                                        "--data",
                                        "low_rank:n_tasks=3,n_features=4,n_samples=12,n_test=9",
                                        "--data",
                                        "related_classifiers:n_tasks=3,n_features=4,n_test=9",
                                        "--method",
                                        "trace_norm",
                                        "--method",
                                        "single=independent_ridge|independent_logistic",
                                        "--seeds",
                                        "2"};

std::vector<std::string> with(std::vector<std::string> arguments, const std::vector<std::string>& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, line.size());
  return widest;
}

// Runs the command and sends it a signal as soon as it has said on stderr that a first job is finished.
Finished interrupt(const Workplace& place, const std::vector<std::string>& arguments, int signal) {
  int ends[2];
  BOOST_REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], 2);
    close(ends[0]);
    close(ends[1]);
    if (chdir(place.path("").c_str()) != 0) _exit(99);
    std::string command = STARLING_COMMAND;
    std::vector<std::string> words = arguments;
    std::vector<char*> pointers = {command.data()};
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    execv(command.c_str(), pointers.data());
    _exit(98);
  }
  close(ends[1]);
  Finished finished;
  bool sent = false;
  char bytes[512];
  for (ssize_t got = 0; (got = read(ends[0], bytes, sizeof bytes)) > 0;) {
    finished.err.append(bytes, static_cast<std::size_t>(got));
    if (!sent && contains(finished.err, "[1/")) sent = kill(child, signal) == 0;
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  finished.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return finished;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_verb_compare)

BOOST_AUTO_TEST_CASE(tables_go_to_stdout_and_the_same_line_again_computes_nothing) {
  const Workplace place;
  const Finished first = place.starling(small);
  BOOST_REQUIRE_MESSAGE(first.code == 0, first.err);
  BOOST_TEST(contains(first.err, "[8/8]"));
  BOOST_TEST(contains(first.out, "ev_global in %, higher is better: low_rank\nauc in %, higher is better"));
  BOOST_TEST(widest_line(first.out) <= 80);
  BOOST_TEST(place.exists("starling-compare.db"));
  const Finished again = place.starling(small);
  BOOST_TEST(again.code == 0);
  BOOST_TEST(again.out == first.out);
  BOOST_TEST(again.err == "8 of 8 results are in the store already\n");
}

BOOST_AUTO_TEST_CASE(more_repetitions_and_methods_add_to_what_is_there) {
  const Workplace place;
  BOOST_TEST(place.starling(small).code == 0);
  const Finished more = place.starling(with(small, {"--method", "multitask_lasso"}));
  BOOST_TEST(contains(more.err, "8 of 12 results are in the store already\n"));
}

BOOST_AUTO_TEST_CASE(a_metric_may_be_chosen_for_each_kind_of_target) {
  const Workplace place;
  const Finished run = place.starling(with(small, {"--metric", "rmse_pooled", "--metric", "error"}));
  BOOST_TEST(contains(run.out, "rmse_pooled, lower is better: low_rank\nerror in %, lower is better"));
}

BOOST_AUTO_TEST_CASE(adv_harness_signals_commit_and_print_the_resume_line) {
  const Workplace place;
  const std::vector<std::string> arguments = {"compare", "--data", "low_rank", "--method", "trace_norm",
                                              "--seeds", "40",     "--store",  "it's.db"};
  for (const int signal : {SIGINT, SIGTERM}) {
    const Finished stopped = interrupt(place, with(arguments, {"-j", "1", "--progress", "plain"}), signal);
    BOOST_TEST(stopped.code == 130);
    BOOST_TEST(contains(stopped.err, "of 40 results are in it's.db; resume with: "));
    BOOST_TEST(contains(stopped.err, " compare --data low_rank --method trace_norm --seeds 40 --store 'it'\\''s.db'"));
  }
  const Finished resumed = place.starling(arguments);
  BOOST_TEST(resumed.code == 0);
  BOOST_TEST(contains(resumed.err, " of 40 results are in the store already\n"));
}

BOOST_AUTO_TEST_CASE(shards_put_together_are_the_whole_comparison) {
  const Workplace place;
  BOOST_TEST(place.starling(small).code == 0);
  for (const char* shard : {"1/2", "2/2"}) {
    const std::string file = std::string("shard") + shard[0] + ".db";
    const Finished part = place.starling(with(small, {"--shard", shard, "--store", file}));
    BOOST_TEST(part.code == 0, part.err);
    BOOST_TEST(contains(part.out, file + "\nput shards together with: starling merge"));
  }
  const Finished merged = place.starling({"merge", "all.db", "shard1.db", "shard2.db"});
  BOOST_TEST(merged.out == "shard1.db: 4 of 4 results taken\nshard2.db: 4 of 4 results taken\n", merged.err);
  BOOST_TEST(contains(place.starling({"merge", "all.db", "shard1.db"}).out, "0 of 4"));
  const Finished whole = place.starling(with(small, {"--store", "all.db"}));
  BOOST_TEST(whole.err == "8 of 8 results are in the store already\n");
  BOOST_TEST(place.starling({"merge", "all.db", "nothing.db"}).code == 6);
  BOOST_TEST(place.starling({"merge", "all.db"}).code == 2);
}

BOOST_AUTO_TEST_CASE(status_says_how_far_it_is_what_failed_and_how_to_go_on) {
  const Workplace place;
  const Finished run = place.starling(with(small, {"--folds", "40"}));  // no task has so many samples
  BOOST_TEST(run.code == 1);
  const Finished whole = place.starling({"status", "starling-compare.db"});
  BOOST_TEST(whole.code == 0, whole.err);
  BOOST_TEST(contains(whole.out, "8 results in all; the last run has 8 of its 8; nobody is writing to it\n"));
  BOOST_TEST(contains(whole.out, "  error "));
  BOOST_TEST(contains(whole.out, " / repetition 1: error: "));
  BOOST_TEST(!contains(whole.out, "resume with"));
  BOOST_TEST(interrupt(place,
                       {"compare", "--data", "low_rank", "--method", "trace_norm", "--seeds", "40", "-j", "1",
                        "--progress", "plain"},
                       SIGINT)
                 .code == 130);
  const Finished part = place.starling({"status", "starling-compare.db"});
  BOOST_TEST(contains(part.out, " of its 40; nobody"));
  BOOST_TEST(contains(part.out, "resume with: "));
  BOOST_TEST(place.starling({"status", "nothing.db"}).code == 6);
}

BOOST_AUTO_TEST_CASE(limits_of_a_job_are_kept_and_its_row_says_so) {
  const Workplace place;
  const Finished run = place.starling({"compare", "--data", "low_rank:n_tasks=40,n_features=300,n_samples=200",
                                       "--method", "trace_norm", "--seeds", "1", "--time-limit", "0.01"});
  BOOST_TEST(run.code == 1);
  BOOST_TEST(contains(run.err, "timeout: more than 0.01 s"));
  BOOST_TEST(place.starling(with(small, {"--time-limit", "-1"})).code == 2);
  BOOST_TEST(place.starling(with(small, {"--memory-limit", "nan"})).code == 2);
}

BOOST_AUTO_TEST_CASE(adv_harness_a_second_coordinator_is_refused_and_the_first_goes_on) {
  const Workplace place;
  starling::compare::Store first(place.path("starling-compare.db"));
  const Finished second = place.starling(small);
  BOOST_TEST(second.code == 6);
  BOOST_TEST(contains(second.err, "another comparison"), second.err);
  BOOST_TEST(contains(place.starling({"status", "starling-compare.db"}).out,
                      "process " + std::to_string(getpid()) + " is writing to it"));
  first.commit({.dataset = "one", .method = "one", .identity = {}}, {.outcome = starling::compare::Outcome::ok});
  BOOST_TEST(first.outcomes().size() == 1);
}

BOOST_AUTO_TEST_CASE(the_exit_code_says_what_went_wrong) {
  const Workplace place;
  place.write("foreign.db", "task,target\n");
  const auto code = [&](const std::vector<std::string>& more) { return place.starling(with(small, more)).code; };
  BOOST_TEST(code({"--folds", "40"}) == 1);  // every job fails: no task has so many samples
  BOOST_TEST(code({"--method", "trace_nrom"}) == 2);
  BOOST_TEST(code({"--data", "low_rnak"}) == 2);
  BOOST_TEST(code({"--metric", "rmse"}) == 2);
  BOOST_TEST(code({"--rerun", "some"}) == 2);
  BOOST_TEST(code({"--progress", "loud"}) == 2);
  BOOST_TEST(code({"-j", "-1"}) == 2);
  BOOST_TEST(code({"--store", "foreign.db"}) == 4);
  BOOST_TEST(code({"--max-iter", "0", "--strict"}) == 5);
  BOOST_TEST(code({"--store", "nowhere/results.db"}) == 6);
  BOOST_TEST(code({"--data", "school"}) == 6);
  BOOST_TEST(place.starling({"compare"}).code == 2);
}

BOOST_AUTO_TEST_SUITE_END()
