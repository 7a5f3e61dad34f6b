// Ridge regression of tasks that are neighbours in a graph.
//
// PROBLEM  minimise over W (d x T), b    sum_t sum_i c_ti (y_ti - x_ti'w_t - b_t)^2 / 2
//                                        + lambda / 2 sum over edges of a_st |w_s - w_t|^2 + mu / 2 |W|^2,
//          that is lambda / 2 tr(W L W') + mu / 2 |W|^2 with L the Laplacian of the graph, as `graph` says:
//            chain      every task is joined with the next one
//            tree       every task with its parent
//            edges      pairs of tasks, with edge_weights or weights of 1
//            adjacency  a T x T matrix of weights a_st
//            neighbours every task with the n_neighbours tasks that are nearest to it by their descriptors, or, without
//                       any, by their ridge solutions (penalty mu / 2 |W|^2), and those with it; weights of 1
//          c are the sample weights under the averaging; b is not penalised.
// WHEN     It is known which tasks resemble one another: neighbours in time, in space, in a hierarchy. Where all do
//          prefer mean_regularised; where the relation is to be learned task_relationship; for classes multitask_svm.
// METHOD   One factor a task, and conjugate gradients; tasks that share features: two eigendecompositions make all of
//          it diagonal (lib/solver/coupled_ridge.hpp). [evgeniou2005learning]
// PROOF    Duality gap, with the gradient's own dual point.
// COST     sum_t n_t d min(n_t, d) flops for the factors, once on a path; 8 d min(n_t, d) a task and 4 d T (d + 2 T) an
//          iteration. Memory d min(n_t, d) a task.
// EDGES    lambda = 0 is ridge regression of every task alone with strength mu.
//          lambda towards infinity: one w for every connected part of the graph.
//          Parts that are not connected are fitted as if they were alone.
//          The complete graph of weights 1 / T is mean_regularised.
//          A task of no edge is ridge regression with strength mu.
//          As many neighbours as there are other tasks are the complete graph.
//          An adjacency that is not symmetric, or has a negative weight or a loop, is InvalidOption; edges, parents or
//          a matrix that name other tasks than there are, or go with another graph, too.
// PAPERS   evgeniou2005learning, evgeniou2004regularized, hoerl1970ridge
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/estimator/common_fields.hpp"
#include "lib/estimator/estimator.hpp"

namespace starling {

enum class TaskGraph { chain, tree, edges, adjacency, neighbours };
std::span<const std::string_view> enum_names(TaskGraph);

struct GraphRegularised {
  static constexpr std::string_view name = "graph_regularised";
  static constexpr std::string_view summary = "ridge regression of tasks drawn to their neighbours in a graph";

  struct Options {
    Lambda lambda = 1.0;
    double mu = 0.1;
    TaskGraph graph = TaskGraph::chain;
    std::vector<int> edges = {};            // pairs of tasks
    std::vector<double> edge_weights = {};  // one an edge; none: all 1
    std::vector<int> parents = {};          // one a task
    std::vector<double> adjacency = {};     // T x T
    int n_neighbours = 5;
    std::vector<double> descriptors = {};  // T x any number
    bool intercept = true;
    bool standardize = false;
    Averaging averaging = Averaging::task_mean;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.lambda, Field{.name = "lambda",
                               .help = "how strongly neighbours are drawn to one another",
                               .range = Range::at_least(0),
                               .scale = Scale::logarithmic});
      visit(self.mu, Field{.name = "mu",
                           .help = "strength of the ridge penalty mu / 2 |W|^2",
                           .range = Range::above(0),
                           .scale = Scale::logarithmic});
      visit(self.graph, Field{.name = "graph", .help = "which tasks are neighbours"});
      visit(self.edges, Field{.name = "edges",
                              .help = "edges: pairs of tasks, which count from 0: 0,1,1,2 joins 0 with 1 and 1 with 2",
                              .range = Range::at_least(0)});
      visit(self.edge_weights,
            Field{.name = "edge_weights", .help = "edges: one an edge; none: all 1", .range = Range::above(0)});
      visit(self.parents, Field{.name = "parents",
                                .help = "tree: the task above every task, -1 for a root: -1,0,0",
                                .range = Range::at_least(-1)});
      visit(self.adjacency, Field{.name = "adjacency",
                                  .help = "adjacency: its T x T weights, row by row, 0 where there is no edge",
                                  .range = Range::at_least(0)});
      visit(self.n_neighbours, Field{.name = "n_neighbours",
                                     .help = "neighbours: nearest tasks that a task is joined with",
                                     .range = Range::at_least(1)});
      visit(self.descriptors, Field{.name = "descriptors",
                                    .help = "neighbours: what tasks are compared by, a row of numbers a task; none: "
                                            "their ridge solutions"});
      visit(self.intercept, fields::intercept);
      visit(self.standardize, fields::standardize);
      visit(self.averaging, fields::averaging);
    }
  };
  Options options = {};

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  // The factors of the tasks are made once, and so is the graph.
  void fit_path(const MultiTaskData& data, std::span<const Lambda> strengths, const FitControl& control,
                const PathSink& sink) const;
  std::optional<std::string> unsuited(const MultiTaskData&) const { return {}; }
  // No strength of this penalty makes the coefficients zero.
  std::optional<double> lambda_max(const MultiTaskData&) const { return {}; }
  bool is_classifier() const { return false; }
};

}  // namespace starling
