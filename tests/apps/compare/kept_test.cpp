#include "apps/compare/kept.hpp"

#include <array>
#include <boost/test/unit_test.hpp>

#include "apps/compare/report/kept_panels.hpp"
#include "lib/base/error.hpp"
#include "lib/model/linear_model.hpp"

using namespace starling;
using namespace starling::compare;

namespace {

// Row j is j and a third; task t by name.
LinearModel model(arma::uword d, arma::uword T, LearnedStructure learned = {}) {
  ModelInfo info{.method = "some", .learned = std::move(learned)};
  for (arma::uword t = 0; t < T; ++t) info.task_names.push_back("t" + std::to_string(t));
  arma::mat W(d, T);
  for (arma::uword j = 0; j < d; ++j) W.row(j).fill(static_cast<double>(j) + 1.0 / 3.0);
  return {W, arma::rowvec(T, arma::fill::zeros), info};
}

const std::vector<Keep> all = {Keep::coefficients, Keep::relations};

}  // namespace

BOOST_AUTO_TEST_SUITE(kept_models)

BOOST_AUTO_TEST_CASE(hold_what_was_asked_for) {
  const arma::mat correlation(2, 2, arma::fill::eye);
  const LinearModel some = model(3, 2,
                                 {{"task_correlation", correlation},
                                  {"groups", arma::rowvec{0, 1}},
                                  {"basis", arma::mat(3, 2)},
                                  {"distances", arma::rowvec{1, 2}}});
  BOOST_TEST(kept_of(some, {}).empty());
  const Kept kept = kept_of(some, all);
  BOOST_TEST(kept.coefficients(1, 0) == 1.333);
  BOOST_TEST((kept.tasks == std::vector<std::string>{"t0", "t1"}));
  BOOST_TEST((kept.features == std::vector<std::string>{"0", "1", "2"}));
  BOOST_TEST(kept.relations.size() == 2u);
  BOOST_TEST(kept.relations.contains("groups"));
  BOOST_TEST(arma::approx_equal(kept.relations.at("task_correlation"), correlation, "absdiff", 0.0));
  BOOST_TEST(kept_of(some, std::array{Keep::relations}).coefficients.is_empty());
  BOOST_TEST(kept_of(some, std::array{Keep::coefficients}).relations.empty());
  BOOST_TEST(kept_panels(kept).size() == 3u);
}

BOOST_AUTO_TEST_CASE(are_bounded) {
  const Kept tall = kept_of(model(100, 3), all), wide = kept_of(model(2, 201, {{"groups", arma::rowvec(201)}}), all);
  BOOST_TEST(tall.coefficients.n_rows == 60u);
  BOOST_TEST(tall.features.front() == "40");  // the largest
  BOOST_TEST(tall.features.back() == "99");
  BOOST_TEST(tall.n_features == 100u);
  BOOST_TEST(wide.coefficients.n_cols == 200u);
  BOOST_TEST(wide.tasks.size() == 200u);
  BOOST_TEST(wide.relations.empty());
}

BOOST_AUTO_TEST_CASE(read_back_from_their_text) {
  const Kept kept = kept_of(model(4, 3, {{"merges", {{0, 1, 0.5, 2}}}}), all);
  const Kept read = parse_kept_json(canonical_json(kept));
  BOOST_TEST(canonical_json(read) == canonical_json(kept));
  BOOST_TEST(arma::approx_equal(read.coefficients, kept.coefficients, "absdiff", 0.0));
  BOOST_TEST(read.n_tasks == 3u);
  BOOST_TEST(canonical_json(Kept{}) == "{}");
  BOOST_TEST(parse_kept_json("{}").empty());
  for (const std::string bad :
       {"[]", "{\"tasks\":[]}",
        R"({"coefficients":[[1,2],[3]],"features":["a","b"],"relations":{},"shape":[2,2],"tasks":["t","u"]})",
        R"({"coefficients":[[1,2]],"features":["a","b"],"relations":{},"shape":[2,2],"tasks":["t","u"]})"})
    BOOST_CHECK_THROW(parse_kept_json(bad), InvalidModel);
}

BOOST_AUTO_TEST_CASE(of_a_model_without_features_are_nothing) { BOOST_TEST(kept_of(model(0, 2), all).empty()); }

BOOST_AUTO_TEST_SUITE_END()
