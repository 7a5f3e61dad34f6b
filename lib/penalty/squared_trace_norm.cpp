#include "lib/penalty/squared_trace_norm.hpp"

#include <cmath>

#include "lib/linalg/decompose.hpp"
#include "lib/linalg/shrink.hpp"

namespace starling {
namespace {

// The threshold h with a h = b sum_i max(0, s_i - h); s descending, b > 0.
double threshold(const arma::vec& s, double a, double b) {
  double sum = 0.0, level = 0.0;
  for (arma::uword k = 0; k < s.n_elem && (k == 0 || s[k] > level); ++k) {
    sum += s[k];
    level = sum * (b / (a + b * static_cast<double>(k + 1)));
  }
  return level;
}

}  // namespace

double SquaredTraceNorm::value(const arma::mat& W) const { return value_at(singular_values(W)); }

double SquaredTraceNorm::conjugate(const arma::mat& G) const { return conjugate_at(singular_values(G)); }

double SquaredTraceNorm::value_at(const arma::vec& s) const {
  const double sum = std::sqrt(lambda) * arma::accu(s);
  return 0.5 * (sum * sum + arma::accu(arma::square(std::sqrt(mu) * s)));
}

double SquaredTraceNorm::conjugate_at(const arma::vec& s) const {
  if (s.is_empty()) return 0.0;
  const double level = mu > 0.0 ? threshold(s, mu, lambda) : s[0];
  const double inside = level / std::sqrt(lambda);
  if (!(mu > 0.0)) return 0.5 * inside * inside;
  const arma::vec beyond = arma::clamp(s - level, 0.0, arma::datum::inf) / std::sqrt(mu);
  return 0.5 * (inside * inside + arma::accu(arma::square(beyond)));
}

arma::mat SquaredTraceNorm::prox(const arma::mat& V, double step) const {
  return shrink_spectrum(V, [&](const arma::vec& s) { return ratios_at(s, step); });
}

arma::vec SquaredTraceNorm::ratios_at(const arma::vec& s, double step) const {
  const double ridge = 1.0 + step * mu;
  return soft_threshold_ratio(s, threshold(s, ridge, step * lambda)) / ridge;
}

}  // namespace starling
