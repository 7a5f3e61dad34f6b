#include "apps/compare/result.hpp"

#include "apps/compare/digest.hpp"
#include "apps/compare/stored_json.hpp"

namespace starling::compare {
namespace {

constexpr std::array<std::string_view, 8> outcome_names = {"ok",    "not_converged", "timeout", "memout",
                                                           "crash", "error",         "skipped", "interrupted"};

template <class Map>
Map parse(std::string_view text) {
  return parsed(text, [](const nlohmann::json& json) { return json.get<Map>(); });
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
    for (const nlohmann::json& value : values) into.push_back(number_or_nan(value));
  }
  return scores;
}

nlohmann::json trace_json(const Trace& trace) {
  nlohmann::json json = nlohmann::json::array();
  for (const TracePoint& point : trace) json.push_back({point.seconds, point.primal, point.relative_gap});
  return json;
}

Trace trace_in(const nlohmann::json& json) {
  Trace trace;
  for (const auto& [seconds, primal, gap] : json.get<std::vector<std::array<double, 3>>>())
    trace.push_back({.seconds = seconds, .primal = primal, .relative_gap = gap});
  return trace;
}

// Empty where nothing was searched.
nlohmann::json search_json(const Search& search) {
  if (search.points.empty()) return nlohmann::json::object();
  nlohmann::json points = nlohmann::json::array();
  for (const auto& [params, score] : search.points) points.push_back({{"params", params}, {"score", score}});
  return {{"metric", search.metric},
          {"higher_is_better", search.higher_is_better},
          {"points", std::move(points)},
          {"chosen", search.chosen}};
}

Search search_in(const nlohmann::json& json) {
  if (json.is_object() && json.empty()) return {};
  Search search{.metric = json.at("metric"),
                .higher_is_better = json.at("higher_is_better"),
                .points = {},
                .chosen = json.at("chosen")};
  for (const nlohmann::json& point : json.at("points"))
    search.points.push_back({.params = point.at("params"), .score = number_or_nan(point.at("score"))});
  if (search.chosen >= search.points.size()) refuse_stored(json.dump());
  return search;
}

}  // namespace

void refuse_stored(std::string_view text) {
  throw InvalidModel({.what = "the result store holds a damaged row",
                      .expected = "a JSON object of the form it writes",
                      .got = "'" + std::string(text.substr(0, 60)) + "'"});
}

bool is_failure(Outcome outcome) {
  return outcome != Outcome::ok && outcome != Outcome::skipped && outcome != Outcome::interrupted;
}

std::span<const std::string_view> enum_names(Outcome) { return outcome_names; }

std::string_view to_string(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }

std::optional<Outcome> parse_outcome(std::string_view text) { return spelling::parse<Outcome>(text); }

std::string canonical_json(const Params& values) { return dumped(nlohmann::json(values)); }

std::string canonical_json(const std::map<std::string, double>& values) { return dumped(nlohmann::json(values)); }

std::string canonical_json(const TaskScores& values) { return dumped(task_scores_json(values)); }

std::string canonical_json(const Search& search) { return dumped(search_json(search)); }

std::string canonical_json(const Trace& trace) { return dumped(trace_json(trace)); }

Params parse_params_json(std::string_view text) { return parse<Params>(text); }

std::map<std::string, double> parse_metrics_json(std::string_view text) {
  return parse<std::map<std::string, double>>(text);
}

TaskScores parse_task_scores_json(std::string_view text) {
  return task_scores_in(parse<std::map<std::string, std::vector<nlohmann::json>>>(text));
}

Search parse_search_json(std::string_view text) { return parsed(text, search_in); }

Trace parse_trace_json(std::string_view text) { return parsed(text, trace_in); }

std::string result_text(const Result& result) {
  nlohmann::json json = {{"outcome", to_string(result.outcome)},
                         {"message", result.message},
                         {"status", result.status},
                         {"iterations", result.iterations},
                         {"seconds", {result.seconds.tune, result.seconds.fit, result.seconds.predict}},
                         {"params", result.params},
                         {"metrics", result.metrics},
                         {"task_scores", task_scores_json(result.task_scores)},
                         {"trace", trace_json(result.trace)},
                         {"search", search_json(result.search)},
                         {"kept", kept_json(result.kept)},
                         {"samples", {result.train_samples, result.test_samples}}};
  if (result.relative_gap) json["relative_gap"] = *result.relative_gap;
  return dumped(json);
}

Result parse_result(std::string_view text) {
  return parsed(text, [&](const nlohmann::json& json) {
    const auto outcome = parse_outcome(json.at("outcome").get<std::string>());
    if (!outcome) refuse_stored(text);
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
                  .trace = trace_in(json.at("trace")),
                  .search = search_in(json.at("search")),
                  .kept = kept_in(json.at("kept")),
                  .train_samples = json.at("samples").at(0),
                  .test_samples = json.at("samples").at(1)};
    if (json.contains("relative_gap")) result.relative_gap = json.at("relative_gap").get<double>();
    return result;
  });
}

std::string Job::key() const { return sha256(canonical_json(identity)); }

}  // namespace starling::compare
