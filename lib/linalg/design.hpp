// An immutable n x d matrix of features, dense or sparse (compressed columns), shared by pointer: copying one is free.
//
// Code that must look inside goes through visit() once per loop, never once per element:
//
//     design.visit([&](const auto& X) { ... });   // X is const arma::mat& or const arma::sp_mat&
#pragma once

#include <armadillo>
#include <memory>
#include <utility>
#include <variant>

namespace starling {

class Design {
 public:
  Design();                     // 0 x 0
  Design(arma::mat dense);      // NOLINT: any matrix is a design
  Design(arma::sp_mat sparse);  // NOLINT
  explicit Design(std::shared_ptr<const arma::mat> dense);
  explicit Design(std::shared_ptr<const arma::sp_mat> sparse);
  // Declared so that a moved-from design stays a valid one: moving copies the pointer.
  Design(const Design&) = default;
  Design& operator=(const Design&) = default;
  ~Design() = default;

  arma::uword rows() const;
  arma::uword cols() const;
  // The largest |entry|: NaN or infinity when there is such an entry, 0 for a matrix without entries. Known since the
  // design was made, which reads the matrix once.
  double largest() const { return largest_; }
  bool is_sparse() const { return std::holds_alternative<std::shared_ptr<const arma::sp_mat>>(matrix_); }

  template <class F>
  decltype(auto) visit(F&& f) const {
    return std::visit([&](const auto& pointer) -> decltype(auto) { return std::forward<F>(f)(*pointer); }, matrix_);
  }

  // The chosen rows in the given order (repeats allowed). Cost: a copy of those rows.
  Design select_rows(const arma::uvec& rows) const;
  // Column j times factors[j]. Cost: a copy.
  Design scale_columns(const arma::vec& factors) const;
  // A copy as a dense matrix, whatever the form. For small matrices and tests.
  arma::mat dense() const;

  // True when both share one matrix in memory.
  bool same_matrix(const Design& other) const;

 private:
  std::variant<std::shared_ptr<const arma::mat>, std::shared_ptr<const arma::sp_mat>> matrix_;
  double largest_ = 0.0;
};

// The rows of all parts, one below the other; sparse when every part is. Cost: a copy.
Design stack_rows(const std::vector<Design>& parts);

// Where the first entry that is not finite stands, if there is one, and how many there are.
struct NonFinite {
  arma::uword row = 0, col = 0, count = 0;
};
NonFinite find_non_finite(const Design& design);

}  // namespace starling
