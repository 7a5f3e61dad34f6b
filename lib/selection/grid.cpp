#include "lib/selection/grid.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "lib/base/error.hpp"
#include "lib/base/names.hpp"

namespace starling {
namespace {

constexpr double least_auto_share = 1e-3;
constexpr std::int64_t most_values = 100000;

[[noreturn]] void refuse(std::string_view name, Complaint complaint) {
  complaint.where = "grid of " + std::string(name);
  throw InvalidOption(std::move(complaint));
}

std::string quoted(std::string_view text) { return std::string("'").append(text).append("'"); }

std::vector<std::string_view> split_at(std::string_view text, char mark) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find(mark);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

FieldDescription field_of(const Estimator& estimator, std::string_view name) {
  const auto fields = estimator.fields();
  std::vector<std::string_view> names;
  for (const FieldDescription& field : fields) {
    if (field.name == name) return field;
    names.push_back(field.name);
  }
  throw InvalidOption({.what = "unknown option " + quoted(name) + " in a grid", .hint = name_hint(name, names)});
}

bool is_lambda(const FieldDescription& field) { return field.type == spelling::type_name<Lambda>(); }
bool is_whole(const FieldDescription& field) { return field.type == spelling::type_name<int>(); }
bool is_number(const FieldDescription& field) {
  return is_lambda(field) || is_whole(field) || field.type == spelling::type_name<double>();
}

// A number or a share of lambda_max; an option that is no strength refuses the latter later, as any bad value.
Lambda number(std::string_view name, std::string_view text) {
  const auto parsed = spelling::parse_lambda(text);
  if (!parsed || !std::isfinite(parsed->value))
    refuse(name, {.what = "not a number", .expected = "such as 0.1 or 0.1max", .got = quoted(text)});
  return *parsed;
}

std::vector<std::string> range(const FieldDescription& field, Lambda from, Lambda to, std::string_view count_text) {
  const auto count = spelling::parse_integer(count_text);
  if (!count || *count < 2 || *count > most_values)
    refuse(field.name, {.what = "invalid number of values",
                        .expected = "a whole number from 2 to " + std::to_string(most_values),
                        .got = quoted(count_text)});
  if (from.relative != to.relative)
    refuse(field.name, {.what = "shares of lambda_max beside absolute strengths", .hint = "write max at both ends"});
  const bool by_factors = is_lambda(field) || field.scale == Scale::logarithmic;
  if (by_factors && !(from.value > 0.0 && to.value > 0.0))
    refuse(field.name, {.what = "a range by equal factors must not hold 0", .hint = "list the values instead"});
  std::vector<std::string> values;
  for (std::int64_t k = 0; k < *count; ++k) {
    const double at = static_cast<double>(k) / static_cast<double>(*count - 1);
    double value = by_factors ? from.value * std::pow(to.value / from.value, at) : std::lerp(from.value, to.value, at);
    if (k == *count - 1) value = to.value;
    if (is_whole(field)) value = std::round(value);
    values.push_back(spelling::print(from.relative ? Lambda::share_of_max(value) : Lambda(value)));
  }
  return values;
}

std::vector<std::string> written_values(const FieldDescription& field, std::string_view text) {
  const auto ends = split_at(text, ':');
  if (field.is_list) refuse(field.name, {.what = "a list has no place in a grid", .hint = "set it for all points"});
  if (ends.size() == 2 && ends[0] == "auto") {
    if (!is_lambda(field)) refuse(field.name, {.what = "auto is for the strength of a penalty only"});
    return range(field, Lambda::share_of_max(1.0), Lambda::share_of_max(least_auto_share), ends[1]);
  }
  if (ends.size() == 3 && is_number(field))
    return range(field, number(field.name, ends[0]), number(field.name, ends[1]), ends[2]);
  if (ends.size() > 1 && is_number(field))
    refuse(field.name, {.what = "not a grid", .expected = "A,B,C or A:B:COUNT", .got = quoted(text)});
  if (text.empty()) refuse(field.name, {.what = "no values"});
  std::vector<std::string> values;
  for (const std::string_view value : split_at(text, ',')) values.emplace_back(value);
  return values;
}

// Numbers must rise or fall throughout; a strength's are turned to fall.
void check_order(GridAxis& axis) {
  std::vector<Lambda> numbers;
  for (const std::string& value : axis.values) numbers.push_back(number(axis.name, value));
  axis.is_relative = numbers.front().relative;
  bool rises = true, falls = true;
  for (std::size_t k = 1; k < numbers.size(); ++k) {
    if (numbers[k].relative != axis.is_relative)
      refuse(axis.name, {.what = "shares of lambda_max beside absolute strengths", .hint = "use one of the two"});
    if (numbers[k].value == numbers[k - 1].value)
      refuse(axis.name, {.what = "the same value twice", .got = axis.values[k]});
    rises = rises && numbers[k].value > numbers[k - 1].value;
    falls = falls && numbers[k].value < numbers[k - 1].value;
  }
  if (!rises && !falls) refuse(axis.name, {.what = "values that are not sorted", .expected = "rising or falling"});
  if (axis.is_lambda && rises) std::reverse(axis.values.begin(), axis.values.end());
}

}  // namespace

GridAxis parse_axis(std::string_view spec, const Estimator& estimator) {
  const auto mark = spec.find('=');
  if (mark == std::string_view::npos)
    throw InvalidOption({.what = "not a grid", .expected = "NAME=VALUES", .got = quoted(spec)});
  const FieldDescription field = field_of(estimator, spec.substr(0, mark));
  GridAxis axis{
      .name = field.name, .values = written_values(field, spec.substr(mark + 1)), .is_lambda = is_lambda(field)};
  const auto trial = estimator.clone();
  for (const std::string& value : axis.values) trial->set_params({{axis.name, value}});
  if (is_number(field)) check_order(axis);
  const std::set<std::string> distinct(axis.values.begin(), axis.values.end());
  if (distinct.size() != axis.values.size()) refuse(axis.name, {.what = "the same value twice"});
  return axis;
}

Grid parse_grid(std::span<const std::string> specs, const Estimator& estimator) {
  Grid grid;
  for (const std::string& spec : specs) {
    GridAxis axis = parse_axis(spec, estimator);
    for (const GridAxis& other : grid)
      if (other.name == axis.name) refuse(axis.name, {.what = "the same option twice"});
    grid.push_back(std::move(axis));
  }
  return grid;
}

std::vector<Lambda> axis_strengths(const GridAxis& axis) {
  std::vector<Lambda> strengths;
  for (const std::string& value : axis.values) strengths.push_back(number(axis.name, value));
  return strengths;
}

std::vector<Params> grid_points(const Grid& grid) {
  if (grid.empty()) throw InvalidOption({.what = "an empty grid", .hint = "such as lambda=auto:30"});
  Grid ordered = grid;
  std::stable_partition(ordered.begin(), ordered.end(), [](const GridAxis& axis) { return !axis.is_lambda; });
  std::vector<Params> points(1);
  for (const GridAxis& axis : ordered) {
    if (axis.values.empty()) refuse(axis.name, {.what = "no values"});
    std::vector<Params> longer;
    for (const Params& point : points)
      for (const std::string& value : axis.values) {
        longer.push_back(point);
        longer.back()[axis.name] = value;
      }
    points = std::move(longer);
  }
  return points;
}

}  // namespace starling
