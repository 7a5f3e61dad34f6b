#include "apps/compare/kept.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "apps/compare/stored_json.hpp"
#include "apps/pictures/learned.hpp"
#include "lib/model/linear_model.hpp"

namespace starling::compare {
namespace {

constexpr arma::uword most_features = 60, most_tasks = 200;

arma::mat in_few_digits(arma::mat values) {
  values.transform([](double value) {
    const std::string text = fmt::format("{:.4g}", value);
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  });
  return values;
}

// Of the rows with the largest norms, in their order.
std::vector<arma::uword> largest_rows(const arma::mat& W) {
  const arma::vec norms = arma::sum(arma::square(W), 1);
  std::vector<arma::uword> rows(W.n_rows);
  for (arma::uword j = 0; j < W.n_rows; ++j) rows[j] = j;
  std::ranges::stable_sort(rows, [&](arma::uword a, arma::uword b) { return norms[a] > norms[b]; });
  rows.resize(std::min<std::size_t>(rows.size(), most_features));
  std::ranges::sort(rows);
  return rows;
}

void keep_coefficients(const LinearModel& model, Kept& kept) {
  const arma::mat& W = model.W();
  if (W.is_empty()) return;
  const std::vector<arma::uword> rows = largest_rows(W);
  const std::vector<std::string>& names = model.info().feature_names;
  for (const arma::uword j : rows) kept.features.push_back(names.empty() ? std::to_string(j) : names[j]);
  kept.coefficients = in_few_digits(W(arma::uvec(rows), arma::regspace<arma::uvec>(0, kept.tasks.size() - 1)));
}

bool is_relation(const std::string& name, const arma::mat& matrix, arma::uword T) {
  return name == "merges" || pictures::are_groups(name, matrix, T) ||
         (T > 1 && matrix.n_rows == T && matrix.n_cols == T);
}

nlohmann::json matrix_json(const arma::mat& matrix) {
  nlohmann::json rows = nlohmann::json::array();
  for (arma::uword i = 0; i < matrix.n_rows; ++i)
    rows.push_back(arma::conv_to<std::vector<double>>::from(matrix.row(i)));
  return rows;
}

arma::mat matrix_in(const nlohmann::json& json) {
  const auto rows = json.get<std::vector<std::vector<double>>>();
  arma::mat matrix(rows.size(), rows.empty() ? 0 : rows.front().size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].size() != matrix.n_cols) refuse_stored(json.dump());
    for (std::size_t t = 0; t < rows[i].size(); ++t) matrix(i, t) = rows[i][t];
  }
  return matrix;
}

}  // namespace

std::span<const std::string_view> enum_names(Keep) {
  static constexpr std::array<std::string_view, 2> names = {"coefficients", "relations"};
  return names;
}

Kept kept_of(const Model& model, std::span<const Keep> what) {
  Kept kept{.n_tasks = model.n_tasks(), .n_features = model.n_features()};
  const std::vector<std::string>& tasks = model.info().task_names;
  kept.tasks.assign(tasks.begin(),
                    tasks.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(tasks.size(), most_tasks)));
  const auto is_asked = [&](Keep one) { return std::ranges::find(what, one) != what.end(); };
  const auto* linear = dynamic_cast<const LinearModel*>(&model);
  if (is_asked(Keep::coefficients) && linear != nullptr) keep_coefficients(*linear, kept);
  if (!is_asked(Keep::relations) || kept.n_tasks > most_tasks) return kept;
  for (const auto& [name, matrix] : model.info().learned)
    if (is_relation(name, matrix, kept.n_tasks)) kept.relations.emplace(name, in_few_digits(matrix));
  return kept;
}

nlohmann::json kept_json(const Kept& kept) {
  if (kept.empty()) return nlohmann::json::object();
  nlohmann::json relations = nlohmann::json::object();
  for (const auto& [name, matrix] : kept.relations) relations[name] = matrix_json(matrix);
  return {{"tasks", kept.tasks},
          {"features", kept.features},
          {"shape", {kept.n_features, kept.n_tasks}},
          {"coefficients", matrix_json(kept.coefficients)},
          {"relations", std::move(relations)}};
}

Kept kept_in(const nlohmann::json& json) {
  if (json.is_object() && json.empty()) return {};
  Kept kept{.tasks = json.at("tasks"),
            .features = json.at("features"),
            .n_tasks = json.at("shape").at(1),
            .n_features = json.at("shape").at(0),
            .coefficients = matrix_in(json.at("coefficients")),
            .relations = {}};
  for (const auto& [name, matrix] : json.at("relations").items()) kept.relations.emplace(name, matrix_in(matrix));
  const arma::mat& W = kept.coefficients;
  if (!W.is_empty() && (W.n_rows != kept.features.size() || W.n_cols != kept.tasks.size())) refuse_stored(json.dump());
  return kept;
}

std::string canonical_json(const Kept& kept) { return dumped(kept_json(kept)); }

Kept parse_kept_json(std::string_view text) { return parsed(text, kept_in); }

}  // namespace starling::compare
