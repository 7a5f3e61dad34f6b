// Is a text well-formed markup: every tag closed in its place, values in quotes, no stray < or &, no id given twice?
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace starling::tests {

class MarkupReader {
 public:
  explicit MarkupReader(std::string_view text) : text_(text) {}

  // The first fault with what stands there, or "".
  std::string fault() {
    while (fault_.empty() && at_ < text_.size()) {
      const std::size_t tag = std::min(text_.find('<', at_), text_.size());
      check_text(text_.substr(at_, tag - at_));
      at_ = tag;
      if (at_ < text_.size()) read_tag();
    }
    if (fault_.empty() && !open_.empty()) fault_ = "never closed: " + open_.back();
    return fault_;
  }
  const std::set<std::string>& ids() const { return ids_; }

 private:
  void complain(const std::string& what) {
    if (fault_.empty()) fault_ = what + ": " + std::string(text_.substr(at_, 80));
  }

  void check_text(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '&') continue;
      const std::string_view entity = text.substr(i, std::min(text.find(';', i), text.size()) - i);
      static const std::set<std::string_view> known = {"&lt", "&gt", "&amp", "&quot"};
      if (!known.contains(entity)) complain("stray & in '" + std::string(text.substr(i, 20)) + "'");
    }
  }

  void read_tag() {
    const std::size_t end = text_.find('>', at_);
    if (end == std::string_view::npos) return complain("a tag without end");
    std::string_view tag = text_.substr(at_ + 1, end - at_ - 1);
    if (tag.starts_with("!DOCTYPE")) {
      at_ = end + 1;
      return;
    }
    if (tag.starts_with("/")) {
      if (open_.empty() || open_.back() != tag.substr(1)) return complain("closed out of place");
      open_.pop_back();
      at_ = end + 1;
      return;
    }
    const bool empty = tag.ends_with("/");
    if (empty) tag.remove_suffix(1);
    const std::string name(tag.substr(0, tag.find(' ')));
    read_attributes(tag.substr(name.size()));
    at_ = end + 1;
    if (empty) return;
    open_.push_back(name);
    if (name != "script" && name != "style") return;
    at_ = text_.find("</" + name + ">", at_);  // what is in them is no markup
    if (at_ == std::string_view::npos) at_ = text_.size();
  }

  void read_attributes(std::string_view rest) {
    while (!rest.empty()) {
      if (rest.front() != ' ') return complain("attributes are not parted");
      const std::size_t equals = rest.find("=\"");
      if (equals == std::string_view::npos) return complain("an attribute without a value in quotes");
      const std::size_t end = rest.find('"', equals + 2);
      if (end == std::string_view::npos) return complain("a value without end");
      const std::string name(rest.substr(1, equals - 1)), value(rest.substr(equals + 2, end - equals - 2));
      if (name.find_first_of(" <\"'") != std::string::npos) return complain("a name that is none");
      check_text(value);
      if (name == "id" && !ids_.insert(value).second) complain("id twice");
      rest.remove_prefix(end + 1);
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::string> open_;
  std::set<std::string> ids_;
  std::string fault_;
};

inline std::string markup_fault(std::string_view text) { return MarkupReader(text).fault(); }

}  // namespace starling::tests
