// Newton's equations for the row scales tau at one point: H d = r with d >= -tau, over the free rows.
//
//     H = (rho Q rho + mu diag(rho)) o (G'G),    Q = X'K^-1 X,    rho_j = 1 / (1 + mu tau_j),    o entry by entry
//
// over columns g^j of G. H is formed tile by tile, in float or double, or only applied: H v is, row by row,
// <g^j, x_j'K^-1 (sum_k x_k v_k g^k')>, four f n T flops in float, inside conjugate gradients.
// COST  Forming: f^2 (k + T) + k^2 f flops, k = n by samples or the number of positive scales by rows.
#pragma once

#include <armadillo>

#include "lib/solver/row_newton/bounded_quadratic.hpp"
#include "lib/solver/row_newton/scale_point.hpp"

namespace starling::row_newton {

enum class SystemForm { formed, formed_in_float, applied };

class NewtonSystem {
 public:
  // At a point whose scales are tau. free: positions of the free rows. `applied` is for points by samples.
  void set_up(const WorkingRows& rows, const arma::vec& tau, double mu, const ScalePoint& at, const arma::uvec& free,
              SystemForm form);
  bool is_empty() const { return free_.is_empty(); }
  void clear() { free_.reset(); }
  const arma::uvec& free() const { return free_; }

  // The step of the free rows for a right-hand side and lower bounds, as exactly as the effort (formed) or the relative
  // residual (applied) says.
  arma::vec step(const arma::vec& r, const arma::vec& lower, const QuadraticEffort& effort, double residual) const;

 private:
  template <class S>
  void form(const WorkingRows& rows, const arma::vec& tau, const arma::vec& rho, double mu, const ScalePoint& at,
            arma::Mat<S>& H) const;
  void prepare_to_apply(const WorkingRows& rows, const arma::vec& tau, const arma::vec& rho, double mu,
                        const ScalePoint& at);
  arma::fvec apply(const arma::fvec& v) const;
  arma::vec conjugate_gradients(const arma::vec& r, const arma::vec& lower, double residual) const;

  arma::uvec free_;
  SystemForm form_ = SystemForm::formed;
  arma::mat H_;
  arma::fmat H32_;
  arma::fmat V_, G_;             // K^-1/2 X rho and G of the free rows
  arma::fvec ridge_, diagonal_;  // mu rho_j |g^j|^2; the diagonal of H
};

}  // namespace starling::row_newton
