#include "apps/cli/command_line.hpp"

#include <fmt/format.h>

#include <exception>

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
    if (parse(verb, {arguments.begin() + 1, arguments.end()})) return verb.action();
    write_output(help_page(verb));
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
  parameters_.push_back(std::move(parameter));
}

void Verb::add(Parameter parameter, std::vector<std::string>& into) {
  parameter.repeated = true;
  parameter.assign = [&into](const std::string& text) { into.push_back(text); };
  parameters_.push_back(std::move(parameter));
}

void Verb::add(Parameter parameter, double& into) {
  parameter.assign = assign_number(parameter.names, into);
  parameters_.push_back(std::move(parameter));
}

void Verb::add(Parameter parameter, int& into) {
  parameter.assign = assign_number(parameter.names, into);
  parameters_.push_back(std::move(parameter));
}

void Verb::add(Parameter parameter, std::uint64_t& into) {
  parameter.assign = assign_number(parameter.names, into);
  parameters_.push_back(std::move(parameter));
}

void Verb::add(Parameter parameter, bool& into) {
  parameter.assign = [&into](const std::string&) { into = true; };
  parameters_.push_back(std::move(parameter));
}

ExitCode run(const std::vector<Verb>& verbs, const std::vector<std::string>& arguments) noexcept {
  try {
    return dispatch(verbs, arguments);
  } catch (...) {
    return report(std::current_exception());
  }
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
