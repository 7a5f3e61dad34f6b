#include "apps/compare/report/search_curves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "apps/cli/text.hpp"

namespace starling::compare {
namespace {

struct Value {
  double number;
  std::string unit;
};

// "0.1max" is 0.1 of the unit "max"; none: not a positive number.
std::optional<Value> value_in(const std::string& text) {
  double number = 0.0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || !(number > 0.0) || !std::isfinite(number)) return {};
  return Value{number, {end, text.data() + text.size()}};
}

// What an option's value came to over the repetitions.
struct Tried {
  double sum = 0.0;
  std::size_t count = 0, chosen = 0;
};

// The scores of one search by the value of one option, the best over the others; its unit.
std::map<double, double> profile_of(const Search& search, const std::string& option, std::string& unit) {
  std::map<double, double> profile;
  for (const auto& [params, score] : search.points) {
    const auto found = params.find(option);
    const auto value = found == params.end() ? std::nullopt : value_in(found->second);
    if (!value || !std::isfinite(score)) continue;
    unit = value->unit;
    const auto [best, is_new] = profile.emplace(value->number, score);
    if (!is_new) best->second = search.higher_is_better ? std::max(best->second, score) : std::min(best->second, score);
  }
  return profile;
}

Curve curve_of(const std::string& label, const std::map<double, Tried>& tried, std::size_t searches) {
  Curve curve{.label = label, .x = {}, .y = {}, .marks = {}};
  for (const auto& [value, seen] : tried) {
    curve.x.push_back(value);
    curve.y.push_back(seen.sum / static_cast<double>(seen.count));
    if (seen.chosen > 0)
      curve.marks.push_back({.x = value,
                             .y = curve.y.back(),
                             .words = fmt::format("{}: {} chosen in {} of {} repetitions", label, cli::brief(value),
                                                  seen.chosen, searches)});
  }
  return curve;
}

struct Place {
  std::string option, unit, metric;
  bool higher_is_better;
  auto operator<=>(const Place&) const = default;
};

// The searches of one method by one option, and what they can stand beside.
void add_option(const MethodRow& row, std::size_t colour, const std::string& option,
                std::map<Place, std::vector<Curve>>& places) {
  std::map<double, Tried> tried;
  Place place{.option = option, .unit = {}, .metric = {}, .higher_is_better = false};
  std::size_t searches = 0;
  for (const auto& result : row.results) {
    if (!result || result->search.points.empty()) continue;
    const Search& search = result->search;
    place.metric = search.metric;
    place.higher_is_better = search.higher_is_better;
    ++searches;
    for (const auto& [value, score] : profile_of(search, option, place.unit)) {
      tried[value].sum += score;
      ++tried[value].count;
    }
    const Params& chosen = search.points[search.chosen].params;
    const auto found = chosen.find(option);
    const auto value = found == chosen.end() ? std::nullopt : value_in(found->second);
    if (value && tried.contains(value->number)) ++tried[value->number].chosen;
  }
  if (tried.size() < 2) return;
  std::vector<Curve>& curves = places[place];
  curves.push_back(curve_of(row.method, tried, searches));
  curves.back().colour = colour;
}

std::set<std::string> options_of(const MethodRow& row) {
  std::set<std::string> options;
  for (const auto& result : row.results)
    if (result && !result->search.points.empty())
      for (const auto& [option, value] : result->search.points.front().params) options.insert(option);
  return options;
}

}  // namespace

std::vector<SearchCurves> search_curves(const DatasetBlock& block) {
  std::map<Place, std::vector<Curve>> places;
  for (std::size_t i = 0; i < block.rows.size(); ++i)
    for (const std::string& option : options_of(block.rows[i])) add_option(block.rows[i], i, option, places);
  std::vector<SearchCurves> all;
  for (auto& [place, curves] : places)
    all.push_back({.option = place.option,
                   .unit = place.unit,
                   .metric = place.metric,
                   .higher_is_better = place.higher_is_better,
                   .curves = std::move(curves)});
  return all;
}

CurvePlot plot_of(const SearchCurves& curves) {
  double least = INFINITY, largest = 0.0;
  for (const Curve& curve : curves.curves)
    for (const double score : curve.y) least = std::min(least, score), largest = std::max(largest, score);
  constexpr double far_apart = 30.0;  // a linear axis would show the largest alone
  const std::string option =
      curves.unit.empty() ? curves.option : fmt::format("{0} / {0}_{1}", curves.option, curves.unit);
  return {.name = fmt::format("{} of the search against {}", curves.metric, option),
          .x = {.words = option, .logarithmic = true, .falling = curves.option.starts_with("lambda")},
          .y = {.words = fmt::format("{} of the folds left out", curves.metric),
                .logarithmic = least > 0.0 && largest > far_apart * least}};
}

}  // namespace starling::compare
