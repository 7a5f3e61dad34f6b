// The comparison that needs no data: small enough to end in minutes, large enough to tell the methods apart.
#include "apps/compare/experiment.hpp"

namespace starling::compare {

ExperimentPlan embedded_plan() {
  return {.data = {"shared_support:n_tasks=12,n_features=40,n_samples=30,n_relevant=6",
                   "low_rank:n_tasks=20,n_features=30,n_samples=25,rank=2",
                   "task_clusters:n_clusters=3,n_tasks=18,n_features=25,n_samples=25",
                   "related_classifiers:n_tasks=12,n_features=20,n_samples=40"},
          .methods = {"independent_l2=independent_ridge|independent_logistic", "pooled_l2=pooled_ridge|pooled_logistic",
                      "independent_svm=multitask_svm:mu=1e6", "independent_elastic_net", "multitask_lasso",
                      "multitask_elastic_net=multitask_lasso:l1_ratio=0.5", "trace_norm", "multitask_svm",
                      "clustered_regression=clustered_regression:n_clusters=3"},
          .repetitions = 3};
}

}  // namespace starling::compare
