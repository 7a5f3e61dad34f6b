#include <algorithm>
#include <cmath>

#include "lib/solver/svm/kernel_face.hpp"
#include "lib/solver/svm/pair_descent.hpp"

namespace starling::svm {
namespace {

constexpr arma::uword most_in_a_face = 2500;

double room(const DualSample& sample, double direction) {
  return direction > 0.0 ? sample.piece_high() - sample.u : sample.u - sample.piece_low();
}

}  // namespace

double PairDescent::face_cost() const {
  constexpr double flops_of_a_sample = 5.0;
  double active = 0.0;
  for (const Active& of_task : active_) active += static_cast<double>(of_task.size());
  const double n = static_cast<double>(free_samples().size());
  return n * n * n / (3.0 * flops_of_a_sample) + n * active;
}

PairDescent::Face PairDescent::free_samples() const {
  Face face;
  for (arma::uword t = 0; t < active_.size(); ++t)
    for (arma::uword k = 0; k < active_[t].size(); ++k) {
      if (!samples_[flat(t, k)].is_free()) continue;
      face.task.push_back(t);
      face.place.push_back(k);
    }
  return face;
}

arma::mat PairDescent::hessian(const Face& face) {
  arma::mat H(face.size(), face.size());
  for (arma::uword a = 0; a < face.size(); ++a) {
    const arma::uword t = face.task[a], i = flat(t, face.place[a]);
    const double* row = cache_.row(row_of(t, i));
    for (arma::uword b = 0; b <= a; ++b) {
      const arma::uword s = face.task[b];
      H(b, a) = H(a, b) = A_(s, t) * row[kernel_.first_row(s) + active_[s].index[face.place[b]]];
    }
    H(a, a) += samples_[i].shift;
  }
  return H;
}

arma::vec PairDescent::move_along(const Face& face, const arma::vec& delta, double share) {
  arma::vec moved(face.size());
  for (arma::uword begin = 0, end = 0; begin < face.size(); begin = end) {
    arma::uword roomiest = begin;
    double sum = 0.0, most_room = -1.0;
    for (end = begin; end < face.size() && face.task[end] == face.task[begin]; ++end) {
      DualSample& sample = samples_[flat(face.task[end], face.place[end])];
      const double before = sample.u, limit = room(sample, delta[end]);
      const double bound = delta[end] > 0.0 ? sample.piece_high() : sample.piece_low();
      sample.u = share * std::abs(delta[end]) >= limit ? bound : before + share * delta[end];
      moved[end] = sample.u - before;
      sum += moved[end];
      const double both = std::min(room(sample, 1.0), room(sample, -1.0));
      if (both <= most_room) continue;
      most_room = both;
      roomiest = end;
    }
    if (!balanced_ || most_room <= std::abs(sum)) continue;
    // What rounding left of the sum.
    samples_[flat(face.task[roomiest], face.place[roomiest])].u -= sum;
    moved[roomiest] -= sum;
  }
  return moved;
}

void PairDescent::solve_face() {
  constexpr int most_bounds = 8;
  constexpr double most_patience = 64.0;
  // A sample that meets its bound leaves the face, and the others go on.
  double share = 0.0;
  for (int k = 0; k < most_bounds; ++k) {
    share = step_on_face();
    if (!(share > 0.0) || share == 1.0) break;
  }
  // Where many bounds are met the free samples are not yet the right ones.
  patience_ = share == 1.0 ? 1.0 : std::min(most_patience, 2.0 * patience_);
  owed_ = 0.0;
}

double PairDescent::step_on_face() {
  const Face face = free_samples();
  if (face.size() < 2 || face.size() > most_in_a_face) return 0.0;
  arma::vec drive(face.size());
  for (arma::uword a = 0; a < face.size(); ++a) {
    const Active& active = active_[face.task[a]];
    drive[a] = active.z[face.place[a]] - active.up[face.place[a]];
  }
  const arma::vec delta = face_direction(hessian(face), drive, balanced_ ? face.task : std::vector<arma::uword>{});
  if (delta.is_empty() || !delta.is_finite() || !(arma::dot(drive, delta) > 0.0)) return 0.0;
  double share = 1.0;
  for (arma::uword a = 0; a < face.size(); ++a) {
    const DualSample& sample = samples_[flat(face.task[a], face.place[a])];
    if (delta[a] != 0.0) share = std::min(share, room(sample, delta[a]) / std::abs(delta[a]));
  }
  const arma::vec moved = move_along(face, delta, share);
  for (arma::uword a = 0; a < face.size(); ++a) {
    const arma::uword t = face.task[a];
    refresh(t, face.place[a]);
    const double* row = cache_.row(row_of(t, flat(t, face.place[a])));
    for (arma::uword s = 0; s < active_.size(); ++s)
      if (A_(s, t) != 0.0) move(active_[s].lanes(), -A_(s, t) * moved[a], row + kernel_.first_row(s), nullptr, false);
  }
  for (Active& active : active_) active.drives = strongest(active.lanes(), !balanced_);
  ++face_steps_;
  return share;
}

}  // namespace starling::svm
