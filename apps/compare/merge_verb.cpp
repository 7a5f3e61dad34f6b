// starling merge: the results of several stores in one.
#include <fmt/format.h>

#include <memory>

#include "apps/cli/output.hpp"
#include "apps/cli/verbs.hpp"
#include "apps/compare/store.hpp"

namespace starling::cli {
namespace {

using namespace starling::compare;

struct Request {
  std::string into;
  std::vector<std::string> from;
};

ExitCode merge(const Request& request) {
  Store store(request.into);
  for (const std::string& name : request.from) {
    const StoreContent content = read_store(name);
    const std::size_t taken = store.absorb(content);
    write_output(fmt::format("{}: {} of {} results taken\n", name, taken, content.records.size()));
  }
  return ExitCode::ok;
}

constexpr const char* notes = R"(STORE is made when it does not exist. A result that STORE has already stays, unless
it failed or was interrupted and the other succeeded: the same line again changes
nothing. The other stores are only read, and may be written meanwhile.
)";

}  // namespace

void add_merge(std::vector<Verb>& verbs) {
  const auto request = std::make_shared<Request>();
  Verb verb("merge", "put the results of several stores into one");
  verb.add({.names = "STORE", .help = "where the results go", .required = true}, request->into);
  verb.add({.names = "FROM", .help = "results of starling compare, such as those of a shard", .required = true},
           request->from);
  verb.notes = notes;
  verb.action = [request] { return merge(*request); };
  verbs.push_back(std::move(verb));
}

}  // namespace starling::cli
