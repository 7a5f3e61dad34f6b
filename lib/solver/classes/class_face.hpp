// Steps that move all samples with a choice between classes at once: towards the optimum of their face.
//
// METHOD  The face keeps which classes have a part of each sample's simplex. Its optimum is found by conjugate
//         gradients with the samples' curvatures as preconditioner; what it leads to is projected onto the simplices,
//         and the dual is maximised along the way there: no step can lower it.
#pragma once

#include <vector>

#include "lib/solver/classes/class_state.hpp"

namespace starling::classes {

class ClassFace {
 public:
  explicit ClassFace(ClassState& state);

  struct Step {
    double share = 0.0;  // of the way that was taken
    int products = 0;    // with the kernel of the free samples, each about a sweep over them
  };
  // Until the residual is `target` of its start, with at most `most` products.
  Step conjugate(double target, int most);

 private:
  struct Free {
    arma::uword sample = 0, support = 0;  // support: the number of its classes
  };
  void find_free();
  // g at the free samples.
  void set_ascent();
  // Takes its mean over the sample's classes from v, and leaves nothing elsewhere.
  void centre(const Free& free, double* v) const;
  // out = K v on the free samples, where asked for less its mean over each one's classes; returns v'out.
  double multiply(const arma::vec& v, arma::vec& out, bool centred);
  // From q to the point of the simplices nearest to q + length delta.
  arma::vec way_to(const arma::vec& delta, double length) const;
  Step move(const arma::vec& delta);
  template <class F>
  void each_task(const F& f) const;

  ClassState& state_;
  std::vector<Free> free_;
  std::vector<arma::uword> begins_;  // of the tasks in free_
  svm::TiedBlocks spread_;
  arma::vec ascent_;
};

}  // namespace starling::classes
