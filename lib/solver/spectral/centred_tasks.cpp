#include "lib/solver/spectral/centred_tasks.hpp"

#include <type_traits>

#include "lib/linalg/blas.hpp"
#include "lib/linalg/kernels.hpp"
#include "lib/linalg/parallel.hpp"
#include "lib/solver/spectral/task_moments.hpp"

namespace starling::spectral {

using blas::Op;
using blas::whole;

template <class S>
CentredTasks<S>::CentredTasks(const QuadraticSource& source, const arma::uvec& features)
    : X_(source.data.n_tasks()), y_(source.data.n_tasks()) {
  parallel_for(source.data.n_tasks(), [&](std::size_t t) {
    const Rows rows = source.data.rows_of(t);
    const TaskColumns columns(source.data.design(t), source.c.subvec(rows.begin, rows.end - 1), source.centred);
    y_[t] = centred_targets(columns, source, t);
    X_[t].set_size(columns.n(), features.n_elem);
    constexpr arma::uword piece = 64;  // columns written in double at a time
    for (arma::uword begin = 0; begin < features.n_elem; begin += piece) {
      const arma::uword end = std::min(features.n_elem, begin + piece);
      const arma::mat part = columns.write(features.subvec(begin, end - 1));
      S* to = blas::start_of(X_[t], begin);
      if constexpr (std::is_same_v<S, float>)
        kernels::convert(part.n_elem, part.memptr(), to);
      else
        std::copy_n(part.memptr(), part.n_elem, to);
    }
  });
}

template <class S>
double CentredTasks<S>::size(const MultiTaskData& data, arma::uword p) {
  return static_cast<double>(data.n_samples()) * static_cast<double>(p);
}

namespace {

// y = op(X) x, through S.
template <class S>
void product(Op op, const arma::Mat<S>& X, const double* x, double* y) {
  const arma::uword in = op == Op::none ? X.n_cols : X.n_rows, out = op == Op::none ? X.n_rows : X.n_cols;
  if constexpr (std::is_same_v<S, double>) {
    blas::multiply_vector(op, 1.0, whole(X), x, 0.0, y);
  } else {
    arma::fvec from(in), to(out);
    kernels::convert(in, x, from.memptr());
    blas::multiply_vector(op, 1.0F, whole(X), from.memptr(), 0.0F, to.memptr());
    kernels::convert(out, to.memptr(), y);
  }
}

}  // namespace

template <class S>
arma::vec CentredTasks<S>::forward(arma::uword t, const double* w) const {
  arma::vec z(X_[t].n_rows);
  product(Op::none, X_[t], w, z.memptr());
  return z;
}

template <class S>
void CentredTasks<S>::adjoint(arma::uword t, const arma::vec& u, double* g) const {
  product(Op::transpose, X_[t], u.memptr(), g);
}

template class CentredTasks<float>;
template class CentredTasks<double>;

}  // namespace starling::spectral
