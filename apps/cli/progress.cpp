#include "apps/cli/progress.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <csignal>

#include "apps/cli/json_object.hpp"
#include "apps/cli/output.hpp"
#include "apps/cli/text.hpp"
#include "lib/base/error.hpp"
#include "lib/base/names.hpp"

namespace starling::cli {
namespace {

volatile std::sig_atomic_t signal_seen = 0;

void remember_signal(int number) { signal_seen = number; }

constexpr std::array<std::string_view, 5> style_names = {"auto", "bar", "plain", "json", "none"};

std::string bar(double share) {
  constexpr int width = 24;
  const int filled = static_cast<int>(std::floor(width * std::clamp(share, 0.0, 1.0)));
  return fmt::format("[{:#<{}}{:.<{}}]", "", filled, "", width - filled);
}

}  // namespace

void stop_on_signals() {
  struct sigaction action = {};
  action.sa_handler = remember_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() { return signal_seen != 0; }

void throw_if_interrupted() {
  if (interrupted()) throw Interrupted(fmt::format("interrupted by signal {}; nothing was written", int{signal_seen}));
}

void add_progress_argument(Verb& verb, std::string& style) {
  verb.add({.names = "--progress",
            .value = "STYLE",
            .help = "auto, bar, plain, json or none (auto), on stderr",
            .environment = "STARLING_PROGRESS"},
           style);
}

ProgressStyle parse_progress(const std::string& text) {
  for (std::size_t i = 0; i < style_names.size(); ++i)
    if (style_names[i] == text) {
      const auto style = static_cast<ProgressStyle>(i);
      if (style != ProgressStyle::automatic) return style;
      return stderr_is_terminal() ? ProgressStyle::bar : ProgressStyle::none;
    }
  throw InvalidOption({.what = "invalid value",
                       .where = "option --progress",
                       .expected = fmt::format("one of {}", fmt::join(style_names, ", ")),
                       .got = "'" + text + "'",
                       .hint = name_hint(text, style_names)});
}

std::function<bool(const Progress&)> ProgressDisplay::watch(double target_gap) {
  return [this, target_gap](const Progress& now) {
    // The gap falls about evenly in logarithm: from 1 to the target.
    const double share = now.relative_gap < 1.0 ? std::log(now.relative_gap) / std::log(target_gap) : 0.0;
    show(fmt::format("{} iteration {}, gap {:.1e} of {:.0e}, {:.1f} s", bar(share), now.iteration, now.relative_gap,
                     target_gap, now.seconds),
         JsonObject()
             .add("iteration", now.iteration)
             .add("seconds", now.seconds)
             .add("primal", now.primal)
             .add("relative_gap", now.relative_gap)
             .text());
    return !interrupted();
  };
}

bool ProgressDisplay::step(std::size_t done, std::size_t all, std::string_view what) {
  const double elapsed = clock_.seconds(), share = static_cast<double>(done) / static_cast<double>(all);
  const double left = done == 0 ? 0.0 : elapsed * (1.0 - share) / share;
  show(fmt::format("{} {}/{} {}, {:.0f} s, {:.0f} s left", bar(share), done, all, what, elapsed, left),
       JsonObject().add("done", done).add("all", all).add("seconds", elapsed).add("what", what).text());
  return !interrupted();
}

void ProgressDisplay::show(const std::string& line, const std::string& json) {
  if (style_ == ProgressStyle::none || style_ == ProgressStyle::automatic) return;
  const double now = clock_.seconds();
  if (last_ >= 0.0 && now - last_ < 0.1) return;  // ten times a second is enough for anybody
  last_ = now;
  if (style_ == ProgressStyle::json) return write_error(fmt::format("{}\n", json));
  if (style_ == ProgressStyle::plain) return write_error(fmt::format("{}\n", line));
  write_error(fmt::format("\r\x1b[K{:.{}}", line, page_width - 1));
  drawn_ = true;
}

void ProgressDisplay::close() noexcept {
  if (drawn_) write_error("\r\x1b[K");
  drawn_ = false;
}

}  // namespace starling::cli
