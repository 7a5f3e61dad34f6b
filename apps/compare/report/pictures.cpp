#include "apps/compare/report/pictures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "apps/pictures/markup.hpp"
#include "apps/pictures/svg.hpp"

namespace starling::compare {
namespace {

using namespace pictures;

constexpr double width = 640, side = 190;
constexpr std::size_t letters = 24;  // of a label, in `side`: 7 units each are enough for most

std::string mark_of(const Dot& dot, double x, double y) {
  const std::string title = fmt::format("<title>{}</title>", escaped(dot.words));
  if (dot.worse)
    return fmt::format("<rect class=\"worse\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"8\" height=\"8\">{}</rect>\n", x - 4,
                       y - 4, title);
  return fmt::format("<circle class=\"better\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\">{}</circle>\n", x, y, title);
}

}  // namespace

std::string critical_difference_picture(const AcrossDataSets& across) {
  const auto& rank = across.ranked.mean_ranks;
  const std::size_t k = rank.size(), left_count = (k + 1) / 2;
  const auto groups = indistinguishable(rank, across.ranked.critical_difference);
  std::vector<std::size_t> order(k);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rank[a] < rank[b]; });
  const auto x = [&](double r) { return side + (r - 1.0) / static_cast<double>(k - 1) * (width - 2.0 * side); };
  const double axis = 64.0, first_bar = axis + 12.0,
               first_row = first_bar + 9.0 * static_cast<double>(groups.size()) + 14.0;
  std::string body = line(side, axis, width - side, axis, "ink", 1.5);
  for (std::size_t r = 1; r <= k; ++r) {
    const double at = x(static_cast<double>(r));
    body += line(at, axis - 6, at, axis, "ink") + words(at, axis - 11, "middle", std::to_string(r));
  }
  const double end = std::min(x(1.0 + across.ranked.critical_difference), width - 8.0);
  body += line(side, 22, end, 22, "ink", 2) + line(side, 18, side, 26, "ink") + line(end, 18, end, 26, "ink");
  body += words(side - 8, 26, "end", fmt::format("CD = {:.2f}", across.ranked.critical_difference));
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const double y = first_bar + 9.0 * static_cast<double>(g);
    body += line(x(rank[groups[g].front()]) - 4, y, x(rank[groups[g].back()]) + 4, y, "ink", 4);
  }
  for (std::size_t i = 0; i < k; ++i) {
    const bool left = i < left_count;
    const double y = first_row + 20.0 * static_cast<double>(left ? i : k - 1 - i), at = x(rank[order[i]]);
    body += line(at, axis, at, y, "ink") + line(at, y, left ? side - 6 : width - side + 6, y, "ink");
    body += words(left ? side - 10 : width - side + 10, y + 4, left ? "end" : "start",
                  fmt::format("{} {:.2f}", shortened(across.methods[order[i]], letters - 5), rank[order[i]]));
  }
  return opening(width, first_row + 20.0 * static_cast<double>(left_count),
                 "Mean ranks and Nemenyi's critical difference") +
         body + "</svg>\n";
}

std::string strip_picture(const std::vector<Strip>& strips, std::string_view axis, std::optional<double> mark) {
  double low = mark.value_or(std::numeric_limits<double>::infinity()), high = mark.value_or(-low);
  for (const Strip& strip : strips)
    for (const Dot& dot : strip.dots) {
      low = std::min(low, dot.value);
      high = std::max(high, dot.value);
    }
  if (!(low < high)) {
    low = std::isfinite(low) ? low - 0.5 : 0.0;
    high = low + 1.0;
  }
  const double bottom = 10.0 + 22.0 * static_cast<double>(strips.size());
  const auto x = [&](double value) { return side + (value - low) / (high - low) * (width - side - 24.0); };
  std::string body;
  for (const double tick : round_values(low, high))
    body += line(x(tick), 4, x(tick), bottom, "faint") + words(x(tick), bottom + 16, "middle", brief(tick));
  if (mark) body += line(x(*mark), 4, x(*mark), bottom, "ink", 1.5);
  for (std::size_t i = 0; i < strips.size(); ++i) {
    const double y = 16.0 + 22.0 * static_cast<double>(i);
    body += words(side - 12, y + 4, "end", shortened(strips[i].label, letters));
    for (const Dot& dot : strips[i].dots) body += mark_of(dot, x(dot.value), y);
  }
  body += words((side + width - 24.0) / 2.0, bottom + 34, "middle", axis);
  return opening(width, bottom + 42.0, axis) + body + "</svg>\n";
}

}  // namespace starling::compare
