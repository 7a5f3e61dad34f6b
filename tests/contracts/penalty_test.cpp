// Every penalty keeps the promises of lib/penalty/penalty.hpp.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "lib/penalty/centred_norms.hpp"
#include "lib/penalty/cluster_norm.hpp"
#include "lib/penalty/cluster_spread.hpp"
#include "lib/penalty/feature_groups.hpp"
#include "lib/penalty/fusion_penalty.hpp"
#include "lib/penalty/graph_coupling.hpp"
#include "lib/penalty/lasso.hpp"
#include "lib/penalty/mean_coupling.hpp"
#include "lib/penalty/non_negative.hpp"
#include "lib/penalty/quadratic_coupling.hpp"
#include "lib/penalty/ridge.hpp"
#include "lib/penalty/ridged.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "lib/penalty/row_max_norm.hpp"
#include "lib/penalty/sparse_group_rows.hpp"
#include "lib/penalty/squared_trace_norm.hpp"
#include "lib/penalty/task_norms.hpp"
#include "lib/penalty/trace_norm.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;

namespace {

arma::mat random_matrix(std::uint64_t seed, arma::uword rows, arma::uword cols) {
  return testing::normal_matrix(seed, "matrix", rows, cols);
}

arma::mat ring_of_tasks(arma::uword n_tasks) {
  const arma::mat next = 0.5 * arma::shift(arma::eye(n_tasks, n_tasks), 1);
  return next + next.t();
}

constexpr arma::uword n_tasks = 4;
const arma::vec some_weights = {0.5, 2.0, 1.0, 3.0, 0.1, 1.5, 0.7};  // of up to seven rows
const std::vector<int> some_groups = {2, 2, 0, 2, 5, 0, 0};

// f(name, penalty) for every penalty.
template <class F>
void for_every_penalty(const F& f) {
  f("lasso", Lasso{0.7});
  f("row_group_lasso", RowGroupLasso{0.9});
  f("trace_norm", TraceNormPenalty{1.1});
  f("elastic_net", Ridged<Lasso>(Lasso{0.7}, 0.4));
  f("ridged_row_group_lasso", Ridged<RowGroupLasso>(RowGroupLasso{0.8}, 0.3));
  f("ridged_trace_norm", Ridged<TraceNormPenalty>(TraceNormPenalty{0.8}, 0.5));
  f("ridged_without_ridge", Ridged<RowGroupLasso>(RowGroupLasso{0.8}, 0.0));
  f("mean_coupling", QuadraticCoupling::mean(n_tasks, 2.0, 0.3));
  f("graph_coupling", QuadraticCoupling::graph(ring_of_tasks(n_tasks), 2.0, 0.3));
  f("even_ties", MeanCoupling(2.0, 0.3));
  f("task_network",
    GraphCoupling(std::make_shared<const TaskNetwork>(TaskEdges::of(ring_of_tasks(n_tasks))), 2.0, 0.3));
  f("evgeniou_pontil", QuadraticCoupling::evgeniou_pontil(n_tasks, 0.5));
  f("task_kernel", QuadraticCoupling::of_task_kernel(0.3 * arma::eye(n_tasks, n_tasks) + ring_of_tasks(n_tasks) / 4.0));
  f("cluster_norm", ClusterNorm(0.5, 0.2, 2));
  f("centred_norms", CentredNorms{arma::vec(n_tasks, arma::fill::value(0.9)), 0.4});
  f("task_norms", TaskNorms{0.8});
  f("ridge", Ridge{0.6});
  f("squared_trace_norm", SquaredTraceNorm{0.7});
  f("ridged_squared_trace_norm", SquaredTraceNorm{0.7, 0.3});
  f("cluster_spread", ClusterSpread({0, 2, 2, 0}, 3, 0.5, 0.2));
  f("fusion_of_all_tasks", FusionPenalty(std::make_shared<const TaskEdges>(TaskEdges::complete(n_tasks)), 0.3, 0.4));
  f("weighted_row_group_lasso", RowGroupLasso{0.9, some_weights});
  f("ridged_weighted_row_group_lasso", Ridged(RowGroupLasso{0.9, some_weights}, 0.4));
  f("sparse_group_rows", SparseGroupRows{0.9, 0.4});
  f("sparse_group_rows_nearly_lasso", SparseGroupRows{0.9, 0.999});
  f("ridged_sparse_group_rows", Ridged(SparseGroupRows{0.7, 0.4}, 0.3));
  f("row_max_norm", RowMaxNorm{1.3});
  f("ridged_row_max_norm", Ridged(RowMaxNorm{1.3}, 0.5));
  f("non_negative_lasso", NonNegative<Lasso>{{0.7}});
  f("non_negative_rows", NonNegative<RowGroupLasso>{{0.9, {}}});
  f("non_negative_row_max_norm", NonNegative<RowMaxNorm>{{0.9}});
  f("non_negative_sparse_group_rows", NonNegative<SparseGroupRows>{{0.7, 0.4}});
  f("non_negative_elastic_net", Ridged(NonNegative<RowGroupLasso>{{0.8, some_weights}}, 0.4));
  f("feature_groups", FeatureGroupLasso{0.9, FeatureGroups::of(some_groups)});
  f("ridged_feature_groups", Ridged(FeatureGroupLasso{0.9, FeatureGroups::of(some_groups)}, 0.2));
}

const arma::uword shapes[] = {3, 4, 7};  // d below, at and above T

}  // namespace

