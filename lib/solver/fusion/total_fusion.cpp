#include "lib/solver/fusion/total_fusion.hpp"

#include <algorithm>
#include <cmath>

#include "lib/linalg/blas.hpp"
#include "lib/linalg/decompose.hpp"
#include "lib/penalty/cluster_spread.hpp"

namespace starling::fusion {
namespace {

double length(const arma::mat& A, arma::uword e) {
  return std::sqrt(blas::square_norm(A.n_rows, blas::start_of(A, e)));
}

// The minimum over tasks that are alike within components, by conjugate gradients on all components at once.
arma::mat alike(const clusters::PulledTasks& tasks, const arma::uvec& components) {
  const arma::uword k = components.max() + 1, most = 4 * tasks.linear().n_rows + 20;
  const auto means = [&](const arma::mat& V) { return cluster_means(V, components, k); };
  arma::mat M(tasks.linear().n_rows, k, arma::fill::zeros);
  arma::mat R = means(tasks.linear()), P = R;
  arma::rowvec squares = arma::sum(arma::square(R), 0);
  const arma::rowvec enough = 1e-28 * squares;
  for (arma::uword step = 0; step < most && arma::any(squares > enough); ++step) {
    const arma::mat Q = means(tasks.gradient(P.cols(components)) + tasks.linear());
    arma::rowvec lengths = squares / arma::sum(P % Q, 0);
    lengths.replace(arma::datum::nan, 0.0);  // a component that is done
    M += P.each_row() % lengths;
    R -= Q.each_row() % lengths;
    const arma::rowvec next = arma::sum(arma::square(R), 0);
    arma::rowvec ratios = next / squares;
    ratios.replace(arma::datum::nan, 0.0);
    P = R + P.each_row() % ratios;
    squares = next;
  }
  return M.cols(components);
}

// D K D', with what makes it definite: constants on a component are no longer free.
arma::mat network(const TaskEdges& edges, const arma::vec& conductances, const arma::uvec& components) {
  arma::mat L(edges.n_tasks, edges.n_tasks, arma::fill::zeros);
  for (arma::uword e = 0; e < edges.size(); ++e) {
    const arma::uword s = edges.first[e], t = edges.second[e];
    L(s, s) += conductances[e];
    L(t, t) += conductances[e];
    L(s, t) -= conductances[e];
    L(t, s) -= conductances[e];
  }
  const double scale = arma::trace(L) / static_cast<double>(edges.n_tasks * edges.n_tasks);
  for (arma::uword s = 0; s < edges.n_tasks; ++s)
    for (arma::uword t = 0; t < edges.n_tasks; ++t)
      if (components[s] == components[t]) L(s, t) += scale > 0.0 ? scale : 1.0;
  return L;
}

// The electrical flow Z with Z D' = -G, G of columns of sum zero in every component, and its potentials.
struct Electrical {
  arma::mat phi, flow;
};

Electrical electrical_flow(const TaskEdges& edges, const arma::vec& conductances, const arma::uvec& components,
                           const arma::mat& G) {
  const arma::mat R = cholesky(network(edges, conductances, components));
  Electrical found;
  found.flow.zeros(G.n_rows, edges.size());
  found.phi.zeros(G.n_rows, edges.n_tasks);
  for (int pass = 0; pass < 2; ++pass) {  // the second one for what rounding left
    const arma::mat more = cholesky_solve(R, arma::mat((G + edges.gathered(found.flow)).t())).t();
    found.phi += more;
    found.flow -= edges.differences(more).each_row() % conductances.t();
  }
  return found;
}

}  // namespace

TotalFusion total_fusion(const clusters::PulledTasks& tasks, const TaskEdges& edges) {
  TotalFusion total;
  const arma::uword p = tasks.linear().n_rows;
  total.flow.zeros(p, edges.size());
  total.V.zeros(p, edges.n_tasks);
  if (edges.size() == 0 || p == 0) return total;
  const arma::uvec components = edges.components(arma::uvec(edges.size(), arma::fill::ones));
  total.V = alike(tasks, components);
  arma::mat G = tasks.gradient(total.V);
  const arma::mat rounding = cluster_means(G, components, components.max() + 1);
  G -= rounding.cols(components);
  const bool only_one = edges.size() == edges.n_tasks - (components.max() + 1);  // flow: a forest
  const int rounds = only_one || edges.n_tasks > 1000 ? 1 : 60;
  constexpr double widest = 1e6;  // of conductances
  arma::vec fullness(edges.size(), arma::fill::ones), loads(edges.size());
  total.strength = arma::datum::inf;
  for (int round = 0; round < rounds; ++round) {
    const arma::vec conductances = arma::square(edges.weights) / fullness;
    const auto [phi, flow] = electrical_flow(edges, conductances, components, G);
    const arma::mat steps = edges.differences(phi);
    double length_of_phi = 0.0;
    for (arma::uword e = 0; e < edges.size(); ++e) {
      loads[e] = length(flow, e) / edges.weights[e];
      length_of_phi += edges.weights[e] * length(steps, e);
    }
    const double fullest = loads.max();
    if (length_of_phi > 0.0) total.least = std::max(total.least, std::abs(arma::dot(G, phi)) / length_of_phi);
    if (fullest < total.strength) {
      total.strength = fullest;
      total.flow = flow;
    }
    if (!(fullest > 0.0) || total.strength <= (1.0 + 1e-9) * total.least) break;
    fullness %= 1.0 + loads / fullest;
    fullness = arma::clamp(fullness / fullness.max(), 1.0 / widest, 1.0);
  }
  if (only_one) total.least = total.strength;
  return total;
}

}  // namespace starling::fusion
