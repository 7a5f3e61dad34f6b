// What a person sees while a verb works, on stderr, and how a signal stops it.
//
//     const Stopwatch clock;
//     ProgressDisplay display(parse_progress("auto"));
//     control.stop.on_progress = display.watch("fit");      // stops the fit once a signal has come
//     ... fit ...
//     display.close();
//     throw_if_interrupted();
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "apps/cli/command_line.hpp"
#include "lib/base/clock.hpp"
#include "lib/solver/solution.hpp"

namespace starling::cli {

// SIGINT and SIGTERM ask the running fit to stop at its next check; the second one ends the program at once.
void stop_on_signals();
bool interrupted();
// Throws Interrupted after such a signal.
void throw_if_interrupted();

enum class ProgressStyle { automatic, bar, plain, json, none };

void add_progress_argument(Verb& verb, std::string& style);
// automatic: a bar where stderr is a terminal, otherwise nothing. Throws InvalidOption.
ProgressStyle parse_progress(const std::string& text);

class ProgressDisplay {
 public:
  explicit ProgressDisplay(ProgressStyle style) : style_(style) {}
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;
  ~ProgressDisplay() { close(); }

  // For StopRule::on_progress of one fit. The display must outlive it.
  std::function<bool(const Progress&)> watch(double target_gap);
  // So many of all steps are done: a path, the fits of a search. False once a signal has come.
  bool step(std::size_t done, std::size_t all, std::string_view what);
  // Takes the bar off the screen.
  void close() noexcept;

 private:
  void show(const std::string& line, const std::string& json);

  ProgressStyle style_;
  Stopwatch clock_;
  double last_ = -1.0;
  bool drawn_ = false;
};

}  // namespace starling::cli
