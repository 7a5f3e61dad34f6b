#include "lib/solver/row_blocks.hpp"

#include <boost/test/unit_test.hpp>

#include "lib/penalty/feature_groups.hpp"
#include "lib/penalty/row_group_lasso.hpp"
#include "lib/solver/row_model.hpp"
#include "tests/support/random_problems.hpp"

using namespace starling;
using namespace starling::testing;

namespace {

const arma::uvec working = {0, 2, 3, 5};

// The gradient of the model at all rows of a block.
template <class Model>
arma::mat gradient_of(const Model& model, const arma::uvec& rows, arma::uword T) {
  arma::mat G(T, rows.n_elem);
  arma::vec g(T);
  for (arma::uword k = 0; k < rows.n_elem; ++k) {
    model.gradient(rows[k], g);
    G.col(k) = g;
  }
  return G;
}

template <class Model>
void check_model(const MultiTaskData& data, const char* name) {
  const arma::vec v = data.loss_weights(Averaging::task_mean);
  const ColumnMoments moments = column_moments(data, v, true);
  Model model(data, v, moments, working);
  const arma::vec u = v % normal_matrix(3, "u", data.size(), 1).as_col();
  model.restart(u, data.adjoint(u));
  const arma::uword T = data.n_tasks();
  const FeatureGroupLasso penalty{0.02, FeatureGroups::of(std::vector<int>{1, 2, 1, 1})};
  KnownBlocks known, known_free;
  const std::vector<RowBlock*> joint = row_blocks::of_penalty(penalty, model, known);
  BOOST_TEST_CONTEXT(name) {
    BOOST_REQUIRE_EQUAL(joint.size(), 1U);
    const arma::uvec& rows = joint[0]->rows;
    BOOST_CHECK(arma::all(rows == arma::uvec{0, 2, 3}));
    arma::mat W(T, 4, arma::fill::zeros);
    BOOST_CHECK_GT(row_blocks::step(penalty, *joint[0], model, W), 0.0);
    // The block's optimum: its gradient is -lambda W_g / |W_g|, and another step changes nothing.
    const arma::mat G = gradient_of(model, rows, T), own = W.cols(rows);
    BOOST_CHECK_SMALL(arma::abs(G + penalty.lambda * own / arma::norm(own, "fro")).max(), 1e-12);
    BOOST_CHECK(W.col(1).is_zero());
    BOOST_CHECK_SMALL(row_blocks::step(penalty, *joint[0], model, W), 1e-24);
    // A strength above the gradient's norm sets it to exact zeros.
    const FeatureGroupLasso strong{10.0, penalty.groups};
    row_blocks::step(strong, *joint[0], model, W);
    BOOST_CHECK(W.is_zero());
    // Free rows go where there is no gradient left.
    const RowGroupLasso free{0.02, {0, 1, 0, 0}};
    const std::vector<RowBlock*> free_rows = row_blocks::of_penalty(free, model, known_free);
    BOOST_REQUIRE_EQUAL(free_rows.size(), 1U);
    row_blocks::step(free, *free_rows[0], model, W);
    BOOST_CHECK_SMALL(arma::abs(gradient_of(model, rows, T)).max(), 1e-13);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(row_blocks_of_a_model)

BOOST_AUTO_TEST_CASE(a_step_is_the_exact_minimiser_of_a_block_in_every_form_of_the_model) {
  for (const bool shared : {true, false})
    for (const Shape shape : {Shape::well, Shape::duplicates, Shape::sparse}) {
      const MultiTaskData data = random_tasks(3, {.n = 20, .d = 6, .T = 3, .shape = shape, .shared = shared});
      check_model<GramRows>(data, "Gram matrices");
      check_model<ResidualRows>(data, "residuals");
    }
}

BOOST_AUTO_TEST_CASE(both_models_have_one_gram_matrix) {
  for (const Shape shape : {Shape::well, Shape::sparse})
    for (const bool shared : {true, false}) {
      const MultiTaskData data = random_tasks(4, {.n = 20, .d = 6, .T = 3, .shape = shape, .shared = shared});
      const arma::vec v = data.loss_weights(Averaging::task_mean);
      const ColumnMoments moments = column_moments(data, v, true);
      const GramRows one(data, v, moments, working);
      const ResidualRows other(data, v, moments, working);
      BOOST_CHECK_EQUAL(one.is_uniform(), shared);
      BOOST_CHECK_EQUAL(other.is_uniform(), shared);
      for (arma::uword t = 0; t < 3; ++t)
        for (arma::uword a = 0; a < 4; ++a)
          for (arma::uword b = 0; b < 4; ++b) BOOST_CHECK_SMALL(one.gram(t, b, a) - other.gram(t, b, a), 1e-14);
    }
}

BOOST_AUTO_TEST_CASE(gram_matrices_grow_and_shrink_from_those_at_hand) {
  for (const Shape shape : {Shape::well, Shape::sparse})
    for (const bool shared : {true, false}) {
      const MultiTaskData data = random_tasks(5, {.n = 20, .d = 8, .T = 3, .shape = shape, .shared = shared});
      const arma::vec v = data.loss_weights(Averaging::task_mean);
      const ColumnMoments moments = column_moments(data, v, true);
      const GramRows before(data, v, moments, {0, 2, 3, 5});
      for (const arma::uvec& rows : {arma::uvec{0, 1, 2, 3, 5, 7}, arma::uvec{2, 5}, arma::uvec{1, 2, 4, 5},
                                     arma::uvec{1, 4, 6}, arma::uvec{0, 2, 3, 5}}) {
        const GramRows fresh(data, v, moments, rows), grown(data, v, moments, rows, &before);
        BOOST_REQUIRE_EQUAL(grown.is_uniform(), fresh.is_uniform());
        for (arma::uword t = 0; t < 3; ++t)
          for (arma::uword a = 0; a < rows.n_elem; ++a)
            for (arma::uword b = 0; b < rows.n_elem; ++b)
              BOOST_CHECK_SMALL(grown.gram(t, b, a) - fresh.gram(t, b, a), 1e-14);
      }
    }
}

BOOST_AUTO_TEST_CASE(a_partition_names_a_block_by_its_first_row) {
  const RowPartition some(arma::uvec{4, 1, 4, 2, 1});
  BOOST_CHECK(arma::all(some.from(0) == arma::uvec{0, 2}));
  BOOST_CHECK(arma::all(some.from(1) == arma::uvec{1, 4}));
  BOOST_CHECK(some.from(2).is_empty());
  BOOST_CHECK(arma::all(some.from(3) == arma::uvec{3}));
  BOOST_CHECK(some.from(4).is_empty());
  BOOST_CHECK(arma::all(RowPartition({}).from(7) == arma::uvec{7}));
}

BOOST_AUTO_TEST_SUITE_END()
