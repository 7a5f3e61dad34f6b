#include "apps/pictures/panel.hpp"

#include <fmt/format.h>

#include "apps/pictures/svg.hpp"

namespace starling::pictures {
namespace {

Panel stacked(const std::vector<Panel>& panels) {
  constexpr double gap = 30;
  Panel all;
  for (const Panel& panel : panels) {
    all.body += fmt::format("<g transform=\"translate(0 {:.1f})\">\n{}</g>\n", all.height, panel.body);
    all.height += panel.height + gap;
  }
  return all;
}

}  // namespace

std::string file_of(std::string_view title, const std::vector<Panel>& panels) {
  const Panel all = stacked(panels);
  return svg_page(title, panel_width, all.height, all.body);
}

std::string figure_of(std::string_view title, const std::vector<Panel>& panels) {
  const Panel all = stacked(panels);
  return opening(panel_width, all.height, title) + all.body + "</svg>\n";
}

}  // namespace starling::pictures
