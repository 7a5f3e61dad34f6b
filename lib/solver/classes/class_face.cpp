#include "lib/solver/classes/class_face.hpp"

#include <algorithm>

#include "lib/linalg/parallel.hpp"
#include "lib/solver/classes/simplex.hpp"

namespace starling::classes {

ClassFace::ClassFace(ClassState& state) : state_(state), spread_(state.ties, state.rows.length()) {}

template <class F>
void ClassFace::each_task(const F& f) const {
  parallel_for(state_.n_tasks(), [&](std::size_t t) {
    if (begins_[t] < begins_[t + 1]) f(t);
  });
}

void ClassFace::find_free() {
  free_.clear();
  begins_.assign(1, 0);
  for (arma::uword t = 0; t < state_.n_tasks(); ++t) {
    const Rows run = state_.data.rows_of(t);
    for (arma::uword i = run.begin; i < run.end; ++i) {
      const double* q = state_.q(i);
      const auto support =
          static_cast<arma::uword>(std::count_if(q, q + state_.n_classes(), [](double value) { return value > 0.0; }));
      // Without features nothing curves: a sweep has been exact.
      if (support > 1 && state_.samples[i].curvature > 0.0) free_.push_back({i, support});
    }
    begins_.push_back(free_.size());
  }
}

void ClassFace::centre(const Free& free, double* v) const {
  const double* q = state_.q(free.sample);
  double sum = 0.0;
  for (arma::uword l = 0; l < state_.n_classes(); ++l) sum += q[l] > 0.0 ? v[l] : 0.0;
  const double mean = sum / static_cast<double>(free.support);
  for (arma::uword l = 0; l < state_.rows.width(); ++l) v[l] = l < state_.n_classes() && q[l] > 0.0 ? v[l] - mean : 0.0;
}

void ClassFace::set_ascent() {
  const arma::uword width = state_.rows.width();
  ascent_.set_size(free_.size() * width);
  each_task([&](arma::uword t) {
    AlignedDoubles z(state_.rows.length());
    state_.blocks.coefficients(t, z.data());
    for (arma::uword a = begins_[t]; a < begins_[t + 1]; ++a) {
      double* g = ascent_.memptr() + a * width;
      state_.rows.scores(t, free_[a].sample - state_.data.rows_of(t).begin, z.data(), g);
      add_margins(state_.samples[free_[a].sample], state_.n_classes(), g);
    }
  });
}

double ClassFace::multiply(const arma::vec& v, arma::vec& out, bool centred) {
  const arma::uword width = state_.rows.width();
  spread_.zero();
  each_task([&](arma::uword t) {
    for (arma::uword a = begins_[t]; a < begins_[t + 1]; ++a)
      state_.rows.add(t, free_[a].sample - state_.data.rows_of(t).begin, v.memptr() + a * width, spread_.own(t));
  });
  spread_.gather();
  out.set_size(v.n_elem);
  each_task([&](arma::uword t) {
    AlignedDoubles z(state_.rows.length());
    spread_.coefficients(t, z.data());
    for (arma::uword a = begins_[t]; a < begins_[t + 1]; ++a) {
      double* product = out.memptr() + a * width;
      state_.rows.scores(t, free_[a].sample - state_.data.rows_of(t).begin, z.data(), product);
      if (centred) centre(free_[a], product);
    }
  });
  return arma::dot(v, out);
}

ClassFace::Step ClassFace::conjugate(double target, int most) {
  constexpr double flat = 1e-14;  // curvature of a direction beside that of its samples
  find_free();
  if (free_.empty()) return {};
  set_ascent();
  const arma::uword width = state_.rows.width();
  arma::vec residual = ascent_, scaled(residual.n_elem), product;
  for (arma::uword a = 0; a < free_.size(); ++a) centre(free_[a], residual.memptr() + a * width);
  const auto precondition = [&] {
    for (arma::uword a = 0; a < free_.size(); ++a)
      for (arma::uword l = 0; l < width; ++l)
        scaled[a * width + l] = residual[a * width + l] * state_.samples[free_[a].sample].inverse;
    return arma::dot(residual, scaled);
  };
  double rho = precondition();
  const double enough = target * target * rho;
  arma::vec direction = scaled, delta(residual.n_elem, arma::fill::zeros);
  Step step;
  while (rho > enough && step.products < most) {
    const double curvature = multiply(direction, product, true);
    ++step.products;
    double plain = 0.0;
    for (arma::uword a = 0; a < free_.size(); ++a)
      for (arma::uword l = 0; l < width; ++l)
        plain += state_.samples[free_[a].sample].curvature * direction[a * width + l] * direction[a * width + l];
    if (!(curvature > flat * plain)) break;
    const double length = rho / curvature;
    delta += length * direction;
    residual -= length * product;
    const double before = rho;
    rho = precondition();
    direction = scaled + (rho / before) * direction;
  }
  if (!delta.is_finite()) return step;
  const Step moved = move(delta);
  return {moved.share, step.products + moved.products};
}

arma::vec ClassFace::way_to(const arma::vec& delta, double length) const {
  const arma::uword width = state_.rows.width(), K = state_.n_classes();
  arma::vec way(delta.n_elem, arma::fill::zeros);
  for (arma::uword a = 0; a < free_.size(); ++a) {
    const double* q = state_.q(free_[a].sample);
    double* to = way.memptr() + a * width;
    for (arma::uword l = 0; l < K; ++l) to[l] = q[l] + length * delta[a * width + l];
    project_onto_simplex(to, K, state_.samples[free_[a].sample].c);
    for (arma::uword l = 0; l < K; ++l) to[l] -= q[l];
  }
  return way;
}

// A shorter way bends at fewer bounds; the last one is taken as far as the dual rises.
ClassFace::Step ClassFace::move(const arma::vec& delta) {
  constexpr double least = 0.1, most = 0.5;
  constexpr int most_trials = 6;
  const arma::uword width = state_.rows.width();
  Step step{.share = 1.0};
  arma::vec way, product;
  double rise = 0.0;  // share of the way at which the dual is largest
  for (;;) {
    way = way_to(delta, step.share);
    const double curvature = multiply(way, product, false), slope = arma::dot(way, ascent_);
    ++step.products;
    rise = slope > 0.0 ? slope / std::max(curvature, slope) : 0.0;
    if (rise == 1.0 || step.products == most_trials) break;
    step.share *= std::clamp(rise, least, most);
  }
  step.share *= rise;
  if (!(rise > 0.0)) return step;
  for (arma::uword a = 0; a < free_.size(); ++a) {
    double* q = state_.q(free_[a].sample);
    for (arma::uword l = 0; l < state_.n_classes(); ++l) q[l] = std::max(0.0, q[l] + rise * way[a * width + l]);
  }
  state_.restart();
  return step;
}

}  // namespace starling::classes
