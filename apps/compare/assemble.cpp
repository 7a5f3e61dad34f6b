#include "apps/compare/assemble.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "apps/compare/shown_metric.hpp"
#include "lib/estimator/metrics.hpp"

namespace starling::compare {
namespace {

std::string fact(const Job& job, std::string_view name) {
  const auto found = job.identity.find(name);
  return found == job.identity.end() ? "" : found->second;
}

// The rule of a split without the number of the repetition, which ends it.
std::string split_rule(const Job& job) {
  const std::string split = fact(job, "split");
  const std::size_t seed = split.find(", seed ");
  if (seed != std::string::npos) return split.substr(0, seed);
  return split.starts_with("official ") ? "official" : split;
}

// What all repetitions of a block have in common.
struct Place {
  int position;
  std::string dataset, content, split;
  auto operator<=>(const Place&) const = default;
};

using Cell = std::pair<std::string, int>;  // method, repetition

struct Gathered {
  std::map<Cell, const JobResult*> cells;
  std::map<std::string, std::pair<int, bool>> methods;  // position, learns every task by itself
};

bool holds(const Gathered& gathered, const std::string& metric) {
  return std::any_of(gathered.cells.begin(), gathered.cells.end(), [&](const auto& cell) {
    return cell.second->result && cell.second->result->metrics.contains(metric);
  });
}

ShownMetric shown_metric(const Gathered& gathered, std::span<const std::string> metrics) {
  const bool classification = holds(gathered, "error");
  const auto wanted = classification ? MetricNeeds::classification : MetricNeeds::regression;
  const auto suits = [&](const std::string& name) {
    return is_of_coefficients(name) ? holds(gathered, name) : find_metric(name).needs == wanted;
  };
  const auto first = std::find_if(metrics.begin(), metrics.end(), suits);
  return find_shown_metric(first != metrics.end() ? *first : classification ? "auc" : "ev_global");
}

// Of the repeated splits of data that were read; generated data are drawn anew.
double test_over_train(const Gathered& gathered) {
  for (const auto& [cell, found] : gathered.cells) {
    if (!found->result || found->result->train_samples == 0 || fact(found->job, "data.content").empty()) continue;
    return static_cast<double>(found->result->test_samples) / static_cast<double>(found->result->train_samples);
  }
  return 0.0;
}

DatasetBlock block_of(const Place& place, const Gathered& gathered, std::span<const std::string> metrics) {
  DatasetBlock block{.dataset = place.dataset,
                     .metric = shown_metric(gathered, metrics),
                     .rows = {},
                     .repetitions = 0,
                     .test_over_train = test_over_train(gathered)};
  std::vector<std::tuple<int, std::string, bool>> order;
  for (const auto& [method, facts] : gathered.methods) order.emplace_back(facts.first, method, facts.second);
  std::sort(order.begin(), order.end());
  for (const auto& [cell, found] : gathered.cells)
    block.repetitions = std::max(block.repetitions, static_cast<std::size_t>(cell.second) + 1);
  for (const auto& [position, method, alone] : order) {
    MethodRow row{.method = method, .results = {}, .alone = alone};
    for (std::size_t r = 0; r < block.repetitions; ++r) {
      const auto found = gathered.cells.find({method, static_cast<int>(r)});
      row.results.push_back(found == gathered.cells.end() ? std::nullopt : found->second->result);
    }
    block.rows.push_back(std::move(row));
  }
  return block;
}

}  // namespace

Assembled assemble(std::span<const JobResult> all, std::span<const std::string> metrics) {
  for (const std::string& name : metrics) find_shown_metric(name);
  std::map<Place, Gathered> places;
  std::map<std::string, int> first_position;  // of a data set, whatever experiment it was in
  for (const JobResult& one : all) {
    const auto known = first_position.emplace(one.job.dataset, one.job.data_position).first;
    known->second = std::min(known->second, one.job.data_position);
  }
  std::size_t superseded = 0;
  for (const JobResult& one : all) {
    Gathered& gathered =
        places[{first_position[one.job.dataset], one.job.dataset, fact(one.job, "data.content"), split_rule(one.job)}];
    const JobResult*& cell = gathered.cells[{one.job.method, one.job.repetition}];
    superseded += cell != nullptr;
    cell = &one;
    gathered.methods[one.job.method] = {one.job.method_position, fact(one.job, "method").starts_with("independent_")};
  }
  Assembled found;
  std::map<std::string, int> same_name;
  for (const auto& [place, gathered] : places) ++same_name[place.dataset];
  for (const auto& [place, gathered] : places) {
    found.blocks.push_back(block_of(place, gathered, metrics));
    if (same_name[place.dataset] > 1)
      found.blocks.back().dataset +=
          fmt::format(" [{}{}{}]", place.split, place.content.empty() ? "" : ", content ", place.content.substr(0, 8));
  }
  if (superseded > 0)
    found.warnings.push_back(
        fmt::format("{} result{} of the same data set, method and repetition under other settings "
                    "{} not shown: the latest is.",
                    superseded, superseded == 1 ? "" : "s", superseded == 1 ? "is" : "are"));
  return found;
}

std::vector<JobResult> records_of(StoreContent content) {
  std::vector<JobResult> records;
  for (Record& record : content.records) records.push_back({std::move(record.job), std::move(record.result)});
  return records;
}

}  // namespace starling::compare
