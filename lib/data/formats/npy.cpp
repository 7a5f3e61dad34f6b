#include "lib/data/formats/npy.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <utility>

#include "lib/data/formats/unicode.hpp"

namespace starling {
namespace {

struct Header {
  std::string descr;
  bool fortran = false;
  std::vector<std::uint64_t> shape;
};

// Reads {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), } and nothing else.
class HeaderParser {
 public:
  HeaderParser(std::string_view text, std::string_view source) : text_(text), source_(source) {}

  Header parse() {
    Header header;
    int seen = 0;
    expect('{');
    while (!accept('}')) {
      const std::string_view key = quoted();
      expect(':');
      if (key == "descr" && (seen & 1) == 0) {
        seen |= 1;
        if (peek() == '[') refuse(source_, "is a structured array", "one type of number");
        header.descr = quoted();
      } else if (key == "fortran_order" && (seen & 2) == 0) {
        seen |= 2;
        header.fortran = boolean();
      } else if (key == "shape" && (seen & 4) == 0) {
        seen |= 4;
        header.shape = tuple();
      } else {
        damaged();
      }
      if (!accept(',') && peek() != '}') damaged();
    }
    skip_blanks();
    if (at_ != text_.size() || seen != 7) damaged();
    return header;
  }

 private:
  [[noreturn]] void damaged() const { refuse(source_, "the header of the array is damaged"); }
  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }
  char peek() {
    skip_blanks();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool accept(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!accept(c)) damaged();
  }
  std::string_view quoted() {
    const char quote = peek();
    if (quote != '\'' && quote != '"') damaged();
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) damaged();
    const std::string_view content = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return content;
  }
  bool boolean() {
    skip_blanks();
    for (const bool value : {true, false}) {
      const std::string_view word = value ? "True" : "False";
      if (!text_.substr(at_).starts_with(word)) continue;
      at_ += word.size();
      return value;
    }
    damaged();
  }
  std::vector<std::uint64_t> tuple() {
    std::vector<std::uint64_t> sizes;
    expect('(');
    while (!accept(')')) {
      skip_blanks();
      std::uint64_t size = 0;
      const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), size);
      if (error != std::errc()) damaged();
      at_ = static_cast<std::size_t>(end - text_.data());
      sizes.push_back(size);
      if (!accept(',') && peek() != ')') damaged();
    }
    return sizes;
  }

  std::string_view text_, source_;
  std::size_t at_ = 0;
};

struct ElementType {
  bool text = false, wide_text = false, reversed = false, boolean = false;
  NumberType number = NumberType::float64;
  std::uint64_t width = 8;
};

[[noreturn]] void refuse_type(std::string_view source, std::string_view descr) {
  const bool object = descr.find('O') != std::string_view::npos;
  refuse(source, object ? "is an array of Python objects, which reading would run" : "has a type that is not read",
         "booleans, integers, float32, float64 or text", fmt::format("dtype '{}'", descr));
}

ElementType element_type(std::string_view descr, std::string_view source) {
  ElementType type;
  std::string_view rest = descr;
  char order = '|';
  if (!rest.empty() && std::string_view("<>|=").find(rest.front()) != std::string_view::npos) {
    order = rest.front();
    rest.remove_prefix(1);
  }
  if (rest == "?") rest = "b1";
  std::uint32_t size = 0;
  const char* end = rest.data() + rest.size();
  if (rest.size() < 2 || std::from_chars(rest.data() + 1, end, size).ptr != end) refuse_type(source, descr);
  const char kind = rest.front();
  const bool native_little = std::endian::native == std::endian::little;
  type.reversed = (order == '>' && native_little) || (order == '<' && !native_little);
  type.width = size;
  if (kind == 'S' || kind == 'U') {
    type.text = true;
    type.wide_text = kind == 'U';
    type.width = type.wide_text ? 4ULL * size : size;
    return type;
  }
  if (kind == 'b' && size == 1) {
    type.boolean = true;
    type.number = NumberType::uint8;
    return type;
  }
  struct Known {
    std::string_view code;
    NumberType type;
  };
  for (const Known& known :
       {Known{"i1", NumberType::int8}, Known{"u1", NumberType::uint8}, Known{"i2", NumberType::int16},
        Known{"u2", NumberType::uint16}, Known{"i4", NumberType::int32}, Known{"u4", NumberType::uint32},
        Known{"i8", NumberType::int64}, Known{"u8", NumberType::uint64}, Known{"f4", NumberType::float32},
        Known{"f8", NumberType::float64}})
    if (rest == known.code) {
      type.number = known.type;
      return type;
    }
  refuse_type(source, descr);
}

