#include "lib/solver/ridge_direction.hpp"

#include <algorithm>
#include <cmath>

#include "lib/linalg/blas.hpp"
#include "lib/linalg/decompose.hpp"
#include "lib/linalg/products.hpp"

namespace starling {
namespace {

// The features with their weighted means taken off, implicitly.
class Centred {
 public:
  explicit Centred(const RidgeSystem& system) : X_(system.X), root_(arma::sqrt(system.v)), mean_(X_.cols()) {
    const double weight = arma::accu(system.v);
    if (system.centred && weight > 0.0)
      mean_ = product_transposed(system.v) / weight;
    else
      mean_.zeros();
  }

  arma::vec times(const arma::vec& w) const {
    arma::vec out(X_.rows());
    multiply(X_, {w.memptr(), w.n_elem, 1, w.n_elem}, {out.memptr(), out.n_elem, 1, out.n_elem});
    return out - arma::dot(mean_, w);
  }
  arma::vec transposed_times(const arma::vec& r) const { return product_transposed(r) - arma::accu(r) * mean_; }

  // diag(sqrt(v)) X~, written out: dense features only.
  arma::mat scaled(const arma::mat& X) const {
    arma::mat S = X;
    S.each_row() -= mean_.t();
    S.each_col() %= root_;
    return S;
  }
  // S'S and S S' of sparse features, S = diag(sqrt(v)) X~.
  arma::mat gram(const arma::sp_mat& X) const {
    const arma::sp_mat S = arma::diagmat(arma::sp_mat(root_)) * X;
    return arma::mat(S.t() * S) - arma::dot(root_, root_) * mean_ * mean_.t();
  }
  arma::mat outer_gram(const arma::sp_mat& X) const {
    const arma::sp_mat S = arma::diagmat(arma::sp_mat(root_)) * X;
    const arma::vec projected = S * mean_;
    arma::mat K(S * S.t());
    K += arma::dot(mean_, mean_) * root_ * root_.t() - projected * root_.t() - root_ * projected.t();
    return K;
  }
  const arma::vec& root() const { return root_; }

 private:
  arma::vec product_transposed(const arma::vec& r) const {
    arma::vec out(X_.cols());
    multiply_transposed(X_, {r.memptr(), r.n_elem, 1, r.n_elem}, {out.memptr(), out.n_elem, 1, out.n_elem});
    return out;
  }

  const Design& X_;
  arma::vec root_, mean_;
};

arma::vec by_features(const RidgeSystem& system, const Centred& X, const arma::vec& g) {
  arma::mat H = system.X.visit([&]<class M>(const M& matrix) -> arma::mat {
    if constexpr (std::is_same_v<M, arma::sp_mat>)
      return X.gram(matrix);
    else
      return blas::gram(X.scaled(matrix));
  });
  H.diag() += system.mu;
  return -arma::vec(cholesky_solve(cholesky(H), g));
}

// (mu I + S'S)^-1 g = (g - S'(mu I + S S')^-1 S g) / mu.
arma::vec by_samples(const RidgeSystem& system, const Centred& X, const arma::vec& g) {
  arma::mat K = system.X.visit([&]<class M>(const M& matrix) -> arma::mat {
    if constexpr (std::is_same_v<M, arma::sp_mat>)
      return X.outer_gram(matrix);
    else
      return blas::gram(X.scaled(matrix).t());
  });
  K.diag() += system.mu;
  const arma::mat R = cholesky(K);
  const auto inverse = [&](const arma::vec& q) -> arma::vec {
    const arma::vec a = cholesky_solve(R, arma::vec(X.root() % X.times(q)));
    return (q - X.transposed_times(X.root() % a)) / system.mu;
  };
  // The difference above loses digits where mu is small: one step of refinement brings them back.
  arma::vec x = inverse(g);
  x += inverse(g - system.mu * x - X.transposed_times(system.v % X.times(x)));
  return -x;
}

arma::vec by_conjugate_gradients(const RidgeSystem& system, const Centred& X, const arma::vec& g) {
  arma::vec x(g.n_elem, arma::fill::zeros), r = -g, p = r;
  double size = arma::dot(r, r);
  const double enough = 1e-20 * size;
  for (arma::uword k = 0; k < 10 * std::min(system.X.rows(), system.X.cols()) && size > enough; ++k) {
    const arma::vec Hp = X.transposed_times(system.v % X.times(p)) + system.mu * p;
    const double length = size / arma::dot(p, Hp);
    x += length * p;
    r -= length * Hp;
    const double next = arma::dot(r, r);
    p = r + (next / size) * p;
    size = next;
  }
  return x;
}

}  // namespace

RidgeDirection ridge_direction(const RidgeSystem& system, const arma::vec& g) {
  constexpr arma::uword largest_factor = 2000;
  const Centred X(system);
  const arma::uword n = system.X.rows(), d = system.X.cols();
  RidgeDirection direction;
  if (system.X.is_sparse() && std::min(n, d) > largest_factor)
    direction.step = by_conjugate_gradients(system, X, g);
  else
    direction.step = d <= n ? by_features(system, X, g) : by_samples(system, X, g);
  direction.change = X.times(direction.step);
  return direction;
}

}  // namespace starling
