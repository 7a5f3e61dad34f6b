#include "apps/compare/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace starling::compare {
namespace {

constexpr std::size_t screen_width = 79;
constexpr std::size_t bar_width = 24;

std::string outcome_text(const Result& result) {
  std::string text(to_string(result.outcome));
  if (!result.message.empty()) text += ": " + result.message;
  return text;
}

}  // namespace

std::string clock_text(double seconds) {
  const auto whole = std::isfinite(seconds) ? static_cast<long long>(std::max(0.0, std::round(seconds))) : 0;
  const long long h = whole / 3600, m = whole / 60 % 60, s = whole % 60;
  return h > 0 ? fmt::format("{}:{:02}:{:02}", h, m, s) : fmt::format("{}:{:02}", m, s);
}

std::string bar_line(const BarState& state, std::size_t width) {
  const double share = state.total == 0 ? 1.0 : static_cast<double>(state.done) / static_cast<double>(state.total);
  const auto full = static_cast<std::size_t>(share * static_cast<double>(bar_width));
  std::string left = "--:--";
  if (state.done > 0)
    left = clock_text(state.elapsed / static_cast<double>(state.done) * static_cast<double>(state.total - state.done));
  const std::string line = fmt::format("[{:#<{}}{:.<{}}] {}/{} {:3.0f} %  left {}  {}", "", full, "", bar_width - full,
                                       state.done, state.total, std::floor(100.0 * share), left, state.current);
  return line.substr(0, width);
}

Progress::Progress(std::ostream& out, ProgressStyle style, bool terminal) : out_(out), style_(style) {
  if (style_ == ProgressStyle::automatic) style_ = terminal ? ProgressStyle::bar : ProgressStyle::plain;
}

void Progress::begin(std::size_t total, std::size_t known) {
  state_ = {.done = 0, .total = total - known};
  if (style_ == ProgressStyle::none) return;
  if (known > 0) out_ << fmt::format("{} of {} results are in the store already\n", known, total) << std::flush;
  draw();
}

void Progress::finished(const Job& job, const Result& result, double elapsed) {
  ++state_.done;
  state_.elapsed = elapsed;
  state_.current = job.dataset + " / " + job.method;
  if (style_ == ProgressStyle::plain)
    out_ << fmt::format("[{}/{}] {} / {} / repetition {}: {} ({:.2f} s)\n", state_.done, state_.total, job.dataset,
                        job.method, job.repetition + 1, outcome_text(result), result.seconds.total())
         << std::flush;
  draw();
}

void Progress::tick(double elapsed) {
  state_.elapsed = elapsed;
  draw();
}

void Progress::draw() {
  if (style_ != ProgressStyle::bar || state_.total == 0) return;
  out_ << "\r\x1b[K" << bar_line(state_, screen_width) << std::flush;
  drawn_ = true;
}

void Progress::end() {
  if (drawn_) out_ << "\r\x1b[K" << std::flush;
  drawn_ = false;
}

}  // namespace starling::compare
