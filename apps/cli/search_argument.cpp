#include "apps/cli/search_argument.hpp"

#include <algorithm>

#include "lib/base/error.hpp"

namespace starling::cli {
namespace {

SelectionRule parse_rule(const std::string& text) {
  for (const std::string_view one_se : {"1se", "one_se"})
    if (text == one_se) return SelectionRule::one_se;
  if (text == "best") return SelectionRule::best;
  throw InvalidOption(
      {.what = "invalid value", .where = "option --rule", .expected = "best or 1se", .got = "'" + text + "'"});
}

}  // namespace

void add_search_argument(Verb& verb, SearchArgument& argument) {
  verb.add({.names = "--grid",
            .value = "NAME=VALUES",
            .help = "values to try: A,B,C or A:B:COUNT or, for lambda, auto:COUNT (lambda=auto:30)"},
           argument.grid);
  verb.add({.names = "--rule", .value = "RULE", .help = "best, or 1se: the strongest within one standard error (best)"},
           argument.rule);
  verb.add({.names = "--metric", .value = "NAME", .help = "what to choose by (the method's natural one)"},
           argument.metric);
  verb.add({.names = "--seed", .value = "S", .help = "of the folds (0)"}, argument.seed);
}

Grid grid_of(const SearchArgument& argument, const Estimator& estimator) {
  const std::vector<std::string> usual = {"lambda=auto:30"};
  return parse_grid(argument.grid.empty() ? usual : argument.grid, estimator);
}

CrossValidation search(const Estimator& estimator, const MultiTaskData& data, const SearchArgument& argument,
                       ProgressDisplay& display) {
  CrossValidationPlan plan{.grid = grid_of(argument, estimator),
                           .folds = argument.folds,
                           .metric = argument.metric,
                           .rule = parse_rule(argument.rule),
                           .seed = argument.seed,
                           .control = {.stop = argument.run.stop, .threads = argument.run.threads}};
  // One fit a fold and grid point, and the refit. Every fit begins with iteration 0.
  const std::size_t all = grid_points(plan.grid).size() * static_cast<std::size_t>(plan.folds) + 1;
  plan.control.stop.on_progress = [&display, all, started = std::size_t{0}](const Progress& now) mutable {
    if (now.iteration == 0) ++started;
    return display.step(std::min(started, all), all, "fits");
  };
  CrossValidation found = cross_validate(estimator, data, plan);
  display.close();
  throw_if_interrupted();
  return found;
}

}  // namespace starling::cli