BOOST_AUTO_TEST_SUITE(penalty_contract)

BOOST_AUTO_TEST_CASE(value_and_conjugate_bound_every_inner_product) {
  for_every_penalty([](const std::string& name, const auto& penalty) {
    for (const arma::uword d : shapes)
      for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const arma::mat G = 3.0 * random_matrix(100 + seed, d, n_tasks);
        const arma::mat W =
            seed % 2 == 0 ? random_matrix(seed, d, n_tasks) : arma::abs(random_matrix(seed, d, n_tasks));
        for (const double s : penalty.dual_scales(G)) {
          BOOST_TEST_CONTEXT(name << " d " << d << " seed " << seed << " s " << s) {
            BOOST_TEST(s >= 0.0);
            BOOST_TEST(s <= 1.0);
            const double product = arma::dot(s * G, W);
            BOOST_TEST(product <= penalty.value(W) + penalty.conjugate(s * G) + 1e-12 * std::abs(product));
          }
        }
      }
  });
}

BOOST_AUTO_TEST_CASE(functions_of_singular_values_agree_with_those_of_the_matrix) {
  int looked_at = 0;
  for_every_penalty([&]<class P>(const std::string& name, const P& penalty) {
    if constexpr (Spectral<P>) {
      for (const arma::uword d : shapes) {
        const arma::mat W = random_matrix(d, d, n_tasks);
        arma::mat U, V;
        arma::vec s;
        arma::svd_econ(U, s, V, W);
        const auto near = [](double a, double b) { return std::abs(a - b) <= 1e-12 * (1.0 + std::abs(b)); };
        BOOST_TEST_CONTEXT(name << " d " << d) {
          BOOST_TEST(near(penalty.value_at(s), penalty.value(W)));
          const double scale = penalty.scale_at(s);
          BOOST_TEST(near(scale, penalty.dual_scales(W)[0]));
          BOOST_TEST(near(penalty.conjugate_at(scale * s), penalty.conjugate(scale * W)));
          const arma::vec shrunk = penalty.ratios_at(s, 0.3) % s;
          BOOST_TEST(arma::abs(U * arma::diagmat(shrunk) * V.t() - penalty.prox(W, 0.3)).max() <= 1e-12 * s[0]);
        }
        ++looked_at;
      }
    }
  });
  BOOST_TEST(looked_at >= 6);
}

BOOST_AUTO_TEST_CASE(rows_below_their_harmless_norm_change_nothing) {
  int looked_at = 0;
  for_every_penalty([&]<class P>(const std::string& name, const P& penalty) {
    if constexpr (RowIndifferent<P>) {
      for (std::uint64_t seed = 0; seed < 10; ++seed) {
        const arma::mat G = 3.0 * random_matrix(seed, 5, n_tasks);
        arma::mat other = G;
        for (const arma::uword j : {1, 3}) {
          const double bar = std::min(penalty.harmless_norm(j), 1e3);  // it may be infinite
          other.row(j) *= bar / arma::norm(other.row(j)) * (1.0 - 1e-12);
        }
        arma::mat none = other;
        none.row(1).zeros();
        none.row(3).zeros();
        BOOST_TEST_CONTEXT(name << " seed " << seed) {
          BOOST_TEST((penalty.dual_scales(other) == penalty.dual_scales(none)));
          for (const double s : penalty.dual_scales(none))
            BOOST_TEST(penalty.conjugate(s * other) == penalty.conjugate(s * none));
        }
      }
      ++looked_at;
    }
  });
  BOOST_TEST(looked_at >= 4);
}

