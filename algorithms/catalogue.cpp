#include "algorithms/catalogue.hpp"

#include <algorithm>
#include <array>

#include "algorithms/alternating_structure.hpp"
#include "algorithms/armul.hpp"
#include "algorithms/baselines.hpp"
#include "algorithms/clustered_regression.hpp"
#include "algorithms/go_mtl.hpp"
#include "algorithms/graph_regularised.hpp"
#include "algorithms/kmeans_clustering.hpp"
#include "algorithms/mean_regularised.hpp"
#include "algorithms/multitask_feature_learning.hpp"
#include "algorithms/multitask_lasso.hpp"
#include "algorithms/multitask_svm.hpp"
#include "algorithms/reduced_rank.hpp"
#include "algorithms/task_fusion.hpp"
#include "algorithms/task_relationship.hpp"
#include "algorithms/trace_norm.hpp"
#include "lib/estimator/one_vs_rest.hpp"

namespace starling {
namespace {

template <Recipe R>
std::unique_ptr<Estimator> make() {
  return erase(R{});
}

struct Entry {
  std::string_view name;
  std::unique_ptr<Estimator> (*make)();
  MethodPage page;
};

constexpr Entry entries[] = {
    {IndependentRidge::name,
     make<IndependentRidge>,
     {.problem = "sum_t loss_t + lambda/2 |W|^2, squared loss",
      .when = "The baseline when tasks have nothing in common.",
      .method = "Newton's method, a Cholesky factor on the short side.",
      .proof = "Duality gap, exact for every fit.",
      .cost = "sum_t n_t d min(n_t, d) flops a step.",
      .papers = "hoerl1970ridge"}},
    {PooledRidge::name,
     make<PooledRidge>,
     {.problem = "loss of all samples + lambda/2 |w|^2, squared loss, one w for all tasks",
      .when = "The baseline when tasks hardly differ.",
      .method = "Newton's method, a Cholesky factor on the short side.",
      .proof = "Duality gap of the pooled problem, exact for every fit.",
      .cost = "sum_t n_t d min(n_t, d) flops a step.",
      .papers = "hoerl1970ridge"}},
    {IndependentElasticNet::name,
     make<IndependentElasticNet>,
     {.problem = "sum_t loss_t + lambda (a |W|_1 + (1 - a)/2 |W|^2),  a = l1_ratio",
      .when = "The baseline when tasks have nothing in common.",
      .method = "Coordinate descent with working sets.",
      .proof = "Duality gap, exact for every fit.",
      .cost = "4 N d flops a sweep.",
      .papers = "zou2005regularization, friedman2010regularization"}},
    {PooledElasticNet::name,
     make<PooledElasticNet>,
     {.problem = "loss of all samples + lambda (a |w|_1 + (1 - a)/2 |w|^2), one w for all tasks",
      .when = "The baseline when tasks hardly differ.",
      .method = "Coordinate descent with working sets.",
      .proof = "Duality gap of the pooled problem, exact for every fit.",
      .cost = "4 N d flops a sweep.",
      .papers = "zou2005regularization, friedman2010regularization"}},
    {IndependentLogistic::name,
     make<IndependentLogistic>,
     {.problem = "sum_t loss_t + lambda/2 |W|^2, logistic loss",
      .when = "The baseline when tasks have nothing in common.",
      .method = "Newton's method, a Cholesky factor on the short side.",
      .proof = "Duality gap, exact for every fit.",
      .cost = "sum_t n_t d min(n_t, d) flops a step.",
      .papers = "hoerl1970ridge"}},
    {PooledLogistic::name,
     make<PooledLogistic>,
     {.problem = "loss of all samples + lambda/2 |w|^2, logistic loss, one w for all tasks",
      .when = "The baseline when tasks hardly differ.",
      .method = "Newton's method, a Cholesky factor on the short side.",
      .proof = "Duality gap of the pooled problem, exact for every fit.",
      .cost = "sum_t n_t d min(n_t, d) flops a step.",
      .papers = "hoerl1970ridge"}},
    {MultitaskLasso::name,
     make<MultitaskLasso>,
     {.problem = "sum_t loss_t + lambda (a Omega(W) + (1 - a)/2 |W|_F^2),  a = l1_ratio;  Omega = sum_j |w^j|_2, "
                 "or what norm, entry_share, nonnegative, row_weights or feature_groups make of it",
      .when = "Many features, few relevant, the same ones for all tasks.",
      .method = "Newton's method on the scales of the rows (one dense X, squared loss), or block-coordinate descent by "
                "rows or groups.",
      .proof = "Duality gap, exact for every fit.",
      .cost = "A few products of X with n x T numbers and min(n, s)^2 max(n, s) flops a step for s working rows; by "
              "descent 2 N d flops a sweep.",
      .papers = "obozinski2006multi, obozinski2010joint, liu2009multitask, yuan2006model, simon2013sparse, "
                "turlach2005simultaneous"}},
    {MultitaskSvm::name,
     make<MultitaskSvm>,
     {.problem =
          "tr(W A^-1 W')/2 + C sum_t loss_t;  A = I + 11'/mu by default, which is w_t = w_0 + v_t at "
          "(sum_t |v_t|^2 + mu |w_0|^2)/2; (I + L/mu)^-1 with L the Laplacian of a graph, chain or tree of tasks; or "
          "any positive semidefinite matrix. kernel = rbf or polynomial: w_t in the space of the kernel",
      .when = "Related classification tasks with similar coefficients: all of them, or neighbours in a known graph. A "
              "kernel where no linear machine separates the classes, up to some ten thousands of samples.",
      .method = "Task-blocked dual coordinate descent, and direct methods where tasks are coupled alike. Kernels: "
                "sequential minimal optimisation. Logistic loss: Newton's method.",
      .proof = "Duality gap, exact for every fit.",
      .cost =
          "4 N d flops a sweep, and d T^2 for couplings other than the mean. Kernels: 4 N d flops a step where rows "
          "are not among cache_mb megabytes of them.",
      .papers = "evgeniou2004regularized, evgeniou2005learning, hsieh2008dual, platt1998fast, fan2005working"}},
    {TraceNorm::name,
     make<TraceNorm>,
     {.problem = "sum_t loss_t + lambda sum_i sigma_i(W) + mu/2 |W|^2",
      .when = "Task coefficients are combinations of a few unknown directions.",
      .method = "Douglas-Rachford splitting with singular value thresholding; growing subspaces where samples are few. "
                "Losses other than squared: Newton's method around it.",
      .proof = "Duality gap, exact for every fit.",
      .cost = "2 T d^2 (d <= 64) or 4 d T min(n_t, d), and 4 d T m + 9 m^3 flops an iteration, m = min(d, T).",
      .papers = "argyriou2007multi, argyriou2008convex, ji2009accelerated"}},
    {ClusteredRegression::name,
     make<ClusteredRegression>,
     {.problem = "sum_t loss_t + rho1 eta (1 + eta) min_M tr(W (eta I + M)^-1 W'),  eta = rho2 / rho1",
      .when = "Tasks fall into unknown groups of similar coefficients.",
      .method = "Douglas-Rachford splitting with M eliminated by water-filling; other losses than squared: Newton's "
                "method around it.",
      .proof = "Duality gap, exact for every fit.",
      .cost = "2 T d^2 (d <= 64) or 4 d T min(n_t, d), and 4 d T m + 9 m^3 flops an iteration, m = min(d, T).",
      .papers = "jacob2008clustered, zhou2011clustered, chen2009convex"}},
    {Armul::name,
     make<Armul>,
     {.problem = "sum_t loss_t + sum_t kappa_t |w_t - p_t| + mu/2 |P|^2,  kappa_t = lambda c_t / sqrt(n_t), c_t the "
                 "sum of the "
                 "task's factors in the loss, squared loss; the p_t are one centre (mu/2 |m|^2), n_groups centres or "
                 "points of "
                 "a subspace",
      .when = "Most tasks are alike, and some may be unlike all others.",
      .method = "Newton's method on the centre, with the tasks eliminated; for groups in turns with the best group of "
                "every task, for a subspace proximal gradient steps.",
      .proof = "One centre: duality gap, exact for every fit. Otherwise a stationary point.",
      .cost = "n_t d min(n_t, d) flops a task once, then d^2 min(n_t, d) a task and d^3 / 3 a step.",
      .papers = "duan2023adaptive"}},
    {MeanRegularised::name,
     make<MeanRegularised>,
     {.problem = "sum_t loss_t + lambda/2 sum_t |w_t - w_mean|^2 + mu/2 |W|^2, squared loss",
      .when = "Tasks resemble one another, each with too few samples of its own.",
      .method = "A linear system: one factor a task and one d x d system for what they share.",
      .proof = "Duality gap, exact for every fit.",
      .cost = "sum_t n_t d min(n_t, d) flops, once on a path; then d^2 min(n_t, d) a task.",
      .papers = "evgeniou2004regularized, evgeniou2005learning"}},
    {GraphRegularised::name,
     make<GraphRegularised>,
     {.problem = "sum_t loss_t + lambda/2 sum over edges a_st |w_s - w_t|^2 + mu/2 |W|^2, squared loss",
      .when = "It is known which tasks resemble one another: in time, in space, in a hierarchy.",
      .method = "A linear system: one factor a task and conjugate gradients, or two eigendecompositions.",
      .proof = "Duality gap, exact for every fit.",
      .cost = "sum_t n_t d min(n_t, d) flops, once on a path; 8 d min(n_t, d) a task and iteration.",
      .papers = "evgeniou2005learning"}},
    {TaskRelationship::name,
     make<TaskRelationship>,
     {.problem = "sum_t loss_t + lambda/2 min_S tr(W S^-1 W') + mu/2 |W|^2,  tr S = 1, S T x T",
      .when = "Tasks are related in pairs, positively or negatively, and it is not known how.",
      .method = "Douglas-Rachford splitting with S eliminated: the squared trace norm. Losses other than squared: "
                "Newton's method around it.",
      .proof = "Duality gap, exact for every fit.",
      .cost = "2 T d^2 (d <= 64) or 4 d T min(n_t, d), and 4 d T m + 9 m^3 flops an iteration, m = min(d, T).",
      .papers = "zhang2010convex, argyriou2008convex"}},
    {MultitaskFeatureLearning::name,
     make<MultitaskFeatureLearning>,
     {.problem = "sum_t loss_t + lambda/2 (sum_j |a^j|)^2,  W = U A with orthogonal U",
      .when = "Tasks use the same few directions of the features.",
      .method = "Douglas-Rachford splitting with the features eliminated: the squared trace norm. Losses other than "
                "squared: Newton's method around it.",
      .proof = "Duality gap, exact for every fit.",
      .cost = "2 T d^2 (d <= 64) or 4 d T min(n_t, d), and 4 d T m + 9 m^3 flops an iteration, m = min(d, T).",
      .papers = "argyriou2008convex, argyriou2007multi"}},
    {AlternatingStructure::name,
     make<AlternatingStructure>,
     {.problem = "sum_t loss_t + rho1 eta (1 + eta) min_M tr(W'(eta I + M)^-1 W),  M d x d",
      .when = "Tasks share a small subspace of the features and have parts of their own.",
      .method = "Douglas-Rachford splitting with M eliminated by water-filling; other losses than squared: Newton's "
                "method around it.",
      .proof = "Duality gap, exact for every fit.",
      .cost = "2 T d^2 (d <= 64) or 4 d T min(n_t, d), and 4 d T m + 9 m^3 flops an iteration, m = min(d, T).",
      .papers = "chen2009convex, ando2005framework, zhou2011clustered"}},
    {ReducedRank::name,
     make<ReducedRank>,
     {.problem = "sum_t loss_t + lambda/2 |W|^2 over W of rank at most `rank`, squared loss",
      .when = "Task coefficients are combinations of a given number of unknown directions.",
      .method = "Ridge regression and one singular value decomposition where tasks share X; alternating least squares "
                "from several starts elsewhere.",
      .proof =
          "Tasks that share X: duality gap, exact for every fit. Elsewhere a stationary point; the gap to the dual "
          "bound holds for every W of this rank.",
      .cost = "Ridge regression and 20 (n + d) T min(n + d, T) flops; elsewhere 2 N d rank and up to 120 N d flops a "
              "sweep.",
      .papers = "izenman1975reduced, eckart1936approximation, srebro2003weighted"}},
    {KmeansClustering::name,
     make<KmeansClustering>,
     {.problem = "sum_t loss_t + rho1 sum_t |w_t - m_c(t)|^2 + rho2 |W|^2 over W, n_clusters centres m and clusters c",
      .when = "Tasks fall into unknown groups, and which task belongs where is part of the question.",
      .method =
          "Exact minima over W and centres and over clusters in turns, from several k-means++ starts on the tasks "
          "of the convex relaxation and on tasks learned alone; single tasks are moved in the end.",
      .proof = "A stationary point; the gap to the dual bound of the convex relaxation holds for every clustering.",
      .cost = "k + 10 to 30 solves with one factor a task in a sweep, and the relaxation (clustered_regression).",
      .papers = "jacob2008clustered, zhou2011clustered, arthur2007kmeans, hartigan1979kmeans"}},
    {GoMtl::name,
     make<GoMtl>,
     {.problem = "sum_t loss_t + lambda (|S|_1 + |L|_F^2 / 2),  W = L S with L d x n_directions, squared loss",
      .when = "Tasks form groups that overlap: each is made of a few of some directions that tasks share.",
      .method = "Lassos of the tasks and ridge problems of the directions in turns, mixed, from several starts.",
      .proof = "A stationary point; the gap to a dual bound for tasks that share nothing holds for all L and S, and is "
               "wide.",
      .cost = "k directions: 2 k d^2 flops a task and k d^3 / 3 a sweep; memory T d^2.",
      .papers = "kumar2012learning"}},
    {TaskFusion::name,
     make<TaskFusion>,
     {.problem = "sum_t loss_t + lambda sum_e a_e |w_s - w_t|_2 + mu/2 |W|^2 over the edges e = (s, t) of a graph of "
                 "tasks: complete, a chain, nearest neighbours or given",
      .when = "Tasks fall into groups that are to be equal, as many as a path of strengths shows.",
      .method = "The primal-dual iteration of Chambolle and Pock with one factor a task; joined tasks get their mean.",
      .proof = "Duality gap by one vector an edge, exact for every fit.",
      .cost = "2 T d^2 (or 4 d n_t a task where n_t < d) and 8 d E flops an iteration.",
      .papers = "hallac2015network, chambolle2011first, hocking2011clusterpath"}},
};

constexpr auto names = [] {
  std::array<std::string_view, std::size(entries)> list{};
  for (std::size_t i = 0; i < list.size(); ++i) list[i] = entries[i].name;
  return list;
}();

const Entry& find(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(entries), std::end(entries), [&](const Entry& e) { return e.name == name; });
  if (found == std::end(entries))
    throw InvalidOption({.what = "unknown method '" + std::string(name) + "'", .hint = name_hint(name, names)});
  return *found;
}

}  // namespace

std::span<const std::string_view> method_names() { return names; }

std::unique_ptr<Estimator> make_estimator(std::string_view name, const Params& params) {
  auto estimator = for_any_classes(find(name).make());
  estimator->set_params(params);
  return estimator;
}

const MethodPage& method_page(std::string_view name) { return find(name).page; }

}  // namespace starling
