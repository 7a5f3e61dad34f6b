// Two roads to one answer: reductions of methods to simpler ones, and changes of the data that must not matter.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <functional>
#include <string>

#include "algorithms/clustered_regression.hpp"
#include "algorithms/multitask_lasso.hpp"
#include "algorithms/trace_norm.hpp"
#include "tests/support/hard_data.hpp"
#include "tests/support/tried_methods.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const StopRule tight{.gap = 1e-11};

MultiTaskData regression(std::uint64_t seed = 3) { return hard_data({.samples = {30, 25, 40}}, false, seed); }
MultiTaskData classes(std::uint64_t seed = 3) { return hard_data({.samples = {30, 25, 40}}, true, seed); }

std::unique_ptr<Estimator> suited(std::string_view name, const MultiTaskData& data) {
  auto estimator = make_estimator(name);
  return estimator->unsuited(data) ? nullptr : std::move(estimator);
}

// f(estimator, data) for every method on data it is for.
void for_every_method(const std::function<void(const Estimator&, const MultiTaskData&)>& f) {
  for (const TriedMethod& tried : tried_methods())
    BOOST_TEST_CONTEXT(tried.title) f(*tried.estimator, tried.estimator->is_classifier() ? classes() : regression());
}

void close(const arma::mat& a, const arma::mat& b, double tolerance) {
  BOOST_REQUIRE_EQUAL(a.n_rows, b.n_rows);
  BOOST_REQUIRE_EQUAL(a.n_cols, b.n_cols);
  const double difference = a.is_empty() ? 0.0 : arma::abs(a - b).max();
  BOOST_CHECK_MESSAGE(difference <= tolerance, "differ by " << difference);
}

bool same_bits(const arma::mat& a, const arma::mat& b) {
  return a.n_rows == b.n_rows && a.n_cols == b.n_cols && std::equal(a.begin(), a.end(), b.begin());
}

// The same samples with other storage.
MultiTaskData stored_sparsely(const MultiTaskData& data) {
  return data.map_designs([](const Design& X) { return Design(arma::sp_mat(X.dense())); });
}

// The coefficients, or what a model without coefficients decides on samples that nobody was fitted to.
arma::mat image(const Fit& fit) {
  return fit.is_linear() ? fit.linear().W() : decisions(fit, hard_features({}, RandomStream(7, "probe"), 20));
}
bool same_bits(const Fit& a, const Fit& b, const MultiTaskData& data) {
  return same_bits(image(a), image(b)) && same_bits(decisions(a, data.design(0)), decisions(b, data.design(0)));
}

double primal(const Fit& fit) { return fit.report.certificate.primal; }

}  // namespace

BOOST_AUTO_TEST_SUITE(identities)

BOOST_AUTO_TEST_CASE(any_number_of_threads_gives_the_same_bits) {
  for_every_method([](const Estimator& method, const MultiTaskData& data) {
    const Fit one = method.fit(data, {.threads = 1});
    for (const int threads : {2, 4}) {
      const Fit more = method.fit(data, {.threads = threads});
      BOOST_CHECK(same_bits(one, more, data));
    }
  });
}

BOOST_AUTO_TEST_CASE(the_static_and_the_dynamic_face_give_the_same_bits) {
  const MultiTaskData data = regression();
  const auto check = [&](const auto& recipe, const Params& params) {
    const Fit by_type = recipe.fit(data), by_name = make_estimator(recipe.name, params)->fit(data);
    BOOST_CHECK(same_bits(by_type.linear().W(), by_name.linear().W()));
    BOOST_CHECK(same_bits(by_type.linear().b(), by_name.linear().b()));
    BOOST_CHECK(by_type.report.certificate.gap == by_name.report.certificate.gap);
  };
  check(MultitaskLasso{{.lambda = 0.3, .l1_ratio = 0.7}}, {{"lambda", "0.3"}, {"l1_ratio", "0.7"}});
  check(TraceNorm{{.lambda = Lambda::share_of_max(0.2)}}, {{"lambda", "0.2max"}});
  check(ClusteredRegression{{.rho1 = 0.5, .n_clusters = 3}}, {{"rho1", "0.5"}, {"n_clusters", "3"}});
}

BOOST_AUTO_TEST_CASE(sparse_storage_gives_the_dense_answer) {
  for_every_method([](const Estimator& method, const MultiTaskData& data) {
    const Fit dense = method.fit(data, {.stop = tight}), sparse = method.fit(stored_sparsely(data), {.stop = tight});
    BOOST_CHECK_SMALL(primal(dense) - primal(sparse), 1e-9 * dense.report.certificate.scale);
    close(image(dense), image(sparse), 1e-4);
  });
}

