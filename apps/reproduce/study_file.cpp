// What a study computes, from TOML.
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <set>

#include "apps/reproduce/cells.hpp"
#include "apps/reproduce/study.hpp"
#include "lib/base/error.hpp"
#include "lib/base/input_file.hpp"
#include "lib/base/names.hpp"

namespace starling::reproduce {
namespace {

using compare::ExperimentPlan;

std::string place(const std::string& file, const toml::source_region& region) {
  return fmt::format("{}:{}:{}", file, region.begin.line, region.begin.column);
}

// One key of one table.
struct Entry {
  std::string_view key;
  const toml::node& node;
  std::string where;

  [[noreturn]] void refuse(const std::string& expected) const {
    throw InvalidOption({.what = fmt::format("invalid value of '{}'", key), .where = where, .expected = expected});
  }
  std::string text() const {
    const auto* value = node.as_string();
    if (value == nullptr) refuse("text in quotes");
    return value->get();
  }
  double number() const {
    const auto value = node.value<double>();
    if (!value || node.is_boolean()) refuse("a number");
    return *value;
  }
  bool truth() const {
    const auto* value = node.as_boolean();
    if (value == nullptr) refuse("true or false");
    return value->get();
  }
  int whole_number() const {
    const auto* value = node.as_integer();
    if (value == nullptr || value->get() < 0 || value->get() > 1'000'000'000) refuse("a whole number");
    return static_cast<int>(value->get());
  }
  std::vector<std::string> texts() const {
    const auto* list = node.as_array();
    std::vector<std::string> values;
    if (list == nullptr) refuse("a list of texts");
    for (const toml::node& element : *list) values.push_back(Entry{key, element, where}.text());
    return values;
  }
};

// True where the key is one of an experiment's.
bool assign(ExperimentPlan& plan, const Entry& entry) {
  if (entry.key == "data") return plan.data = {entry.text()}, true;
  if (entry.key == "methods") return plan.methods = entry.texts(), true;
  if (entry.key == "repetitions") return plan.repetitions = entry.whole_number(), true;
  if (entry.key == "folds") return plan.folds = entry.whole_number(), true;
  if (entry.key == "gap") return plan.gap = entry.number(), true;
  if (entry.key == "max_iterations") return plan.max_iterations = entry.whole_number(), true;
  if (entry.key == "train_per_task") return plan.split.train_per_task = entry.whole_number(), true;
  if (entry.key == "stratified") return plan.split.stratified = entry.truth(), true;
  if (entry.key != "train_share") return false;
  plan.split.train_share = entry.number();
  plan.split.official = false;
  return true;
}

bool assign(Study& study, const Entry& entry) {
  if (entry.key == "title") return study.title = entry.text(), true;
  if (entry.key == "source") return study.source = entry.text(), true;
  if (entry.key == "about") return study.about = entry.text(), true;
  if (entry.key == "papers") return study.papers = entry.texts(), true;
  if (entry.key != "spread") return false;
  study.spread = entry.text();
  if (study.spread != "sd" && study.spread != "standard error") entry.refuse("\"sd\" or \"standard error\"");
  return true;
}

[[noreturn]] void refuse_key(const Entry& entry) {
  static constexpr std::array<std::string_view, 16> known = {
      "title",   "source",      "about", "papers", "spread",         "experiment",  "label",          "data",
      "methods", "repetitions", "folds", "gap",    "max_iterations", "train_share", "train_per_task", "stratified"};
  throw InvalidOption(
      {.what = fmt::format("unknown key '{}'", entry.key), .where = entry.where, .hint = name_hint(entry.key, known)});
}

StudyExperiment experiment_of(const toml::node& node, const ExperimentPlan& common, const std::string& file) {
  const toml::table* table = node.as_table();
  if (table == nullptr)
    throw InvalidOption({.what = "invalid value of 'experiment'",
                         .where = place(file, node.source()),
                         .expected = "tables, each under [[experiment]]"});
  StudyExperiment experiment{.label = {}, .plan = common};
  for (const auto& [key, value] : *table) {
    const Entry entry{key.str(), value, place(file, key.source())};
    if (entry.key == "label")
      experiment.label = entry.text();
    else if (!assign(experiment.plan, entry))
      refuse_key(entry);
  }
  if (experiment.label.empty())
    throw InvalidOption({.what = "an experiment without a label", .where = place(file, table->source())});
  return experiment;
}

Study study_of(const toml::table& table, const std::string& file) {
  Study study;
  ExperimentPlan common;
  const toml::array* experiments = nullptr;
  for (const auto& [key, value] : table) {
    const Entry entry{key.str(), value, place(file, key.source())};
    if (entry.key == "experiment") {
      experiments = value.as_array();
      if (experiments == nullptr) entry.refuse("tables, each under [[experiment]]");
    } else if (!assign(study, entry) && !assign(common, entry)) {
      refuse_key(entry);
    }
  }
  if (experiments == nullptr) throw InvalidOption({.what = "no [[experiment]]", .where = file});
  std::set<std::string> labels;
  for (const toml::node& node : *experiments) {
    study.experiments.push_back(experiment_of(node, common, file));
    if (!labels.insert(study.experiments.back().label).second)
      throw InvalidOption({.what = fmt::format("experiment '{}' is given twice", study.experiments.back().label),
                           .where = place(file, node.source())});
  }
  return study;
}

}  // namespace

Study parse_study(std::string name, const std::string& toml, const std::string& csv) {
  const std::string file = name + ".toml";
  Study study;
  try {
    study = study_of(toml::parse(toml, file), file);
  } catch (const toml::parse_error& error) {
    throw InvalidOption({.what = std::string(error.description()), .where = place(file, error.source())});
  }
  study.name = std::move(name);
  study.cells = parse_cells(csv, study.name + ".csv", study.experiments);
  return study;
}

Study read_study(const std::filesystem::path& path) {
  std::filesystem::path numbers = path;
  numbers.replace_extension(".csv");
  return parse_study(path.stem().string(), read_file(path), read_file(numbers));
}

}  // namespace starling::reproduce
