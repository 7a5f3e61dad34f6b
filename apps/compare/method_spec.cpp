#include "apps/compare/method_spec.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "algorithms/catalogue.hpp"
#include "datasets/catalogue.hpp"

namespace starling::compare {
namespace {

const FieldDescription* find_field(const std::vector<FieldDescription>& fields, std::string_view name) {
  for (const FieldDescription& field : fields)
    if (field.name == name) return &field;
  return nullptr;
}

bool is_grid(std::string_view value) { return value.find_first_of(":,") != std::string_view::npos; }

MethodChoice parse_choice(std::string_view text) {
  DatasetSpec spec = parse_dataset_spec(text);  // methods and data sets are written alike
  MethodChoice choice{.name = std::move(spec.name), .fixed = {}, .grids = {}};
  const auto fields = make_estimator(choice.name)->fields();
  for (auto& [key, value] : spec.params) {
    std::replace(value.begin(), value.end(), ';', ',');  // a comma parts the options
    const FieldDescription* field = find_field(fields, key);
    const bool one_value = !is_grid(value) || (field != nullptr && field->is_list);
    (one_value ? choice.fixed : choice.grids).emplace(key, std::move(value));
  }
  const auto estimator = make_estimator(choice.name, choice.fixed);
  for (const auto& [key, values] : choice.grids) parse_axis(key + "=" + values, *estimator);
  return choice;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t at = 0;;) {
    const std::size_t end = text.find(separator, at);
    parts.emplace_back(text.substr(at, end - at));
    if (end == std::string_view::npos) return parts;
    at = end + 1;
  }
}

// Sets the first of the losses that the method has and that learns such targets.
void choose_loss(Estimator& estimator, bool classification) {
  const auto fields = estimator.fields();
  const FieldDescription* loss = find_field(fields, "loss");
  if (loss == nullptr || estimator.is_classifier() == classification) return;
  static constexpr std::array<std::string_view, 5> preferred = {"logistic", "hinge", "squared_hinge", "squared",
                                                                "epsilon_insensitive"};
  const auto before = estimator.params();
  for (const std::string_view name : preferred)
    for (const std::string& choice : loss->choices) {
      if (choice != name) continue;
      estimator.set_params({{"loss", choice}});
      if (estimator.is_classifier() == classification) return;
    }
  estimator.set_params(before);
}

// The values that are tried of an option on a logarithmic scale when nothing is said.
std::string default_grid(const FieldDescription& field) {
  struct Known {
    std::string_view name, values;
  };
  static constexpr std::array<Known, 5> known = {{{"lambda", "100:0.0001:8"},
                                                  {"C", "0.001:10:5"},
                                                  {"mu", "0.01:10:4"},
                                                  {"rho1", "0.001:1:4"},
                                                  {"rho2", "0.0001:0.1:4"}}};
  if (field.default_value.ends_with("max")) return "0.9max:0.001max:8";
  for (const Known& option : known)
    if (option.name == field.name) return std::string(option.values);
  return "0.001:10:5";
}

// Whether a search is for it when nothing is said. A kernel's gamma is not: it is scaled by the data, and linear
// machines do not look at it.
bool is_searched(const FieldDescription& field) {
  return field.scale == Scale::logarithmic && (field.type == "number" || field.type == "number or share of lambda_max");
}

Grids grids_of(const Estimator& estimator, const MethodChoice& choice) {
  Grids grids = choice.grids;
  for (const FieldDescription& field : estimator.fields())
    if (is_searched(field) && !choice.fixed.contains(field.name))
      grids.emplace(field.name, default_grid(field));  // what is given stays
  return grids;
}

std::string describe_targets(bool classification) { return classification ? "two classes" : "numbers"; }

}  // namespace

Grid ReadyMethod::grid() const {
  std::vector<std::string> specs;
  for (const auto& [name, values] : grids) specs.push_back(name + "=" + values);
  return parse_grid(std::span<const std::string>(specs), *estimator);
}

MethodSpec parse_method_spec(std::string_view text) {
  MethodSpec spec;
  const std::size_t equals = text.find('=');
  if (equals != std::string_view::npos && equals < text.find_first_of(":|")) {
    spec.label = text.substr(0, equals);
    text.remove_prefix(equals + 1);
  } else {
    spec.label = text;
  }
  for (const std::string& part : split(text, '|')) spec.choices.push_back(parse_choice(part));
  return spec;
}

ReadyMethod make_ready(const MethodSpec& spec, bool classification) {
  std::optional<ReadyMethod> first;
  for (const MethodChoice& choice : spec.choices) {
    ReadyMethod ready{.estimator = make_estimator(choice.name, choice.fixed), .grids = {}, .mismatch = {}};
    if (!choice.fixed.contains("loss")) choose_loss(*ready.estimator, classification);
    ready.grids = grids_of(*ready.estimator, choice);
    if (ready.estimator->is_classifier() == classification) return ready;
    ready.mismatch = choice.name + " learns " + describe_targets(!classification) + ", and these targets are " +
                     describe_targets(classification);
    if (!first) first = std::move(ready);
  }
  return std::move(*first);
}

}  // namespace starling::compare
