// Newton's method for the multi-task Lasso on one number per row, the ridge variance tau_j >= 0.
//
//     lambda_j |w| = min_tau (|w|^2 / tau + lambda_j^2 tau) / 2,    so with W minimised out
//     phi(tau) = sum_t phi_t(tau) + 1/2 sum_j lambda_j^2 tau_j,     phi_t = min_w,b loss_t + mu/2 |w|^2 + 1/2 sum_j
//     w_j^2 / tau_j
//
// is smooth and convex and the tasks are apart: each is a ridge problem with D = tau / (1 + mu tau). With g_t the
// negative gradient of the rest of the objective at the ridge solution (the ridge mu included), w_t = tau o g_t and
//
//     dphi/dtau_j = (lambda_j^2 - |g^j|^2) / 2,    d2phi = sum_t Q_t o g_t g_t',    Q_t = rho (X~' K^-1 X~) rho + mu
//     diag(rho)
//
// where K = I + X~ D X~', X~ the weighted and centred features at hand and rho = 1 / (1 + mu tau). A row of zeros is
// tau_j = 0, and the gradient there is the test whether it stays zero.
#pragma once

#include <armadillo>
#include <vector>

namespace starling {

// Where a task's ridge system is factored: K (n x n, n its samples) or I + D^1/2 C D^1/2 (a x a) with C = X~'X~ of the
// a active rows.
enum class FactorSide { samples, rows };

struct TaskFactor {
  FactorSide side = FactorSide::samples;
  arma::mat L;          // lower Cholesky factor
  double fitted = 0.0;  // what the task adds to phi
  arma::vec alpha;      // of the kept samples, with w = D X~'alpha (samples side, and curved losses)
  // Curved losses only: more of the state to start the next evaluation from.
  arma::vec omega;  // the weights of the last factor
  double b = 0.0;
};

// One tau with everything that follows from it, on m working rows.
struct RowPoint {
  arma::vec tau;      // m
  arma::uvec active;  // a positions with tau > 0, ascending
  arma::vec D;        // a: tau / (1 + mu tau)
  std::vector<TaskFactor> tasks;
  arma::mat G;      // m x T: negative gradients, the ridge included
  arma::mat W;      // a x T
  arma::vec norms;  // m: |g^j|
  double phi = 0.0;
  double primal = 0.0, dual = 0.0;  // of the problem restricted to the working rows
  double gap() const { return primal - dual; }

  void activate(double mu);  // active and D from tau
};

// The penalty on the working rows.
struct RowStrengths {
  arma::vec lambda;  // m, > 0
  double mu = 0.0;   // of the ridge
};

// What the sums over rows need of a point, whatever the loss.
struct RowSums {
  arma::vec outer;        // m: row norms of X~'r, the ridge not included
  double penalty = 0.0;   // of W, the ridge included
  double variance = 0.0;  // 1/2 sum lambda_j^2 tau_j
};
// From G = X~'r and W; takes the ridge's part into G and norms.
RowSums sum_rows(const RowStrengths& strengths, RowPoint& point);

// Working rows in the order in which they are kept, and which of the old positions the first of them had.
struct WorkingRows {
  arma::uvec rows, stay;
};
// Rows that stay come first and in their old order, so that what is stored of them can be copied. `next` is ascending.
WorkingRows rearrange(const arma::uvec& before, const arma::uvec& next);

// What Newton's method on tau asks of the tasks. Every function but evaluate() may be called for several tasks at once.
class RowScaleModel {
 public:
  virtual ~RowScaleModel() = default;
  virtual arma::uword n_tasks() const = 0;
  virtual const RowStrengths& strengths() const = 0;
  // Fills the point from its tau. The ridge problems are solved until no task's objective would fall by `accuracy`,
  // from the state of `warm`, which may be the point itself. phi is not finite where a system could not be solved.
  virtual void evaluate(double accuracy, const RowPoint& warm, RowPoint& point) = 0;
  // Error of phi in units of the accuracy asked for: 0 where the ridge problems are solved exactly.
  virtual double noise() const = 0;
  virtual arma::uword n_samples(arma::uword t) const = 0;
  // X~ of the working rows at these positions, n x |rows|; and X~'X~.
  virtual arma::mat features(arma::uword t, const RowPoint& point, const arma::uvec& rows) const = 0;
  virtual arma::mat gram(arma::uword t, const RowPoint& point, const arma::uvec& rows) const = 0;
  // The point's own dual point for a task, over all its samples; empty where the loss gradient at its coefficients is
  // as good. Where D is large the predictions carry rounding errors that this one does not know.
  virtual arma::vec dual_point(arma::uword t, const RowPoint& point) const = 0;
};

}  // namespace starling
