#include "lib/data/formats/mat_parser.hpp"

#include <fmt/format.h>

#include <utility>

#include "lib/data/formats/unicode.hpp"

namespace starling::mat5 {
namespace {

constexpr int deepest = 16;

// What every variable starts with.
struct Head {
  std::uint32_t kind = 0;
  bool complex = false;
  arma::uword rows = 0, cols = 0;
  std::size_t n_dims = 2;
  std::string name;
};

std::optional<NumberType> number_type(std::uint32_t type) {
  switch (type) {
    case type_int8:
      return NumberType::int8;
    case type_uint8:
      return NumberType::uint8;
    case type_int16:
      return NumberType::int16;
    case type_uint16:
      return NumberType::uint16;
    case type_int32:
      return NumberType::int32;
    case type_uint32:
      return NumberType::uint32;
    case type_single:
      return NumberType::float32;
    case type_double:
      return NumberType::float64;
    case type_int64:
      return NumberType::int64;
    case type_uint64:
      return NumberType::uint64;
    default:
      return std::nullopt;
  }
}

std::string in_braces(const std::string& name, const Head& head, arma::uword k) {
  if (head.rows == 1 || head.cols == 1) return fmt::format("{}{{{}}}", name, k + 1);
  return fmt::format("{}{{{},{}}}", name, k % head.rows + 1, k / head.rows + 1);
}

class VariableParser {
 public:
  VariableParser(std::string_view file, bool reversed, MemoryBudget& budget)
      : file_(file), reversed_(reversed), budget_(budget) {}

  // name: how the variable is called in messages; empty: by the name it carries.
  MatVariable parse(std::string_view bytes, const std::string& name, int depth) {
    if (depth > deepest) refuse(file_, fmt::format("cells are nested deeper than {} levels", deepest));
    // MATLAB writes an empty cell element as nothing at all.
    if (bytes.empty()) return {{}, MatValue(arma::mat(), label(name))};
    ByteCursor cursor(bytes, file_, reversed_);
    const Head head = parse_head(cursor);
    const std::string& shown = name.empty() ? head.name : name;
    const std::string where = label(shown);
    return {head.name, MatValue(content(cursor, head, shown, depth), where)};
  }

 private:
  std::string label(const std::string& name) const { return std::string(file_) + ": " + name; }

  Head parse_head(ByteCursor& cursor) {
    const Element flags = next_element(cursor);
    if (flags.type != type_uint32 || flags.data.size() != 8) refuse(file_, "the flags of a variable are damaged");
    const auto word = ByteCursor(flags.data, file_, reversed_).integer<std::uint32_t>();
    Head head;
    head.kind = word & 0xFFU;
    head.complex = (word & complex_flag) != 0;
    if (head.kind != class_opaque) parse_dimensions(next_element(cursor), head);
    const Element name = next_element(cursor);
    if (name.type != type_int8) refuse(file_, "the name of a variable is damaged");
    head.name = name.data;
    return head;
  }

  void parse_dimensions(const Element& element, Head& head) {
    head.n_dims = element.data.size() / 4;
    if (element.type != type_int32 || element.data.size() % 4 != 0 || head.n_dims < 1)
      refuse(file_, "the dimensions of a variable are damaged");
    ByteCursor sizes(element.data, file_, reversed_);
    const auto size = [&]() -> arma::uword {
      const auto stored = sizes.integer<std::int32_t>();
      if (stored < 0) refuse(file_, "a variable has a negative dimension");
      return static_cast<arma::uword>(stored);
    };
    head.rows = size();
    head.cols = head.n_dims > 1 ? size() : 1;
  }

  MatValue::Content content(ByteCursor& cursor, const Head& head, const std::string& shown, int depth) {
    if (head.n_dims > 2) return MatUnread{fmt::format("array of {} dimensions", head.n_dims)};
    if (head.complex) return MatUnread{"complex matrix"};
    if (head.kind >= class_double && head.kind <= class_uint64) return dense(cursor, head, shown);
    switch (head.kind) {
      case class_cell:
        return cell(cursor, head, shown, depth);
      case class_sparse:
        return sparse(cursor, head, shown);
      case class_char:
        return text(cursor, head, shown);
      case class_struct:
        return MatUnread{"struct"};
      case class_object:
      case class_opaque:
        return MatUnread{"object"};
      case class_function:
        return MatUnread{"function"};
      default:
        refuse(label(shown), fmt::format("unknown kind of variable, number {}", head.kind));
    }
  }

  // The numbers of the next element, which must be at least `least` of them and, when exact, not more.
  arma::vec numbers(ByteCursor& cursor, std::uint64_t least, bool exact, const std::string& shown) {
    const Element element = next_element(cursor);
    const auto type = number_type(element.type);
    if (!type) refuse(label(shown), "holds data that are not numbers");
    const std::size_t width = width_of(*type);
    const std::uint64_t count = element.data.size() / width;
    if (element.data.size() % width != 0 || count < least || (exact && count > least))
      refuse(label(shown), "holds another number of values than its shape says", fmt::format("{}", least),
             fmt::format("{}", count));
    budget_.charge(least, sizeof(double));
    arma::vec values(least);
    to_doubles(element.data.substr(0, least * width), *type, reversed_, values.memptr());
    return values;
  }

