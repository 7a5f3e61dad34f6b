#include "apps/compare/result.hpp"

#include <limits>
#include <nlohmann/json.hpp>

#include "apps/compare/digest.hpp"

namespace starling::compare {
namespace {

constexpr std::array<std::string_view, 5> outcome_names = {"ok", "not_converged", "error", "skipped", "interrupted"};

template <class Map>
Map parse(std::string_view text) {
  try {
    return nlohmann::json::parse(text).get<Map>();
  } catch (const nlohmann::json::exception&) {
    throw InvalidModel({.what = "the result store holds a damaged row",
                        .expected = "a JSON object of the form it writes",
                        .got = "'" + std::string(text.substr(0, 60)) + "'"});
  }
}

// Bytes that are not UTF-8 (in a file name, say) are replaced instead of refused.
std::string dump(const nlohmann::json& json) {
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::span<const std::string_view> enum_names(Outcome) { return outcome_names; }

std::string_view to_string(Outcome outcome) { return outcome_names[static_cast<std::size_t>(outcome)]; }

std::optional<Outcome> parse_outcome(std::string_view text) { return spelling::parse<Outcome>(text); }

std::string canonical_json(const Params& values) { return dump(nlohmann::json(values)); }

std::string canonical_json(const std::map<std::string, double>& values) { return dump(nlohmann::json(values)); }

std::string canonical_json(const TaskScores& values) {
  nlohmann::json json = nlohmann::json::object();
  for (const auto& [name, scores] : values) json[name] = scores;  // what is not finite is written as null
  return dump(json);
}

Params parse_params_json(std::string_view text) { return parse<Params>(text); }

std::map<std::string, double> parse_metrics_json(std::string_view text) {
  return parse<std::map<std::string, double>>(text);
}

TaskScores parse_task_scores_json(std::string_view text) {
  TaskScores scores;
  for (const auto& [name, values] : parse<std::map<std::string, std::vector<nlohmann::json>>>(text))
    for (const nlohmann::json& value : values)
      scores[name].push_back(value.is_number() ? value.get<double>() : std::numeric_limits<double>::quiet_NaN());
  return scores;
}

std::string Job::key() const { return sha256(canonical_json(identity)); }

}  // namespace starling::compare
