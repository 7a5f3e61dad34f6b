// Several methods on several data sets, compared by their ranks.
//
//     const RankComparison ranked = compare_ranks(scores, better);      // scores[data set][method]
//     ranked.mean_ranks[m], ranked.iman_davenport.p_value, ranked.critical_difference
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "apps/compare/statistics/summary.hpp"

namespace starling::compare {

struct OmnibusTest {
  double statistic = 0.0;
  double p_value = 1.0;
};

struct RankComparison {
  std::size_t data_sets = 0;
  std::vector<double> mean_ranks;    // one a method, 1 is best; equal scores share the mean of their ranks
  OmnibusTest friedman;              // chi squared, corrected for ties
  OmnibusTest iman_davenport;        // F made of it, which is less conservative
  double critical_difference = 0.0;  // Nemenyi's, at level 0.05: mean ranks farther apart differ
};

// PROBLEM  Do all methods rank alike?
// EDGES    Fewer than two data sets or methods, or nothing but ties: p = 1. The same order everywhere: p of F is 0.
//          Scores must be numbers, and every row as long as the first.
// PAPERS   friedman1937use, iman1980approximations, nemenyi1963distribution, demsar2006statistical
RankComparison compare_ranks(std::span<const std::vector<double>> scores, std::span<const Better> better);

// Nemenyi's critical difference of mean ranks: q sqrt(k (k + 1) / (6 N)) with the quantile q of the studentized range
// of k methods over sqrt(2). k >= 2, N >= 1, 0 < level < 1.
double nemenyi_critical_difference(std::size_t methods, std::size_t data_sets, double level = 0.05);

// Groups of methods that the critical difference does not tell apart: the longest runs, by index, in the order of their
// mean ranks; each has two methods or more.
std::vector<std::vector<std::size_t>> indistinguishable(std::span<const double> mean_ranks, double critical_difference);

}  // namespace starling::compare
