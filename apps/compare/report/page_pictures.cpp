#include "apps/compare/report/page_pictures.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "apps/cli/text.hpp"
#include "apps/compare/report/curves.hpp"
#include "apps/compare/report/gap_curves.hpp"
#include "apps/compare/report/kept_panels.hpp"
#include "apps/compare/report/pictures.hpp"
#include "apps/compare/report/profiles.hpp"
#include "apps/compare/report/search_curves.hpp"
#include "apps/pictures/markup.hpp"

namespace starling::compare {
namespace {

using pictures::escaped;

std::string scores_of(const DatasetBlock& block) {
  std::vector<Strip> strips;
  for (const MethodRow& row : block.rows) {
    Strip strip{.label = row.method, .dots = {}};
    for (std::size_t r = 0; r < row.results.size(); ++r)
      if (const auto score = score_of(row.results[r], block.metric))
        strip.dots.push_back(
            {.value = *score, .words = fmt::format("{}, repetition {}: {}", row.method, r + 1, cli::brief(*score))});
    strips.push_back(std::move(strip));
  }
  return figure_html(strip_picture(strips, describe(block.metric), {}), "One dot a repetition");
}

std::string gaps_of(const DatasetBlock& block) {
  const std::vector<Curve> curves = time_to_gap(block);
  if (curves.empty()) return "";
  return figure_html(curve_picture({.name = "Certified gap against time",
                                    .x = {.words = "seconds of the final fit", .logarithmic = true},
                                    .y = {.words = "certified relative gap", .logarithmic = true},
                                    .steps = true},
                                   curves),
                     "Time to a gap: what at least half of the repetitions have proved after so many seconds of "
                     "fitting the chosen options from zero; further down and to the left is better");
}

std::string searches_of(const DatasetBlock& block) {
  std::string text;
  for (const SearchCurves& curves : search_curves(block))
    text += figure_html(
        curve_picture(plot_of(curves), curves.curves),
        fmt::format("The search by {} ({} is better): mean over repetitions, other options at their best; rings mark "
                    "what was chosen",
                    curves.metric, curves.higher_is_better ? "higher" : "lower"));
  return text;
}

// What the first repetition that kept something has of its model.
std::string model_of(const MethodRow& row) {
  const auto found = std::ranges::find_if(row.results, [](const auto& one) { return one && !one->kept.empty(); });
  if (found == row.results.end()) return "";
  return figure_html(pictures::figure_of("What " + row.method + " learned", kept_panels((*found)->kept)),
                     fmt::format("What {} learned in repetition {}: blue below zero, orange above", row.method,
                                 found - row.results.begin() + 1));
}

}  // namespace

std::string figure_html(const std::string& picture, std::string_view caption) {
  return fmt::format(
      "<figure><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">{1}</div>"
      "<figcaption>{0}</figcaption></figure>\n",
      escaped(caption), picture);
}

std::string speed_html(const Report& report) {
  std::string text;
  const Axis share{.words = "share of the problems"};
  const std::vector<Curve> profiles = performance_profiles(report.blocks);
  if (!profiles.empty())
    text += figure_html(
        curve_picture({.name = "Performance profiles",
                       .x = {.words = "seconds over those of the fastest method", .logarithmic = true},
                       .y = share,
                       .steps = true},
                      profiles),
        "Performance profiles of tuning, fit and prediction: the share of all data sets and repetitions that a method "
        "ends within so many times the seconds of the fastest; further up and to the left is better");
  return text.empty() ? "" : "<section id=\"speed\"><h2>Speed</h2>\n" + text + "</section>\n";
}

std::string block_pictures_html(const DatasetBlock& block) {
  std::string text = scores_of(block) + gaps_of(block) + searches_of(block);
  for (const MethodRow& row : block.rows) text += model_of(row);
  return "<div class=\"pictures\">\n" + text + "</div>\n";
}

}  // namespace starling::compare
