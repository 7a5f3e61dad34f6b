#include "lib/estimator/estimator.hpp"

#include <boost/test/unit_test.hpp>

#include "algorithms/catalogue.hpp"
#include "lib/base/error.hpp"
#include "lib/estimator/linear_fit.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

// What a recipe was asked, written down by it.
struct Diary {
  std::vector<double> starts;  // b of task 1; NaN from zero
  std::vector<Design> designs;
  int largest_found = 0, stops_after = 1000;
};

// Its intercepts are its lambda.
struct Diarist {
  static constexpr std::string_view name = "diarist";
  static constexpr std::string_view summary = "writes down what it is asked";
  struct Options {
    Lambda lambda = 1.0;
    bool standardize = true;
    template <class Self, class Visit>
    static void describe(Self& self, Visit&& visit) {
      visit(self.lambda, Field{.name = "lambda", .help = "strength", .range = Range::above(0)});
      visit(self.standardize, Field{.name = "standardize", .help = "scale the features"});
    }
  };
  Options options = {};
  Diary* diary = nullptr;

  Fit fit(const MultiTaskData& data, const FitControl& control = {}) const {
    diary->starts.push_back(control.start == nullptr ? arma::datum::nan : control.start->b[0]);
    return fit_linear(*this, data, control, [&](const PreparedData& ready) {
      diary->designs.push_back(ready.data.design(0));
      LinearSolution found{.solution = {.coefficients = ready.start, .report = {}}, .lambda = options.lambda.value};
      found.solution.coefficients.b.fill(options.lambda.value);
      if (static_cast<int>(diary->starts.size()) >= diary->stops_after)
        found.solution.report.status = Status::interrupted;
      return found;
    });
  }
  std::optional<std::string> unsuited(const MultiTaskData&) const { return {}; }
  std::optional<double> lambda_max(const MultiTaskData&) const {
    ++diary->largest_found;
    return 8.0;
  }
  bool is_classifier() const { return false; }
};

struct Shortcut : Diarist {
  void fit_path(const MultiTaskData& data, std::span<const Lambda> strengths, const FitControl& control,
                const PathSink& sink) const {
    sink(strengths.back().value, fit(data, control));
  }
};
static_assert(Recipe<Diarist> && !PathRecipe<Diarist> && PathRecipe<Shortcut>);

const std::vector<Lambda> shares = {Lambda::share_of_max(0.5), Lambda::share_of_max(0.25), Lambda::share_of_max(0.125)};

