// The one file that includes CLI11.
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "apps/cli/command_line.hpp"
#include "lib/base/error.hpp"
#include "lib/base/names.hpp"

namespace starling::cli {
namespace {

const CLI::Option* declare(CLI::App& app, const Parameter& parameter) {
  CLI::Option* option = nullptr;
  if (parameter.flag()) {
    option = app.add_flag_callback(parameter.names, [&parameter] { parameter.assign("true"); });
  } else {
    const auto take = [&parameter](const std::vector<std::string>& values) {
      for (const std::string& value : values) parameter.assign(value);
      return true;
    };
    // What a positional one is called on the help page ("NAME[:KEY=VALUE]") is no name to CLI11.
    const std::string name =
        parameter.positional() ? "positional" + std::to_string(app.get_options().size()) : parameter.names;
    option = app.add_option(name, take)->type_size(1)->allow_extra_args(false);
    if (parameter.repeated)
      option->expected(1, parameter.positional() ? 1 << 20 : 1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    else
      option->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::Throw);
  }
  if (!parameter.environment.empty()) option->envname(parameter.environment);
  return option;
}

std::vector<std::string> split_names(const std::string& names) {
  const auto comma = names.find(',');
  if (comma == std::string::npos) return {names};
  return {names.substr(0, comma), names.substr(comma + 1)};
}

// Throws for what no parameter took.
void refuse_extras(const Verb& verb, const std::vector<std::string>& extras) {
  if (extras.empty()) return;
  const auto misspelt =
      std::find_if(extras.begin(), extras.end(), [](const auto& extra) { return extra.starts_with("-"); });
  const std::string help = "see starling " + verb.name() + " --help";
  if (misspelt == extras.end())
    throw InvalidOption({.what = "unexpected argument '" + extras.front() + "'", .hint = help});
  const std::string name = misspelt->substr(0, misspelt->find('='));
  std::vector<std::string> known = {"--help"};
  for (const Parameter& parameter : verb.parameters())
    if (!parameter.positional())
      for (const std::string& spelt : split_names(parameter.names)) known.push_back(spelt);
  const std::string nearest = nearest_name(name, std::vector<std::string_view>(known.begin(), known.end()));
  throw InvalidOption({.what = "unknown option '" + name + "' of " + verb.name(),
                       .hint = nearest.empty() ? help : "did you mean '" + nearest + "'?"});
}

}  // namespace

bool parse(const Verb& verb, const std::vector<std::string>& arguments) {
  CLI::App app;
  app.allow_extras();
  app.set_help_flag("-h,--help");
  std::vector<const CLI::Option*> options;
  for (const Parameter& parameter : verb.parameters()) options.push_back(declare(app, parameter));
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    return false;
  } catch (const CLI::ParseError& error) {
    refuse_extras(verb, app.remaining());
    throw InvalidOption({.what = error.what(), .hint = "see starling " + verb.name() + " --help"});
  }
  refuse_extras(verb, app.remaining());
  for (std::size_t k = 0; k < options.size(); ++k)
    if (verb.parameters()[k].required && options[k]->count() == 0)
      throw InvalidOption(
          {.what = verb.parameters()[k].names + " is missing", .hint = "see starling " + verb.name() + " --help"});
  return true;
}

}  // namespace starling::cli
