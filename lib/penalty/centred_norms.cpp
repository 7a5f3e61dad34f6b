#include "lib/penalty/centred_norms.hpp"

#include <cmath>
#include <numeric>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/base/sum.hpp"
#include "lib/linalg/decompose.hpp"

namespace starling {
namespace {

bool less(const arma::mat& W, arma::uword a, arma::uword b) {
  return std::lexicographical_compare(W.begin_col(a), W.end_col(a), W.begin_col(b), W.end_col(b));
}

// The column that bears the most weight, equal columns together.
arma::uword heaviest(const arma::mat& W, const arma::vec& kappa) {
  std::vector<arma::uword> order(W.n_cols);
  std::iota(order.begin(), order.end(), arma::uword{0});
  std::stable_sort(order.begin(), order.end(), [&](arma::uword a, arma::uword b) { return less(W, a, b); });
  arma::uword best = order.front();
  double most = -1.0;
  for (std::size_t from = 0, to = 0; from < order.size(); from = to) {
    double weight = 0.0;
    for (; to < order.size() && !less(W, order[from], order[to]); ++to) weight += kappa[order[to]];
    if (weight > most) {
      most = weight;
      best = order[from];
    }
  }
  return best;
}

// A step of Weiszfeld's from m: where m is a column, its own pull holds it back as far as it is strong enough (and m
// itself is returned where that is all the way).
arma::vec stepped(const CentredNorms& penalty, const arma::mat& W, const arma::vec& m) {
  arma::vec sum(W.n_rows, arma::fill::zeros), pull = -penalty.mu * m;
  double weights = penalty.mu, held = 0.0;
  for (arma::uword t = 0; t < W.n_cols; ++t) {
    const arma::vec apart = W.col(t) - m;
    const double distance = arma::norm(apart);
    if (distance == 0.0) {
      held += penalty.kappa[t];
      continue;
    }
    const double weight = penalty.kappa[t] / distance;
    sum += weight * W.col(t);
    pull += weight * apart;
    weights += weight;
  }
  const double strength = arma::norm(pull);
  if (strength <= held) return m;
  const double share = held / strength;
  return (1.0 - share) * sum / weights + share * m;
}

// A step of Newton's from m, which is no column. It sees what the ridge decides between points that the columns pull at
// alike, such as those between two columns.
arma::vec newton_direction(const CentredNorms& penalty, const arma::mat& W, const arma::vec& m) {
  arma::mat H(m.n_elem, m.n_elem, arma::fill::zeros);
  arma::vec pull = -penalty.mu * m;
  double weights = penalty.mu;
  for (arma::uword t = 0; t < W.n_cols; ++t) {
    const arma::vec apart = W.col(t) - m;
    const double length = arma::norm(apart);
    const arma::vec towards = apart / length;
    pull += penalty.kappa[t] * towards;
    H -= penalty.kappa[t] / length * towards * towards.t();
    weights += penalty.kappa[t] / length;
  }
  H.diag() += weights;
  return cholesky_solve(cholesky(arma::symmatu(H)), pull);
}

arma::vec polished(const CentredNorms& penalty, const arma::mat& W, arma::vec m) {
  constexpr int most_steps = 50;
  constexpr arma::uword most_features = 1000;
  if (W.n_rows > most_features) return m;
  double value = penalty.value_at(W, m);
  for (int step = 0; step < most_steps; ++step) {
    for (arma::uword t = 0; t < W.n_cols; ++t)
      if (arma::approx_equal(W.col(t), m, "absdiff", 0.0)) return m;
    arma::vec direction;
    try {
      direction = newton_direction(penalty, W, m);
    } catch (const NumericalFailure&) {
      return m;  // a column is too near
    }
    double share = 1.0;
    for (; share > 1e-6; share *= 0.5) {
      const arma::vec next = m + share * direction;
      const double reached = penalty.value_at(W, next);
      if (!(reached < value)) continue;
      m = next;
      value = reached;
      break;
    }
    if (!(share > 1e-6)) return m;
  }
  return m;
}

}  // namespace

double CentredNorms::value_at(const arma::mat& W, const arma::vec& m) const {
  Sum sum;
  for (arma::uword t = 0; t < W.n_cols; ++t)
    if (kappa[t] > 0.0) sum.add(kappa[t] * arma::norm(W.col(t) - m));
  sum.add(0.5 * mu * arma::dot(m, m));
  return sum.value();
}

arma::vec CentredNorms::centre(const arma::mat& W) const {
  if (W.is_empty()) return arma::vec(W.n_rows, arma::fill::zeros);
  constexpr int most_steps = 200;
  const auto better = [&](const arma::vec& a, const arma::vec& b) { return value_at(W, a) < value_at(W, b); };
  arma::vec m = W.col(heaviest(W, kappa));
  const arma::vec total = W * kappa;
  if (const arma::vec mean = total / (arma::accu(kappa) + mu); better(mean, m)) m = mean;
  for (int step = 0; step < most_steps; ++step) {
    const arma::vec next = stepped(*this, W, m);
    const double moved = arma::norm(next - m);
    if (!(moved > 4.0 * arma::datum::eps * arma::norm(next))) break;
    m = next;
  }
  m = polished(*this, W, std::move(m));
  // Towards a column that is the centre by itself no such step is exact.
  arma::uword nearest = 0;
  double least = arma::datum::inf;
  for (arma::uword t = 0; t < W.n_cols; ++t)
    if (const double distance = arma::norm(W.col(t) - m); distance < least) {
      least = distance;
      nearest = t;
    }
  const arma::vec column = W.col(nearest);
  return better(column, m) ? column : m;
}

double CentredNorms::value(const arma::mat& W) const { return value_at(W, centre(W)); }

double CentredNorms::conjugate(const arma::mat& G) const {
  const arma::vec sum = arma::sum(G, 1) / std::sqrt(2.0 * mu);  // before squares could vanish
  return arma::dot(sum, sum);
}

DualScales CentredNorms::dual_scales(const arma::mat& G) const {
  double scale = 1.0;
  for (arma::uword t = 0; t < G.n_cols; ++t)
    scale = std::min(scale, scale_into_ball(arma::norm(G.col(t)), kappa[t], G));
  return {scale, scale};
}

}  // namespace starling
