// Every verb, in the order of the overview. A new verb is a file of its own, one line here and one in main.cpp.
#pragma once

#include <vector>

#include "apps/cli/command_line.hpp"

namespace starling::cli {

void add_fit(std::vector<Verb>& verbs);
void add_predict(std::vector<Verb>& verbs);
void add_cv(std::vector<Verb>& verbs);
void add_path(std::vector<Verb>& verbs);
void add_score(std::vector<Verb>& verbs);
void add_certify(std::vector<Verb>& verbs);
void add_export(std::vector<Verb>& verbs);
void add_generate(std::vector<Verb>& verbs);
void add_convert(std::vector<Verb>& verbs);
void add_info(std::vector<Verb>& verbs);
void add_compare(std::vector<Verb>& verbs);
void add_report(std::vector<Verb>& verbs);
void add_reproduce(std::vector<Verb>& verbs);
void add_status(std::vector<Verb>& verbs);
void add_merge(std::vector<Verb>& verbs);
void add_methods(std::vector<Verb>& verbs);
void add_datasets(std::vector<Verb>& verbs);
void add_doctor(std::vector<Verb>& verbs);

}  // namespace starling::cli
