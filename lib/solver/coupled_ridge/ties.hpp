// A quadratic coupling tr(W K W') / 2 as coupled ridge problems see it: a T x T matrix K to multiply and to solve with,
// in whatever form the penalty has it.
#pragma once

#include <memory>
#include <optional>

#include "lib/penalty/graph_coupling.hpp"
#include "lib/penalty/mean_coupling.hpp"
#include "lib/penalty/quadratic_coupling.hpp"

namespace starling::coupled_ridge {

// K = others I + (its - others) v v'.
struct OddDirection {
  arma::vec v;  // |v| = 1
  double its = 1.0, others = 1.0;
};

class Ties {
 public:
  virtual ~Ties() = default;
  virtual arma::mat times(const arma::mat& W) const = 0;  // W K
  // Row i of Z times (K + a_i I)^-1; a: one shift >= 0 for all rows, or one for each.
  virtual arma::mat solved(const arma::mat& Z, const arma::vec& shifts) const = 0;
  virtual double excess(const arma::mat& R) const = 0;  // tr(R K^-1 R') / 2, from above
  virtual double diagonal(arma::uword t) const = 0;     // K_tt
  virtual std::optional<OddDirection> odd_direction() const { return {}; }
  // Whether solved() is cheap and exact but for rounding: then it may precondition.
  virtual bool is_direct() const { return true; }
};

// The penalty must outlive its ties.
std::unique_ptr<const Ties> ties_of(const QuadraticCoupling& penalty, arma::uword n_tasks);
std::unique_ptr<const Ties> ties_of(const MeanCoupling& penalty, arma::uword n_tasks);
std::unique_ptr<const Ties> ties_of(const GraphCoupling& penalty, arma::uword n_tasks);

}  // namespace starling::coupled_ridge
