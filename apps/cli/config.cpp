// One of the two files that include toml++; the other is apps/reproduce/study_file.cpp.
#include "apps/cli/config.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <map>
#include <optional>
#include <span>

#include "apps/cli/json_object.hpp"
#include "lib/base/error.hpp"
#include "lib/base/input_file.hpp"
#include "lib/base/names.hpp"
#include "lib/base/params.hpp"

namespace starling::cli {
namespace {

std::string place(const std::string& path, const toml::source_region& region) {
  return fmt::format("{}:{}:{}", path, region.begin.line, region.begin.column);
}

toml::table parse_toml(const std::string& path) {
  try {
    return toml::parse(read_file(path), path);
  } catch (const toml::parse_error& error) {
    throw InvalidOption({.what = std::string(error.description()), .where = place(path, error.source())});
  }
}

// As the command line would give it; none where no option can have such a value.
std::optional<std::string> word_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* number = node.as_floating_point()) return spelling::print(number->get());
  return {};
}

std::vector<std::string> values_of(const Parameter& parameter, const toml::node& node, const std::string& where) {
  const auto refuse = [&](const std::string& expected) -> std::vector<std::string> {
    throw InvalidOption(
        {.what = "invalid value of '" + config_name(parameter) + "'", .where = where, .expected = expected});
  };
  if (parameter.flag()) {
    const auto* flag = node.as_boolean();
    if (flag == nullptr) return refuse("true or false");
    return flag->get() ? std::vector<std::string>{"true"} : std::vector<std::string>{};
  }
  if (const auto word = word_of(node)) return {*word};
  const auto* list = node.as_array();
  if (list == nullptr || !parameter.repeated)
    return refuse(parameter.repeated ? "text, a number or a list of them" : "text or a number");
  std::vector<std::string> words;
  for (const toml::node& element : *list) {
    const auto word = word_of(element);
    if (!word) return refuse("text, a number or a list of them");
    words.push_back(*word);
  }
  return words;
}

std::optional<std::size_t> find_option(const Verb& verb, std::string_view name) {
  const auto& all = verb.parameters();
  const auto found = std::ranges::find_if(
      all, [&](const Parameter& parameter) { return !parameter.positional() && config_name(parameter) == name; });
  if (found == all.end()) return {};
  return static_cast<std::size_t>(found - all.begin());
}

std::vector<std::string> option_names(std::span<const Verb> verbs) {
  std::vector<std::string> names;
  for (const Verb& verb : verbs)
    for (const Parameter& parameter : verb.parameters())
      if (!parameter.positional()) names.push_back(config_name(parameter));
  return names;
}

[[noreturn]] void refuse_name(const std::string& kind, std::string_view name, const std::string& where,
                              const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(name, std::vector<std::string_view>(known.begin(), known.end()));
  throw InvalidOption({.what = fmt::format("unknown {} '{}'", kind, name),
                       .where = where,
                       .hint = nearest.empty() ? "" : "did you mean '" + nearest + "'?"});
}

// One reading of one file.
class Config {
 public:
  Config(std::string path, std::span<const Verb> verbs) : path_(std::move(path)), verbs_(verbs) {}

  // The options of a table of one verb, by their positions.
  std::map<std::size_t, Setting> of_verb(const Verb& verb, const toml::table& table) const {
    std::map<std::size_t, Setting> settings;
    for (const auto& [key, node] : table) {
      const std::string where = place(path_, key.source());
      const auto option = find_option(verb, key.str());
      if (!option) refuse_name("option of " + verb.name(), key.str(), where, option_names({&verb, 1}));
      settings[*option] = {*option, values_of(verb.parameters()[*option], node, where), where};
    }
    return settings;
  }

  const Verb& named(const toml::key& key) const {
    const auto verb = std::ranges::find(verbs_, key.str(), &Verb::name);
    if (verb != verbs_.end()) return *verb;
    std::vector<std::string> names;
    for (const Verb& known : verbs_) names.push_back(known.name());
    refuse_name("verb", key.str(), place(path_, key.source()), names);
  }

  // An option that stands before all tables: every verb that has it takes it.
  std::optional<Setting> of_all(const Verb& verb, const toml::key& key, const toml::node& node) const {
    const std::string where = place(path_, key.source());
    const auto has_it = [&](const Verb& other) { return find_option(other, key.str()).has_value(); };
    if (std::ranges::none_of(verbs_, has_it)) refuse_name("option", key.str(), where, option_names(verbs_));
    const auto option = find_option(verb, key.str());
    if (!option) return {};
    return Setting{*option, values_of(verb.parameters()[*option], node, where), where};
  }

 private:
  std::string path_;
  std::span<const Verb> verbs_;
};

// Numbers stand as they are, but for those that TOML's 64 bits with a sign may not hold.
std::string toml_value(const Parameter& parameter, const std::string& value) {
  constexpr std::size_t digits_that_fit = 18;
  const bool too_long = value.size() > digits_that_fit && value.find_first_not_of("0123456789") == std::string::npos;
  if (parameter.flag() || (parameter.number && !too_long)) return value;
  return json_text(value);  // what JSON writes in quotes, TOML reads
}

}  // namespace

std::vector<Setting> read_config(const std::string& path, const Verb& verb, const std::vector<Verb>& verbs) {
  const toml::table table = parse_toml(path);
  const Config config(path, verbs);
  std::map<std::size_t, Setting> common, own;
  for (const auto& [key, node] : table) {
    if (const toml::table* options = node.as_table()) {
      const Verb& other = config.named(key);
      auto settings = config.of_verb(other, *options);
      if (&other == &verb) own = std::move(settings);
    } else if (auto setting = config.of_all(verb, key, node)) {
      common[setting->parameter] = std::move(*setting);
    }
  }
  own.merge(common);
  std::vector<Setting> settings;
  for (auto& [option, setting] : own) settings.push_back(std::move(setting));
  return settings;
}

std::vector<Setting> read_settings(const std::string& path, const Verb& verb) {
  const toml::table table = parse_toml(path);
  std::vector<Setting> settings;
  for (auto& [option, setting] : Config(path, std::span<const Verb>{}).of_verb(verb, table))
    settings.push_back(setting);
  return settings;
}

void take_settings(const Verb& verb, const std::vector<Setting>& settings) {
  for (const Setting& setting : settings) {
    try {
      for (const std::string& value : setting.values) verb.parameters()[setting.parameter].assign(value);
    } catch (const InvalidOption& error) {
      Complaint complaint = error.complaint();
      complaint.where = setting.where + ": " + complaint.where;
      throw InvalidOption(std::move(complaint));
    }
  }
}

std::string config_text(const Verb& verb) {
  std::string text = fmt::format("[{}]\n", verb.name());
  for (const Parameter& parameter : verb.parameters()) {
    if (parameter.positional()) continue;
    std::vector<std::string> values = parameter.values();
    if (values.empty()) continue;
    for (std::string& value : values) value = toml_value(parameter, value);
    text += config_name(parameter) + " = ";
    text += parameter.repeated ? fmt::format("[{}]\n", fmt::join(values, ", ")) : values.front() + "\n";
  }
  return text;
}

std::string config_name(const Parameter& parameter) { return parameter.names.substr(parameter.names.rfind("--") + 2); }

}  // namespace starling::cli
