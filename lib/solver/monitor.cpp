#include "lib/solver/monitor.hpp"

#include <array>
#include <cmath>

#include "lib/base/error.hpp"
#include "lib/base/params.hpp"

namespace starling {

std::span<const std::string_view> enum_names(Status) {
  static constexpr std::array<std::string_view, 7> names = {
      "optimal", "optimal_to_floor", "stationary", "iteration_limit", "time_limit", "interrupted", "no_progress"};
  return names;
}

std::string_view to_string(Status status) { return enum_names(status)[static_cast<std::size_t>(status)]; }

void check(const StopRule& rule) {
  const auto refuse = [](std::string_view option, std::string_view expected, double got) {
    throw InvalidOption({.what = "invalid value",
                         .where = "option " + std::string(option),
                         .expected = std::string(expected),
                         .got = spelling::print(got)});
  };
  if (!(rule.gap > 0.0 && std::isfinite(rule.gap))) refuse("gap", "a number > 0", rule.gap);
  if (rule.max_iterations < 0) refuse("max_iterations", "a whole number >= 0", rule.max_iterations);
  if (!(rule.time_limit >= 0.0)) refuse("time_limit", "a number >= 0", rule.time_limit);
}

Monitor::Monitor(const StopRule& rule) : rule_(rule) { starling::check(rule); }

bool Monitor::check(int iteration, const Certificate& certificate, const Coefficients& coefficients) {
  if (report_.history.empty() || certificate.gap < report_.certificate.gap) {
    best_.coefficients = coefficients;
    report_.certificate = certificate;
  }
  report_.iterations = iteration;
  const Certificate& best = report_.certificate;
  const Progress now{iteration, clock_.seconds(), best.primal, best.relative_gap};
  report_.history.push_back(now);
  if (best.proved_relative_gap() <= rule_.gap)
    report_.status = Status::optimal;
  else if (std::isfinite(best.gap) && best.gap <= best.rounding_floor)
    report_.status = Status::optimal_to_floor;
  else if (rule_.on_progress && !rule_.on_progress(now))
    report_.status = Status::interrupted;
  else
    return false;
  return true;
}

bool Monitor::announce(int iteration, double primal, double relative_gap) {
  if (!rule_.on_progress || rule_.on_progress({iteration, clock_.seconds(), primal, relative_gap})) return true;
  report_.status = Status::interrupted;
  return false;
}

bool Monitor::must_stop(int iteration) {
  if (iteration >= rule_.max_iterations)
    report_.status = Status::iteration_limit;
  else if (clock_.seconds() >= rule_.time_limit)
    report_.status = Status::time_limit;
  else
    return false;
  return true;
}

Solution Monitor::finish() {
  report_.seconds = clock_.seconds();
  best_.report = std::move(report_);
  return std::move(best_);
}

}  // namespace starling
