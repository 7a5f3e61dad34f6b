// Task fusion, a network lasso of tasks: tasks are drawn to one another along the edges of a graph until they are one.
//
// PROBLEM  minimise over W (d x T), b    sum_t sum_i c_ti (y_ti - x_ti'w_t - b_t)^2 / 2
//                                        + lambda sum_e a_e |w_s - w_t|_2 + mu / 2 |W|_F^2
//          over the edges e = (s, t) of a graph, a_e their weights, c_ti the sample weights under the averaging; b is
//          not penalised. As `graph` says:
//            complete    every task is joined with every other
//            chain       every task with the next one
//            neighbours  every task with the n_neighbours tasks whose ridge solutions (penalty mu / 2 |W|^2) are
//                        nearest to its own
//            edges       pairs of tasks, with edge_weights
//            adjacency   a T x T matrix of weights a_st
//          Weights are 1 unless given.
// WHEN     Tasks fall into groups that are to be equal, and their number is to come out of a path of strengths. Where
//          tasks of a group only resemble one another prefer clustered_regression or kmeans_clustering. Tasks of few
//          samples follow a pull each in its own way: then groups merge early where edges join them with all others,
//          and graph = neighbours shows more.
// METHOD   The primal-dual iteration of Chambolle and Pock with one factor a task, over-relaxed and mixed; tasks joined
//          by edges whose flow is inside its ball get their mean. (lib/solver/fusion/search.hpp)
//          [hallac2015network] [chambolle2011first]
// PROOF    Duality gap, by one vector an edge of length at most lambda a_e.
// LEARNED  groups (1 x T): tasks that are equal, numbered from 0 by their first tasks.
//          merges (a row a merge: two parts, strength, tasks), with `dendrogram` and on a path of strengths: at which
//          of these strengths tasks become one for good. Parts 0 .. T - 1 are tasks, T + i is what row i made.
// COST     An iteration is one solve with the factor of every task (2 p^2 flops, or 4 n_t p where n_t < p) and 8 d E;
//          memory the factors and 14 (d T + d E): on a complete graph E = T (T - 1) / 2.
// EDGES    lambda_max is a strength at which all connected tasks are equal: the least one on chains and trees, else
//          a little above it.
//          lambda = 0 is ridge regression with penalty mu / 2 |W|_F^2.
//          One task is ridge regression.
//          Two tasks of one orthonormal X move towards each other along a straight line.
//          With one feature on a chain it is total variation denoising of the tasks' coefficients.
//          Parts that are not connected are fitted as if they were alone.
//          Duplicate tasks with the same neighbours are equal.
//          An adjacency that is not symmetric, or has a negative weight or a loop, is InvalidOption; lists that name
//          other tasks than there are, or go with another graph, too.
// PAPERS   hallac2015network, chambolle2011first, hocking2011clusterpath
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/estimator/common_fields.hpp"
#include "lib/estimator/estimator.hpp"

namespace starling {

enum class FusionGraph { complete, chain, neighbours, edges, adjacency };
std::span<const std::string_view> enum_names(FusionGraph);

struct TaskFusion {
  static constexpr std::string_view name = "task_fusion";
  static constexpr std::string_view summary = "tasks fused into groups along a graph (network lasso)";

  struct Options {
    Lambda lambda = Lambda::share_of_max(0.1);
    double mu = 0.01;
    FusionGraph graph = FusionGraph::complete;
    int n_neighbours = 5;
    std::vector<int> edges = {};            // pairs of tasks
    std::vector<double> edge_weights = {};  // one an edge, or none
    std::vector<double> adjacency = {};     // T x T
    int dendrogram = 0;
    bool intercept = true;
    bool standardize = false;
    Averaging averaging = Averaging::task_mean;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.lambda, Field{.name = "lambda",
                               .help = "strength of the fusion; 1max fuses all connected tasks",
                               .range = Range::at_least(0),
                               .scale = Scale::logarithmic});
      visit(self.mu, Field{.name = "mu",
                           .help = "strength of the ridge penalty mu / 2 |W|^2",
                           .range = Range::above(0),
                           .scale = Scale::logarithmic});
      visit(self.graph, Field{.name = "graph", .help = "which tasks are drawn to one another"});
      visit(self.n_neighbours, Field{.name = "n_neighbours",
                                     .help = "nearest tasks that a task is joined with (graph = neighbours)",
                                     .range = Range::at_least(1)});
      visit(self.edges, Field{.name = "edges",
                              .help = "edges: pairs of tasks, which count from 0: 0,1,1,2 joins 0 with 1 and 1 with 2",
                              .range = Range::at_least(0)});
      visit(self.edge_weights,
            Field{.name = "edge_weights", .help = "edges: one an edge; none: all 1", .range = Range::above(0)});
      visit(self.adjacency, Field{.name = "adjacency",
                                  .help = "adjacency: its T x T weights, row by row, 0 where there is no edge",
                                  .range = Range::at_least(0)});
      visit(self.dendrogram,
            Field{.name = "dendrogram",
                  .help = "strengths from 1max down to lambda that are fitted to say which tasks merge "
                          "where; 0: none",
                  .range = Range::at_least(0)});
      visit(self.intercept, fields::intercept);
      visit(self.standardize, fields::standardize);
      visit(self.averaging, fields::averaging);
    }
  };
  Options options = {};

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  // One search for all strengths: factors, flows and coefficients go on from fit to fit.
  void fit_path(const MultiTaskData& data, std::span<const Lambda> strengths, const FitControl& control,
                const PathSink& sink) const;
  std::optional<std::string> unsuited(const MultiTaskData& data) const;
  // A strength at which all connected tasks are equal; none makes the coefficients zero.
  std::optional<double> lambda_max(const MultiTaskData& data) const;
  bool is_classifier() const { return false; }
};

}  // namespace starling
