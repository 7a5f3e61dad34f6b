#include "lib/solver/coupled_system.hpp"

#include <cmath>

#include "lib/linalg/blas.hpp"
#include "lib/linalg/decompose.hpp"
#include "lib/linalg/parallel.hpp"

namespace starling {
namespace {

constexpr arma::uword most_written_out = 1000;

CoupledPoint sum(const CoupledPoint& a, double c, const CoupledPoint& b) { return {a.V + c * b.V, a.b + c * b.b}; }

// X'diag(v) X of a task, with a column of ones beside the features.
arma::mat weighted_gram(const Design& X, const arma::vec& v) {
  const arma::vec root = arma::sqrt(v);
  arma::mat S = arma::join_rows(X.dense(), arma::ones(X.rows()));
  S.each_col() %= root;
  return blas::gram(S);
}

// sum_i v_i x_ij^2 of a task.
arma::vec weighted_squares(const Design& X, const arma::vec& v) {
  return X.visit([&](const auto& matrix) -> arma::vec { return arma::vec(arma::square(matrix).t() * v); });
}

}  // namespace

double inner_product(const CoupledPoint& a, const CoupledPoint& b) {
  return arma::accu(a.V % b.V) + arma::accu(a.b % b.b);
}

CoupledSystem::CoupledSystem(const MultiTaskData& data, const QuadraticCoupling& coupling, Intercept intercept)
    : data_(data), intercept_(intercept) {
  const arma::uvec in_range = arma::find(coupling.eigenvalues() < arma::datum::inf);
  const arma::rowvec size = arma::sqrt(coupling.eigenvalues().elem(in_range)).t();  // of K^1/2
  inverse_root_ = coupling.eigenvectors().cols(in_range);
  root_ = inverse_root_;
  root_.each_row() /= size;
  inverse_root_.each_row() %= size;
}

CoupledPoint CoupledSystem::point(const Coefficients& at) const {
  const arma::mat rows = penalised_rows(at.W, at.b, intercept_);
  return {rows * inverse_root_,
          intercept_ == Intercept::free ? at.b : arma::rowvec(data_.n_tasks(), arma::fill::zeros)};
}

Coefficients CoupledSystem::coefficients(const CoupledPoint& at) const {
  const arma::mat rows = at.V * root_.t();
  if (intercept_ != Intercept::penalised) return {rows, at.b};
  return {rows.head_rows(data_.n_features()), rows.tail_rows(1)};
}

CoupledPoint CoupledSystem::pull_back(const arma::vec& u) const {
  arma::mat G;
  arma::rowvec g;
  data_.adjoint(u, G, g);
  CoupledPoint out{penalised_rows(G, g, intercept_) * root_, g};
  if (intercept_ != Intercept::free) out.b.zeros();
  return out;
}

CoupledPoint CoupledSystem::gradient(const CoupledPoint& at, const arma::vec& u) const {
  CoupledPoint g = pull_back(u);
  g.V += at.V;
  return g;
}

CoupledPoint CoupledSystem::product(const CoupledPoint& p, const arma::vec& v) const {
  const Coefficients direction = coefficients(p);
  CoupledPoint out = pull_back(v % data_.forward(direction.W, direction.b));
  out.V += p.V;
  return out;
}

CoupledPoint CoupledSystem::diagonal(const arma::vec& v) const {
  const arma::uword d = data_.n_features(), T = data_.n_tasks();
  arma::mat squares(width(), T, arma::fill::zeros);
  arma::rowvec sums(T, arma::fill::zeros);
  parallel_for(T, [&](std::size_t t) {
    const Rows rows = data_.rows_of(t);
    if (rows.size() == 0) return;
    const arma::vec own = v.subvec(rows.begin, rows.end - 1);
    sums[t] = arma::accu(own);
    if (d > 0) squares.col(t).head(d) = weighted_squares(data_.design(t), own);
  });
  if (intercept_ == Intercept::penalised) squares.row(d) = sums;
  CoupledPoint out{squares * arma::square(root_) + 1.0, sums};
  // A free intercept without curvature stays where it is.
  out.b.transform([&](double value) { return intercept_ == Intercept::free && value > 0.0 ? value : 1.0; });
  return out;
}

// Unknowns: V column by column, then free intercepts.
arma::mat CoupledSystem::written_out(const arma::vec& v) const {
  const arma::uword k = width(), r = root_.n_cols, T = data_.n_tasks();
  const bool free = intercept_ == Intercept::free;
  arma::mat H(k * r + (free ? T : 0), k * r + (free ? T : 0), arma::fill::eye);
  std::vector<arma::mat> grams(T);
  parallel_for(T, [&](std::size_t t) {
    const Rows rows = data_.rows_of(t);
    if (rows.size() > 0) grams[t] = weighted_gram(data_.design(t), v.subvec(rows.begin, rows.end - 1));
  });
  for (arma::uword t = 0; t < T; ++t) {
    if (grams[t].is_empty()) continue;
    const arma::mat features = grams[t].submat(0, 0, arma::size(k, k));
    for (arma::uword q = 0; q < r; ++q)
      for (arma::uword p = 0; p <= q; ++p)
        H.submat(p * k, q * k, arma::size(k, k)) += root_(t, p) * root_(t, q) * features;
    if (!free) continue;
    const arma::vec ones = grams[t].col(data_.n_features()).head(k);
    for (arma::uword p = 0; p < r; ++p) H.submat(p * k, k * r + t, arma::size(k, 1)) += root_(t, p) * ones;
    constexpr double above_rounding = 1.0 + 1e-12;
    const double curvature = grams[t](data_.n_features(), data_.n_features());
    H(k * r + t, k * r + t) = curvature > 0.0 ? above_rounding * curvature : 1.0;
  }
  return arma::symmatu(H);
}

CoupledPoint CoupledSystem::step(const CoupledPoint& gradient, const arma::vec& v, double share) const {
  const arma::uword n_written = gradient.V.n_elem;
  if (n_written > 0 && n_written <= most_written_out && !data_.any_sparse()) {
    arma::vec g = arma::vectorise(gradient.V);
    if (intercept_ == Intercept::free) g = arma::join_cols(g, gradient.b.t());
    const arma::vec x = -arma::vec(cholesky_solve(cholesky(written_out(v)), g));
    CoupledPoint out{arma::reshape(x.head(n_written), gradient.V.n_rows, gradient.V.n_cols), gradient.b};
    if (intercept_ == Intercept::free) out.b = x.tail(gradient.b.n_elem).t();
    return out;
  }
  constexpr int most_iterations = 1000;
  const CoupledPoint scale = diagonal(v);
  const double enough = share * share * inner_product(gradient, gradient);
  CoupledPoint x{arma::mat(arma::size(gradient.V), arma::fill::zeros),
                 arma::rowvec(gradient.b.n_elem, arma::fill::zeros)};
  CoupledPoint residual{-gradient.V, -gradient.b}, p = x;
  double before = 0.0;
  for (int k = 0; k < most_iterations && inner_product(residual, residual) > enough; ++k) {
    const CoupledPoint scaled{residual.V / scale.V, residual.b / scale.b};
    const double size = inner_product(residual, scaled);
    p = k == 0 ? scaled : sum(scaled, size / before, p);
    before = size;
    const CoupledPoint Hp = product(p, v);
    const double length = size / inner_product(p, Hp);
    x = sum(x, length, p);
    residual = sum(residual, -length, Hp);
  }
  return x;
}

}  // namespace starling
