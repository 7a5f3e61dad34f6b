#include "apps/compare/report/analysis.hpp"

#include <algorithm>

namespace starling::compare {
namespace {

// Positive where `a` is better.
double advantage(double a, double b, Better better) { return better == Better::higher ? a - b : b - a; }

// The mean of a method on every block; none where one is not complete.
std::optional<std::vector<double>> means_of(const std::string& method, std::span<const DatasetBlock> blocks,
                                            std::span<const std::vector<RowSummary>> summaries) {
  std::vector<double> means;
  for (std::size_t b = 0; b < blocks.size(); ++b)
    for (std::size_t i = 0; i < blocks[b].rows.size(); ++i)
      if (blocks[b].rows[i].method == method && summaries[b][i].complete) means.push_back(summaries[b][i].score->mean);
  if (means.size() != blocks.size()) return {};
  return means;
}

std::vector<double> advantages(std::span<const double> a, std::span<const double> b,
                               std::span<const DatasetBlock> blocks) {
  std::vector<double> all;
  for (std::size_t d = 0; d < blocks.size(); ++d) all.push_back(advantage(a[d], b[d], blocks[d].metric.better));
  return all;
}

void test_against_reference(AcrossDataSets& across, std::span<const std::vector<double>> means,
                            std::span<const DatasetBlock> blocks) {
  const auto& rank = across.ranked.mean_ranks;
  across.reference = static_cast<std::size_t>(std::min_element(rank.begin(), rank.end()) - rank.begin());
  std::vector<double> p_values;
  for (std::size_t m = 0; m < means.size(); ++m) {
    across.against_reference.push_back(wilcoxon_signed_rank(advantages(means[m], means[across.reference], blocks)));
    if (m != across.reference) p_values.push_back(across.against_reference[m].p_value);
  }
  across.adjusted = holm(p_values);
  across.adjusted.insert(across.adjusted.begin() + static_cast<std::ptrdiff_t>(across.reference), 1.0);
}

}  // namespace

std::vector<std::optional<double>> p_against_best(const DatasetBlock& block) {
  const std::vector<RowSummary> summaries = summarise(block);
  std::vector<std::optional<double>> p(summaries.size());
  const auto best = std::find_if(summaries.begin(), summaries.end(), [](const RowSummary& row) { return row.best; });
  if (best == summaries.end() || block.repetitions < 2) return p;
  const MethodRow& leader = block.rows[static_cast<std::size_t>(best - summaries.begin())];
  std::vector<std::size_t> tested;
  std::vector<double> p_values;
  for (std::size_t i = 0; i < summaries.size(); ++i) {
    if (!summaries[i].complete || &block.rows[i] == &leader) continue;
    std::vector<double> differences;
    for (std::size_t r = 0; r < block.repetitions; ++r)
      differences.push_back(*score_of(block.rows[i].results[r], block.metric) -
                            *score_of(leader.results[r], block.metric));
    tested.push_back(i);
    p_values.push_back(corrected_resampled_t(differences, block.test_over_train).p_value);
  }
  const std::vector<double> adjusted = holm(p_values);
  for (std::size_t k = 0; k < tested.size(); ++k) p[tested[k]] = adjusted[k];
  return p;
}

AcrossDataSets compare_across(std::span<const DatasetBlock> blocks) {
  AcrossDataSets across;
  std::vector<std::vector<RowSummary>> summaries;
  for (const DatasetBlock& block : blocks) summaries.push_back(summarise(block));
  std::vector<std::vector<double>> means;  // [method][data set]
  for (const std::string& method : methods_of(blocks)) {
    const auto found = means_of(method, blocks, summaries);
    (found ? across.methods : across.left_out).push_back(method);
    if (found) means.push_back(*found);
  }
  if (means.empty()) return across;
  std::vector<std::vector<double>> scores(blocks.size());
  std::vector<Better> better;
  for (std::size_t d = 0; d < blocks.size(); ++d) {
    better.push_back(blocks[d].metric.better);
    for (const std::vector<double>& mean : means) scores[d].push_back(mean[d]);
  }
  across.ranked = compare_ranks(scores, better);
  test_against_reference(across, means, blocks);
  for (const std::vector<double>& a : means) {
    across.duels.emplace_back();
    for (const std::vector<double>& b : means) across.duels.back().push_back(win_tie_loss(advantages(a, b, blocks)));
  }
  return across;
}

}  // namespace starling::compare