  arma::mat dense(ByteCursor& cursor, const Head& head, const std::string& shown) {
    // Two dimensions below 2^31 each: their product fits.
    arma::vec values = numbers(cursor, head.rows * head.cols, true, shown);
    arma::mat matrix = std::move(values);
    matrix.reshape(head.rows, head.cols);
    return matrix;
  }

  arma::uvec indices(ByteCursor& cursor, std::uint64_t count, bool exact, const std::string& shown) {
    const Element element = next_element(cursor);
    const bool enough = exact ? element.data.size() == 4 * count : element.data.size() >= 4 * count;
    if ((element.type != type_int32 && element.type != type_uint32) || !enough)
      refuse(label(shown), "the indices of a sparse matrix are damaged");
    budget_.charge(count, sizeof(arma::uword));
    arma::uvec values(count);
    ByteCursor stored(element.data, file_, reversed_);
    for (arma::uword& value : values) value = stored.integer<std::uint32_t>();
    return values;
  }

  arma::sp_mat sparse(ByteCursor& cursor, const Head& head, const std::string& shown) {
    // The row indices come first but only the column starts after them tell how many of them count.
    ByteCursor ahead = cursor;
    next_element(ahead);
    const arma::uvec starts = indices(ahead, head.cols + 1, true, shown);
    const arma::uword count = starts.back();
    const arma::uvec rows = indices(cursor, count, false, shown);
    bool sound = starts.front() == 0;
    for (arma::uword j = 0; sound && j < head.cols; ++j) {
      sound = starts[j] <= starts[j + 1] && starts[j + 1] <= count;
      for (arma::uword k = starts[j]; sound && k < starts[j + 1]; ++k)
        sound = rows[k] < head.rows && (k == starts[j] || rows[k - 1] < rows[k]);
    }
    if (!sound) refuse(label(shown), "is a sparse matrix whose indices are out of range or out of order");
    const arma::vec values = numbers(ahead, count, false, shown);
    budget_.charge(2 * count + head.cols + 1, sizeof(double));
    return arma::sp_mat(rows, starts, values, head.rows, head.cols);
  }

  MatValue::Content text(ByteCursor& cursor, const Head& head, const std::string& shown) {
    if (head.rows > 1) return MatUnread{"text of several lines"};
    if (head.rows * head.cols == 0) return std::string();
    const Element element = next_element(cursor);
    const bool wide = element.type == type_uint16 || element.type == type_utf16;
    if (!wide && element.type != type_utf8 && element.type != type_int8 && element.type != type_uint8)
      refuse(label(shown), "holds text in an unknown encoding");
    budget_.charge(2 * element.data.size());
    if (!wide) return std::string(element.data);
    std::string line;
    ByteCursor units(element.data, file_, reversed_);
    while (units.rest() >= 2)
      if (!append_utf8(line, units.integer<std::uint16_t>())) return MatUnread{"text beyond the basic plane"};
    return line;
  }

  MatCell cell(ByteCursor& cursor, const Head& head, const std::string& shown, int depth) {
    const arma::uword count = head.rows * head.cols;
    // Every element takes a tag of 8 bytes at least.
    if (count > cursor.rest() / 8) refuse(label(shown), "is a cell array with fewer elements than its shape says");
    budget_.charge(count, sizeof(MatValue) + shown.size() + file_.size());
    MatCell cell{.rows = head.rows, .cols = head.cols, .values = {}};
    cell.values.reserve(count);
    for (arma::uword k = 0; k < count; ++k) {
      const Element element = next_element(cursor);
      if (element.type != type_matrix) refuse(label(shown), "is a cell array with a damaged element");
      cell.values.push_back(parse(element.data, in_braces(shown, head, k), depth + 1).value);
    }
    return cell;
  }

  std::string_view file_;
  bool reversed_;
  MemoryBudget& budget_;
};

}  // namespace

Element next_element(ByteCursor& cursor) {
  const auto word = cursor.integer<std::uint32_t>();
  const std::uint32_t small_size = word >> 16U;
  if (small_size != 0) {  // up to 4 bytes stand in the tag itself
    if (small_size > 4) refuse(cursor.source(), "an element is damaged");
    const std::string_view data = cursor.take(4);
    return {.type = word & 0xFFFFU, .data = data.substr(0, small_size)};
  }
  const auto size = cursor.integer<std::uint32_t>();
  const Element element{.type = word, .data = cursor.take(size)};
  // Elements start at multiples of 8 bytes, except behind compressed ones; the last one may lack its padding.
  if (element.type != type_compressed) cursor.skip_up_to((8 - size % 8) % 8);
  return element;
}

MatVariable parse_variable(std::string_view bytes, std::string_view source, bool reversed, MemoryBudget& budget) {
  return VariableParser(source, reversed, budget).parse(bytes, "", 0);
}

}  // namespace starling::mat5
