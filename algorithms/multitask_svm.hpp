// Regularised multi-task support vector machine, linear or with a kernel between samples.
//
// PROBLEM  minimise over W (d x T)    tr(W A^-1 W') / 2 + C sum_t sum_i c_ti loss(y_ti, x_ti'w_t)
//          with A the kernel between tasks, as `coupling` says:
//            mean    I + 11' / mu: w_t = w_0 + v_t at (sum_t |v_t|^2 + mu |w_0|^2) / 2, w_0 what all tasks share
//            graph   (I + L / mu)^-1, L the Laplacian:
//                    (sum_t |w_t|^2 + sum over edges of weight |w_s - w_t|^2 / mu) / 2
//            chain   the graph that joins every task with the next one
//            tree    the graph that joins every task with its parent
//            matrix  task_matrix: any positive semidefinite matrix; where it is singular W stays in its range
//          C is what a violation costs, c the sample weights under the averaging (sum by default: as in the paper, C
//          multiplies the sum of the slacks, so that it means the same whatever the number of samples). loss is hinge,
//          squared_hinge, logistic (logistic regression, with probabilities) or, for regression, epsilon_insensitive or
//          its square. The intercept, where there is one, is penalised, a feature that is 1 everywhere, unless
//          penalise_intercept = false: then every task has its own, as in LIBSVM.
//          With kernel = rbf or polynomial, x'z becomes exp(-gamma |x - z|^2) or (gamma x'z + coef0)^degree, and w_t a
//          function in the kernel's space; C, mu and the coupling mean the same. gamma = scale is 1 / (d v), v the
//          variance of all feature values.
//          More than two classes: one such problem a class, which tells it from all others (classes = one_vs_rest), or
//          Crammer and Singer's machine for all of them, linear, with W_k for class k:
//            minimise sum_k tr(W_k A^-1 W_k') / 2 + C sum_t sum_i c_ti max_k (x_ti'w_tk + [k != y_ti]) - x_ti'w_t,y_ti
// WHEN     Related classification (or robust regression) tasks with similar coefficients: all of them (mean), or those
//          that are known to be neighbours (graph, chain, tree). Where they rather share features or directions prefer
//          multitask_lasso or trace_norm with logistic loss. A kernel where no linear machine separates the classes and
//          there are no more than some ten thousands of samples.
// METHOD   Dual coordinate descent, task by task, on the kernel A_st x_s'x_t, and direct methods where that is slow
//          (lib/solver/linear_machine.hpp). For all classes at once dual descent too (lib/solver/crammer_singer.hpp).
//          With a kernel, sequential minimal optimisation (lib/solver/kernel_smo.hpp). With logistic loss, Newton's
//          method (lib/solver/coupled_newton.hpp). [evgeniou2004regularized] [evgeniou2005learning] [hsieh2008dual]
//          [mehrotra1992implementation] [platt1998fast] [fan2005working] [lin2008trust]
// PROOF    Duality gap of the dual point that gives the coefficients.
// COST     A sweep is 4 flops per stored feature value plus d T (mean), d T r (a matrix of rank r) or d T^2; memory one
//          transposed copy of the features. With a kernel a step is two rows of it, 2 nnz flops each where they are not
//          among the cache_mb megabytes of rows that are kept; the model keeps the support vectors.
// EDGES    mu towards infinity: independent support vector machines with the same C.
//          mu towards 0 with C / mu fixed: one pooled machine with that C.
//          Crammer and Singer's machine of two classes is the machine of twice the cost, and fitted as that.
//          Crammer and Singer's machine takes hinge loss, no kernel and no intercepts that are not penalised; others
//          are InvalidOption.
//          A graph, chain or tree that joins all tasks, mu towards 0: one pooled machine with C / T.
//          One task is a machine of ridge strength mu / (1 + mu).
//          The matrix I + 11' / mu is the mean coupling; a matrix of ones is one pooled machine with the same C.
//          Without a penalty on it, the intercept of one task is LIBSVM's.
//          Without a penalty on it, a task of one class has the coefficients w_0 and no losses.
//          Two columns that are equal get equal coefficients.
//          A task that was not seen is predicted by w_0 = sum_t w_t / (T + mu) under the mean coupling.
//          With a kernel the model is of support vectors, and a warm start is InvalidInput.
//          A kernel with logistic loss is InvalidOption.
//          A kernel of features so large that it overflows is InvalidData.
//          A matrix with a negative eigenvalue is InvalidOption; edges, parents or a matrix that name other tasks than
//          there are, or go with another coupling, too.
// PAPERS   evgeniou2004regularized, evgeniou2005learning, cortes1995support, hsieh2008dual, mehrotra1992implementation,
//          ho2012large, boser1992training, platt1998fast, fan2005working, lin2008trust, crammer2001algorithmic,
//          keerthi2008sequential
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/kernel_gamma.hpp"
#include "lib/estimator/common_fields.hpp"
#include "lib/estimator/estimator.hpp"
#include "lib/linalg/sample_kernel.hpp"