// U = prox(V, s) if and only if (V - U)/s is a subgradient at U: Fenchel-Young with equality.
BOOST_AUTO_TEST_CASE(the_prox_meets_fenchel_young_with_equality) {
  for_every_penalty([]<class P>(const std::string& name, const P& penalty) {
    if constexpr (Proximable<P>) {
      for (const arma::uword d : shapes)
        for (const double step : {0.01, 0.5, 3.0})
          for (std::uint64_t seed = 0; seed < 10; ++seed) {
            const arma::mat V = 2.0 * random_matrix(seed, d, n_tasks), U = penalty.prox(V, step);
            const arma::mat G = (V - U) / step;
            const double shrink = penalty.dual_scales(G)[0];
            BOOST_TEST_CONTEXT(name << " d " << d << " step " << step << " seed " << seed) {
              BOOST_TEST(shrink >= 1.0 - 1e-11);  // the subgradient is feasible but for rounding
              const double gap = penalty.value(U) + penalty.conjugate(shrink * G) - arma::dot(G, U);
              BOOST_TEST(std::abs(gap) <= 1e-11 * (1.0 + std::abs(arma::dot(G, U)) + arma::norm(V, "fro")));
            }
          }
    }
  });
}

BOOST_AUTO_TEST_CASE(the_prox_does_not_expand_distances) {
  for_every_penalty([]<class P>(const std::string& name, const P& penalty) {
    if constexpr (Proximable<P>) {
      for (std::uint64_t seed = 0; seed < 30; ++seed) {
        const arma::mat A = random_matrix(seed, 5, n_tasks), B = random_matrix(50 + seed, 5, n_tasks);
        const double before = arma::norm(A - B, "fro");
        BOOST_TEST_CONTEXT(name << " seed " << seed)
        BOOST_TEST(arma::norm(penalty.prox(A, 0.7) - penalty.prox(B, 0.7), "fro") <= before * (1.0 + 1e-12));
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(the_order_of_features_does_not_matter_nor_that_of_exchangeable_tasks) {
  for_every_penalty([](const std::string& name, const auto& penalty) {
    // Weights and groups are of features by their place.
    if (name.find("weighted") != std::string::npos || name.find("groups") != std::string::npos) return;
    if (name == "non_negative_elastic_net") return;
    const arma::mat W = arma::abs(random_matrix(7, 5, n_tasks));
    const arma::mat features_turned = arma::flipud(W), tasks_turned = arma::fliplr(W);
    BOOST_TEST_CONTEXT(name) {
      BOOST_TEST(std::abs(penalty.value(features_turned) - penalty.value(W)) <= 1e-12 * penalty.value(W));
      BOOST_TEST(std::abs(penalty.value(tasks_turned) - penalty.value(W)) <= 1e-12 * penalty.value(W));
    }
  });
}

BOOST_AUTO_TEST_CASE(rescaling_by_powers_of_two_scales_the_value_and_the_conjugate) {
  for_every_penalty([](const std::string& name, const auto& penalty) {
    const double x = 0x1p-40, y = 0x1p30;
    const auto scaled = penalty.rescaled(x, y);
    const arma::mat W = arma::abs(random_matrix(8, 5, n_tasks)), G = random_matrix(9, 5, n_tasks);
    const double s = penalty.dual_scales(G)[1];
    BOOST_TEST_CONTEXT(name) {
      BOOST_TEST(std::abs(scaled.value(W * (y / x)) / (y * y) - penalty.value(W)) <= 1e-13 * penalty.value(W));
      const double conjugate = penalty.conjugate(s * G);
      BOOST_TEST(std::abs(scaled.conjugate(s * x * y * G) / (y * y) - conjugate) <= 1e-13 * conjugate);
    }
  });
}

BOOST_AUTO_TEST_CASE(the_dual_norm_is_the_strength_at_which_the_prox_becomes_zero) {
  for_every_penalty([](const std::string& name, const auto& penalty) {
    if constexpr (NormPenalty<std::remove_cvref_t<decltype(penalty)>>) {
      const arma::mat V = random_matrix(10, 5, n_tasks);
      const double step = penalty.dual_norm(V) / penalty.lambda;
      BOOST_TEST_CONTEXT(name) {
        BOOST_TEST(arma::abs(penalty.prox(V, step * (1.0 + 1e-9))).max() == 0.0);
        BOOST_TEST(arma::abs(penalty.prox(V, step * (1.0 - 1e-6))).max() > 0.0);
      }
    }
  });
}

// The row subproblem's optimality condition: v - h w is a subgradient of the row penalty at w.
BOOST_AUTO_TEST_CASE(row_minimisers_meet_their_optimality_condition_whatever_the_curvatures) {
  for_every_penalty([](const std::string& name, const auto& penalty) {
    if constexpr (RowSolvable<std::remove_cvref_t<decltype(penalty)>>) {
      const RandomStream spread(11, "curvatures");
      for (std::uint64_t seed = 0; seed < 200; ++seed) {
        arma::vec h(n_tasks), v = arma::vectorise(3.0 * random_matrix(seed, 1, n_tasks));
        const double decades = static_cast<double>(seed % 10);
        for (arma::uword t = 0; t < n_tasks; ++t) h[t] = std::pow(10.0, -decades * spread.uniform(n_tasks * seed + t));
        arma::vec w(n_tasks, arma::fill::ones);
        penalty.minimise_row(3, h, v, w);
        const auto of_row = penalty.of_rows(arma::uvec{3});
        const arma::mat G = (v - h % w).t(), row = w.t();
        const double shrink = of_row.dual_scales(G)[0];
        BOOST_TEST_CONTEXT(name << " seed " << seed) {
          BOOST_TEST(shrink >= 1.0 - 1e-11);
          const double gap = of_row.value(row) + of_row.conjugate(shrink * G) - arma::dot(G, row);
          BOOST_TEST(std::abs(gap) <= 1e-11 * (1.0 + of_row.value(row)));
        }
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(derivatives_of_a_row_agree_with_finite_differences) {
  for_every_penalty([](const std::string& name, const auto& penalty) {
    if constexpr (RowCurved<std::remove_cvref_t<decltype(penalty)>>) {
      const double h = 1e-5;
      const arma::uword j = 3;
      const auto value = [&](const arma::vec& w) { return penalty.of_rows(arma::uvec{j}).value(w.t()); };
      const arma::vec w = 0.1 + arma::abs(arma::vectorise(random_matrix(12, n_tasks, 1)));
      arma::vec g(n_tasks), above(n_tasks), below(n_tasks);
      arma::mat H(n_tasks, n_tasks), unused(n_tasks, n_tasks);
      penalty.derivatives_of_row(j, w, g, H);
      for (arma::uword t = 0; t < n_tasks; ++t) {
        arma::vec e(n_tasks, arma::fill::zeros);
        e[t] = h;
        penalty.derivatives_of_row(j, w + e, above, unused);
        penalty.derivatives_of_row(j, w - e, below, unused);
        BOOST_TEST_CONTEXT(name << " task " << t) {
          BOOST_TEST(std::abs((value(w + e) - value(w - e)) / (2.0 * h) - g[t]) <= 1e-8);
          BOOST_TEST(arma::abs((above - below) / (2.0 * h) - H.col(t)).max() <= 1e-7);
        }
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(the_penalty_of_some_rows_is_that_of_the_matrix_with_no_other_rows) {
  for_every_penalty([](const std::string& name, const auto& penalty) {
    if constexpr (RowSolvable<std::remove_cvref_t<decltype(penalty)>>) {
      arma::mat W(5, n_tasks, arma::fill::zeros);
      const arma::uvec rows = {1, 3};
      W.rows(rows) = arma::abs(random_matrix(13, 2, n_tasks));
      const double alone = penalty.of_rows(rows).value(W.rows(rows));
      BOOST_TEST_CONTEXT(name) BOOST_TEST(std::abs(alone - penalty.value(W)) <= 1e-14 * alone);
    }
  });
}

BOOST_AUTO_TEST_CASE(couplings_and_their_inverses_belong_together) {
  for_every_penalty([](const std::string& name, const auto& penalty) {
    if constexpr (TaskCoupling<std::remove_cvref_t<decltype(penalty)>>) {
      const arma::mat product = penalty.coupling() * penalty.inverse_coupling();
      BOOST_TEST_CONTEXT(name)
      BOOST_TEST(arma::abs(product - arma::eye(n_tasks, n_tasks)).max() <= 1e-13);
    }
  });
}

BOOST_AUTO_TEST_SUITE_END()
