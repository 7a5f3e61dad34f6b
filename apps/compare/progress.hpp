// What a person sees while an experiment runs: a bar with the time left on a terminal, one line a job elsewhere.
#pragma once

#include <array>
#include <cstddef>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "apps/compare/result.hpp"

namespace starling::compare {

enum class ProgressStyle { automatic, bar, plain, none };
inline std::span<const std::string_view> enum_names(ProgressStyle) {
  static constexpr std::array<std::string_view, 4> names = {"auto", "bar", "plain", "none"};
  return names;
}

// "0:07", "12:34", "1:02:03"; at least 0.
std::string clock_text(double seconds);

// The bar's line without its control characters, at most width wide.
struct BarState {
  std::size_t done = 0, total = 0;
  double elapsed = 0.0;  // seconds spent on `done` jobs
  std::string current = {};
};
std::string bar_line(const BarState& state, std::size_t width);

class Progress {
 public:
  // Writes to out, which must outlive the object. automatic: a bar where `terminal` is true, plain lines otherwise.
  Progress(std::ostream& out, ProgressStyle style, bool terminal);
  ~Progress() { end(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `known` of the jobs were finished by earlier runs.
  void begin(std::size_t total, std::size_t known);
  void finished(const Job& job, const Result& result, double elapsed);
  // Draws the bar anew as time passes; nothing in the other styles.
  void tick(double elapsed);
  // Takes the bar off the screen.
  void end();

 private:
  void draw();

  std::ostream& out_;
  ProgressStyle style_;
  BarState state_;
  bool drawn_ = false;
};

}  // namespace starling::compare
