// The program of someone who links Starling.
#include <starling.hpp>

#include "lib/base/random.hpp"

int main() {
  const starling::RandomStream noise(1, "noise");
  arma::mat X(20, 3);
  for (arma::uword i = 0; i < X.n_elem; ++i) X(i) = noise.normal(i);
  const auto data = starling::MultiTaskData::from_tasks({{.X = X, .y = X.col(0)}, {.X = X, .y = X.col(1)}});
  const int truncated = data.targets().n_elem / 2.5;  // Starling's own warnings would refuse this line
  return truncated == 16 ? 0 : 1;
}
