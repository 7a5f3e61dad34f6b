// Two roads to one answer with groups of features: block descent and proximal gradients.
#include <boost/test/unit_test.hpp>

#include "algorithms/multitask_lasso.hpp"
#include "lib/fit/lambda_max.hpp"
#include "lib/loss/names.hpp"
#include "lib/penalty/feature_groups.hpp"
#include "lib/penalty/ridged.hpp"
#include "lib/solver/fista.hpp"
#include "lib/solver/row_engine.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

using Groups = Ridged<FeatureGroupLasso>;

// Of three, two (not side by side), one, and all the others.
const std::vector<int> of_features = {7, 7, 4, 7, -1, 4, 9, 9, 9, 9};

template <class L>
Problem<L, Groups> posed(const MultiTaskData& data, L loss, double lambda, double mu, Intercept intercept) {
  return {data,
          loss,
          {FeatureGroupLasso{lambda, FeatureGroups::of(of_features)}, mu},
          intercept,
          data.loss_weights(Averaging::task_mean)};
}

MultiTaskData with_gaps(const MultiTaskData& data) {
  arma::vec s(data.size(), arma::fill::ones);
  for (arma::uword i = 3; i < s.n_elem; i += 11) s[i] = 0.0;
  return data.with_weights(s);
}

template <class L>
void check_two_roads(const std::string& name, const MultiTaskData& data, L loss) {
  for (const Intercept intercept : {Intercept::free, Intercept::none})
    for (const double mu : {0.0, 0.03})
      for (const double share : {0.5, 0.05}) {
        const double largest = lambda_max(posed(data, loss, 1.0, mu, intercept));
        const auto problem = posed(data, loss, share * largest, mu, intercept);
        RowEngine engine;
        const Solution one = engine(problem, {.gap = 1e-10}, zero_coefficients(data));
        BOOST_TEST_CONTEXT(name << " " << L::name << " mu " << mu << " share " << share) {
          BOOST_CHECK(one.report.status == Status::optimal);
          if constexpr (SmoothLoss<L>) {
            const Solution other = fista(problem, {.gap = 1e-10}, zero_coefficients(data));
            BOOST_CHECK(other.report.status == Status::optimal);
            BOOST_CHECK_SMALL(one.report.certificate.primal - other.report.certificate.primal,
                              1e-10 * one.report.certificate.scale);
            BOOST_CHECK_LE(other.report.certificate.dual, one.report.certificate.primal);
          }
          const Solution zero =
              engine(posed(data, loss, largest, mu, intercept), {.gap = 1e-10}, zero_coefficients(data));
          BOOST_CHECK(zero.coefficients.W.is_zero());
        }
      }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(feature_groups)

BOOST_AUTO_TEST_CASE(block_descent_and_proximal_gradients_agree_on_every_form_of_data) {
  for (const bool shared : {true, false})
    for (const Shape shape : {Shape::well, Shape::duplicates, Shape::sparse}) {
      const DataShape form{.n = 30, .d = 10, .T = 3, .shape = shape, .shared = shared};
      DataShape labels = form, counts = form;
      labels.labels = counts.counts = true;
      const std::string name =
          std::string(shared ? "shared" : "ragged") + " shape " + std::to_string(static_cast<int>(shape));
      check_two_roads(name, random_tasks(21, form), Squared{});
      check_two_roads(name + " with gaps", with_gaps(random_tasks(22, form)), Squared{});
      check_two_roads(name, random_tasks(23, form), Huber{0.5});
      check_two_roads(name, random_tasks(24, labels), Logistic{});
      check_two_roads(name, random_tasks(25, counts), Poisson{});
    }
}

BOOST_AUTO_TEST_CASE(groups_larger_than_the_samples_have_a_minimiser_too) {
  const MultiTaskData data = random_tasks(26, {.n = 6, .d = 10, .T = 3});
  check_two_roads("wide", data, Squared{});
}

BOOST_AUTO_TEST_CASE(turning_the_features_of_a_group_turns_its_coefficients) {
  const MultiTaskData data = random_tasks(27, {.n = 30, .d = 6, .T = 3});
  arma::mat Q, R;
  arma::qr(Q, R, normal_matrix(27, "Q", 3, 3));
  const MultiTaskData turned = data.map_designs([&](const Design& X) {
    arma::mat other = X.dense();
    other.cols(0, 2) = other.cols(0, 2) * Q;
    return Design(other);
  });
  const MultitaskLasso method{{.lambda = 0.2, .feature_groups = {1, 1, 1, 2, 2, 3}}};
  const FitControl tight{.stop = {.gap = 1e-11}};
  const Fit one = method.fit(data, tight), other = method.fit(turned, tight);
  BOOST_CHECK_SMALL(one.report.certificate.primal - other.report.certificate.primal,
                    1e-10 * one.report.certificate.scale);
  BOOST_CHECK_SMALL(arma::abs(one.linear().W().rows(0, 2) - Q * other.linear().W().rows(0, 2)).max(), 1e-4);
}

BOOST_AUTO_TEST_SUITE_END()
