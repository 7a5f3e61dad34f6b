// A fit that may not take a step gives its start back with the start's own certificate: how any coefficients, ours or
// another program's, are certified by any method.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

#include "algorithms/catalogue.hpp"
#include "datasets/catalogue.hpp"
#include "lib/base/random.hpp"

using namespace starling;

namespace {

MultiTaskData data_for(const Estimator& method) {
  const std::string options = ":n_tasks=3,n_features=4,n_samples=12,n_test=0,seed=5";
  return make_dataset((method.is_classifier() ? "related_classifiers" : "low_rank") + options).train;
}

// No optimum of anything. All tasks alike where the method can say nothing else.
Coefficients arbitrary_start(const Estimator& method, const MultiTaskData& data) {
  const RandomStream stream(1, "start");
  const bool alike = method.name().starts_with("pooled");
  Coefficients start = zero_coefficients(data);
  for (arma::uword t = 0; t < data.n_tasks(); ++t) {
    for (arma::uword j = 0; j < data.n_features(); ++j)
      start.W(j, t) = stream.normal(alike ? j : t * data.n_features() + j);
    start.b(t) = stream.normal(1000 + (alike ? 0 : t));
  }
  return start;
}

bool same_bits(const Coefficients& a, const Coefficients& b) {
  return std::equal(a.W.begin(), a.W.end(), b.W.begin(), b.W.end()) &&
         std::equal(a.b.begin(), a.b.end(), b.b.begin(), b.b.end());
}

template <class Check>
void for_every_method(Check&& check) {
  for (const std::string_view name : method_names()) BOOST_TEST_CONTEXT("method " << name) {
      const auto method = make_estimator(name);
      check(*method, data_for(*method));
    }
}

FitControl certifying(const Coefficients& start) {
  FitControl control{.start = &start};
  control.stop.max_iterations = 0;
  return control;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(certifying_a_start)

BOOST_AUTO_TEST_CASE(a_fit_without_iterations_returns_its_start) {
  for_every_method([](const Estimator& method, const MultiTaskData& data) {
    const Coefficients start = arbitrary_start(method, data);
    const Fit fit = method.fit(data, certifying(start));
    BOOST_TEST(same_bits(fit.coefficients(), start));
    BOOST_TEST(fit.report.iterations == 0);
    BOOST_TEST(to_string(fit.report.status) == "iteration_limit");
  });
}

BOOST_AUTO_TEST_CASE(its_certificate_is_of_the_start_and_bounds_the_optimum) {
  for_every_method([](const Estimator& method, const MultiTaskData& data) {
    const Coefficients start = arbitrary_start(method, data);
    FitControl precise;
    precise.stop.gap = 1e-9;
    const Fit best = method.fit(data, precise);
    const bool proved = best.report.status != Status::stationary;
    BOOST_REQUIRE((!proved || best.report.certificate.relative_gap <= 1e-9));
    const Certificate proof = method.fit(data, certifying(start)).report.certificate;
    BOOST_TEST(proof.primal > best.report.certificate.primal);
    BOOST_TEST(proof.dual <= best.report.certificate.primal);
    BOOST_TEST(proof.relative_gap > 1e-3);
  });
}

// The intercepts are part of what is certified: no solver may improve them on the way.
BOOST_AUTO_TEST_CASE(intercepts_that_are_off_cost_what_they_cost) {
  for_every_method([](const Estimator& method, const MultiTaskData& data) {
    FitControl precise;
    precise.stop.gap = 1e-9;
    const Fit best = method.fit(data, precise);
    Coefficients start = best.coefficients();
    start.b += 0.5;
    const Certificate proof = method.fit(data, certifying(start)).report.certificate;
    BOOST_TEST(proof.primal > best.report.certificate.primal * (1.0 + 1e-6));
  });
}

// The derivative of a loss with a kink does not say where in the kink the dual optimum lies: those are left out.
BOOST_AUTO_TEST_CASE(the_optimum_of_a_smooth_loss_is_certified_as_such) {
  for_every_method([](const Estimator& method, const MultiTaskData& data) {
    FitControl precise;
    precise.stop.gap = 1e-10;
    const Fit best = method.fit(data, precise);
    const LossName loss = best.model->info().loss;
    if (best.report.status == Status::stationary) return;  // a gap need not close where nothing is convex
    if (loss == LossName::hinge || loss == LossName::epsilon_insensitive) return;
    const Coefficients start = best.coefficients();
    BOOST_TEST(method.fit(data, certifying(start)).report.certificate.relative_gap <= 1e-7);
  });
}

BOOST_AUTO_TEST_SUITE_END()
