#include "datasets/armul_synthetic.hpp"

#include <boost/test/unit_test.hpp>

#include "datasets/catalogue.hpp"
#include "datasets/numpy_random.hpp"

using namespace starling;

BOOST_AUTO_TEST_SUITE(armul_synthetic)

BOOST_AUTO_TEST_CASE(tasks_follow_their_vectors_with_noise_of_sd_one) {
  const Dataset data = make_dataset("armul_synthetic:n_samples=400,n_test=400,n_features=6,seed=3");
  for (const MultiTaskData* part : {&data.train, &*data.test}) {
    const arma::vec rest = part->targets() - part->forward(data.truth->W, {});
    BOOST_TEST(std::abs(arma::mean(rest)) < 0.03);
    BOOST_TEST(std::abs(arma::stddev(rest) - 1.0) < 0.03);
  }
}

BOOST_AUTO_TEST_CASE(the_draws_are_those_of_the_seed_a_thousand_times_ten_and_more) {
  const Dataset data = make_dataset("armul_synthetic:delta=0.5,seed=2,n_tasks=4,n_features=5,n_samples=7");
  NumpyRandom random(12000);
  random.permutation(4);
  const arma::mat moved = random.normals(5, 1), X = random.normals(7, 5);
  arma::vec w = 0.5 * moved / arma::norm(moved);
  w[0] += 2.0;
  BOOST_TEST(arma::abs(data.truth->W.col(0) - w).max() <= 1e-15);
  BOOST_TEST(arma::abs(data.train.design(0).dense() - X).max() == 0.0);
}

BOOST_AUTO_TEST_CASE(vectors_are_near_what_the_form_says_and_outliers_anywhere) {
  const Dataset groups = make_dataset("armul_synthetic:form=groups,delta=0.3,outliers=0.2,n_samples=1");
  const arma::uvec& outliers = groups.truth->outlier_tasks;
  BOOST_TEST(outliers.n_elem == 6u);
  for (arma::uword t = 0; t < 30; ++t) {
    const arma::vec w = groups.truth->W.col(t);
    arma::vec centre(50, arma::fill::zeros);
    centre[t / 10] = 2.0;
    const bool outlier = arma::any(outliers == t);
    BOOST_CHECK_CLOSE(outlier ? arma::norm(w) / 2.0 : arma::norm(w - centre) / 0.3, 1.0, 1e-10);
    BOOST_TEST((groups.truth->clusters[t] == t / 10) == !outlier);
  }
  const Dataset subspace = make_dataset("armul_synthetic:form=subspace,n_groups=4,n_samples=1");
  BOOST_TEST(arma::rank(subspace.truth->W) == 4u);
  BOOST_TEST(subspace.truth->rank == 4);
  BOOST_CHECK_CLOSE(arma::norm(subspace.truth->W.col(7)), 2.0, 1e-10);
}

BOOST_AUTO_TEST_CASE(more_training_data_do_not_change_the_test_samples) {
  const Dataset few = make_dataset("armul_synthetic:n_samples=3,delta=0"),
                many = make_dataset("armul_synthetic:n_samples=9,delta=0");
  BOOST_TEST(arma::abs(few.test->design(1).dense() - many.test->design(1).dense()).max() == 0.0);
}

BOOST_AUTO_TEST_CASE(more_groups_than_features_or_tasks_are_refused) {
  BOOST_CHECK_THROW(make_dataset("armul_synthetic:n_groups=5,n_tasks=4"), InvalidOption);
  BOOST_CHECK_THROW(make_dataset("armul_synthetic:outliers=1.5"), InvalidOption);
}

BOOST_AUTO_TEST_SUITE_END()
