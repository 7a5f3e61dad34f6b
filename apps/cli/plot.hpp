// A picture of something against the strength of a penalty: axes, curves and names as a self-contained SVG. Strengths
// fall to the right on a logarithmic axis. It follows the reader's light or dark setting.
//
//     LambdaPlot plot({.title = "...", .x_label = "lambda", .y_label = "mse"}, lambdas, 0.0, 2.5);
//     plot.curve(values, plot_colour(0));
//     plot.svg();
//     LambdaPlot::svg({above, below});      // two pictures on one page
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace starling::cli {

struct PlotWords {
  std::string title, x_label, y_label;
};

// Distinguishable for colour-blind readers; the first ones come again.
std::string_view plot_colour(std::size_t k);

class LambdaPlot {
 public:
  // lambdas: falling, one or more. The values' axis holds low .. high, and a little more so that its ends are round.
  LambdaPlot(PlotWords words, std::vector<double> lambdas, double low, double high);

  // One value a strength.
  void curve(const std::vector<double>& values, std::string_view colour);
  // Bars from values - sizes to values + sizes.
  void bars(const std::vector<double>& values, const std::vector<double>& sizes, std::string_view colour);
  // Words to the right of the frame, at the height of a value; left out where they would cover others.
  void name_at_end(double value, std::string_view text);
  // Short words above the frame at strength k, or at the right of all of them.
  void above(std::size_t k, std::string_view text);
  void above_all(std::string_view text);
  // A vertical line at strength k with words, if any, at its top, which end, begin or have their middle there.
  void mark(std::size_t k, std::string_view text, std::string_view anchor = "middle");

  // Two strengths with their names at the top, or one where they are the same: a search's choices.
  void mark_choices(std::size_t best, std::size_t one_se, bool with_words = true);

  std::string svg() const { return svg({*this}); }
  // One below the other, under the title of the first.
  static std::string svg(const std::vector<LambdaPlot>& plots);

 private:
  double y(double value) const;  // the height on the page, downward
  double x(std::size_t k) const { return x_of(lambdas_[k]); }
  double x_of(double lambda) const;
  void axes();

  PlotWords words_;
  std::vector<double> lambdas_;
  double low_, high_, step_;
  std::vector<double> names_at_;  // heights
  std::string body_;
};

}  // namespace starling::cli
