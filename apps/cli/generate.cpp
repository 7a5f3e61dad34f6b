// starling generate NAME -o FILE: data with a known truth, as files.
#include <memory>
#include <optional>

#include "apps/cli/data_argument.hpp"
#include "apps/cli/verbs.hpp"
#include "datasets/catalogue.hpp"
#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/data/formats/formats.hpp"
#include "lib/data/formats/npz.hpp"

namespace starling::cli {
namespace {

struct Request {
  std::string spec, output, test, truth, form = "automatic", seed;
};

std::string truth_archive(const Truth& truth) {
  const auto whole = [](const arma::uvec& values) {
    return to_npy(std::vector<std::int64_t>(values.begin(), values.end()));
  };
  return to_npz({{"W", to_npy(truth.W)},
                 {"b", to_npy(arma::vec(truth.b.t()))},
                 {"noise", to_npy(arma::vec(truth.noise.t()))},
                 {"support", whole(truth.support)},
                 {"clusters", whole(truth.clusters)},
                 {"rank", to_npy(std::vector<std::int64_t>{truth.rank})},
                 {"outlier_tasks", whole(truth.outlier_tasks)}});
}

ExitCode generate(const Request& request) {
  DatasetSpec spec = parse_dataset_spec(request.spec);
  const DatasetEntry& entry = find_dataset(spec.name);
  if (!entry.generated())
    throw InvalidOption(
        {.what = "'" + spec.name + "' is read from files, not generated", .hint = "see starling convert"});
  if (!request.seed.empty() && !spec.params.emplace("seed", request.seed).second)
    throw InvalidOption({.what = "the seed is given twice", .where = "option --seed"});
  const Dataset dataset = entry.make(spec.params, {});
  const WriteOptions options{.form = parse_form(request.form)};
  if (!request.test.empty() && !dataset.test)
    throw InvalidOption({.what = "there is no test part with n_test=0", .where = "option --test"});
  write_data(request.output, dataset.train, options);
  if (!request.test.empty()) write_data(request.test, *dataset.test, options);
  if (!request.truth.empty()) save_atomically(request.truth, truth_archive(*dataset.truth));
  return ExitCode::ok;
}

}  // namespace

void add_generate(std::vector<Verb>& verbs) {
  const auto request = std::make_shared<Request>();
  Verb verb("generate", "write generated data with a known truth to files");
  verb.add({.names = "NAME[:KEY=VALUE,...]", .help = "a generator; see 'starling datasets'", .required = true},
           request->spec);
  verb.add({.names = "-o,--output", .value = "FILE", .help = "the training samples", .required = true},
           request->output);
  verb.add({.names = "--seed", .value = "S", .help = "the same as seed=S"}, request->seed);
  verb.add({.names = "--test", .value = "FILE", .help = "the test samples"}, request->test);
  verb.add({.names = "--truth", .value = "FILE.npz", .help = "the coefficients behind the data"}, request->truth);
  add_form_argument(verb, request->form);
  verb.action = [request] { return generate(*request); };
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
