#include "apps/cli/data_summary.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "apps/cli/text.hpp"
#include "lib/data/summary.hpp"

namespace starling::cli {
namespace {

std::string samples_text(const DataSummary& summary) {
  const auto [least, most] = std::ranges::minmax_element(summary.tasks, {}, &TaskSummary::n_samples);
  const std::string range = least->n_samples == most->n_samples
                                ? std::to_string(least->n_samples)
                                : fmt::format("{} to {}", least->n_samples, most->n_samples);
  return fmt::format("{} in all, {} a task", summary.n_samples, range);
}

std::string task_table(const DataSummary& summary) {
  constexpr std::size_t most = 20;
  std::vector<std::vector<std::string>> rows = {{"task", "samples", "missing", "mean target", "sd"}};
  if (summary.two_classes) rows.front().push_back("larger class");
  for (std::size_t t = 0; t < std::min(most, summary.tasks.size()); ++t) {
    const TaskSummary& task = summary.tasks[t];
    rows.push_back({task.name, std::to_string(task.n_samples), std::to_string(task.n_missing), brief(task.target_mean),
                    brief(task.target_deviation)});
    if (summary.two_classes) rows.back().push_back(fmt::format("{:.0f} %", 100.0 * task.larger_class));
  }
  const std::string text = aligned(rows);
  return summary.tasks.size() > most ? text + fmt::format("... and {} more tasks\n", summary.tasks.size() - most)
                                     : text;
}

}  // namespace

std::vector<std::string> feature_names(const MultiTaskData& data) {
  std::vector<std::string> names = data.feature_names();
  for (arma::uword j = names.size(); j < data.n_features(); ++j) names.push_back(fmt::format("x{}", j + 1));
  return names;
}

std::string data_page(const GivenData& given) {
  const MultiTaskData& data = given.data;
  const DataSummary summary = summarize(data);
  const std::vector<std::string> names = feature_names(data);
  std::vector<std::string> constant, duplicates;
  for (const arma::uword j : summary.constant_columns) constant.push_back(names[j]);
  for (const DuplicateColumn& pair : summary.duplicate_columns)
    duplicates.push_back(fmt::format("{} = {}", names[pair.column], names[pair.first]));
  std::string text;
  const auto say = [&text](std::string_view name, std::string_view value) { text += defined(name, value, 14); };
  say("data", given.source);
  say("tasks", std::to_string(summary.n_tasks));
  say("samples", samples_text(summary));
  say("features", fmt::format("{}, {}{}", summary.n_features, summary.sparse ? "sparse" : "dense",
                              summary.shared ? ", the same samples for all tasks" : ""));
  if (!given.class_names.empty()) say("classes", listed(given.class_names));
  say("missing", fmt::format("{} of {} targets", summary.n_missing, data.size()));
  say("constant", listed(constant));
  say("duplicates", listed(duplicates));
  say("deviations", fmt::format("{} to {}", brief(summary.smallest_deviation), brief(summary.largest_deviation)));
  for (const std::string& advice : summary.advice) say("advice", advice);
  return text + "\n" + task_table(summary);
}

JsonObject data_json(const GivenData& given) {
  const DataSummary summary = summarize(given.data);
  JsonObject json;
  json.add("data", given.source).add("n_tasks", summary.n_tasks).add("n_features", summary.n_features);
  json.add("n_samples", summary.n_samples).add("n_missing", summary.n_missing);
  json.add("sparse", summary.sparse).add("shared", summary.shared).add("two_classes", summary.two_classes);
  const std::vector<std::string> names = feature_names(given.data);
  std::vector<std::string> constant, duplicates;
  for (const arma::uword j : summary.constant_columns) constant.push_back(names[j]);
  for (const DuplicateColumn& pair : summary.duplicate_columns) duplicates.push_back(names[pair.column]);
  json.add_list("constant_features", constant).add_list("duplicate_features", duplicates);
  json.add("smallest_deviation", summary.smallest_deviation).add("largest_deviation", summary.largest_deviation);
  json.add_list("class_names", given.class_names).add_list("advice", summary.advice);
  std::vector<JsonObject> tasks;
  for (const TaskSummary& task : summary.tasks) {
    JsonObject one;
    one.add("name", task.name).add("n_samples", task.n_samples).add("n_missing", task.n_missing);
    tasks.push_back(one.add("target_mean", task.target_mean).add("target_deviation", task.target_deviation));
  }
  return json.add_list("tasks", tasks);
}

}  // namespace starling::cli
