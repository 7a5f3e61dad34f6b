// The dual point of one machine for several classes, and what belongs to it.
//
// With q_i = u_i + c_i at the sample's own class a dual point is one of the simplex of size c_i for every sample.
// Blocks are B_t = -X_t'u_t, as many columns as classes; coefficients W = B A.
#pragma once

#include <vector>

#include "lib/fit/class_terms.hpp"
#include "lib/solver/classes/class_rows.hpp"
#include "lib/solver/svm/tied_blocks.hpp"

namespace starling::classes {

struct ClassSample {
  double c = 0.0;          // in the unit of the ties
  double curvature = 0.0;  // A_tt |x|^2
  double inverse = 0.0;    // 1 / curvature, finite
  arma::uword own = 0;     // its class
};

struct ClassState {
  // rows: of the problem's data, with its constant where the intercept is penalised. All must outlive this object.
  ClassState(const ClassProblem& problem, const ClassRows& rows, const svm::TaskTies& ties);

  arma::uword n_tasks() const { return data.n_tasks(); }
  arma::uword n_classes() const { return rows.n_classes(); }
  double* q(arma::uword i) { return point.memptr() + i * rows.width(); }
  const double* q(arma::uword i) const { return point.memptr() + i * rows.width(); }
  // The blocks afresh, without the rounding of many steps.
  void restart();

  arma::vec dual_point() const;  // u in the problem's unit, N x K by columns
  Coefficients coefficients() const;

  const MultiTaskData& data;
  const ClassRows& rows;
  const svm::TaskTies& ties;
  std::vector<ClassSample> samples;  // flat
  arma::vec point;                   // q of all samples, rows.width() numbers each
  svm::TiedBlocks blocks;
};

// Adds 1 to the predictions of every class but the own: what the dual rises by.
inline void add_margins(const ClassSample& sample, arma::uword n_classes, double* scores) {
  for (arma::uword l = 0; l < n_classes; ++l) scores[l] += l == sample.own ? 0.0 : 1.0;
}

}  // namespace starling::classes
