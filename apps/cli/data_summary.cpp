#include "apps/cli/data_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <map>

#include "apps/cli/text.hpp"

namespace starling::cli {
namespace {

// One feature over all samples of all tasks. Zeros are counted at the end, so that sparse data cost what they hold.
struct Column {
  double n = 0.0, mean = 0.0, squares = 0.0;  // of the entries that are not zero (Welford)
  double first = 0.0;
  bool varies = false;
  std::uint64_t fingerprint = 1469598103934665603ULL;

  void add(std::uint64_t row, double value) {
    if (value == 0.0) return;
    if (n == 0.0) first = value;
    varies = varies || value != first;
    n += 1.0;
    const double step = value - mean;
    mean += step / n;
    squares += step * (value - mean);
    for (const std::uint64_t word : {row, std::bit_cast<std::uint64_t>(value)})
      fingerprint = (std::rotl(fingerprint, 23) ^ word) * 1099511628211ULL;
  }
  bool constant(double rows) const { return n == 0.0 || (n == rows && !varies); }
  double deviation(double rows) const {
    return std::sqrt(std::max(0.0, (squares + mean * mean * n * (rows - n) / rows) / rows));
  }
};

void add_rows(std::vector<Column>& columns, const arma::mat& X, std::uint64_t first) {
  for (arma::uword j = 0; j < X.n_cols; ++j)
    for (arma::uword i = 0; i < X.n_rows; ++i) columns[j].add(first + i, X(i, j));
}

void add_rows(std::vector<Column>& columns, const arma::sp_mat& X, std::uint64_t first) {
  for (auto entry = X.begin(); entry != X.end(); ++entry) columns[entry.col()].add(first + entry.row(), *entry);
}

std::string feature_name(const MultiTaskData& data, arma::uword j) {
  return data.feature_names().empty() ? fmt::format("x{}", j + 1) : data.feature_names()[j];
}

// "a, b, c and 5 more".
std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t most = 8;
  if (names.empty()) return "none";
  const std::size_t shown = std::min(most, names.size());
  std::string text =
      fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
  if (names.size() > most) text += fmt::format(" and {} more", names.size() - most);
  return text;
}

// The values of targets that are not missing, when there are at most two.
std::map<double, arma::uword> classes(const MultiTaskData& data) {
  std::map<double, arma::uword> found;
  for (arma::uword i = 0; i < data.size() && found.size() <= 2; ++i)
    if (data.weights()[i] > 0.0) ++found[data.targets()[i]];
  return found;
}

std::string target_text(const GivenData& given) {
  const auto found = classes(given.data);
  if (found.size() > 2) return "numbers";
  std::vector<std::string> parts;
  for (const auto& [value, n] : found) {
    const bool named = !given.class_names.empty() && (value == 0.0 || value == 1.0);
    parts.push_back(fmt::format("{} ({})", named ? given.class_names[value == 1.0] : spelling::print(value), n));
  }
  return fmt::format("{}: {}", found.size() == 2 ? "two classes" : "one value", fmt::join(parts, ", "));
}

// Missing targets: samples of weight 0.
arma::uword missing(const MultiTaskData& data) { return data.size() - data.n_samples(); }

std::string scale_text(const MultiTaskData& data, const arma::vec& deviations) {
  const arma::uvec varying = arma::find(deviations > 0.0);
  if (varying.is_empty()) return "no feature varies";
  const arma::vec spread = deviations(varying);
  const double ratio = spread.max() / spread.min();
  std::string text =
      fmt::format("sd from {} ({}) to {} ({})", brief(spread.min()), feature_name(data, varying(spread.index_min())),
                  brief(spread.max()), feature_name(data, varying(spread.index_max())));
  return ratio > 10.0 ? text + "; penalties treat features alike: consider --set standardize=true" : text;
}

std::string task_table(const MultiTaskData& data) {
  constexpr arma::uword most = 20;
  std::vector<std::vector<std::string>> rows = {{"task", "samples", "mean target", "sd"}};
  for (arma::uword t = 0; t < std::min(most, data.n_tasks()); ++t) {
    const arma::vec y = data.targets_of(t), weights = data.weights_of(t);
    const arma::vec present = y(arma::find(weights > 0.0));
    rows.push_back({data.task_names()[t], std::to_string(present.n_elem), brief(arma::mean(present)),
                    brief(present.n_elem > 1 ? arma::stddev(present) : 0.0)});
  }
  std::string text = aligned(rows);
  if (data.n_tasks() > most) text += fmt::format("... and {} more tasks\n", data.n_tasks() - most);
  return text;
}

}  // namespace

