#include "lib/solver/coupled_ridge/ties.hpp"

#include <cmath>

#include "lib/linalg/tiled.hpp"

namespace starling::coupled_ridge {
namespace {

using blas::Op;
using tiled::product;

// By the eigenvectors of K.
class DenseTies final : public Ties {
 public:
  explicit DenseTies(const QuadraticCoupling& penalty) : penalty_(penalty) {}

  arma::mat times(const arma::mat& W) const override {
    arma::mat turned = product(Op::none, Op::none, W, vectors());
    turned.each_row() %= values().t();
    return product(Op::none, Op::transpose, turned, vectors());
  }
  arma::mat solved(const arma::mat& Z, const arma::vec& shifts) const override {
    arma::mat turned = product(Op::none, Op::none, Z, vectors());
    for (arma::uword t = 0; t < turned.n_cols; ++t)
      for (arma::uword i = 0; i < turned.n_rows; ++i) turned(i, t) /= values()[t] + shifts[shifts.n_elem == 1 ? 0 : i];
    return product(Op::none, Op::transpose, turned, vectors());
  }
  double excess(const arma::mat& R) const override {
    const arma::mat turned = product(Op::none, Op::none, R, vectors());
    return 0.5 * arma::accu(arma::square(turned.each_row() / arma::sqrt(values()).t()));
  }
  double diagonal(arma::uword t) const override { return penalty_.coupling()(t, t); }
  std::optional<OddDirection> odd_direction() const override;

 private:
  const arma::vec& values() const { return penalty_.eigenvalues(); }
  const arma::mat& vectors() const { return penalty_.eigenvectors(); }
  const QuadraticCoupling& penalty_;
};

// The eigenvalue that is not that of all others, or none.
std::optional<OddDirection> DenseTies::odd_direction() const {
  constexpr double same = 1e-12;
  const arma::vec& k = values();  // ascending
  const arma::uword n = k.n_elem;
  if (n < 2) return {};
  if (k[n - 1] - k[1] <= same * k[n - 1]) return OddDirection{vectors().col(0), k[0], k[n - 1]};
  if (k[n - 2] - k[0] <= same * k[n - 2]) return OddDirection{vectors().col(n - 1), k[n - 1], k[0]};
  return {};
}

class MeanTies final : public Ties {
 public:
  MeanTies(const MeanCoupling& penalty, arma::uword n_tasks) : penalty_(penalty), n_tasks_(n_tasks) {}

  arma::mat times(const arma::mat& W) const override {
    return MeanCoupling::combined(W, penalty_.common(), penalty_.own());
  }
  arma::mat solved(const arma::mat& Z, const arma::vec& shifts) const override {
    const arma::vec a = shifts.n_elem == 1 ? arma::vec(Z.n_rows, arma::fill::value(shifts[0])) : shifts;
    const arma::vec mean = arma::mean(Z, 1);
    arma::mat out = Z.each_col() - mean;
    out.each_col() /= penalty_.own() + a;
    out.each_col() += mean / (penalty_.common() + a);
    return out;
  }
  double excess(const arma::mat& R) const override { return penalty_.conjugate(R); }
  double diagonal(arma::uword) const override {
    return penalty_.own() + (penalty_.common() - penalty_.own()) / static_cast<double>(n_tasks_);
  }
  std::optional<OddDirection> odd_direction() const override {
    if (n_tasks_ < 2) return {};
    const double length = std::sqrt(static_cast<double>(n_tasks_));
    return OddDirection{arma::vec(n_tasks_, arma::fill::value(1.0 / length)), penalty_.common(), penalty_.own()};
  }

 private:
  const MeanCoupling& penalty_;
  arma::uword n_tasks_;
};

class GraphTies final : public Ties {
 public:
  explicit GraphTies(const GraphCoupling& penalty) : penalty_(penalty) {}

  arma::mat times(const arma::mat& W) const override { return penalty_.times(W); }
  arma::mat solved(const arma::mat& Z, const arma::vec& shifts) const override { return penalty_.solved(Z, shifts); }
  // K is at least mu I: enough to tell conjugate gradients when to stop.
  double excess(const arma::mat& R) const override {
    return is_direct() ? penalty_.conjugate(R) : 0.5 * blas::square_norm(R.n_elem, R.memptr()) / penalty_.mu();
  }
  double diagonal(arma::uword t) const override { return penalty_.diagonal(t); }
  bool is_direct() const override { return penalty_.is_direct(); }

 private:
  const GraphCoupling& penalty_;
};

}  // namespace

std::unique_ptr<const Ties> ties_of(const QuadraticCoupling& penalty, arma::uword) {
  return std::make_unique<DenseTies>(penalty);
}
std::unique_ptr<const Ties> ties_of(const MeanCoupling& penalty, arma::uword n_tasks) {
  return std::make_unique<MeanTies>(penalty, n_tasks);
}
std::unique_ptr<const Ties> ties_of(const GraphCoupling& penalty, arma::uword) {
  return std::make_unique<GraphTies>(penalty);
}

}  // namespace starling::coupled_ridge
