#include "apps/compare/result.hpp"

#include <limits>
#include <nlohmann/json.hpp>

#include "apps/compare/digest.hpp"

namespace starling::compare {
namespace {

constexpr std::array<std::string_view, 8> outcome_names = {"ok",    "not_converged", "timeout", "memout",
                                                           "crash", "error",         "skipped", "interrupted"};

[[noreturn]] void refuse(std::string_view text) {
  throw InvalidModel({.what = "the result store holds a damaged row",
                      .expected = "a JSON object of the form it writes",
                      .got = "'" + std::string(text.substr(0, 60)) + "'"});
}

template <class Map>
Map parse(std::string_view text) {
  try {
    return nlohmann::json::parse(text).get<Map>();
  } catch (const nlohmann::json::exception&) {
    refuse(text);
  }
}

nlohmann::json task_scores_json(const TaskScores& values) {
  nlohmann::json json = nlohmann::json::object();
  for (const auto& [name, scores] : values) json[name] = scores;  // what is not finite is written as null
  return json;
}

TaskScores task_scores_in(const std::map<std::string, std::vector<nlohmann::json>>& json) {
  TaskScores scores;
  for (const auto& [name, values] : json) {
    std::vector<double>& into = scores[name];
    for (const nlohmann::json& value : values)
      into.push_back(value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN());
  }
  return scores;
}

// Bytes that are not UTF-8 (in a file name, say) are replaced instead of refused.
std::string dump(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

bool is_failure(Outcome outcome) {
  return outcome != Outcome::ok && outcome != Outcome::skipped && outcome != Outcome::interrupted;
}

std::span<const std::string_view> enum_names(Outcome) { return outcome_names; }

std::string_view to_string(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }

std::optional<Outcome> parse_outcome(std::string_view text) { return spelling::parse<Outcome>(text); }

std::string canonical_json(const Params& values) { return dump(nlohmann::json(values)); }

std::string canonical_json(const std::map<std::string, double>& values) { return dump(nlohmann::json(values)); }

std::string canonical_json(const TaskScores& values) { return dump(task_scores_json(values)); }

Params parse_params_json(std::string_view text) { return parse<Params>(text); }

std::map<std::string, double> parse_metrics_json(std::string_view text) {
  return parse<std::map<std::string, double>>(text);
}

TaskScores parse_task_scores_json(std::string_view text) {
  return task_scores_in(parse<std::map<std::string, std::vector<nlohmann::json>>>(text));
}

std::string result_text(const Result& result) {
  nlohmann::json json = {{"outcome", to_string(result.outcome)},
                         {"message", result.message},
                         {"status", result.status},
                         {"iterations", result.iterations},
                         {"seconds", {result.seconds.tune, result.seconds.fit, result.seconds.predict}},
                         {"params", result.params},
                         {"metrics", result.metrics},
                         {"task_scores", task_scores_json(result.task_scores)},
                         {"samples", {result.train_samples, result.test_samples}}};
  if (result.relative_gap) json["relative_gap"] = *result.relative_gap;
  return dump(json);
}

Result parse_result(std::string_view text) {
  try {
    const nlohmann::json json = nlohmann::json::parse(text);
    const auto outcome = parse_outcome(json.at("outcome").get<std::string>());
    if (!outcome) refuse(text);
    Result result{.outcome = *outcome,
                  .message = json.at("message"),
                  .status = json.at("status"),
                  .iterations = json.at("iterations"),
                  .seconds = {.tune = json.at("seconds").at(0),
                              .fit = json.at("seconds").at(1),
                              .predict = json.at("seconds").at(2)},
                  .params = json.at("params"),
                  .metrics = json.at("metrics"),
                  .task_scores = task_scores_in(json.at("task_scores")),
                  .train_samples = json.at("samples").at(0),
                  .test_samples = json.at("samples").at(1)};
    if (json.contains("relative_gap")) result.relative_gap = json.at("relative_gap").get<double>();
    return result;
  } catch (const nlohmann::json::exception&) {
    refuse(text);
  }
}

std::string Job::key() const { return sha256(canonical_json(identity)); }

}  // namespace starling::compare