FeatureSummary summarise_features(const MultiTaskData& data) {
  std::vector<Column> columns(data.n_features());
  std::uint64_t rows = 0;
  for (arma::uword t = 0; t < (data.is_shared() ? 1 : data.n_tasks()); ++t) {
    data.design(t).visit([&](const auto& X) { add_rows(columns, X, rows); });
    rows += data.design(t).rows();
  }
  FeatureSummary summary;
  summary.deviations.set_size(columns.size());
  std::map<std::uint64_t, arma::uword> seen;
  for (arma::uword j = 0; j < columns.size(); ++j) {
    summary.deviations(j) = columns[j].constant(double(rows)) ? 0.0 : columns[j].deviation(double(rows));
    if (columns[j].constant(double(rows))) summary.constant.push_back(j);
    const auto [first, fresh] = seen.try_emplace(columns[j].fingerprint, j);
    if (!fresh) summary.duplicates.emplace_back(j, first->second);
  }
  return summary;
}

std::string data_page(const GivenData& given) {
  const MultiTaskData& data = given.data;
  const FeatureSummary features = summarise_features(data);
  arma::uword least = data.n_samples(0), most = least;
  for (arma::uword t = 1; t < data.n_tasks(); ++t) {
    least = std::min(least, data.n_samples(t));
    most = std::max(most, data.n_samples(t));
  }
  std::vector<std::string> constant, duplicates;
  for (const arma::uword j : features.constant) constant.push_back(feature_name(data, j));
  for (const auto& [j, k] : features.duplicates)
    duplicates.push_back(fmt::format("{} = {}", feature_name(data, j), feature_name(data, k)));
  std::string text;
  const auto say = [&text](std::string_view name, std::string_view value) { text += defined(name, value, 14); };
  say("data", given.source);
  say("tasks", std::to_string(data.n_tasks()));
  say("samples", fmt::format("{} in all, {} a task", data.n_samples(),
                             least == most ? std::to_string(least) : fmt::format("{} to {}", least, most)));
  say("features", fmt::format("{}, {}{}", data.n_features(), data.any_sparse() ? "sparse" : "dense",
                              data.is_shared() ? ", the same samples for all tasks" : ""));
  say("targets", target_text(given));
  say("missing", fmt::format("{} of {} targets", missing(data), data.size()));
  say("constant", listed(constant));
  say("duplicates", listed(duplicates));
  say("scale", scale_text(data, features.deviations));
  return text + "\n" + task_table(data);
}

JsonObject data_json(const GivenData& given) {
  const MultiTaskData& data = given.data;
  const FeatureSummary features = summarise_features(data);
  JsonObject json;
  json.add("data", given.source).add("n_tasks", data.n_tasks()).add("n_features", data.n_features());
  json.add("n_samples", data.n_samples()).add("n_missing", missing(data));
  json.add("sparse", data.any_sparse()).add("shared", data.is_shared());
  std::vector<std::string> constant, duplicates;
  for (const arma::uword j : features.constant) constant.push_back(feature_name(data, j));
  for (const auto& pair : features.duplicates) duplicates.push_back(feature_name(data, pair.first));
  json.add_list("constant_features", constant).add_list("duplicate_features", duplicates);
  json.add_list("class_names", given.class_names);
  std::vector<JsonObject> tasks;
  for (arma::uword t = 0; t < data.n_tasks(); ++t)
    tasks.push_back(JsonObject().add("name", data.task_names()[t]).add("n_samples", data.n_samples(t)));
  return json.add_list("tasks", tasks);
}

}  // namespace starling::cli