std::string one_word(std::string_view bytes, const ElementType& type, std::string_view source) {
  std::string word;
  if (type.wide_text) {
    ByteCursor units(bytes, source, type.reversed);
    while (units.rest() >= 4)
      if (!append_utf8(word, units.integer<std::uint32_t>())) refuse(source, "holds text that is no Unicode");
  } else {
    word = bytes;
  }
  while (!word.empty() && word.back() == '\0') word.pop_back();  // NumPy pads with NUL
  return word;
}

arma::mat numbers(std::string_view bytes, const ElementType& type, bool fortran, arma::uword rows, arma::uword cols) {
  arma::mat matrix(rows, cols);
  if (fortran || rows == 1 || cols == 1) {
    to_doubles(bytes, type.number, type.reversed, matrix.memptr());
  } else {
    arma::vec row(cols);
    const std::size_t step = cols * type.width;
    for (arma::uword i = 0; i < rows && step > 0; ++i) {
      to_doubles(bytes.substr(i * step, step), type.number, type.reversed, row.memptr());
      for (arma::uword j = 0; j < cols; ++j) matrix(i, j) = row[j];
    }
  }
  if (type.boolean) matrix.for_each([](double& value) { value = value != 0.0 ? 1.0 : 0.0; });
  return matrix;
}

}  // namespace

void NpyArray::refuse_as(std::string_view wanted) const {
  refuse(where_, "is another kind of array", std::string(wanted),
         fmt::format("{} of shape ({})", is_text() ? "text" : "numbers", fmt::join(shape_, ", ")));
}

const arma::mat& NpyArray::matrix() const {
  if (is_text() || shape_.size() != 2) refuse_as("numbers in two dimensions");
  return std::get<arma::mat>(values_);
}

arma::vec NpyArray::vector() const {
  const bool column = shape_.size() == 1 || (shape_.size() == 2 && shape_[1] == 1);
  if (is_text() || !column) refuse_as("numbers in one dimension");
  return std::get<arma::mat>(values_).col(0);
}

const std::vector<std::string>& NpyArray::words() const {
  if (!is_text() || shape_.size() > 1) refuse_as("text in one dimension");
  return std::get<std::vector<std::string>>(values_);
}

bool looks_like_npy(std::string_view bytes) { return bytes.starts_with(npy_magic); }

NpyArray parse_npy(std::string_view bytes, std::string_view source, MemoryBudget& budget) {
  if (!looks_like_npy(bytes)) refuse(source, "is no NumPy array: it does not start as one");
  ByteCursor cursor(bytes, source, std::endian::native != std::endian::little);
  cursor.take(npy_magic.size());
  const auto version = cursor.integer<std::uint8_t>();
  cursor.take(1);
  if (version < 1 || version > 3) refuse(source, "is of an unknown version", "1 to 3", fmt::format("{}", version));
  const std::uint32_t length = version == 1 ? cursor.integer<std::uint16_t>() : cursor.integer<std::uint32_t>();
  const Header header = HeaderParser(cursor.take(length), source).parse();
  const ElementType type = element_type(header.descr, source);

  std::optional<std::uint64_t> count = 1;
  for (const std::uint64_t size : header.shape) count = count ? checked_product(*count, size) : count;
  const auto size = count ? checked_product(*count, type.width) : count;
  if (!size || *size != cursor.rest())
    refuse(source, "the shape does not fit the data", fmt::format("{} bytes of data", cursor.rest()),
           fmt::format("shape ({}) of '{}'", fmt::join(header.shape, ", "), header.descr));
  if (header.shape.size() > 2)
    refuse(source, "has too many dimensions", "at most 2", fmt::format("{}", header.shape.size()));
  const std::string_view data = cursor.take(cursor.rest());
  if (type.text) {
    budget.charge(*count, sizeof(std::string) + type.width);
    std::vector<std::string> words;
    for (std::uint64_t k = 0; k < *count; ++k)
      words.push_back(one_word(data.substr(k * type.width, type.width), type, source));
    return {header.shape, std::move(words), std::string(source)};
  }
  budget.charge(*count, sizeof(double));
  const arma::uword rows = header.shape.empty() ? 1 : header.shape[0];
  const arma::uword cols = header.shape.size() < 2 ? 1 : header.shape[1];
  return {header.shape, numbers(data, type, header.fortran, rows, cols), std::string(source)};
}

}  // namespace starling
