// The starling command.
#include <csignal>

#include "apps/cli/verbs.hpp"
#include "lib/base/freed_memory.hpp"

int main(int count, char* arguments[]) {
  using namespace starling::cli;
  starling::keep_freed_memory();
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is seen where the output is written
  std::vector<Verb> verbs;
  for (const auto add :
       {add_fit, add_predict, add_cv, add_path, add_score, add_certify, add_export, add_generate, add_convert, add_info,
        add_compare, add_report, add_status, add_merge, add_reproduce, add_methods, add_datasets, add_doctor})
    add(verbs);
  return static_cast<int>(run(verbs, {arguments + 1, arguments + count}));
}
