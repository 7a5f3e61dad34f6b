#include "apps/compare/request.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>

#include "tests/apps/compare/fake_jobs.hpp"
#include "tests/support/workplace.hpp"

using namespace starling;
using namespace starling::compare;
using fake::mentions;
using starling::tests::Finished;
using starling::tests::Workplace;

namespace {

constexpr const char* small = R"(
data = ["low_rank:n_tasks=3,n_features=4,n_samples=12,n_test=9"]
method = ["trace_norm", "pooled_ridge"]
seeds = 2
folds = 4
train-share = 0.5
gap = 1e-5
metric = "rmse_pooled"
time-limit = 60
memory-limit = 2000
)";

}  // namespace

BOOST_AUTO_TEST_SUITE(an_experiment_in_a_file)

BOOST_AUTO_TEST_CASE(says_what_is_compared_and_within_which_limits) {
  const Workplace place;
  place.write("small.toml", small);
  const ExperimentRequest asked = read_experiment(place.path("small.toml"));
  const ExperimentPlan plan = plan_of(asked);
  BOOST_TEST(plan.data.size() == 1);
  BOOST_TEST(plan.methods.size() == 2);
  BOOST_TEST(plan.repetitions == 2);
  BOOST_TEST(plan.folds == 4);
  BOOST_TEST(plan.gap == 1e-5);
  BOOST_TEST(plan.split.train_share == 0.5);
  BOOST_TEST(!plan.split.official);
  BOOST_TEST(plan.metrics.front() == "rmse_pooled");
  BOOST_TEST(asked.limits.wall_seconds == 60.0);
  BOOST_TEST(asked.limits.memory_mib == 2000.0);
  BOOST_TEST(Experiment(plan).jobs().size() == 4);
}

BOOST_AUTO_TEST_CASE(is_written_as_the_documentation_says) {
  const Workplace place;
  std::ifstream page(STARLING_SOURCE_DIR "/docs/compare.md");
  std::string text, line;
  while (std::getline(page, line) && line != "    # school.toml") continue;
  while (std::getline(page, line) && line.starts_with("    ")) text += line.substr(4) + "\n";
  place.write("school.toml", text);
  const Finished run = place.starling({"compare", "school.toml", "--print-config"});
  BOOST_TEST(run.code == 0, run.err);
  BOOST_TEST(run.out.find("seeds = 10\n") != std::string::npos);
  BOOST_TEST(run.out.find("store = \"school.db\"\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(is_refused_with_the_place_of_what_is_wrong) {
  const Workplace place;
  const auto complains = [&](const std::string& text, const std::string& words) {
    place.write("bad.toml", text);
    BOOST_CHECK_EXCEPTION(read_experiment(place.path("bad.toml")), InvalidOption,
                          [&](const InvalidOption& error) { return mentions(error, words); });
  };
  complains("seeds = 2\nmethods = ['trace_norm']\n", "did you mean 'method'?");
  complains("seeds = 2\nmethods = ['trace_norm']\n", "bad.toml:2:1");
  complains("seeds = 'two'\n", "bad.toml:1:1: option --seeds");
  complains("seeds = [1, 2]\n", "bad.toml:1:1");
  complains("[compare]\nseeds = 2\n", "unknown option of compare 'compare'");
  complains("seeds = \n", "bad.toml:1:9");
  complains("time-limit = -1\n", "--time-limit");
  BOOST_CHECK_THROW(read_experiment(place.path("nothing.toml")), IoError);
}

BOOST_AUTO_TEST_CASE(is_an_argument_of_compare_and_the_command_line_wins_over_it) {
  const Workplace place;
  place.write("small.toml", small);
  place.write("other.toml", "[compare]\nseeds = 5\nstore = 'other.db'\n");
  const Finished run = place.starling({"compare", "small.toml", "--seeds", "1", "--config", "other.toml"});
  BOOST_TEST(run.code == 0, run.err);
  BOOST_TEST(run.err.find("[2/2]") != std::string::npos);
  BOOST_TEST(run.out.find("rmse_pooled") != std::string::npos);
  BOOST_TEST(place.exists("other.db"));
  BOOST_TEST(place.starling({"compare", "nothing.toml"}).code == 6);
}

BOOST_AUTO_TEST_SUITE_END()
