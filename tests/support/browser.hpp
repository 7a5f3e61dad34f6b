// A page as a browser shows it, in a frame of a chosen width, light or dark, with a script that tries it:
//
//     const std::optional<std::string> said = in_browser(html, {.width = 390}, "say(page.title);");
//
// The script knows `page` (the document), `view` (its window) and `say`. None: there is no chromium here.
#pragma once

#include <cstdlib>
#include <optional>
#include <string>

#include "apps/pictures/markup.hpp"
#include "tests/support/workplace.hpp"

namespace starling::tests {

struct Frame {
  int width = 1200, height = 900;
  bool dark = false;
};

inline bool browser_is_there() { return std::system("command -v chromium > /dev/null 2>&1") == 0; }

// What the script said, a line a call; "broken: ..." where it or the page's own script threw.
inline std::optional<std::string> in_browser(const std::string& page, const Frame& frame, const std::string& script) {
  if (!browser_is_there()) return {};
  const Workplace place;
  place.write("driver.html",
              "<!DOCTYPE html><html><body><pre id=\"said\"></pre><script>\n"
              "const said = document.getElementById('said'), say = line => said.append(line + '\\n');\n"
              "</script><iframe id=\"frame\" width=\"" +
                  std::to_string(frame.width) + "\" height=\"" + std::to_string(frame.height) +
                  "\" style=\"border:0;color-scheme:" + (frame.dark ? "dark" : "light") + "\" srcdoc=\"" +
                  pictures::escaped(page) +
                  "\"></iframe><script>\naddEventListener('load', () => {\n"
                  "const frame = document.getElementById('frame'), view = frame.contentWindow, page = view.document;\n"
                  "try {\n" +
                  script +
                  "\n} catch (error) { say('broken: ' + error); }\nframe.remove();\n});\n</script></body></html>\n");
  const std::string folder = place.path("").string();
  const std::string command = "HOME='" + folder +
                              "' timeout 100 chromium --headless --no-sandbox --disable-gpu --dump-dom "
                              "--user-data-dir='" +
                              folder + "/profile' 'file://" + folder + "/driver.html' > '" + folder +
                              "/dom.html' 2> '" + folder + "/log'";
  if (std::system(command.c_str()) != 0) return "broken: " + place.read("log");
  const std::string dom = place.read("dom.html"), opening = "<pre id=\"said\">";
  const std::size_t begin = dom.find(opening), end = dom.find("</pre>", begin);
  if (begin == std::string::npos || end == std::string::npos) return "broken: " + dom.substr(0, 400);
  return dom.substr(begin + opening.size(), end - begin - opening.size());
}

}  // namespace starling::tests
