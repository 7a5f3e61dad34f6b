#include "apps/compare/report/score_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace starling::compare {
namespace {

constexpr double least_p = 0.001;

ScoreCell cell_of(const RowSummary& row, const std::optional<double>& p, int decimals) {
  ScoreCell cell;
  if (!row.score) return cell;
  cell.value = row.score->mean;
  cell.mean = fmt::format("{:.{}f}", row.score->mean, decimals);
  cell.sd = fmt::format("{:.{}f}", row.score->sd, decimals);
  cell.best = row.best;
  cell.not_worse = !row.best && p && *p >= significance_level;
  return cell;
}

void add_block(ScoreTable& table, const DatasetBlock& block, const std::string& name) {
  const std::vector<RowSummary> summaries = summarise(block);
  const auto p = p_against_best(block);
  const int decimals = decimals_for(summaries);
  for (ScoreRow& row : table.rows) {
    ScoreCell& cell = row.cells.emplace_back();
    for (std::size_t i = 0; i < block.rows.size(); ++i) {
      if (block.rows[i].method != row.method) continue;
      cell = cell_of(summaries[i], p[i], decimals);
      if (block.repetitions < 2) cell.sd.clear();
      for (const std::string& note : footnotes_of(block.rows[i], block.repetitions)) {
        table.notes.push_back(fmt::format("{} / {}", name, note));
        cell.note = table.notes.size();
      }
    }
  }
}

}  // namespace

std::vector<std::string> short_names(std::span<const DatasetBlock> blocks) {
  std::map<std::string, int> counts;
  const auto base = [](const DatasetBlock& block) { return block.dataset.substr(0, block.dataset.find(':')); };
  for (const DatasetBlock& block : blocks) ++counts[base(block)];
  std::vector<std::string> names;
  for (const DatasetBlock& block : blocks) names.push_back(counts[base(block)] == 1 ? base(block) : block.dataset);
  return names;
}

ScoreTable score_table(const Report& report) {
  ScoreTable table{.data_sets = short_names(report.blocks), .rows = {}, .notes = {}};
  for (const std::string& method : methods_of(report.blocks))
    table.rows.push_back({.method = method, .cells = {}, .mean_rank = {}});
  for (std::size_t d = 0; d < report.blocks.size(); ++d) add_block(table, report.blocks[d], table.data_sets[d]);
  const AcrossDataSets& across = report.across;
  for (ScoreRow& row : table.rows) {
    const auto ranked = std::find(across.methods.begin(), across.methods.end(), row.method);
    if (ranked != across.methods.end())
      row.mean_rank = across.ranked.mean_ranks[static_cast<std::size_t>(ranked - across.methods.begin())];
  }
  return table;
}

std::string p_text(double p) { return p < least_p ? fmt::format("< {}", least_p) : fmt::format("{:.3f}", p); }

std::string p_equation(double p) { return p < least_p ? "p " + p_text(p) : "p = " + p_text(p); }

}  // namespace starling::compare
