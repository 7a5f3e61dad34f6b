#include "apps/cli/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "apps/cli/text.hpp"
#include "apps/pictures/markup.hpp"
#include "apps/pictures/svg.hpp"

namespace starling::cli {
namespace {

using namespace pictures;

constexpr double width = 720, height = 440, left = 76, right = 120, top = 66, bottom = 58;

// Round strengths between two: powers of ten, and twice and five times them where those are too few.
std::vector<double> round_strengths(double least, double largest) {
  std::vector<double> all, powers;
  const int first = static_cast<int>(std::floor(std::log10(least)));
  const int last = static_cast<int>(std::ceil(std::log10(largest)));
  for (int k = first; k <= last; ++k)
    for (const int factor : {1, 2, 5}) {
      const double strength = factor * std::pow(10.0, k);
      if (strength < least * (1.0 - 1e-9) || strength > largest * (1.0 + 1e-9)) continue;
      all.push_back(strength);
      if (factor == 1) powers.push_back(strength);
    }
  if (powers.size() >= 3) return powers;
  return all.empty() ? std::vector<double>{largest, least} : all;
}

}  // namespace

std::string_view plot_colour(std::size_t k) {
  // Okabe and Ito, as they are told apart on white and on black.
  static constexpr std::array<std::string_view, 7> colours = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                              "#e69f00", "#56b4e9", "#888888"};
  return colours[k % colours.size()];
}

LambdaPlot::LambdaPlot(PlotWords words, std::vector<double> lambdas, double low, double high)
    : words_(std::move(words)), lambdas_(std::move(lambdas)) {
  if (!(high > low)) high = low + std::max(1e-3 * std::abs(low), 1e-300);
  constexpr double most_steps = 5.0;
  step_ = round_step(high - low, most_steps);
  low_ = step_ * std::floor(low / step_ + 1e-9);
  high_ = step_ * std::ceil(high / step_ - 1e-9);
  axes();
}

double LambdaPlot::x_of(double lambda) const {
  const double first = std::log10(lambdas_.front()), span = first - std::log10(lambdas_.back());
  return left + (span > 0.0 ? (first - std::log10(lambda)) / span : 0.5) * (width - left - right);
}

double LambdaPlot::y(double value) const {
  return height - bottom - (value - low_) / (high_ - low_) * (height - top - bottom);
}

void LambdaPlot::axes() {
  std::string ticks, grid, labels;
  for (const double lambda : round_strengths(lambdas_.back(), lambdas_.front())) {
    ticks += svg_line(x_of(lambda), height - bottom, x_of(lambda), height - bottom + 5);
    labels += svg_text(x_of(lambda), height - bottom + 19, "middle", brief(lambda));
  }
  const int steps = static_cast<int>(std::lround((high_ - low_) / step_));
  for (int k = 0; k <= steps; ++k) {
    const double value = low_ + k * step_, at = y(value);
    ticks += svg_line(left - 5, at, left, at);
    if (k > 0) grid += svg_line(left, at, width - right, at);
    labels += svg_text(left - 9, at + 4, "end", brief(std::abs(value) < 1e-9 * step_ ? 0.0 : value));
  }
  ticks += svg_line(left, height - bottom, width - right, height - bottom) + svg_line(left, top, left, height - bottom);
  const double middle = (top + height - bottom) / 2;
  body_ += "<g class=\"grid\">\n" + grid + "</g>\n<g class=\"axis\">\n" + ticks + "</g>\n" + labels;
  body_ += svg_text(left, 24, "start", shortened(words_.title, 64), " font-size=\"15\" font-weight=\"bold\"");
  body_ += svg_text((left + width - right) / 2, height - 14, "middle", words_.x_label);
  body_ += svg_text(18, middle, "middle", words_.y_label, fmt::format(" transform=\"rotate(-90 18 {:.1f})\"", middle));
}

void LambdaPlot::curve(const std::vector<double>& values, std::string_view colour) {
  std::string points;
  for (std::size_t k = 0; k < values.size(); ++k)
    points += fmt::format("{}{:.1f},{:.1f}", k > 0 ? " " : "", x(k), y(values[k]));
  body_ += fmt::format("<polyline fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\" points=\"{}\"/>\n", colour, points);
}

void LambdaPlot::bars(const std::vector<double>& values, const std::vector<double>& sizes, std::string_view colour) {
  const double room = (width - left - right) / static_cast<double>(values.size());
  const double reach = std::clamp(0.3 * room, 0.5, 3.0);  // of the ends to either side
  body_ += fmt::format("<g class=\"bars\" stroke=\"{}\" stroke-opacity=\"0.7\">\n", colour);
  for (std::size_t k = 0; k < values.size(); ++k) {
    body_ += svg_line(x(k), y(values[k] - sizes[k]), x(k), y(values[k] + sizes[k]));
    for (const double end : {values[k] - sizes[k], values[k] + sizes[k]})
      body_ += svg_line(x(k) - reach, y(end), x(k) + reach, y(end));
  }
  body_ += "</g>\n";
  for (std::size_t k = 0; k < values.size(); ++k)
    body_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" fill=\"{}\"/>\n", x(k), y(values[k]),
                         std::min(2.5, reach + 0.5), colour);
}

void LambdaPlot::name_at_end(double value, std::string_view text) {
  constexpr double letter_height = 13.0;
  const double at = y(value);
  for (const double other : names_at_)
    if (std::abs(other - at) < letter_height) return;
  names_at_.push_back(at);
  body_ += svg_text(width - right + 7, at + 4, "start", shortened(text, 17));
}

void LambdaPlot::above(std::size_t k, std::string_view text) {
  body_ += svg_text(x(k), top - 8, "middle", text, " font-size=\"11\"");
}

void LambdaPlot::above_all(std::string_view text) {
  body_ += svg_text(width - right + 16, top - 8, "start", text, " font-size=\"11\"");
}

void LambdaPlot::mark(std::size_t k, std::string_view text, std::string_view anchor) {
  body_ += svg_line(x(k), top, x(k), height - bottom, " class=\"mark\" stroke-dasharray=\"4 3\"");
  if (!text.empty()) body_ += svg_text(x(k), top - 8, anchor, text);
}

void LambdaPlot::mark_choices(std::size_t best, std::size_t one_se, bool with_words) {
  const auto words = [&](std::string_view name, std::size_t k) {
    return with_words ? fmt::format("{} {}", name, brief(lambdas_[k])) : std::string();
  };
  if (one_se == best) return mark(best, words("best", best));
  mark(one_se, words("1 s.e.", one_se), "end");
  mark(best, words(" best", best), "start");
}

std::string LambdaPlot::svg(const std::vector<LambdaPlot>& plots) {
  constexpr double title_height = 46;  // of the first alone
  std::string body;
  for (std::size_t k = 0; k < plots.size(); ++k)
    body += k == 0 ? plots[k].body_
                   : fmt::format("<g transform=\"translate(0 {})\">\n{}</g>\n",
                                 static_cast<double>(k) * (height - title_height), plots[k].body_);
  const double all = height + static_cast<double>(plots.size() - 1) * (height - title_height);
  return svg_page(plots.front().words_.title, width, all, body);
}

}  // namespace starling::cli
