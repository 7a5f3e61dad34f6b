// The one file that includes CLI11.
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "apps/cli/command_line.hpp"
#include "apps/cli/config.hpp"
#include "lib/base/error.hpp"
#include "lib/base/names.hpp"

namespace starling::cli {
namespace {

// What the command line or the environment says about a parameter is put into `given`.
void declare(CLI::App& app, const Parameter& parameter, std::vector<std::string>& given) {
  CLI::Option* option = nullptr;
  if (parameter.flag()) {
    option = app.add_flag_callback(parameter.names, [&given] { given = {"true"}; });
  } else {
    const auto take = [&given](const std::vector<std::string>& values) {
      given = values;
      return true;
    };
    // What a positional one is called on the help page ("NAME[:KEY=VALUE]") is no name to CLI11.
    const std::string name =
        parameter.positional() ? "positional" + std::to_string(app.get_options().size()) : parameter.names;
    option = app.add_option(name, take)->type_size(1);
    option->allow_extra_args(parameter.positional() && parameter.repeated);
    if (parameter.repeated)
      option->expected(1, parameter.positional() ? 1 << 20 : 1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    else
      option->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  }
  if (!parameter.environment.empty()) option->envname(parameter.environment);
}

std::vector<std::string> split_names(const std::string& names) {
  const auto comma = names.find(',');
  if (comma == std::string::npos) return {names};
  return {names.substr(0, comma), names.substr(comma + 1)};
}

// Throws for what no parameter took.
void refuse_extras(const Verb& verb, const std::vector<Parameter>& parameters, const std::vector<std::string>& extras) {
  if (extras.empty()) return;
  const auto misspelt =
      std::find_if(extras.begin(), extras.end(), [](const auto& extra) { return extra.starts_with("-"); });
  const std::string help = "see starling " + verb.name() + " --help";
  if (misspelt == extras.end())
    throw InvalidOption({.what = "unexpected argument '" + extras.front() + "'", .hint = help});
  const std::string name = misspelt->substr(0, misspelt->find('='));
  std::vector<std::string> known = {"--help"};
  for (const Parameter& parameter : parameters)
    if (!parameter.positional())
      for (const std::string& spelt : split_names(parameter.names)) known.push_back(spelt);
  const std::string nearest = nearest_name(name, std::vector<std::string_view>(known.begin(), known.end()));
  throw InvalidOption({.what = "unknown option '" + name + "' of " + verb.name(),
                       .hint = nearest.empty() ? help : "did you mean '" + nearest + "'?"});
}

}  // namespace

Asked parse(const Verb& verb, const std::vector<Verb>& verbs, const std::vector<std::string>& arguments) {
  CLI::App app;
  app.allow_extras();
  app.set_help_flag("-h,--help");
  ConfigArgument config;
  std::vector<Parameter> parameters = verb.parameters();
  const std::size_t own = parameters.size();
  for (Parameter& common : config_parameters(config)) parameters.push_back(std::move(common));
  std::vector<std::vector<std::string>> given(parameters.size());
  for (std::size_t k = 0; k < parameters.size(); ++k) declare(app, parameters[k], given[k]);
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    return Asked::help_page;
  } catch (const CLI::ParseError& error) {
    refuse_extras(verb, parameters, app.remaining());
    throw InvalidOption({.what = error.what(), .hint = "see starling " + verb.name() + " --help"});
  }
  refuse_extras(verb, parameters, app.remaining());
  for (std::size_t k = 0; k < parameters.size(); ++k)
    for (const std::string& value : given[k]) parameters[k].assign(value);
  const auto fill_in = [&](const std::vector<Setting>& settings) {
    for (const Setting& setting : settings)
      if (given[setting.parameter].empty()) {
        take_settings(verb, {setting});
        given[setting.parameter] = setting.values;
      }
  };
  for (std::size_t k = 0; k < own; ++k)
    if (parameters[k].settings && !given[k].empty()) fill_in(read_settings(given[k].front(), verb));
  if (!config.file.empty()) fill_in(read_config(config.file, verb, verbs));
  if (config.print) return Asked::configuration;
  for (std::size_t k = 0; k < own; ++k)
    if (parameters[k].required && given[k].empty())
      throw InvalidOption(
          {.what = parameters[k].names + " is missing", .hint = "see starling " + verb.name() + " --help"});
  return Asked::action;
}

}  // namespace starling::cli
