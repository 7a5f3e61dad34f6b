#include "apps/cli/json_object.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "lib/base/params.hpp"

namespace starling::cli {

std::string json_text(std::string_view text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string json_number(double value) { return std::isfinite(value) ? spelling::print(value) : "null"; }

JsonObject& JsonObject::add_matrix(std::string_view key, const arma::mat& matrix) {
  std::string rows;
  for (arma::uword i = 0; i < matrix.n_rows; ++i) {
    if (i > 0) rows += ", ";
    rows += '[';
    for (arma::uword j = 0; j < matrix.n_cols; ++j) rows += (j > 0 ? ", " : "") + json_number(matrix(i, j));
    rows += ']';
  }
  return add_raw(key, "[" + rows + "]");
}

JsonObject& JsonObject::add_raw(std::string_view key, std::string_view value) {
  if (!body_.empty()) body_ += ", ";
  body_ += json_text(key);
  body_ += ": ";
  body_ += value;
  return *this;
}

}  // namespace starling::cli
