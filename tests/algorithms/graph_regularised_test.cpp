// What tasks drawn to their mean or to their neighbours promise.
#include <boost/test/unit_test.hpp>

#include "algorithms/baselines.hpp"
#include "algorithms/catalogue.hpp"
#include "algorithms/graph_regularised.hpp"
#include "algorithms/mean_regularised.hpp"
#include "tests/support/random_problems.hpp"
#include "tests/support/real_data.hpp"
#include "tests/support/refusal.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const FitControl exact{.stop = {.gap = 1e-13}};

MultiTaskData five_tasks() { return random_tasks(6, {.n = 12, .d = 7, .T = 5}); }

double far(const Fit& a, const Fit& b) { return arma::abs(a.linear().W() - b.linear().W()).max(); }

// How far from the optimum the coefficients of a fit can be: the objective curves by mu at least.
double reach(const Fit& fit, double mu) {
  const Certificate& proof = fit.report.certificate;
  return std::sqrt(2.0 * std::max(proof.gap, proof.rounding_floor) / mu);
}

std::string refused(const MultiTaskData& data, const GraphRegularised& method) {
  return refusal<InvalidOption>([&] { method.fit(data); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(graph_regularised)

BOOST_AUTO_TEST_CASE(lambda_zero_is_ridge_regression_of_every_task_alone) {
  const MultiTaskData data = five_tasks();
  const Fit alone = IndependentRidge{{.lambda = 0.2}}.fit(data, exact);
  BOOST_CHECK_SMALL(far(MeanRegularised{{.lambda = 0.0, .mu = 0.2}}.fit(data, exact), alone), 1e-8);
  BOOST_CHECK_SMALL(far(GraphRegularised{{.lambda = 0.0, .mu = 0.2}}.fit(data, exact), alone), 1e-8);
}

// sum_t |y_t - X_t w|^2 / 2 + T mu / 2 |w|^2.
BOOST_AUTO_TEST_CASE(lambda_towards_infinity_is_one_w_for_all_tasks) {
  const MultiTaskData data = five_tasks();
  const double T = 5.0, mu = 0.2;
  const Fit pooled = PooledRidge{{.lambda = T * mu, .intercept = false, .averaging = Averaging::sum}}.fit(data, exact);
  const MeanRegularised mean{{.lambda = 1e9, .mu = mu, .intercept = false, .averaging = Averaging::sum}};
  const GraphRegularised chain{{.lambda = 1e9, .mu = mu, .intercept = false, .averaging = Averaging::sum}};
  BOOST_CHECK_SMALL(far(mean.fit(data, exact), pooled), 1e-6);
  BOOST_CHECK_SMALL(far(chain.fit(data, exact), pooled), 1e-6);
}

BOOST_AUTO_TEST_CASE(equal_tasks_have_equal_coefficients_those_of_ridge_regression) {
  const MultiTaskData one = random_tasks(7, {.n = 15, .d = 6, .T = 1});
  const Task task{.X = one.design(0), .y = one.targets_of(0)};
  const MultiTaskData data = MultiTaskData::from_tasks({task, task, task});
  const arma::mat w = IndependentRidge{{.lambda = 0.1}}.fit(one, exact).linear().W();
  for (const double lambda : {0.01, 100.0}) {
    const Fit mean = MeanRegularised{{.lambda = lambda}}.fit(data, exact);
    const Fit chain = GraphRegularised{{.lambda = lambda}}.fit(data, exact);
    BOOST_CHECK_SMALL(arma::abs(mean.linear().W() - arma::repmat(w, 1, 3)).max(), 1e-7);
    BOOST_CHECK_SMALL(arma::abs(chain.linear().W() - arma::repmat(w, 1, 3)).max(), 1e-7);
  }
}

BOOST_AUTO_TEST_CASE(the_complete_graph_of_weights_one_over_t_is_mean_regularised) {
  const MultiTaskData data = five_tasks();
  std::vector<double> complete(25, 0.2);
  for (std::size_t t = 0; t < 5; ++t) complete[6 * t] = 0.0;
  const GraphRegularised graph{{.lambda = 3.0, .graph = TaskGraph::adjacency, .adjacency = complete}};
  BOOST_CHECK_SMALL(far(graph.fit(data, exact), MeanRegularised{{.lambda = 3.0}}.fit(data, exact)), 1e-9);
}

BOOST_AUTO_TEST_CASE(parts_that_are_not_connected_are_fitted_as_if_they_were_alone) {
  const MultiTaskData data = five_tasks();
  const Fit all = GraphRegularised{{.lambda = 3.0, .graph = TaskGraph::edges, .edges = {0, 1, 2, 3}}}.fit(data, exact);
  const auto part = [&](const std::vector<arma::uword>& tasks) {
    std::vector<Task> chosen;
    for (const arma::uword t : tasks) chosen.push_back({.X = data.design(t), .y = data.targets_of(t)});
    return MultiTaskData::from_tasks(chosen);
  };
  const Fit pair = GraphRegularised{{.lambda = 3.0}}.fit(part({2, 3}), exact);
  const Fit alone = IndependentRidge{{.lambda = 0.1}}.fit(part({4}), exact);
  const double off = reach(all, 0.1);
  BOOST_CHECK_SMALL(arma::abs(all.linear().W().cols(2, 3) - pair.linear().W()).max(), off + reach(pair, 0.1));
  BOOST_CHECK_SMALL(arma::abs(all.linear().W().col(4) - alone.linear().W()).max(), off + reach(alone, 0.1));
}

BOOST_AUTO_TEST_CASE(neighbours_by_descriptors_and_by_ridge_solutions_are_the_edges_they_say) {
  const MultiTaskData data = five_tasks();
  // On a line at 0, 1, 2, 10 and 11; the second number is the same for all.
  const GraphRegularised by_place{
      {.graph = TaskGraph::neighbours, .n_neighbours = 1, .descriptors = {0, 7, 1, 7, 2.5, 7, 10, 7, 11, 7}}};
  const GraphRegularised edges{{.graph = TaskGraph::edges, .edges = {0, 1, 1, 2, 3, 4}}};
  BOOST_TEST(far(by_place.fit(data), edges.fit(data)) == 0.0);

  const arma::mat alone = IndependentRidge{{.lambda = 0.1}}.fit(data, exact).linear().W();
  std::vector<double> rows(alone.begin(), alone.end());
  const GraphRegularised by_ridge{{.graph = TaskGraph::neighbours, .n_neighbours = 2}};
  const GraphRegularised by_these{{.graph = TaskGraph::neighbours, .n_neighbours = 2, .descriptors = rows}};
  BOOST_TEST(far(by_ridge.fit(data), by_these.fit(data)) == 0.0);
}

BOOST_AUTO_TEST_CASE(as_many_neighbours_as_there_are_other_tasks_are_the_complete_graph) {
  const MultiTaskData data = five_tasks();
  // The complete graph of weights 1 is five times that of weights 1 / 5.
  for (const int count : {4, 1000}) {
    const GraphRegularised graph{{.lambda = 3.0, .graph = TaskGraph::neighbours, .n_neighbours = count}};
    BOOST_CHECK_SMALL(far(graph.fit(data, exact), MeanRegularised{{.lambda = 15.0}}.fit(data, exact)), 1e-9);
  }
}

BOOST_AUTO_TEST_CASE(a_tree_and_its_edges_are_the_same_graph) {
  const MultiTaskData data = five_tasks();
  const GraphRegularised tree{{.graph = TaskGraph::tree, .parents = {-1, 0, 0, 1, 1}}};
  const GraphRegularised edges{{.graph = TaskGraph::edges, .edges = {0, 1, 0, 2, 1, 3, 1, 4}}};
  BOOST_TEST(far(tree.fit(data), edges.fit(data)) == 0.0);
}

BOOST_AUTO_TEST_CASE(impossible_graphs_are_refused_by_option) {
  const MultiTaskData data = random_tasks(6, {.n = 12, .d = 4, .T = 2});
  const auto matrix = [](std::vector<double> numbers) {
    return GraphRegularised{{.graph = TaskGraph::adjacency, .adjacency = std::move(numbers)}};
  };
  BOOST_TEST(
      contains(refused(data, matrix({0, 1, 2, 0})), "graph = adjacency, tasks 0,1: task graph is not symmetric"));
  BOOST_TEST(contains(refused(data, matrix({1, 1, 1, 0})), "self loop"));
  BOOST_TEST(contains(refused(data, matrix({0, -1, -1, 0})), "adjacency"));
  BOOST_TEST(contains(refused(data, matrix({0, 1, 1})), "a list of another length"));
  BOOST_TEST(contains(refused(data, {{.graph = TaskGraph::edges, .edges = {0, 2}}}), "no such task"));
  BOOST_TEST(contains(refused(data, {{.graph = TaskGraph::tree, .parents = {1, 0}}}), "no root"));
  BOOST_TEST(contains(refused(data, {{.parents = {-1, 0}}}), "an option of another graph"));
  BOOST_TEST(contains(refused(data, {{.descriptors = {1, 2}}}), "an option of another graph"));
  BOOST_TEST(contains(refused(data, {{.graph = TaskGraph::neighbours, .descriptors = {1, 2, 3}}}), "a multiple of 2"));
  BOOST_CHECK_THROW(MeanRegularised{{.lambda = Lambda::share_of_max(0.1)}}.fit(data), InvalidOption);
}

BOOST_AUTO_TEST_CASE(a_point_of_a_path_is_the_fit_alone) {
  const std::vector<Lambda> strengths = {100.0, 1.0, 1e-2, 0.0};
  for (const MultiTaskData& data : {five_tasks(), random_tasks(8, {.n = 20, .d = 6, .T = 4, .shared = true})})
    for (const std::string name : {"mean_regularised", "graph_regularised"}) {
      const auto method = make_estimator(name);
      std::size_t points = 0;
      method->fit_path(data, strengths, exact, [&](double lambda, const Fit& fit) {
        method->set_params({{"lambda", spelling::print(lambda)}});
        const Fit alone = method->fit(data, exact);
        BOOST_CHECK_SMALL(far(fit, alone), reach(fit, 0.1) + reach(alone, 0.1));
        return ++points > 0;
      });
      BOOST_TEST(points == strengths.size());
    }
}

BOOST_AUTO_TEST_CASE(school_is_proved_to_a_hundred_millionth_over_five_decades_of_lambda) {
  with_real_data("school", [](const Dataset& school) {
    const FitControl control{.stop = {.gap = 1e-8}};
    for (const std::string name : {"mean_regularised", "graph_regularised"}) {
      const std::vector<Lambda> strengths = {10.0, 1.0, 0.1, 1e-2, 1e-3, 1e-4};
      make_estimator(name, {{"mu", "0.001"}})->fit_path(school.train, strengths, control, [&](double, const Fit& fit) {
        BOOST_TEST(std::string(to_string(fit.report.status)) == "optimal");
        BOOST_TEST(fit.report.certificate.proved_relative_gap() <= 1e-8);
        BOOST_TEST(fit.report.iterations <= 5);
        return true;
      });
    }
  });
}

BOOST_AUTO_TEST_SUITE_END()
