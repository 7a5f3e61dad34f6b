// What tasks fused along a graph promise.
#include "algorithms/task_fusion.hpp"

#include <boost/test/unit_test.hpp>

#include "algorithms/baselines.hpp"
#include "algorithms/catalogue.hpp"
#include "datasets/catalogue.hpp"
#include "lib/estimator/truth_metrics.hpp"
#include "tests/support/hard_data.hpp"
#include "tests/support/random_problems.hpp"
#include "tests/support/real_data.hpp"
#include "tests/support/refusal.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const FitControl exact{.stop = {.gap = 1e-12}};

double far(const arma::mat& a, const arma::mat& b) { return arma::abs(a - b).max(); }
double far(const Fit& a, const Fit& b) { return far(a.linear().W(), b.linear().W()); }

// How far from the optimum the coefficients of a fit can be: the objective curves by mu at least.
double reach(const Fit& fit, double mu) {
  const Certificate& proof = fit.report.certificate;
  return std::sqrt(2.0 * std::max(proof.gap, proof.rounding_floor) / mu);
}

arma::uvec groups(const Fit& fit) { return arma::conv_to<arma::uvec>::from(fit.model->info().learned.at("groups")); }

std::string refused(const MultiTaskData& data, const TaskFusion& method) {
  return refusal<InvalidOption>([&] { method.fit(data); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(task_fusion)

BOOST_AUTO_TEST_CASE(lambda_zero_is_ridge_regression) {
  const MultiTaskData data = random_tasks(6, {.n = 12, .d = 7, .T = 5});
  const Fit alone = IndependentRidge{{.lambda = 0.2}}.fit(data, exact);
  for (const double lambda : {0.0, 1e-12}) {
    const Fit fit = TaskFusion{{.lambda = lambda, .mu = 0.2}}.fit(data, exact);
    BOOST_TEST(far(fit, alone) <= reach(fit, 0.2) + reach(alone, 0.2));
  }
}

BOOST_AUTO_TEST_CASE(one_task_is_ridge_regression) {
  const MultiTaskData data = random_tasks(6, {.n = 12, .d = 7, .T = 1});
  const Fit alone = IndependentRidge{{.lambda = 0.2}}.fit(data, exact);
  for (const FusionGraph graph : {FusionGraph::complete, FusionGraph::chain, FusionGraph::neighbours}) {
    const TaskFusion method{{.lambda = 3.0, .mu = 0.2, .graph = graph}};
    BOOST_TEST(far(method.fit(data, exact), alone) < 1e-8);
    BOOST_TEST(method.lambda_max(data).value() == 0.0);
  }
}

// sum_t |y_t - X_t w|^2 / 2 + T mu / 2 |w|^2.
BOOST_AUTO_TEST_CASE(at_lambda_max_all_connected_tasks_are_equal_and_pooled_ridge_regression) {
  const double T = 5.0, mu = 0.2;
  const MultiTaskData data = random_tasks(6, {.n = 12, .d = 7, .T = 5});
  const Fit pooled = PooledRidge{{.lambda = T * mu, .intercept = false, .averaging = Averaging::sum}}.fit(data, exact);
  for (const FusionGraph graph : {FusionGraph::complete, FusionGraph::chain, FusionGraph::neighbours})
    for (const Lambda lambda : {Lambda::share_of_max(1.0), Lambda(1e6)}) {
      const TaskFusion method{{.lambda = lambda,
                               .mu = mu,
                               .graph = graph,
                               .n_neighbours = 2,
                               .intercept = false,
                               .averaging = Averaging::sum}};
      const Fit fit = method.fit(data, exact);
      BOOST_TEST(arma::all(groups(fit) == 0));
      for (arma::uword t = 1; t < 5; ++t) BOOST_TEST(far(fit.linear().W().col(t), fit.linear().W().col(0)) == 0.0);
      BOOST_TEST(far(fit, pooled) < 1e-8);
    }
}

BOOST_AUTO_TEST_CASE(lambda_max_is_the_least_such_strength_on_chains) {
  const MultiTaskData data = random_tasks(6, {.n = 12, .d = 7, .T = 5});
  for (const double share : {1.0, 0.999}) {
    const Fit fit = TaskFusion{{.lambda = Lambda::share_of_max(share), .graph = FusionGraph::chain}}.fit(data, exact);
    BOOST_TEST(groups(fit).max() == (share == 1.0 ? 0u : 1u));
  }
}

// With one X of orthonormal columns the loss is |w_t - z_t|^2 / 2: the midpoint stays and the distance falls by 2
// lambda.
BOOST_AUTO_TEST_CASE(two_tasks_of_one_orthonormal_X_move_towards_each_other_along_a_straight_line) {
  arma::mat Q, R;
  arma::qr_econ(Q, R, normal_matrix(1, "X", 10, 4));
  const arma::mat Z = normal_matrix(1, "Z", 4, 2);
  const MultiTaskData data = MultiTaskData::from_tasks({{.X = Q, .y = Q * Z.col(0)}, {.X = Q, .y = Q * Z.col(1)}});
  const double mu = 0.25, distance = arma::norm(Z.col(0) - Z.col(1));
  for (const double share : {0.3, 0.8, 1.2}) {
    const double lambda = share * distance / 2.0;
    const Fit fit =
        TaskFusion{{.lambda = lambda, .mu = mu, .intercept = false, .averaging = Averaging::sum}}.fit(data, exact);
    const arma::vec middle = arma::mean(Z, 1), half = 0.5 * (Z.col(0) - Z.col(1)) * std::max(0.0, 1.0 - share);
    BOOST_TEST(far(fit.linear().W(), arma::join_rows(middle + half, middle - half) / (1.0 + mu)) < 1e-6);
    BOOST_TEST(groups(fit).max() == (share > 1.0 ? 0u : 1u));
  }
}

// Of 4, 1, 0 the first sinks by lambda and the last rises by it, until it meets the second at lambda = 1; from there on
// the two rise by half of it.
BOOST_AUTO_TEST_CASE(with_one_feature_on_a_chain_it_is_total_variation_denoising) {
  std::vector<Task> tasks;
  for (const double target : {4.0, 1.0, 0.0}) tasks.push_back({.X = arma::mat(1, 1, arma::fill::ones), .y = {target}});
  const MultiTaskData data = MultiTaskData::from_tasks(std::move(tasks));
  const double mu = 1e-3;
  const Fit fit =
      TaskFusion{{.lambda = 1.25, .mu = mu, .graph = FusionGraph::chain, .intercept = false}}.fit(data, exact);
  BOOST_TEST(far(fit.linear().W(), arma::mat{{2.75, 1.125, 1.125}} / (1.0 + mu)) < 1e-6);
  BOOST_TEST(groups(fit) == (arma::uvec{0, 1, 1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(parts_that_are_not_connected_are_fitted_as_if_they_were_alone) {
  const MultiTaskData data = random_tasks(6, {.n = 12, .d = 7, .T = 5});
  const TaskFusion whole{{.lambda = 0.1, .mu = 0.2, .graph = FusionGraph::edges, .edges = {0, 2, 1, 4}}};
  const TaskFusion pair{{.lambda = 0.1, .mu = 0.2}};
  const Fit fit = whole.fit(data, exact);
  for (const std::vector<arma::uword>& part : {std::vector<arma::uword>{0, 2}, {1, 4}, {3}}) {
    std::vector<Task> tasks;
    for (const arma::uword t : part) tasks.push_back({.X = data.design(t), .y = data.targets_of(t)});
    const Fit alone = pair.fit(MultiTaskData::from_tasks(std::move(tasks)), exact);
    BOOST_TEST(far(fit.linear().W().cols(arma::uvec(part)), alone.linear().W()) <= reach(fit, 0.2) + reach(alone, 0.2));
  }
}

BOOST_AUTO_TEST_CASE(all_graphs_of_the_same_edges_are_one_problem) {
  const MultiTaskData data = random_tasks(6, {.n = 12, .d = 7, .T = 3});
  const TaskFusion complete{{.lambda = 0.05, .mu = 0.2}};
  const TaskFusion edges{{.lambda = 0.05, .mu = 0.2, .graph = FusionGraph::edges, .edges = {0, 1, 0, 2, 2, 1}}};
  const TaskFusion adjacency{
      {.lambda = 0.05, .mu = 0.2, .graph = FusionGraph::adjacency, .adjacency = {0, 1, 1, 1, 0, 1, 1, 1, 0}}};
  const TaskFusion neighbours{{.lambda = 0.05, .mu = 0.2, .graph = FusionGraph::neighbours}};
  // Twice the weights are twice the strength.
  const TaskFusion heavy{{.lambda = 0.025,
                          .mu = 0.2,
                          .graph = FusionGraph::edges,
                          .edges = {0, 1, 0, 2, 2, 1},
                          .edge_weights = {2, 2, 2}}};
  const Fit fit = complete.fit(data, exact);
  for (const TaskFusion& other : {edges, adjacency, neighbours, heavy})
    BOOST_TEST(far(other.fit(data, exact), fit) < 1e-7);
}

BOOST_AUTO_TEST_CASE(duplicate_tasks_with_the_same_neighbours_are_equal) {
  const MultiTaskData data = hard_data({.samples = {12, 12, 12, 12}, .same_task = true}, false, 3);
  const Fit fit = TaskFusion{{.lambda = 0.01}}.fit(data);
  BOOST_TEST(arma::all(groups(fit) == 0));
  const MultiTaskData some = random_tasks(4, {.n = 12, .d = 5, .T = 3});
  std::vector<Task> tasks;
  for (const arma::uword t : {0, 1, 2, 1}) tasks.push_back({.X = some.design(t), .y = some.targets_of(t)});
  const Fit twice = TaskFusion{{.lambda = 0.02}}.fit(MultiTaskData::from_tasks(std::move(tasks)), exact);
  BOOST_TEST(far(twice.linear().W().col(1), twice.linear().W().col(3)) < 1e-9);
}

BOOST_AUTO_TEST_CASE(groups_that_are_planted_are_found_on_the_way_and_merge_last) {
  for (const std::string seed : {"1", "2", "3"}) {
    const Dataset tasks = make_dataset(
        "task_clusters:n_tasks=24,n_clusters=4,n_features=12,n_samples=300,spread=0.02,noise=0.1," + ("seed=" + seed));
    const Fit fit = TaskFusion{{.lambda = Lambda::share_of_max(0.5)}}.fit(tasks.train);
    BOOST_TEST(ari(groups(fit), tasks.truth->clusters) == 1.0);
    const Fit path = TaskFusion{{.lambda = Lambda::share_of_max(1e-3), .dendrogram = 20}}.fit(tasks.train);
    const arma::mat& merges = path.model->info().learned.at("merges");
    BOOST_REQUIRE(merges.n_rows == 23u);
    // Cut before the last three merges.
    arma::uvec root(47, arma::fill::zeros);
    for (arma::uword part = 0; part < 47; ++part) root[part] = part;
    for (arma::uword i = 20; i-- > 0;)
      for (const arma::uword side : {0, 1}) root[static_cast<arma::uword>(merges(i, side))] = root[24 + i];
    BOOST_TEST(ari(root.head(24), tasks.truth->clusters) == 1.0);
    BOOST_TEST(merges(20, 2) > merges(19, 2));
  }
}

BOOST_AUTO_TEST_CASE(tasks_unlike_all_others_are_fused_last) {
  const Dataset tasks = make_dataset(
      "task_clusters:n_tasks=20,n_clusters=2,n_features=10,n_samples=300,spread=0.02,noise=0.1,outlier_tasks=0.1,seed="
      "6");
  const arma::uvec& outliers = tasks.truth->outlier_tasks;
  BOOST_REQUIRE(!outliers.is_empty());
  const arma::uvec found = groups(TaskFusion{{.lambda = Lambda::share_of_max(0.5)}}.fit(tasks.train));
  for (arma::uword t = 0; t < 20; ++t) {
    const arma::uvec alike = arma::find(found == found[t]);
    BOOST_TEST((alike.n_elem == 1) == arma::any(outliers == t));
  }
}

BOOST_AUTO_TEST_CASE(a_path_finds_what_single_fits_find_and_its_models_keep_the_merges_so_far) {
  const MultiTaskData data = make_dataset("task_clusters:n_tasks=9,n_clusters=3,n_samples=30,seed=2").train;
  const TaskFusion method;
  std::vector<Lambda> strengths;
  for (const double share : {1.0, 0.5, 0.2, 0.05}) strengths.push_back(Lambda::share_of_max(share));
  std::size_t i = 0;
  method.fit_path(data, strengths, exact, [&](double, const Fit& fit) {
    TaskFusion single;
    single.options.lambda = strengths[i];
    const Fit alone = single.fit(data, exact);
    BOOST_TEST(far(fit, alone) <= reach(fit, 0.01) + reach(alone, 0.01));
    BOOST_TEST(fit.model->info().learned.contains("merges") == (i > 0));
    BOOST_TEST(!alone.model->info().learned.contains("merges"));
    ++i;
    return true;
  });
  BOOST_TEST(i == 4u);
}

BOOST_AUTO_TEST_CASE(graphs_that_are_none_are_refused) {
  const MultiTaskData data = random_tasks(6, {.n = 12, .d = 3, .T = 3});
  const auto matrix = [](std::vector<double> A) {
    return TaskFusion{{.graph = FusionGraph::adjacency, .adjacency = std::move(A)}};
  };
  BOOST_TEST(contains(refused(data, matrix({0, 1, 0, 2, 0, 0, 0, 0, 0})), "tasks 0,1: task graph is not symmetric"));
  BOOST_TEST(contains(refused(data, matrix({1, 1, 0, 1, 0, 0, 0, 0, 0})), "self loop"));
  BOOST_TEST(contains(refused(data, matrix({0, 1, 1, 0})), "option adjacency"));
  BOOST_TEST(contains(refused(data, matrix({0, -1, 0, -1, 0, 0, 0, 0, 0})), "adjacency"));
  const auto edges = [](std::vector<int> list) {
    return TaskFusion{{.graph = FusionGraph::edges, .edges = std::move(list)}};
  };
  BOOST_TEST(contains(refused(data, edges({0, 3})), "graph = edges, edge 0: no such task"));
  BOOST_TEST(contains(refused(data, edges({0, 1, 1})), "not pairs of tasks"));
  BOOST_TEST(contains(refused(data, TaskFusion{{.edges = {0, 1}}}), "graph = edges"));
  BOOST_TEST(contains(refused(data, TaskFusion{{.adjacency = {0, 1, 1, 0}}}), "graph = adjacency"));
}

BOOST_AUTO_TEST_CASE(the_same_bits_for_any_number_of_threads) {
  const MultiTaskData data = make_dataset("task_clusters:n_tasks=30,n_clusters=4,n_samples=15,seed=2").train;
  const Fit one = TaskFusion{}.fit(data, {.threads = 1}), four = TaskFusion{}.fit(data, {.threads = 4});
  BOOST_TEST(far(one, four) == 0.0);
  BOOST_TEST(one.report.certificate.gap == four.report.certificate.gap);
}

BOOST_AUTO_TEST_CASE(ten_thousand_tasks_on_a_chain_and_many_tiny_ones_beside_a_huge_one_are_proved) {
  const MultiTaskData many = hard_data({.samples = arma::uvec(10000, arma::fill::value(2)), .n_features = 5}, false, 9);
  const Fit fit = TaskFusion{{.lambda = 0.01, .graph = FusionGraph::chain}}.fit(many);
  BOOST_TEST(to_string(fit.report.status) == "optimal");
  arma::uvec samples(30, arma::fill::value(2));
  samples[0] = 20000;
  const Fit uneven = TaskFusion{}.fit(hard_data({.samples = samples}, false, 9));
  BOOST_TEST(to_string(uneven.report.status) == "optimal");
}

BOOST_AUTO_TEST_CASE(schools_are_proved_at_every_strength) {
  with_real_data("school", [](const Dataset& school) {
    for (const double share : {1e-3, 0.1, 0.5}) {
      const Fit fit = TaskFusion{{.lambda = Lambda::share_of_max(share)}}.fit(school.train);
      BOOST_TEST(to_string(fit.report.status) == "optimal");
    }
  });
}

BOOST_AUTO_TEST_SUITE_END()
