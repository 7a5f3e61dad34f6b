// Tables in Weka's ARFF form, read strictly: attributes that are numbers or one of a few named values.
//
//     @relation flowers
//     @attribute 'petal width' numeric
//     @attribute kind {setosa, virginica}
//     @data
//     0.2, setosa
//     {0 1.3}                     % the sparse form: positions from 0, what is not named is 0 or the first value
//
// Names and values may stand in single or double quotes, with a backslash before a quote that belongs to them. Keywords
// are in either case; remarks follow a % at the beginning of a line. numeric, real and integer are one type. A ? is
// missing.
//
// EDGES   Throws InvalidData with file:line for attributes of other types (string, date, relational), two attributes of
//         the same name, values that no attribute lists, rows of another length than the attributes, positions that do
//         not exist or do not rise, numbers that are not finite, weights of rows, and text after the last quote.
// COST    One pass; memory the file and 8 bytes per attribute and row.
#pragma once

#include <armadillo>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace starling {

struct ArffAttribute {
  std::string name;
  std::vector<std::string> values = {};  // of a nominal attribute; none: numbers
};

struct ArffTable {
  std::vector<ArffAttribute> attributes;
  arma::mat cells;  // rows x attributes; the position of a named value; NaN where missing
};

ArffTable read_arff(const std::filesystem::path& path);
// The same of text in memory; `where` begins the message of an error.
ArffTable parse_arff(std::string_view text, const std::string& where);

}  // namespace starling
