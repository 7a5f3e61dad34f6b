#include "apps/cli/method_argument.hpp"

#include <algorithm>

#include "algorithms/catalogue.hpp"
#include "lib/base/error.hpp"
#include "lib/base/input_file.hpp"

namespace starling::cli {
namespace {

std::string list_in_file(const std::string& path) {
  constexpr std::string_view separators = " \t\r\n,;";
  const std::string text = read_file(path);
  std::string list;
  for (std::size_t at = text.find_first_not_of(separators); at != std::string::npos;) {
    const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
    list += (list.empty() ? "" : ",") + text.substr(at, end - at);
    at = text.find_first_not_of(separators, end);
  }
  return list;
}

}  // namespace

void add_method_argument(Verb& verb, MethodArgument& argument) {
  verb.add({.names = "-M,--method", .value = "NAME", .help = "see 'starling methods'", .required = true},
           argument.method);
  verb.add({.names = "-s,--set",
            .value = "KEY=VALUE",
            .help = "an option of the method, such as lambda=0.1max; KEY=@FILE: a list"},
           argument.settings);
}

void add_run_argument(Verb& verb, RunArgument& argument) {
  verb.add({.names = "--gap", .value = "NUMBER", .help = "relative gap to reach (1e-6)", .environment = "STARLING_GAP"},
           argument.stop.gap);
  verb.add({.names = "--max-iter",
            .value = "N",
            .help = "most iterations of the solver (100000)",
            .environment = "STARLING_MAX_ITER"},
           argument.stop.max_iterations);
  verb.add({.names = "--time-limit",
            .value = "SECONDS",
            .help = "most time for one fit (no limit)",
            .environment = "STARLING_TIME_LIMIT"},
           argument.stop.time_limit);
  verb.add({.names = "--threads", .value = "N", .help = "threads; 0: all cores", .environment = "STARLING_THREADS"},
           argument.threads);
}

Params parse_settings(const std::vector<std::string>& settings) {
  Params params;
  for (const std::string& setting : settings) {
    const auto equals = setting.find('=');
    if (equals == std::string::npos || equals == 0)
      throw InvalidOption({.what = "not an option of the method",
                           .where = "--set",
                           .expected = "KEY=VALUE",
                           .got = "'" + setting + "'"});
    std::string value = setting.substr(equals + 1);
    if (value.starts_with('@')) value = list_in_file(value.substr(1));
    if (!params.emplace(setting.substr(0, equals), std::move(value)).second)
      throw InvalidOption({.what = "'" + setting.substr(0, equals) + "' is given twice", .where = "--set"});
  }
  return params;
}

std::unique_ptr<Estimator> make(const MethodArgument& argument) {
  return make_estimator(argument.method, parse_settings(argument.settings));
}

}  // namespace starling::cli
