// A text table with a header: CSV (RFC 4180), TSV and their .gz forms, read strictly.
//
//     const Table table = read_table("parkinsons_updrs.data");
//     const std::size_t age = table.column("age");
//     TableRow row;
//     for (std::size_t i = 0; i < table.n_rows(); ++i) {
//       table.read_row(i, row);
//       use(table.number(i, age, row[age]));
//     }
//
// Accepted: UTF-8 with or without a byte order mark; lines that end in LF, CRLF or CR; the delimiters comma, semicolon
// and tab; cells in double quotes, which may hold delimiters, line ends and doubled quotes; blank lines at the end.
// Everything else is an InvalidData whose `where` is file:line:column (both from 1, the column in bytes): rows of
// another length than the header, quotes that do not match, NUL bytes, invalid UTF-8, two columns of one name, a
// header of nothing but numbers, and a delimiter that cannot be told. The locale plays no part.
//
// COST    The text and 4 bytes a row in memory, at most 4 GiB of text; cells are cut out when a row is read.
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace starling {

struct TableOptions {
  char delimiter = '\0';           // '\0': found out from the header and, when it holds several, from all rows
  std::uint64_t memory_limit = 0;  // for the text of a .gz file; 0: 4 times its size and 64 MiB
};

// The cells of one row. Views are valid until the row is read anew or the table ends.
class TableRow {
 public:
  TableRow() = default;
  TableRow(const TableRow&) = delete;
  TableRow& operator=(const TableRow&) = delete;
  std::size_t size() const { return cells_.size(); }
  std::string_view operator[](std::size_t k) const { return cells_[k]; }

 private:
  friend class Table;
  std::vector<std::string_view> cells_;
  std::deque<std::string> unquoted_;  // cells that held doubled quotes
};

class Table {
 public:
  // source: the name used in messages.
  Table(std::string text, std::string source, const TableOptions& options = {});
  Table(Table&&) noexcept = default;
  Table& operator=(Table&&) noexcept = default;

  const std::string& source() const { return source_; }
  const std::vector<std::string>& columns() const { return columns_; }
  std::size_t n_rows() const { return row_starts_.size(); }
  // The position of a column; column() throws InvalidData with the nearest name when there is none.
  std::optional<std::size_t> find_column(std::string_view name) const;
  std::size_t column(std::string_view name) const;

  void read_row(std::size_t i, TableRow& row) const;
  // The cell of row i and column k as a finite number, which it must be from end to end.
  double number(std::size_t i, std::size_t k, std::string_view cell) const;
  // "file:line:column" of a cell.
  std::string where(std::size_t i, std::size_t k) const;

 private:
  void index_rows();
  char find_delimiter() const;
  std::string position(std::size_t at) const;
  void check_text() const;

  std::string text_, source_;
  char delimiter_ = ',';
  std::size_t body_ = 0;  // where the header starts, behind a byte order mark
  std::vector<std::string> columns_;
  std::vector<std::uint32_t> row_starts_;
};

// Reads a file; decompresses it when it starts as gzip does. Throws IoError and InvalidData.
Table read_table(const std::filesystem::path& path, const TableOptions& options = {});

// The same from the file's bytes; source is the name used in messages.
Table unpacked_table(std::string bytes, const std::string& source, const TableOptions& options = {});

// A cell for a message: shortened, in quotes.
std::string show_cell(std::string_view cell);

}  // namespace starling
