#include "apps/cli/command_line.hpp"

#include <fmt/format.h>

#include <exception>

#include "apps/cli/config.hpp"
#include "apps/cli/output.hpp"
#include "apps/cli/text.hpp"
#include "lib/base/error.hpp"
#include "lib/base/names.hpp"
#include "lib/base/params.hpp"
#include "lib/base/version.hpp"

namespace starling::cli {
namespace {

template <class T>
auto assign_number(const std::string& names, T& into) {
  return [names, &into](const std::string& text) {
    const auto value = spelling::parse<T>(text);
    if (!value)
      throw InvalidOption({.what = "invalid value",
                           .where = "option " + names,
                           .expected = "a " + std::string(spelling::type_name<T>()),
                           .got = "'" + text + "'"});
    into = *value;
  };
}

const Verb& find_verb(const std::vector<Verb>& verbs, const std::string& name) {
  std::vector<std::string_view> names;
  for (const Verb& verb : verbs) {
    if (verb.name() == name) return verb;
    names.push_back(verb.name());
  }
  names.insert(names.end(), {"--help", "--version"});
  throw InvalidOption({.what = "unknown verb '" + name + "'", .hint = name_hint(name, names)});
}

ExitCode dispatch(const std::vector<Verb>& verbs, const std::vector<std::string>& arguments) {
  if (arguments.empty()) {
    write_error(overview(verbs));
    return ExitCode::usage;
  }
  const std::string& first = arguments.front();
  const bool asks_for_help = first == "--help" || first == "-h" || first == "help";
  if (first == "--version" || first == "-V")
    write_output("starling " STARLING_VERSION "\n");
  else if (asks_for_help && arguments.size() == 1)
    write_output(overview(verbs));
  else if (asks_for_help)
    write_output(help_page(find_verb(verbs, arguments[1])));
  else {
    const Verb& verb = find_verb(verbs, first);
    const Asked asked = parse(verb, verbs, {arguments.begin() + 1, arguments.end()});
    if (asked == Asked::action) return verb.action();
    write_output(asked == Asked::help_page ? help_page(verb) : config_text(verb));
  }
  return ExitCode::ok;
}

std::string term(const Parameter& parameter) {
  std::string text;
  for (const char letter : parameter.names) text += letter == ',' ? std::string(", ") : std::string(1, letter);
  return parameter.value.empty() ? text : fmt::format("{} {}", text, parameter.value);
}

std::string explanation(const Parameter& parameter) {
  std::string text = parameter.help;
  if (parameter.repeated) text += "; may be repeated";
  if (!parameter.environment.empty()) text += fmt::format(" [{}]", parameter.environment);
  return text;
}

}  // namespace

void Verb::add(Parameter parameter, std::string& into) {
  parameter.assign = [&into](const std::string& text) { into = text; };
  parameter.values = [&into] { return into.empty() ? std::vector<std::string>{} : std::vector{into}; };
  parameters_.push_back(std::move(parameter));
}

void Verb::add(Parameter parameter, std::vector<std::string>& into) {
  parameter.repeated = true;
  parameter.assign = [&into](const std::string& text) { into.push_back(text); };
  parameter.values = [&into] { return into; };
  parameters_.push_back(std::move(parameter));
}

template <class T>
void Verb::add_number(Parameter parameter, T& into) {
  parameter.number = true;
  parameter.assign = assign_number(parameter.names, into);
  parameter.values = [&into] { return std::vector{spelling::print_value(into)}; };
  parameters_.push_back(std::move(parameter));
}

void Verb::add(Parameter parameter, double& into) { add_number(std::move(parameter), into); }
void Verb::add(Parameter parameter, int& into) { add_number(std::move(parameter), into); }
void Verb::add(Parameter parameter, std::uint64_t& into) { add_number(std::move(parameter), into); }

void Verb::add(Parameter parameter, bool& into) {
  parameter.assign = [&into](const std::string&) { into = true; };
  parameter.values = [&into] { return into ? std::vector<std::string>{"true"} : std::vector<std::string>{}; };
  parameters_.push_back(std::move(parameter));
}

ExitCode run(const std::vector<Verb>& verbs, const std::vector<std::string>& arguments) noexcept {
  try {
    return dispatch(verbs, arguments);
  } catch (...) {
    return report(std::current_exception());
  }
}

std::vector<Parameter> config_parameters(ConfigArgument& argument) {
  Verb common("", "");
  common.add({.names = "--config",
              .value = "FILE.toml",
              .help = "options by their long names; flags and the environment win",
              .environment = "STARLING_CONFIG"},
             argument.file);
  common.add({.names = "--print-config", .help = "print the options that result, as such a file"}, argument.print);
  return common.parameters();
}

std::string help_page(const Verb& verb) {
  constexpr std::size_t at = 26;
  std::string usage = "usage: starling " + verb.name(), arguments, options;
  for (const Parameter& parameter : verb.parameters()) {
    (parameter.positional() ? arguments : options) += defined(term(parameter), explanation(parameter), at);
    if (parameter.positional())
      usage += parameter.required ? fmt::format(" {}", parameter.names) : fmt::format(" [{}]", parameter.names);
    else if (parameter.required)
      usage += fmt::format(" {} {}", parameter.names.substr(parameter.names.rfind(',') + 1), parameter.value);
  }
  ConfigArgument config;
  for (const Parameter& parameter : config_parameters(config))
    options += defined(term(parameter), explanation(parameter), at);
  options += defined("-h, --help", "print this page", at);
  std::string page = usage + " [OPTIONS]\n\n" + wrapped(verb.summary(), 0) + "\n";
  if (!arguments.empty()) page += arguments + "\n";
  page += options;
  return verb.notes.empty() ? page : page + "\n" + verb.notes;
}

std::string overview(const std::vector<Verb>& verbs) {
  std::string text = "usage: starling VERB [ARGUMENTS]\n\nClassical multi-task learning with certified solutions.\n\n";
  for (const Verb& verb : verbs) text += defined(verb.name(), verb.summary(), 13);
  return text + "\n  starling VERB --help     what a verb takes\n  starling --version\n";
}

}  // namespace starling::cli
