#include "apps/compare/experiment.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <set>
#include <sstream>

#include "apps/compare/job.hpp"
#include "apps/compare/runner.hpp"
#include "tests/apps/compare/fake_jobs.hpp"
#include "tests/datasets/places.hpp"

using namespace starling;
using namespace starling::compare;
using fake::mentions;

namespace {

// Two small data sets, three methods of which one learns numbers only.
ExperimentPlan small_plan() {
  return {.data = {"low_rank:n_tasks=4,n_features=5,n_samples=12,n_test=20,rank=1",
                   "related_classifiers:n_tasks=3,n_features=4,n_samples=30,n_test=20"},
          .methods = {"lasso=multitask_lasso:lambda=auto:3", "trace_norm:lambda=0.1max",
                      "clustered_regression:rho1=0.1,rho2=0.01"},
          .repetitions = 2};
}

void run_quietly(const Experiment& experiment, Store& store, int workers) {
  std::ostringstream out;
  compare::Progress progress(out, ProgressStyle::none, false);
  run_jobs(experiment.jobs(), {.execute = [&](const Job& job) { return experiment.run(job); }, .workers = workers},
           store, progress);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(method_specs)

BOOST_AUTO_TEST_CASE(options_are_fixed_or_searched) {
  const MethodSpec spec = parse_method_spec("multitask_lasso:l1_ratio=0.5,lambda=auto:20");
  BOOST_TEST(spec.label == "multitask_lasso:l1_ratio=0.5,lambda=auto:20");
  BOOST_REQUIRE(spec.choices.size() == 1);
  BOOST_TEST((spec.choices[0].fixed == Params{{"l1_ratio", "0.5"}}));
  BOOST_TEST((spec.choices[0].grids == Grids{{"lambda", "auto:20"}}));
  BOOST_TEST(make_ready(spec, false).grid()[0].values.size() == 20);
}

BOOST_AUTO_TEST_CASE(what_is_on_a_logarithmic_scale_is_searched_unless_it_is_given) {
  BOOST_TEST(make_ready(parse_method_spec("trace_norm"), false).grids.contains("lambda"));
  BOOST_TEST(make_ready(parse_method_spec("trace_norm:lambda=0.1max"), false).grids.empty());
  const auto clustered = make_ready(parse_method_spec("clustered_regression:rho1=0.1"), false).grids;
  BOOST_TEST(clustered.size() == 1);
  BOOST_TEST(clustered.contains("rho2"));
}

BOOST_AUTO_TEST_CASE(a_list_is_written_with_semicolons) {
  const auto ready = make_ready(parse_method_spec("trace_norm:lambda=0.1;1;10"), false);
  BOOST_TEST(ready.grid()[0].values.size() == 3);
}

BOOST_AUTO_TEST_CASE(an_option_that_is_a_list_is_fixed) {
  const MethodSpec spec = parse_method_spec("multitask_lasso:row_weights=1;2;inf,lambda=0.1;1");
  BOOST_TEST((spec.choices[0].fixed == Params{{"row_weights", "1,2,inf"}}));
  BOOST_TEST((spec.choices[0].grids == Grids{{"lambda", "0.1,1"}}));
}

BOOST_AUTO_TEST_CASE(the_loss_follows_the_targets_unless_it_is_given) {
  const auto loss = [](const char* spec, bool classes) {
    return make_ready(parse_method_spec(spec), classes).estimator->params().at("loss");
  };
  BOOST_TEST(loss("trace_norm", true) == "logistic");
  BOOST_TEST(loss("trace_norm", false) == "squared");
  BOOST_TEST(loss("trace_norm:loss=logistic", false) == "logistic");
  BOOST_TEST(make_ready(parse_method_spec("trace_norm:loss=logistic"), false).mismatch != "");
}

BOOST_AUTO_TEST_CASE(a_row_may_name_a_method_for_each_kind_of_target) {
  const MethodSpec spec = parse_method_spec("row=trace_norm:loss=squared|multitask_lasso:loss=logistic");
  BOOST_TEST(spec.label == "row");
  BOOST_TEST(make_ready(spec, false).estimator->name() == "trace_norm");
  BOOST_TEST(make_ready(spec, true).estimator->name() == "multitask_lasso");
  BOOST_TEST(make_ready(spec, true).mismatch == "");
}

BOOST_AUTO_TEST_CASE(machines_are_tuned_by_their_cost_and_coupling_and_not_by_the_gamma_of_kernels_they_may_not_have) {
  const ReadyMethod ready = make_ready(parse_method_spec("multitask_svm"), true);
  BOOST_TEST(ready.grids.contains("C"));
  BOOST_TEST(ready.grids.contains("mu"));
  BOOST_TEST(!ready.grids.contains("gamma"));
  BOOST_CHECK_NO_THROW(ready.grid());
}

BOOST_AUTO_TEST_CASE(misspelt_names_and_values_are_refused_with_the_nearest) {
  const auto names = [](const char* wanted) {
    return [wanted](const InvalidOption& e) { return mentions(e, wanted); };
  };
  BOOST_CHECK_EXCEPTION(parse_method_spec("trace_nrom"), InvalidOption, names("trace_norm"));
  BOOST_CHECK_EXCEPTION(parse_method_spec("trace_norm:lamda=1"), InvalidOption, names("lambda"));
  BOOST_CHECK_EXCEPTION(parse_method_spec("trace_norm:lamda=auto:3"), InvalidOption, names("lambda"));
  BOOST_CHECK_THROW(parse_method_spec("trace_norm:lambda=-1"), InvalidOption);
  BOOST_CHECK_THROW(parse_method_spec("trace_norm:lambda=auto:x"), InvalidOption);
  BOOST_CHECK_THROW(parse_method_spec("row=trace_norm|"), InvalidOption);
  BOOST_CHECK_THROW(parse_method_spec(""), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(data_plans)

BOOST_AUTO_TEST_CASE(a_repetition_of_generated_data_is_another_draw) {
  const DataPlan plan("low_rank:n_tasks=3,noise=0.50,seed=7", {}, 3, {});
  const Params first = plan.identity(0), third = plan.identity(2);
  BOOST_TEST(first.at("data.seed") == "7");
  BOOST_TEST(third.at("data.seed") == "9");
  BOOST_TEST(first.at("data.noise") == "0.5");
  BOOST_TEST(first.at("data.n_features") == "20");  // a default is written out
  BOOST_TEST(plan.samples(0)->train.targets()[0] != plan.samples(2)->train.targets()[0]);
  BOOST_TEST(plan.samples(0)->test.n_tasks() == 3);
}

BOOST_AUTO_TEST_CASE(without_test_samples_every_task_is_divided) {
  const DataPlan plan("low_rank:n_tasks=3,n_samples=20,n_test=0", {.train_share = 0.6}, 1, {});
  BOOST_TEST(plan.samples(0)->train.n_samples() == 36);
  BOOST_TEST(plan.samples(0)->test.n_samples() == 24);
  BOOST_TEST(plan.identity(0).at("split") != DataPlan("low_rank:n_test=0", {}, 1, {}).identity(0).at("split"));
}

BOOST_AUTO_TEST_CASE(classes_are_divided_in_proportion_unless_the_rule_says_otherwise) {
  const std::string spec = "related_classifiers:n_tasks=3,n_samples=40,n_test=0";
  const DataPlan even(spec, {.train_per_task = 10}, 1, {});
  const DataPlan free(spec, {.train_per_task = 10, .stratified = false}, 1, {});
  BOOST_TEST(even.identity(0).at("split") == "10 of every task, seed 0");
  BOOST_TEST(free.identity(0).at("split") == "10 of every task, seed 0, not stratified");
  BOOST_TEST(free.samples(0)->train.n_samples() == 30);
  BOOST_TEST(arma::any(even.samples(0)->train.targets() != free.samples(0)->train.targets()));
}

BOOST_AUTO_TEST_CASE(generated_samples_come_with_their_truth) {
  const DataPlan plan("low_rank:n_tasks=3,outlier_tasks=0.34", {}, 1, {});
  BOOST_TEST(plan.samples(0)->truth->W.n_cols == 3u);
  BOOST_TEST(plan.samples(0)->truth->outlier_tasks.n_elem == 1u);
  const ReadyMethod method = make_ready(parse_method_spec("independent_ridge:lambda=1e-9"), false);
  const Result result = run_job(method, *plan.samples(0), {});
  BOOST_TEST(result.metrics.at("estimation_error_max") >= result.metrics.at("estimation_error_mean"));
  BOOST_TEST(result.metrics.count("estimation_error_max_ordinary") == 1u);
}

BOOST_AUTO_TEST_CASE(everything_may_be_learned_from_and_then_there_is_nothing_to_test_on) {
  const DataPlan plan("low_rank:n_tasks=3,n_samples=20,n_test=0", {.train_share = 1.0, .official = false}, 1, {});
  BOOST_TEST(plan.samples(0)->train.n_samples() == 60);
  BOOST_TEST(plan.samples(0)->test.n_samples() == 0);
  const Result result = run_job(make_ready(parse_method_spec("trace_norm:lambda=0.3max"), false), *plan.samples(0), {});
  BOOST_TEST((result.outcome == Outcome::ok));
  BOOST_TEST(result.metrics.count("mse") == 0u);
  BOOST_TEST(result.metrics.count("rank") == 1u);
}

BOOST_AUTO_TEST_CASE(all_methods_get_the_same_samples) {
  const DataPlan plan("low_rank:n_tasks=3", {}, 9, {});
  const auto first = plan.samples(0);
  BOOST_TEST(plan.samples(0).get() == first.get());
  for (int repetition = 1; repetition < 9; ++repetition) plan.samples(repetition);
  const auto again = plan.samples(0);
  BOOST_TEST(arma::approx_equal(again->train.targets(), first->train.targets(), "absdiff", 0.0));
}

BOOST_AUTO_TEST_CASE(the_digest_of_data_sees_every_bit) {
  const arma::mat X = {{1, 2}, {3, 4}, {5, 6}};
  const arma::vec y = {1, 2, 3};
  const auto digest = [](const arma::mat& features, const arma::vec& targets, const arma::vec& weights) {
    return content_digest(MultiTaskData::from_tasks({{.X = features, .y = targets, .weights = weights}}));
  };
  const std::string original = digest(X, y, {});
  arma::mat other = X;
  other(2, 1) = std::nextafter(6.0, 7.0);
  BOOST_TEST(digest(X, y, {}) == original);
  BOOST_TEST(digest(other, y, {}) != original);
  BOOST_TEST(digest(X, {1, 2, 4}, {}) != original);
  BOOST_TEST(digest(X, y, {1, 1, 2}) != original);
  const auto sparse = [](double value) {
    arma::sp_mat S(3, 2);
    S(1, 1) = value;
    return content_digest(MultiTaskData::from_tasks({{.X = S, .y = arma::vec{1, 2, 3}}}));
  };
  BOOST_TEST(sparse(1.0) != sparse(2.0));
}

BOOST_AUTO_TEST_CASE(unknown_data_and_options_are_refused_before_anything_runs) {
  BOOST_CHECK_EXCEPTION(DataPlan("low_rnak", {}, 1, {}), InvalidOption,
                        [](const auto& e) { return mentions(e, "low_rank"); });
  BOOST_CHECK_EXCEPTION(DataPlan("low_rank:rnak=2", {}, 1, {}), InvalidOption,
                        [](const auto& e) { return mentions(e, "rank"); });
  BOOST_CHECK_THROW(DataPlan("low_rank:rank=x", {}, 1, {}), InvalidOption);
  const Places nothing_there;
  BOOST_CHECK_THROW(DataPlan("school", {}, 1, nothing_there.given()), IoError);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(experiments, fake::Folder)

BOOST_AUTO_TEST_CASE(there_is_a_job_for_every_data_set_method_and_repetition) {
  const Experiment experiment(small_plan());
  BOOST_TEST(experiment.jobs().size() == 12);
  std::set<std::string> keys;
  for (const Job& job : experiment.jobs()) keys.insert(job.key());
  BOOST_TEST(keys.size() == 12);
}

BOOST_AUTO_TEST_CASE(everything_that_decides_the_numbers_is_part_of_the_key) {
  const auto key = [](const std::function<void(ExperimentPlan&)>& change) {
    ExperimentPlan plan = small_plan();
    change(plan);
    return Experiment(plan).jobs().front().key();
  };
  const std::string original = key([](auto&) {});
  BOOST_TEST(key([](auto& plan) { plan.metrics = {"rmse_pooled"}; }) == original);
  BOOST_TEST(key([](auto& plan) { plan.repetitions = 5; }) == original);
  BOOST_TEST(key([](auto& plan) { plan.methods[0] = "another_name=multitask_lasso:lambda=auto:3"; }) == original);
  BOOST_TEST(key([](auto& plan) { plan.methods[0] = "lasso=multitask_lasso:lambda=auto:4"; }) != original);
  BOOST_TEST(key([](auto& plan) { plan.methods[0] += ",intercept=false"; }) != original);
  BOOST_TEST(key([](auto& plan) { plan.data[0] += ",seed=1"; }) != original);
  BOOST_TEST(key([](auto& plan) { plan.gap = 1e-8; }) != original);
  BOOST_TEST(key([](auto& plan) { plan.folds = 4; }) != original);
  BOOST_TEST(key([](auto& plan) { plan.tune_by = "mae"; }) != original);
  BOOST_TEST(key([](auto& plan) { plan.tune_by = "auc"; }) == original);  // which judges no numbers
  BOOST_TEST(key([](auto& plan) { plan.max_iterations = 10; }) != original);
}

BOOST_AUTO_TEST_CASE(results_do_not_depend_on_how_many_jobs_run_side_by_side) {
  const Experiment experiment(small_plan());
  Store one(path / "one.db"), two(path / "two.db");
  run_quietly(experiment, one, 1);
  run_quietly(experiment, two, 2);
  for (const Job& job : experiment.jobs()) {
    const auto a = one.find(job.key()), b = two.find(job.key());
    BOOST_TEST((a->metrics == b->metrics));
    BOOST_TEST((a->params == b->params));
    BOOST_TEST((a->relative_gap == b->relative_gap));
  }
}

BOOST_AUTO_TEST_CASE(every_cell_is_a_certified_number_or_a_reason) {
  const Experiment experiment(small_plan());
  Store open(store);
  run_quietly(experiment, open, 1);
  for (const Job& job : experiment.jobs()) {
    const auto result = open.find(job.key());
    const bool unsuited = job.dataset.starts_with("related") && job.method.starts_with("clustered");
    BOOST_TEST_CONTEXT(job.dataset << " / " << job.method << ": " << result->message) {
      BOOST_TEST((result->outcome == (unsuited ? Outcome::skipped : Outcome::ok)));
      BOOST_TEST(result->message.empty() == !unsuited);
      if (!unsuited) BOOST_TEST(*result->relative_gap <= 1e-6);
      if (!unsuited) BOOST_TEST(result->metrics.contains(job.dataset.starts_with("related") ? "auc" : "ev_global"));
    }
  }
  const auto blocks = experiment.blocks(open);
  BOOST_REQUIRE(blocks.size() == 2);
  BOOST_TEST(blocks[0].metric.name == "ev_global");
  BOOST_TEST(blocks[1].metric.name == "auc");
  BOOST_TEST(blocks[1].rows[2].results[1]->message ==
             "clustered_regression learns numbers, and these targets are two classes");
}

BOOST_AUTO_TEST_CASE(plans_that_cannot_be_kept_are_refused) {
  const auto refuses = [](const std::function<void(ExperimentPlan&)>& change) {
    ExperimentPlan plan = small_plan();
    change(plan);
    BOOST_CHECK_THROW(Experiment{plan}, InvalidOption);
  };
  refuses([](auto& plan) { plan.data.clear(); });
  refuses([](auto& plan) { plan.methods.clear(); });
  refuses([](auto& plan) { plan.data.push_back(plan.data[0]); });
  refuses([](auto& plan) { plan.methods.push_back("trace_norm:lambda=0.1max"); });
  refuses([](auto& plan) { plan.repetitions = 0; });
  refuses([](auto& plan) { plan.folds = 1; });
  refuses([](auto& plan) { plan.gap = 0.0; });
  refuses([](auto& plan) { plan.gap = std::nan(""); });
  refuses([](auto& plan) { plan.max_iterations = -1; });
  refuses([](auto& plan) { plan.split.train_share = 1.1; });
  refuses([](auto& plan) { plan.metrics = {"ev_globla"}; });
  refuses([](auto& plan) { plan.tune_by = "acu"; });
  refuses([](auto& plan) { plan.keep = {"coefficient"}; });
}

BOOST_AUTO_TEST_CASE(what_is_kept_of_models_is_of_the_first_repetition_and_changes_nothing_else) {
  ExperimentPlan plan = small_plan();
  const Experiment without(plan);
  plan.keep = {"coefficients", "relations"};
  const Experiment with(plan);
  for (const std::size_t k : {0, 3}) {  // the same method again
    const Job job = with.jobs().at(k);
    const Result kept = with.run(job), plain = without.run(job);
    BOOST_TEST(without.jobs().at(k).key() == job.key());
    BOOST_TEST((plain.kept.empty() && kept.kept.empty() == (job.repetition > 0) && kept.metrics == plain.metrics));
  }
}

BOOST_AUTO_TEST_SUITE_END()