namespace starling {

enum class SvmClasses { one_vs_rest, crammer_singer };
std::span<const std::string_view> enum_names(SvmClasses);
enum class SvmCoupling { mean, graph, chain, tree, matrix };
std::span<const std::string_view> enum_names(SvmCoupling);

struct MultitaskSvm {
  static constexpr std::string_view name = "multitask_svm";
  static constexpr std::string_view summary =
      "support vector machines, with kernels, drawn to a common one or along a graph";

  struct Options {
    double C = 1.0;
    double mu = 1.0;
    LossName loss = LossName::hinge;
    double epsilon = 0.1;
    bool intercept = true;
    bool penalise_intercept = true;
    SvmClasses classes = SvmClasses::one_vs_rest;
    bool standardize = false;
    Averaging averaging = Averaging::sum;
    SvmCoupling coupling = SvmCoupling::mean;
    std::vector<int> edges = {};            // pairs of tasks
    std::vector<double> edge_weights = {};  // one an edge; none: all 1
    std::vector<int> parents = {};          // one a task
    std::vector<double> task_matrix = {};   // T x T
    KernelName kernel = KernelName::linear;
    KernelGamma gamma = KernelGamma::times_scale(1.0);
    int degree = 3;
    double coef0 = 0.0;
    int cache_mb = 256;

    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      static constexpr std::string_view kernels[] = {"linear", "polynomial", "rbf"};
      static constexpr std::string_view losses[] = {"hinge", "squared_hinge", "epsilon_insensitive",
                                                    "squared_epsilon_insensitive", "logistic"};
      visit(self.C,
            Field{.name = "C", .help = "cost of a violation", .range = Range::above(0), .scale = Scale::logarithmic});
      visit(self.mu, Field{.name = "mu",
                           .help = "how independent the tasks are: a small mu couples them, a large one does not",
                           .range = Range::above(0),
                           .scale = Scale::logarithmic});
      visit(self.loss, fields::loss(losses));
      visit(self.epsilon, fields::epsilon);
      visit(self.intercept,
            Field{.name = "intercept", .help = "fit an intercept, penalised like a feature that is 1 everywhere"});
      visit(self.penalise_intercept,
            Field{.name = "penalise_intercept", .help = "false: one intercept a task that is not penalised (slower)"});
      visit(self.classes, Field{.name = "classes",
                                .help = "of more than two classes: one machine a class, or one for all (hinge loss)"});
      visit(self.standardize, fields::standardize);
      visit(self.averaging, fields::averaging);
      visit(self.coupling, Field{.name = "coupling", .help = "how tasks are tied"});
      visit(self.edges, Field{.name = "edges",
                              .help = "graph: pairs of tasks, which count from 0: 0,1,1,2 joins 0 with 1 and 1 with 2",
                              .range = Range::at_least(0)});
      visit(self.edge_weights,
            Field{.name = "edge_weights", .help = "graph: one an edge; none: all 1", .range = Range::above(0)});
      visit(self.parents, Field{.name = "parents",
                                .help = "tree: the task above every task, -1 for a root: -1,0,0",
                                .range = Range::at_least(-1)});
      visit(self.task_matrix, Field{.name = "task_matrix", .help = "matrix: its T x T numbers, row by row"});
      visit(self.kernel, Field{.name = "kernel", .help = "what takes the place of x'z", .choices = kernels});
      visit(self.gamma, Field{.name = "gamma",
                              .help = "rbf, polynomial: what |x - z|^2 or x'z is multiplied with",
                              .range = Range::above(0),
                              .scale = Scale::logarithmic});
      visit(self.degree, Field{.name = "degree", .help = "polynomial: its degree", .range = Range::between(1, 100)});
      visit(self.coef0, Field{.name = "coef0", .help = "polynomial: added to gamma x'z", .range = Range::at_least(0)});
      visit(self.cache_mb, Field{.name = "cache_mb",
                                 .help = "kernels: megabytes of kernel rows that a fit keeps",
                                 .range = Range::between(1, 1 << 20)});
    }
  };
  Options options = {};

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const;
  std::optional<std::string> unsuited(const MultiTaskData& data) const;
  std::optional<double> lambda_max(const MultiTaskData&) const { return {}; }
  bool is_classifier() const { return is_classification(options.loss); }
  bool takes_many_classes() const { return is_classifier() && options.classes == SvmClasses::crammer_singer; }
};

}  // namespace starling
