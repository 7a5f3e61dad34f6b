// Hard clustering of tasks: every task belongs to one of k clusters and is drawn to its centre; clusters, centres and
// tasks are learned together.
//
// PROBLEM  minimise over W (d x T), b, centres m_1 .. m_k and clusters c(t)
//              sum_t sum_i c_ti (y_ti - x_ti'w_t - b_t)^2 / 2 + rho1 sum_t |w_t - m_c(t)|^2 + rho2 |W|_F^2,   k =
//              n_clusters,
//          c_ti the sample weights under the averaging; b is not penalised. clustered_regression is its convex
//          relaxation, at the same rho1, rho2 and n_clusters.
// WHEN     Tasks fall into groups of similar coefficients, and which task belongs where is part of the question. Prefer
//          clustered_regression where only predictions count and one certified optimum is wanted; task_fusion where the
//          number of clusters should come out of a path.
// METHOD   From n_starts clusterings seeded by k-means++ on the relaxation's tasks and on tasks learned alone: in turns
//          the exact minimum over W and the centres for given clusters, and the best cluster of every task with w_t
//          eliminated, single tasks moved in the end; then the convex problem of the best clusters to working
//          precision. [lloyd1982least] [hartigan1979kmeans] [arthur2007kmeans]
// PROOF    Not convex: `stationary`, unless the dual bound of the relaxation closes the gap. The gap reported is to
// that
//          bound, so it holds for every clustering; the problem for the clusters found is solved to the gap asked for.
// LEARNED  clusters (1 x T, from 0, numbered by their first tasks), centres (d x k), silhouettes and distances of every
//          task from its centre (1 x T), outliers (tasks more than three times as far away as the median task), and
//          start_objectives (where every start ended).
// COST     A sweep is k + 10 to 30 solves with one factor a task (2 p^2 flops, or 4 n_t p where n_t < p); the
// relaxation
//          as clustered_regression. Memory the data, the factors and a few d x T.
// EDGES    As many clusters as tasks are ridge regression with penalty rho2 |W|_F^2.
//          One cluster draws all tasks to their mean.
//          More clusters than tasks are an error.
//          Identical tasks get identical coefficients.
//          The same bits for any number of threads.
// PAPERS   jacob2008clustered, zhou2011clustered, evgeniou2005learning
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lib/estimator/common_fields.hpp"
#include "lib/estimator/estimator.hpp"
#include "lib/solver/task_kmeans.hpp"

namespace starling {

struct KmeansClustering {
  static constexpr std::string_view name = "kmeans_clustering";
  static constexpr std::string_view summary = "tasks in hard clusters around learned centres (k-means)";

  struct Options {
    double rho1 = 0.1;
    double rho2 = 0.01;
    int n_clusters = 2;
    int n_starts = 10;
    std::uint64_t seed = 0;
    bool intercept = true;
    bool standardize = false;
    Averaging averaging = Averaging::task_mean;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.rho1, Field{.name = "rho1",
                             .help = "weight of the spread of tasks around their cluster centres",
                             .range = Range::above(0),
                             .scale = Scale::logarithmic});
      visit(self.rho2, Field{.name = "rho2",
                             .help = "weight of the size of all coefficients",
                             .range = Range::above(0),
                             .scale = Scale::logarithmic});
      visit(self.n_clusters, Field{.name = "n_clusters",
                                   .help = "number of clusters, at most the number of tasks",
                                   .range = Range::at_least(1)});
      visit(self.n_starts,
            Field{.name = "n_starts", .help = "clusterings to start from", .range = Range::between(1, 1e6)});
      visit(self.seed, Field{.name = "seed", .help = "chooses the random numbers of the starts"});
      visit(self.intercept, fields::intercept);
      visit(self.standardize, fields::standardize);
      visit(self.averaging, fields::averaging);
    }
  };
  Options options = {};

  // findings: what was learned, and how the starts fared sweep by sweep.
  Fit fit(const MultiTaskData& data, const FitControl& control, KmeansFindings& findings) const;
  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  std::optional<std::string> unsuited(const MultiTaskData& data) const;
  // No strength of this penalty makes the coefficients zero.
  std::optional<double> lambda_max(const MultiTaskData&) const { return {}; }
  bool is_classifier() const { return false; }
};

}  // namespace starling
