#include "lib/linalg/kernels.hpp"

#include <cmath>

#include "lib/linalg/versions.hpp"

namespace starling::kernels {
namespace {

constexpr arma::uword lanes = 8;

struct Lanes {
  double part[lanes] = {};
  double sum() const {
    return ((part[0] + part[4]) + (part[2] + part[6])) + ((part[1] + part[5]) + (part[3] + part[7]));
  }
};

template <class S>
[[gnu::always_inline]] inline double centre_and_scale_loop(arma::uword n, const double* __restrict x, double mean,
                                                           const double* __restrict root, S* __restrict out) {
  Lanes squares;
  arma::uword i = 0;
  for (; i + lanes <= n; i += lanes)
    for (arma::uword l = 0; l < lanes; ++l) {
      const double value = root[i + l] * (x[i + l] - mean);
      squares.part[l] += value * value;
      out[i + l] = static_cast<S>(value);
    }
  for (; i < n; ++i) {
    const double value = root[i] * (x[i] - mean);
    squares.part[0] += value * value;
    out[i] = static_cast<S>(value);
  }
  return squares.sum();
}

// A loop of its own: reading a root for every number makes it two to three times as slow.
template <class S>
[[gnu::always_inline]] inline double centre_and_scale_evenly_loop(arma::uword n, const double* __restrict x,
                                                                  double mean, double root, S* __restrict out) {
  Lanes squares;
  arma::uword i = 0;
  for (; i + lanes <= n; i += lanes)
    for (arma::uword l = 0; l < lanes; ++l) {
      const double value = root * (x[i + l] - mean);
      squares.part[l] += value * value;
      out[i + l] = static_cast<S>(value);
    }
  for (; i < n; ++i) {
    const double value = root * (x[i] - mean);
    squares.part[0] += value * value;
    out[i] = static_cast<S>(value);
  }
  return squares.sum();
}

template <class Root>
[[gnu::always_inline]] inline double centred_square_loop(arma::uword n, const double* __restrict x, double mean,
                                                         const Root& root) {
  Lanes squares;
  arma::uword i = 0;
  for (; i + lanes <= n; i += lanes)
    for (arma::uword l = 0; l < lanes; ++l) {
      const double value = root(i + l) * (x[i + l] - mean);
      squares.part[l] += value * value;
    }
  for (; i < n; ++i) squares.part[0] += root(i) * (x[i] - mean) * (root(i) * (x[i] - mean));
  return squares.sum();
}
[[gnu::always_inline]] inline double centred_square_with(arma::uword n, const double* x, double mean,
                                                         const double* root) {
  return centred_square_loop(n, x, mean, [root](arma::uword i) { return root[i]; });
}
[[gnu::always_inline]] inline double centred_square_without(arma::uword n, const double* x, double mean) {
  return centred_square_loop(n, x, mean, [](arma::uword) { return 1.0; });
}

template <class S>
[[gnu::always_inline]] inline void column_norms_loop(arma::uword rows, arma::uword cols, const S* __restrict matrix,
                                                     double* __restrict norms) {
  for (arma::uword j = 0; j < cols; ++j) {
    const S* column = matrix + j * rows;
    Lanes squares;
    arma::uword i = 0;
    for (; i + lanes <= rows; i += lanes)
      for (arma::uword l = 0; l < lanes; ++l) {
        const double value = column[i + l];
        squares.part[l] += value * value;
      }
    for (; i < rows; ++i) {
      const double value = column[i];
      squares.part[0] += value * value;
    }
    norms[j] = std::sqrt(squares.sum());
  }
}

template <class In, class Out>
[[gnu::always_inline]] inline void convert_loop(arma::uword n, const In* __restrict in, Out* __restrict out) {
  for (arma::uword i = 0; i < n; ++i) out[i] = static_cast<Out>(in[i]);
}

template <class S>
[[gnu::always_inline]] inline void multiply_loop(arma::uword n, const S* __restrict a, const S* __restrict b,
                                                 S* __restrict out) {
  for (arma::uword i = 0; i < n; ++i) out[i] = a[i] * b[i];
}

[[gnu::always_inline]] inline Sum sum_loop(arma::uword n, const double* __restrict terms) {
  double total[lanes] = {}, lost[lanes] = {}, magnitude[lanes] = {};
  const auto add = [&](arma::uword l, double term) {
    const double next = total[l] + term, seen = next - total[l];
    lost[l] += (total[l] - (next - seen)) + (term - seen);
    total[l] = next;
    magnitude[l] += std::abs(term);
  };
  arma::uword i = 0;
  for (; i + lanes <= n; i += lanes)
    for (arma::uword l = 0; l < lanes; ++l) add(l, terms[i + l]);
  for (; i < n; ++i) add(i % lanes, terms[i]);
  Sum sum;
  for (arma::uword l = 0; l < lanes; ++l) sum.add(Sum::of_parts(total[l], lost[l], magnitude[l]));
  return sum;
}

STARLING_VERSIONS(double, centre_to_double,
                  (arma::uword n, const double* x, double mean, const double* root, double* out),
                  centre_and_scale_loop(n, x, mean, root, out))
STARLING_VERSIONS(double, centre_to_float,
                  (arma::uword n, const double* x, double mean, const double* root, float* out),
                  centre_and_scale_loop(n, x, mean, root, out))
STARLING_VERSIONS(double, centre_evenly_to_double,
                  (arma::uword n, const double* x, double mean, double root, double* out),
                  centre_and_scale_evenly_loop(n, x, mean, root, out))
STARLING_VERSIONS(double, centre_evenly_to_float,
                  (arma::uword n, const double* x, double mean, double root, float* out),
                  centre_and_scale_evenly_loop(n, x, mean, root, out))
STARLING_VERSIONS(double, centred_square_rooted, (arma::uword n, const double* x, double mean, const double* root),
                  centred_square_with(n, x, mean, root))
STARLING_VERSIONS(double, centred_square_plain, (arma::uword n, const double* x, double mean),
                  centred_square_without(n, x, mean))
STARLING_VERSIONS(void, norms_of_doubles, (arma::uword rows, arma::uword cols, const double* matrix, double* norms),
                  column_norms_loop(rows, cols, matrix, norms))
STARLING_VERSIONS(void, norms_of_floats, (arma::uword rows, arma::uword cols, const float* matrix, double* norms),
                  column_norms_loop(rows, cols, matrix, norms))
STARLING_VERSIONS(void, to_float, (arma::uword n, const double* in, float* out), convert_loop(n, in, out))
STARLING_VERSIONS(void, to_double, (arma::uword n, const float* in, double* out), convert_loop(n, in, out))
STARLING_VERSIONS(void, multiply_floats, (arma::uword n, const float* a, const float* b, float* out),
                  multiply_loop(n, a, b, out))
STARLING_VERSIONS(void, multiply_doubles, (arma::uword n, const double* a, const double* b, double* out),
                  multiply_loop(n, a, b, out))
STARLING_VERSIONS(Sum, sum_of_terms, (arma::uword n, const double* terms), sum_loop(n, terms))

}  // namespace

double centre_and_scale(arma::uword n, const double* x, double mean, const double* root, double* out) {
  return STARLING_CHOOSE(centre_to_double, n, x, mean, root, out);
}
double centre_and_scale(arma::uword n, const double* x, double mean, const double* root, float* out) {
  return STARLING_CHOOSE(centre_to_float, n, x, mean, root, out);
}
double centre_and_scale(arma::uword n, const double* x, double mean, double root, double* out) {
  return STARLING_CHOOSE(centre_evenly_to_double, n, x, mean, root, out);
}
double centre_and_scale(arma::uword n, const double* x, double mean, double root, float* out) {
  return STARLING_CHOOSE(centre_evenly_to_float, n, x, mean, root, out);
}
double centred_square(arma::uword n, const double* x, double mean, const double* root) {
  return STARLING_CHOOSE(centred_square_rooted, n, x, mean, root);
}
double centred_square(arma::uword n, const double* x, double mean) {
  return STARLING_CHOOSE(centred_square_plain, n, x, mean);
}
void column_norms(arma::uword rows, arma::uword cols, const double* matrix, double* norms) {
  STARLING_CHOOSE(norms_of_doubles, rows, cols, matrix, norms);
}
void column_norms(arma::uword rows, arma::uword cols, const float* matrix, double* norms) {
  STARLING_CHOOSE(norms_of_floats, rows, cols, matrix, norms);
}
void convert(arma::uword n, const double* in, float* out) { STARLING_CHOOSE(to_float, n, in, out); }
void convert(arma::uword n, const float* in, double* out) { STARLING_CHOOSE(to_double, n, in, out); }
void multiply(arma::uword n, const float* a, const float* b, float* out) {
  STARLING_CHOOSE(multiply_floats, n, a, b, out);
}
void multiply(arma::uword n, const double* a, const double* b, double* out) {
  STARLING_CHOOSE(multiply_doubles, n, a, b, out);
}
Sum sum(arma::uword n, const double* terms) { return STARLING_CHOOSE(sum_of_terms, n, terms); }

}  // namespace starling::kernels
