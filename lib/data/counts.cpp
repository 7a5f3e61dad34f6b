#include "lib/data/counts.hpp"

#include "lib/base/params.hpp"

namespace starling {

std::optional<Complaint> negative_count(const MultiTaskData& data) {
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    const Rows rows = data.rows_of(t);
    for (arma::uword i = rows.begin; i < rows.end; ++i)
      if (data.weights()[i] > 0.0 && data.targets()[i] < 0.0)
        return Complaint{.what = "a negative target, where the poisson loss needs counts",
                         .where = "task " + data.task_names()[t] + ", row " + std::to_string(i - rows.begin),
                         .expected = "a number >= 0",
                         .got = spelling::print(data.targets()[i]),
                         .hint = "choose another loss"};
  }
  return {};
}

}  // namespace starling