BOOST_AUTO_TEST_CASE(a_missing_target_is_a_dropped_row) {
  const arma::mat X = hard_features({}, RandomStream(1, "X"), 25);
  arma::mat Y = X * arma::ones(6, 3) + hard_features({.n_features = 3}, RandomStream(1, "Y"), 25);
  std::vector<Task> tasks;
  for (arma::uword t = 0; t < 3; ++t) {
    const arma::uvec kept = arma::regspace<arma::uvec>(5 * t, 24);
    tasks.push_back({.X = arma::mat(X.rows(kept)), .y = arma::vec(Y.submat(kept, arma::uvec{t}))});
    if (t > 0) Y.submat(0, t, 5 * t - 1, t).fill(arma::datum::nan);
  }
  const MultiTaskData masked = MultiTaskData::from_shared(X, Y), dropped = MultiTaskData::from_tasks(tasks);
  for (const std::string_view name : method_names()) {
    const auto method = suited(name, masked);
    if (!method || method->is_classifier()) continue;
    const Fit a = method->fit(masked, {.stop = tight}), b = method->fit(dropped, {.stop = tight});
    BOOST_TEST_CONTEXT(name) {
      BOOST_CHECK_SMALL(primal(a) - primal(b), 1e-9 * a.report.certificate.scale);
      close(a.linear().W(), b.linear().W(), 1e-4);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_whole_weight_is_that_many_copies_and_weight_zero_is_no_sample) {
  for_every_method([](const Estimator& method, const MultiTaskData& data) {
    arma::vec weights(data.size(), arma::fill::ones);
    std::vector<arma::uvec> copies;
    for (arma::uword t = 0; t < data.n_tasks(); ++t) {
      const arma::uword first = data.rows_of(t).begin, last = data.rows_of(t).size() - 1;
      weights[first] = 3.0;
      weights[first + last] = 0.0;
      arma::uvec rows = arma::regspace<arma::uvec>(0, last - 1);
      copies.push_back(arma::join_cols(arma::uvec{0, 0}, rows));
    }
    const Fit weighted = method.fit(data.with_weights(weights), {.stop = tight});
    const Fit copied = method.fit(data.subset(copies), {.stop = tight});
    BOOST_CHECK_SMALL(primal(weighted) - primal(copied), 1e-9 * copied.report.certificate.scale);
    close(image(weighted), image(copied), 1e-4);
  });
}

BOOST_AUTO_TEST_CASE(the_order_of_tasks_and_samples_does_not_matter) {
  for_every_method([](const Estimator& method, const MultiTaskData& data) {
    std::vector<Task> turned;
    for (arma::uword t = data.n_tasks(); t-- > 0;) {
      const arma::uvec back = arma::regspace<arma::uvec>(data.rows_of(t).size() - 1, -1, 0);
      turned.push_back({.X = data.design(t).select_rows(back), .y = arma::vec(data.targets_of(t).elem(back))});
    }
    const Fit a = method.fit(data, {.stop = tight}), b = method.fit(MultiTaskData::from_tasks(turned), {.stop = tight});
    BOOST_CHECK_SMALL(primal(a) - primal(b), 1e-9 * a.report.certificate.scale);
    close(image(a), arma::fliplr(image(b)), 1e-4);
  });
}

BOOST_AUTO_TEST_CASE(powers_of_two_in_features_and_targets_scale_the_coefficients_exactly) {
  const MultiTaskData data = regression();
  const double x = 0x1p7, y = 0x1p-5;
  const MultiTaskData scaled = data.map_designs([&](const Design& X) { return Design(arma::mat(x * X.dense())); })
                                   .with_targets(y * data.targets());
  const Params plain = {{"lambda", "0.25"}}, converted = {{"lambda", spelling::print(0.25 * x * y)}};
  for (const std::string_view name : {"multitask_lasso", "trace_norm"}) {
    const Fit a = make_estimator(name, plain)->fit(data), b = make_estimator(name, converted)->fit(scaled);
    BOOST_TEST_CONTEXT(name) {
      BOOST_CHECK(same_bits(a.linear().W() * (y / x), b.linear().W()));
      BOOST_CHECK(same_bits(a.linear().b() * y, b.linear().b()));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_second_fit_gives_the_same_bits_and_a_warm_start_stops_at_once) {
  for_every_method([](const Estimator& method, const MultiTaskData& data) {
    const Fit cold = method.fit(data), again = method.fit(data);
    BOOST_CHECK(same_bits(cold, again, data));
    if (!cold.is_linear()) return;
    const Coefficients start = cold.coefficients();
    const Fit warm = method.fit(data, {.start = &start});
    if (cold.report.status == Status::stationary)  // a start more: it ends no higher
      BOOST_CHECK(primal(warm) <= primal(cold) * (1.0 + 1e-12));
    else
      BOOST_CHECK(warm.report.certificate.relative_gap <= 1e-6);
  });
}

// One task: the row norm is an absolute value, the trace norm the length of w.
BOOST_AUTO_TEST_CASE(with_one_task_the_multitask_lasso_is_the_lasso) {
  const MultiTaskData data = hard_data({.samples = {40}}, false, 8);
  const Fit joint = MultitaskLasso{{.lambda = 0.2}}.fit(data, {.stop = tight});
  const Fit alone =
      make_estimator("independent_elastic_net", {{"lambda", "0.2"}, {"l1_ratio", "1"}})->fit(data, {.stop = tight});
  BOOST_CHECK_SMALL(primal(joint) - primal(alone), 1e-10 * joint.report.certificate.scale);
}

BOOST_AUTO_TEST_CASE(identical_tasks_need_the_strength_of_one_times_the_root_of_their_number) {
  const MultiTaskData one = hard_data({.samples = {40}}, false, 8);
  const MultiTaskData three = hard_data({.samples = {40, 40, 40}, .same_task = true}, false, 8);
  const double root = std::sqrt(3.0);
  const Fit joint = MultitaskLasso{{.lambda = 0.2 * root}}.fit(three, {.stop = tight});
  const Fit single = MultitaskLasso{{.lambda = 0.2}}.fit(one, {.stop = tight});
  close(joint.linear().W().col(1), single.linear().W().col(0), 1e-5);
  BOOST_CHECK_SMALL(primal(joint) - 3.0 * primal(single), 1e-10 * joint.report.certificate.scale);
  const Fit low_rank = TraceNorm{{.lambda = 0.2 * root}}.fit(three, {.stop = tight});
  const Fit length = TraceNorm{{.lambda = 0.2}}.fit(one, {.stop = tight});
  BOOST_CHECK_SMALL(primal(low_rank) - 3.0 * primal(length), 1e-10 * low_rank.report.certificate.scale);
}

BOOST_AUTO_TEST_CASE(penalties_at_equal_strength_are_ordered) {
  const MultiTaskData data = regression();
  const double rows = primal(MultitaskLasso{{.lambda = 0.2}}.fit(data, {.stop = tight}));
  const double spectrum = primal(TraceNorm{{.lambda = 0.2}}.fit(data, {.stop = tight}));
  const double entries =
      primal(make_estimator("independent_elastic_net", {{"lambda", "0.2"}, {"l1_ratio", "1"}})->fit(data));
  BOOST_CHECK(spectrum <= rows);
  BOOST_CHECK(rows <= entries);
}

BOOST_AUTO_TEST_CASE(as_many_clusters_as_tasks_are_ridge_regression) {
  const MultiTaskData data = regression();
  const Fit clusters = ClusteredRegression{{.rho1 = 0.3, .rho2 = 0.05, .n_clusters = 3}}.fit(data, {.stop = tight});
  const Fit ridge = make_estimator("independent_ridge", {{"lambda", "0.1"}})->fit(data, {.stop = tight});
  close(clusters.linear().W(), ridge.linear().W(), 1e-5);
  BOOST_CHECK_SMALL(primal(clusters) - primal(ridge), 1e-10 * ridge.report.certificate.scale);
}

BOOST_AUTO_TEST_CASE(orthonormal_features_give_the_closed_forms) {
  arma::mat Q, R;
  arma::qr_econ(Q, R, hard_features({}, RandomStream(4, "X"), 40));
  const arma::mat X = std::sqrt(40.0) * Q, Y = hard_features({.n_features = 4}, RandomStream(4, "Y"), 40);
  const MultiTaskData data = MultiTaskData::from_shared(X, Y);
  const arma::mat ols = X.t() * Y / 40.0;
  const double lambda = 0.15;
  const Fit rows = MultitaskLasso{{.lambda = lambda, .intercept = false}}.fit(data, {.stop = tight});
  for (arma::uword j = 0; j < ols.n_rows; ++j) {
    const double norm = arma::norm(ols.row(j));
    close(rows.linear().W().row(j), std::max(0.0, 1.0 - lambda / norm) * ols.row(j), 1e-6);
  }
  arma::mat U, V;
  arma::vec s;
  arma::svd_econ(U, s, V, ols);
  const arma::vec shrunk = arma::clamp(s - lambda, 0.0, arma::datum::inf);
  const Fit spectrum = TraceNorm{{.lambda = lambda, .intercept = false}}.fit(data, {.stop = tight});
  close(spectrum.linear().W(), U * arma::diagmat(shrunk) * V.t(), 1e-6);
}

BOOST_AUTO_TEST_SUITE_END()
