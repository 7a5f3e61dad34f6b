#include "lib/solver/svm/face.hpp"

#include <algorithm>
#include <cmath>

#include "lib/linalg/blas.hpp"

namespace starling::svm {
namespace {

constexpr double most_together = 400.0;  // free samples that one matrix is made for

}  // namespace

Face::Face(DualState& state)
    : state_(state), ascent_(state.rows.size()), step_(state.rows.size()), spread_(state.ties, state.rows.stride()) {}

// f(task, position, flat, sample).
template <class F>
void Face::each_free(const F& f) const {
  for (arma::uword t = 0; t < state_.rows.n_tasks(); ++t) {
    const std::uint32_t* free = state_.free.of(t);
    const arma::uword begin = state_.begin(t);
    for (arma::uword q = 0; q < state_.free.count(t); ++q)
      f(t, free[q], begin + free[q], state_.samples[begin + free[q]]);
  }
}

void Face::set_ascent(const arma::vec& predictions) {
  each_free([&](arma::uword, arma::uword, arma::uword i, const DualSample& sample) {
    ascent_[i] = predictions[i] - sample.slope();
  });
}

void Face::spread(const arma::vec& v) {
  spread_.zero();
  each_free([&](arma::uword t, arma::uword k, arma::uword i, const DualSample&) {
    state_.rows.add(t, k, -v[i], spread_.own(t));
  });
  spread_.gather();
}

double Face::sum_of_free(arma::uword t, const arma::vec& v) const {
  double sum = 0.0;
  for (arma::uword q = 0; q < state_.free.count(t); ++q) sum += v[state_.begin(t) + state_.free.of(t)[q]];
  return sum;
}

double Face::multiply(const arma::vec& v, arma::vec& out) {
  spread(v);
  AlignedDoubles z(state_.rows.stride());
  double product = 0.0;
  for (arma::uword t = 0; t < state_.rows.n_tasks(); ++t) {
    const std::uint32_t* free = state_.free.of(t);
    if (state_.free.count(t) == 0) continue;
    spread_.coefficients(t, z.data());
    const double from_intercept = state_.has_intercepts() ? state_.intercepts[t].grip * sum_of_free(t, v) : 0.0;
    for (arma::uword q = 0; q < state_.free.count(t); ++q) {
      const arma::uword i = state_.begin(t) + free[q];
      out[i] = state_.samples[i].shift * v[i] - state_.rows.product(t, free[q], z.data()) + from_intercept;
      product += v[i] * out[i];
    }
  }
  return product;
}

double Face::direct(const arma::vec& predictions) {
  set_ascent(predictions);
  return solve_directly() ? move() : 0.0;
}

double Face::conjugate(const arma::vec& predictions, double target) {
  constexpr int most_iterations = 200;
  set_ascent(predictions);
  arma::vec residual(ascent_.n_elem), direction(ascent_.n_elem), product(ascent_.n_elem);
  double size = 0.0;
  each_free([&](arma::uword, arma::uword, arma::uword i, const DualSample& sample) {
    step_[i] = 0.0;
    residual[i] = ascent_[i];
    direction[i] = sample.inverse * residual[i];
    size += residual[i] * direction[i];
  });
  const double enough = target * target * size;
  for (int k = 0; k < most_iterations && size > enough; ++k) {
    const double curvature = multiply(direction, product);
    if (!(curvature > 0.0)) break;
    const double length = size / curvature, before = size;
    size = 0.0;
    each_free([&](arma::uword, arma::uword, arma::uword i, const DualSample& sample) {
      step_[i] += length * direction[i];
      residual[i] -= length * product[i];
      size += residual[i] * residual[i] * sample.inverse;
    });
    const double keep = size / before;
    each_free([&](arma::uword, arma::uword, arma::uword i, const DualSample& sample) {
      direction[i] = sample.inverse * residual[i] + keep * direction[i];
    });
  }
  return move();
}

double Face::towards(const arma::vec& u) {
  each_free([&](arma::uword, arma::uword, arma::uword i, const DualSample& sample) { step_[i] = u[i] - sample.u; });
  return move();
}

double Face::move() {
  each_free([&](arma::uword, arma::uword, arma::uword i, const DualSample& sample) {
    step_[i] = std::clamp(sample.u + step_[i], sample.piece_low(), sample.piece_high()) - sample.u;
  });
  spread(step_);
  const arma::uword stride = state_.rows.stride();
  AlignedDoubles z(stride);
  double slope = 0.0, curvature = 0.0;  // of the dual to be minimised, along the step
  for (arma::uword t = 0; t < state_.rows.n_tasks(); ++t) {
    const double* change = spread_.own(t);
    state_.coefficients(t, z.data());
    slope += kernels::dot(stride, z.data(), change);
    spread_.coefficients(t, z.data());
    curvature += kernels::dot(stride, z.data(), change);
  }
  each_free([&](arma::uword, arma::uword, arma::uword i, const DualSample& sample) {
    slope += step_[i] * sample.slope();
    curvature += sample.shift * step_[i] * step_[i];
  });
  std::vector<double> sums(state_.intercepts.size());
  for (arma::uword t = 0; t < sums.size(); ++t) {
    sums[t] = sum_of_free(t, step_);
    slope -= state_.intercepts[t].value() * sums[t];
    curvature += state_.intercepts[t].grip * sums[t] * sums[t];
  }
  if (!(slope < 0.0)) return 0.0;
  const double share = curvature > 0.0 ? std::min(1.0, -slope / curvature) : 1.0;
  each_free([&](arma::uword, arma::uword, arma::uword i, DualSample& sample) {
    sample.u = std::clamp(sample.u + share * step_[i], sample.piece_low(), sample.piece_high());
  });
  for (arma::uword t = 0; t < sums.size(); ++t) state_.intercepts[t].sum += share * sums[t];
  state_.blocks.add(share, spread_);
  return share;
}

bool Face::direct_is_cheap() const {
  constexpr double sweeps_worth = 160.0;
  const double n = static_cast<double>(state_.free.total()), d = values_of_a_row();
  if (!is_by_task()) return n <= most_together && 0.5 * n * n * d + n * n * n / 6.0 < sweeps_worth * n * d;
  double work = 0.5 * n * d * d + d * d * d / 6.0;
  for (arma::uword t = 0; t < state_.rows.n_tasks(); ++t) {
    const double m = static_cast<double>(state_.free.count(t));
    if (m > d + (state_.has_intercepts() ? 1.0 : 0.0)) return false;
    work += m * m * d;
  }
  return work < sweeps_worth * n * d;
}

bool Face::is_by_task() const { return state_.rows.is_dense() && state_.ties.is_arrow(); }

bool Face::solve_directly() { return is_by_task() ? solve_by_task() : solve_together(); }

double Face::values_of_a_row() const {
  if (state_.rows.is_dense()) return static_cast<double>(state_.rows.width());
  std::uint64_t values = 0;
  for (arma::uword t = 0; t < state_.rows.n_tasks(); ++t) {
    const RowBlock& block = state_.rows.of(t);
    values += block.dense ? block.n * state_.rows.width() : block.starts[block.n];
  }
  return static_cast<double>(values) / static_cast<double>(state_.rows.size());
}

// A face whose samples depend on each other has many optima; this much of the mean diagonal picks one.
double Face::ridge() const {
  constexpr double smallest_shift = 1e-9;
  double trace = 0.0;
  each_free([&](arma::uword t, arma::uword, arma::uword, const DualSample& sample) {
    trace += sample.curvature / state_.ties.own(t);
  });
  return smallest_shift * trace / static_cast<double>(state_.free.total());
}

bool Face::solve_together() {
  struct Item {
    arma::uword task, position, flat;
  };
  std::vector<Item> items;
  each_free([&](arma::uword t, arma::uword k, arma::uword i, const DualSample&) { items.push_back({t, k, i}); });
  const arma::uword n = items.size();
  const double small = ridge();
  arma::mat H(n, n), rhs(n, 1);
  for (arma::uword q = 0; q < n; ++q) {
    const Item& item = items[q];
    AlignedDoubles x(state_.rows.stride());
    state_.rows.add(item.task, item.position, 1.0, x.data());
    const double grip = state_.has_intercepts() ? state_.intercepts[item.task].grip : 0.0;
    for (arma::uword r = q; r < n; ++r)
      H(r, q) = state_.ties.matrix()(items[r].task, item.task) *
                    state_.rows.product(items[r].task, items[r].position, x.data()) +
                (items[r].task == item.task ? grip : 0.0);
    H(q, q) += small + state_.samples[item.flat].shift;
    rhs[q] = ascent_[item.flat];
  }
  if (!blas::cholesky_lower(blas::view(H))) return false;
  const blas::View L = blas::view(static_cast<const arma::mat&>(H));
  blas::solve_lower(blas::Op::none, L, blas::view(rhs));
  blas::solve_lower(blas::Op::transpose, L, blas::view(rhs));
  for (arma::uword q = 0; q < n; ++q) step_[items[q].flat] = rhs[q];
  return rhs.is_finite();
}

bool Face::solve_by_task() {
  const arma::uword stride = state_.rows.stride(), T = state_.rows.n_tasks(), n = state_.free.total();
  const double small = ridge();
  arma::mat V(stride, n), rhs(n, 1);  // the free rows, then V L'^-1; the ascent, then L^-1 of it
  std::vector<arma::mat> factors(T);
  for (arma::uword t = 0, at = 0; t < T; at += state_.free.count(t++)) {
    const arma::uword m = state_.free.count(t);
    const std::uint32_t* free = state_.free.of(t);
    for (arma::uword q = 0; q < m; ++q) {
      const double* row = state_.rows.of(t).dense_row(free[q]);
      std::copy(row, row + stride, V.memptr() + (at + q) * stride);
      rhs[at + q] = ascent_[state_.begin(t) + free[q]];
    }
    if (m == 0) continue;
    const blas::MutableView columns = blas::columns(blas::view(V), {at, at + m});
    arma::mat& L = factors[t];
    L.zeros(m, m);
    blas::add_square(blas::Op::none, 1.0, columns, blas::view(L));
    if (state_.has_intercepts()) L += state_.intercepts[t].grip;
    for (arma::uword q = 0; q < m; ++q) L(q, q) += small + state_.samples[state_.begin(t) + free[q]].shift;
    if (!blas::cholesky_lower(blas::view(L))) return false;
    blas::solve_lower_right(blas::view(static_cast<const arma::mat&>(L)), columns);
    blas::solve_lower(blas::Op::none, blas::view(static_cast<const arma::mat&>(L)),
                      blas::block(blas::view(rhs), {at, at + m}, {0, 1}));
  }
  const double shared = state_.ties.shared();
  if (shared > 0.0) {
    arma::mat S(stride, stride, arma::fill::zeros), h(stride, 1);
    S.diag() += 1.0 / shared;
    blas::add_square(blas::Op::transpose, 1.0, blas::view(V), blas::view(S));
    if (!blas::cholesky_lower(blas::view(S))) return false;
    blas::multiply_vector(blas::Op::none, 1.0, blas::view(V), rhs.memptr(), 0.0, h.memptr());
    blas::solve_lower(blas::Op::none, blas::view(static_cast<const arma::mat&>(S)), blas::view(h));
    blas::solve_lower(blas::Op::transpose, blas::view(static_cast<const arma::mat&>(S)), blas::view(h));
    blas::multiply_vector(blas::Op::transpose, -1.0, blas::view(V), h.memptr(), 1.0, rhs.memptr());
  }
  for (arma::uword t = 0, at = 0; t < T; at += state_.free.count(t++)) {
    const arma::uword m = state_.free.count(t);
    if (m == 0) continue;
    blas::solve_lower(blas::Op::transpose, blas::view(static_cast<const arma::mat&>(factors[t])),
                      blas::block(blas::view(rhs), {at, at + m}, {0, 1}));
    for (arma::uword q = 0; q < m; ++q) step_[state_.begin(t) + state_.free.of(t)[q]] = rhs[at + q];
  }
  return rhs.is_finite();
}

}  // namespace starling::svm
