// Dual descent for one machine of several classes: a step solves for all classes of a sample exactly.
//
// METHOD  The best u_i while the other samples stay is the nearest point of its simplex to q_i + g_i / (A_tt |x_i|^2),
//         g_i the predictions with 1 for every class but the own. Inside a task only its coefficients are kept. Samples
//         at a corner of their simplex that would stay there even if predictions moved by the typical force are left
//         out of sweeps until the next look.
// PAPERS  crammer2001algorithmic, keerthi2008sequential
#pragma once

#include <vector>

#include "lib/base/random.hpp"
#include "lib/solver/classes/class_state.hpp"
#include "lib/solver/svm/dual_state.hpp"

namespace starling::classes {

class ClassDescent {
 public:
  explicit ClassDescent(ClassState& state);

  // Once over the active samples, tasks and samples in random order.
  void sweep();
  // Looks at all samples: what the point proves, and which are active.
  void look();

  arma::uword n_active() const { return active_.total(); }
  arma::uword n_free() const { return n_free_; }        // samples with a choice between classes
  arma::uword n_changed() const { return n_changed_; }  // since the look before: free or not, or between other classes
  // In the unit of the ties, of the last look.
  double primal() const { return primal_; }
  double dual() const { return dual_; }

 private:
  struct TaskPart {
    double loss = 0.0, linear = 0.0, penalty = 0.0, squares = 0.0;
    arma::uword pulled = 0, n_free = 0, n_changed = 0;
  };

  bool step(arma::uword t, std::uint32_t k, double* z);
  TaskPart measure(arma::uword t);
  void list(double typical_force);

  ClassState& state_;
  arma::vec pressure_;
  svm::TaskLists active_;
  std::vector<std::uint32_t> order_;
  AlignedDoubles z_, entered_;
  std::vector<double> target_, change_;  // of a step
  std::vector<std::uint64_t> support_;   // of every sample at the last look, as a sum of the classes' codes
  RandomStream stream_;
  int sweeps_ = 0;
  arma::uword n_free_ = 0, n_changed_ = 0;
  double primal_ = arma::datum::inf, dual_ = -arma::datum::inf;
};

}  // namespace starling::classes
