// The columns of one task as the row solvers see them: samples of positive weight v only, each feature with its
// v-weighted mean taken off (where the intercept is free) and every sample times sqrt(v),
//
//     X~ = sqrt(v) o (X - 1 mean'),
//
// so that a weighted problem with an intercept is a plain one. X itself is never copied: columns are written out a few
// at a time, sparse ones as well.
// EDGES   A column that is constant to rounding becomes zero.
#pragma once

#include <armadillo>

#include "lib/linalg/design.hpp"

namespace starling {

class TaskColumns {
 public:
  // v: a weight for every sample of X, >= 0 and not all zero.
  TaskColumns(Design X, const arma::vec& v, bool centred);

  arma::uword n() const { return root_.n_elem; }  // samples of positive weight
  const arma::vec& root() const { return root_; }
  double weight() const { return weight_; }
  // The entries of a vector over all samples that belong to the kept ones, and the way back (zero elsewhere).
  arma::vec keep(const arma::vec& all) const { return all.elem(kept_); }
  arma::vec spread(const arma::vec& kept) const;

  bool is_constant(arma::uword j) const { return moments(j).constant; }
  // Columns js of X~, n x |js|. Cost n |js|.
  arma::mat write(const arma::uvec& js) const;
  // Columns js of X as they are, for the kept samples.
  arma::mat raw(const arma::uvec& js) const;
  // X~(:, js)' X~(:, js from `from` on), |js| x (|js| - from). Cost 2 n |js| (|js| - from) flops, in blocks of samples
  // (dense) or of columns (sparse).
  arma::mat gram(const arma::uvec& js, arma::uword from = 0) const;
  // X~(:, js)' p.
  arma::vec project(const arma::uvec& js, const arma::vec& p) const;

 private:
  struct Moments {
    double mean = 0.0;
    bool constant = false;
  };
  Moments moments(arma::uword j) const;
  void write_column(arma::uword j, Moments m, double* out) const;
  void dense_gram(const arma::uvec& js, arma::uword from, arma::mat& C) const;
  void sparse_gram(const arma::uvec& js, arma::uword from, arma::mat& C) const;

  Design X_;
  arma::vec v_;      // of all samples
  arma::uvec kept_;  // samples of positive weight
  arma::uvec slot_;  // of every sample among the kept ones, n() where it is not kept
  arma::vec root_;   // sqrt(v)
  double weight_ = 0.0;
  bool centred_;
};

}  // namespace starling