std::vector<double> walk(const Estimator& estimator, const MultiTaskData& data, std::span<const Lambda> strengths,
                         std::size_t most = 1000, const FitControl& control = {}) {
  std::vector<double> seen;
  estimator.fit_path(data, strengths, control, [&](double lambda, const Fit& fit) {
    BOOST_TEST(fit.model->info().lambda == lambda);
    seen.push_back(lambda);
    return seen.size() < most;
  });
  return seen;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(estimator)

BOOST_AUTO_TEST_CASE(a_path_starts_every_fit_at_the_solution_before_it) {
  Diary diary;
  const auto data = random_tasks(1, {});
  Coefficients first = zero_coefficients(data);
  first.b.fill(7.0);
  BOOST_TEST((walk(*erase(Diarist{.diary = &diary}), data, shares, 1000, {.start = &first}) ==
              std::vector<double>{4.0, 2.0, 1.0}));
  BOOST_TEST((diary.starts == std::vector<double>{7.0, 4.0, 2.0}));
}

BOOST_AUTO_TEST_CASE(a_path_finds_lambda_max_and_scales_the_features_once) {
  for (const bool shared : {false, true}) {
    Diary diary;
    walk(*erase(Diarist{.diary = &diary}), random_tasks(1, {.shared = shared}), shares);
    BOOST_TEST(diary.largest_found == 1);
    BOOST_TEST(diary.designs[2].same_matrix(diary.designs[0]));
    walk(*erase(Diarist{.diary = &diary}), random_tasks(1, {}), std::vector<Lambda>{3.0, 2.0});
    BOOST_TEST(diary.largest_found == 1);
  }
}

BOOST_AUTO_TEST_CASE(kept_preparations_are_used_for_the_same_data_and_plan_alone) {
  Diary diary;
  std::shared_ptr<const Preparation> kept;
  const FitControl control{.preparation = &kept};
  const auto data = random_tasks(1, {});
  const auto fit = [&](const MultiTaskData& with, bool standardize) {
    Diarist{{.standardize = standardize}, &diary}.fit(with, control);
    return diary.designs.back();
  };
  const Design scaled = fit(data, true);
  BOOST_TEST(fit(data, true).same_matrix(scaled));
  BOOST_TEST(!fit(data, false).same_matrix(scaled));
  BOOST_TEST(!fit(data.with_targets(2.0 * data.targets()), true).same_matrix(scaled));
  BOOST_TEST(!fit(data.with_weights(2.0 * data.weights()), true).same_matrix(scaled));
  BOOST_TEST(!fit(random_tasks(2, {}), true).same_matrix(scaled));
  BOOST_TEST(fit(data, true).same_matrix(scaled));
}

BOOST_AUTO_TEST_CASE(a_path_ends_when_the_sink_says_so_or_a_fit_is_interrupted) {
  Diary diary;
  BOOST_TEST(walk(*erase(Diarist{.diary = &diary}), random_tasks(1, {}), shares, 2).size() == 2u);
  BOOST_TEST(diary.starts.size() == 2u);
  Diary short_diary;
  short_diary.stops_after = 1;
  BOOST_TEST(walk(*erase(Diarist{.diary = &short_diary}), random_tasks(1, {}), shares).size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_recipe_s_own_path_takes_the_place_of_the_loop) {
  Diary diary;
  int fits = 0;
  erase(Shortcut{{.diary = &diary}})->fit_path(random_tasks(1, {}), shares, {}, [&](double lambda, const Fit&) {
    BOOST_TEST(lambda == 0.125);
    return ++fits < 9;
  });
  BOOST_TEST(fits == 1);
}

BOOST_AUTO_TEST_CASE(adv_options_paths_of_every_kind_refuse_strengths_that_make_none) {
  Diary diary;
  const std::vector<std::vector<Lambda>> bad = {{},
                                                {1.0, 1.0},
                                                {1.0, 2.0},
                                                {1.0, -1.0},
                                                {arma::datum::nan},
                                                {arma::datum::inf, 1.0},
                                                {1.0, Lambda::share_of_max(0.5)}};
  for (const auto& strengths : bad) {
    BOOST_CHECK_THROW(walk(*erase(Diarist{.diary = &diary}), random_tasks(1, {}), strengths), InvalidOption);
    BOOST_CHECK_THROW(walk(*erase(Shortcut{{.diary = &diary}}), random_tasks(1, {}), strengths), InvalidOption);
  }
  BOOST_TEST(diary.starts.empty());
  BOOST_CHECK_THROW(walk(*make_estimator("multitask_svm"), random_tasks(1, {.labels = true}), shares), InvalidOption);
  BOOST_CHECK_THROW(walk(*make_estimator("independent_ridge"), random_tasks(1, {}), shares), InvalidOption);
}

BOOST_AUTO_TEST_CASE(a_path_without_a_short_cut_has_the_bits_of_its_fits_one_after_the_other) {
  for (const std::string name : {"independent_elastic_net", "pooled_elastic_net"}) {
    const auto data = random_tasks(4, {});
    const auto method = make_estimator(name, {{"standardize", "true"}});
    std::optional<Coefficients> start;
    std::size_t k = 0;
    method->fit_path(data, shares, {}, [&](double lambda, const Fit& fit) {
      method->set_params({{"lambda", spelling::print(shares[k++])}});
      const Fit alone = method->fit(data, {.start = start ? &*start : nullptr});
      BOOST_TEST(alone.model->info().lambda == lambda);
      BOOST_TEST(arma::approx_equal(alone.linear().W(), fit.linear().W(), "absdiff", 0.0), name);
      BOOST_TEST(arma::approx_equal(alone.linear().b(), fit.linear().b(), "absdiff", 0.0), name);
      start = alone.coefficients();
      return true;
    });
    BOOST_TEST(k == shares.size());
  }
}

BOOST_AUTO_TEST_SUITE_END()
