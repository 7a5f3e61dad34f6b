#include "apps/compare/report/curves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "apps/pictures/markup.hpp"
#include "apps/pictures/svg.hpp"

namespace starling::compare {
namespace {

using namespace pictures;

constexpr double width = 640, left = 76, plot_width = 330, top = 12, plot_height = 216;
constexpr std::size_t letters = 28;

class Scale {
 public:
  Scale(const Axis& axis, double from, double length) : axis_(axis), from_(from), length_(length) {}

  bool takes(double value) const { return std::isfinite(value) && (!axis_.logarithmic || value > 0.0); }
  void hold(double value) {
    low_ = std::min(low_, at(value));
    high_ = std::max(high_, at(value));
  }
  void settle() {
    if (!std::isfinite(low_)) low_ = 0.0, high_ = 1.0;
    if (!(low_ < high_)) low_ -= 0.5, high_ += 0.5;
  }
  double place(double value) const {
    const double share = (at(value) - low_) / (high_ - low_);
    return from_ + (axis_.falling ? 1.0 - share : share) * length_;
  }
  std::vector<double> ticks() const {
    std::vector<double> values;
    if (!axis_.logarithmic) return round_values(low_, high_);
    const double step = std::max(1.0, std::ceil((high_ - low_) / 6.0));
    for (double power = std::ceil(low_ - 1e-9); power <= high_ + 1e-9; power += step)
      values.push_back(std::pow(10.0, power));
    if (values.size() < 2) values = {std::pow(10.0, low_), std::pow(10.0, high_)};
    return values;
  }

 private:
  double at(double value) const { return axis_.logarithmic ? std::log10(value) : value; }

  const Axis& axis_;
  double from_, length_;  // upward axes have a negative length
  double low_ = std::numeric_limits<double>::infinity(), high_ = -low_;
};

std::string frame(const CurvePlot& plot, const Scale& x, const Scale& y) {
  const double bottom = top + plot_height, right = left + plot_width;
  std::string body;
  for (const double tick : x.ticks())
    body += line(x.place(tick), top, x.place(tick), bottom, "faint") +
            words(x.place(tick), bottom + 16, "middle", brief(tick));
  for (const double tick : y.ticks())
    body += line(left, y.place(tick), right, y.place(tick), "faint") +
            words(left - 8, y.place(tick) + 4, "end", brief(tick));
  body += line(left, bottom, right, bottom, "ink") + line(left, top, left, bottom, "ink");
  body += words(left + plot_width / 2, bottom + 36, "middle", plot.x.words);
  const double middle = top + plot_height / 2;
  return body + fmt::format("<g transform=\"rotate(-90 16 {0:.1f})\">{1}</g>\n", middle,
                            words(16, middle, "middle", plot.y.words));
}

std::string points_of(const Curve& curve, const Scale& x, const Scale& y, bool steps) {
  std::string points;
  double before = 0.0;
  for (std::size_t k = 0; k < curve.x.size(); ++k) {
    if (!x.takes(curve.x[k]) || !y.takes(curve.y[k])) continue;
    const double at_x = x.place(curve.x[k]), at_y = y.place(curve.y[k]);
    if (steps && !points.empty()) points += fmt::format("{:.1f},{:.1f} ", at_x, before);
    points += fmt::format("{:.1f},{:.1f} ", at_x, at_y);
    before = at_y;
  }
  if (!points.empty()) points.pop_back();
  return points;
}

std::string rings_of(const Curve& curve, const Scale& x, const Scale& y, std::string_view look) {
  std::string rings;
  for (const CurveMark& mark : curve.marks)
    if (x.takes(mark.x) && y.takes(mark.y))
      rings += fmt::format("<circle {} cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"5\"><title>{}</title></circle>", look,
                           x.place(mark.x), y.place(mark.y), escaped(mark.words));
  return rings;
}

}  // namespace

std::string curve_picture(const CurvePlot& plot, const std::vector<Curve>& curves) {
  Scale x(plot.x, left, plot_width), y(plot.y, top + plot_height, -plot_height);
  for (const Curve& curve : curves)
    for (std::size_t k = 0; k < curve.x.size(); ++k)
      if (x.takes(curve.x[k]) && y.takes(curve.y[k])) x.hold(curve.x[k]), y.hold(curve.y[k]);
  x.settle();
  y.settle();
  std::string body = frame(plot, x, y) + "<g class=\"curves\">\n";
  for (std::size_t k = 0; k < curves.size(); ++k) {
    const double at = top + 10.0 + 18.0 * static_cast<double>(k), key = left + plot_width + 16;
    const std::string points = points_of(curves[k], x, y, plot.steps);
    const std::size_t colour = curves[k].colour.value_or(k);
    const std::string look = fmt::format("class=\"curve{}\" fill=\"none\" stroke-width=\"2\"{}", colour % 7,
                                         colour < 7 ? "" : " stroke-dasharray=\"6 3\"");
    body += fmt::format("<g><title>{}</title>", escaped(curves[k].label));
    if (!points.empty()) body += fmt::format("<polyline {} points=\"{}\"/>", look, points);
    body += rings_of(curves[k], x, y, look);
    body += fmt::format("<polyline {} points=\"{:.1f},{:.1f} {:.1f},{:.1f}\"/>", look, key, at, key + 22, at);
    body += words(key + 28, at + 4, "start", shortened(curves[k].label, letters)) + "</g>\n";
  }
  const double names = top + 18.0 * static_cast<double>(curves.size());
  return opening(width, std::max(top + plot_height + 48, names), plot.name) + body + "</g>\n</svg>\n";
}

}  // namespace starling::compare
