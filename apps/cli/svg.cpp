#include "apps/cli/svg.hpp"

#include <fmt/format.h>

#include "apps/cli/markup.hpp"

namespace starling::cli {
namespace {

// Colours are brightened on a dark page.
constexpr std::string_view style =
    "<style>\n.page{fill:#fff}text{fill:#333}.axis line{stroke:#777}.grid line{stroke:#e4e4e4}.mark{stroke:#777}\n"
    "@media (prefers-color-scheme:dark){.page{fill:#181818}text{fill:#ddd}.axis line{stroke:#999}"
    ".grid line{stroke:#333}.mark{stroke:#999}polyline,circle,.bars{filter:brightness(1.4)}}\n</style>\n";

}  // namespace

std::string svg_line(double x1, double y1, double x2, double y2, std::string_view more) {
  return fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"{}/>\n", x1, y1, x2, y2, more);
}

std::string svg_text(double x, double y, std::string_view anchor, std::string_view text, std::string_view more) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n", x, y, anchor, more,
                     escaped(text));
}

std::string svg_page(std::string_view title, double width, double height, std::string_view body) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" height=\"{1}\" "
      "font-family=\"sans-serif\" font-size=\"12\" fill=\"#333\">\n<title>{2}</title>\n{3}"
      "<rect class=\"page\" width=\"{0}\" height=\"{1}\" fill=\"#fff\"/>\n{4}</svg>\n",
      width, height, escaped(title), style, body);
}

}  // namespace starling::cli
