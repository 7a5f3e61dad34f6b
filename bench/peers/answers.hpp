// What a process that a worker of conversation.py talks to does with its requests, for fits of a matrix W.
#pragma once

#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>
#include <starling.hpp>
#include <string>

namespace starling::bench {

struct Answer {
  arma::mat W;
  FitReport report;
};

// Fits to a certified relative gap.
using FitTo = std::function<Answer(double gap)>;

// "GAP [FILE]": fits, prints one JSON object with the seconds of the fit, and writes the coefficients (d x T doubles,
// column by column) to FILE.
inline void answer(const FitTo& fit, const std::string& request) {
  std::istringstream words(request);
  double gap = 0.0;
  std::string path;
  words >> gap >> path;
  const auto start = std::chrono::steady_clock::now();
  const std::clock_t busy_before = std::clock();
  const Answer found = fit(gap);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  const double busy = static_cast<double>(std::clock() - busy_before) / CLOCKS_PER_SEC;
  const Certificate& proof = found.report.certificate;
  std::printf(
      "{\"seconds\": %.9f, \"busy\": %.6f, \"status\": \"%s\", \"relative_gap\": %.3e, \"primal\": %.15g, \"scale\": "
      "%.15g, "
      "\"iterations\": %d}\n",
      seconds.count(), busy, std::string(to_string(found.report.status)).c_str(), proof.relative_gap, proof.primal,
      proof.scale, found.report.iterations);
  std::fflush(stdout);
  if (path.empty()) return;
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(found.W.memptr()),
             static_cast<std::streamsize>(found.W.n_elem * sizeof(double)));
  if (!file.flush()) throw IoError(path + ": cannot be written");
  std::printf("{\"written\": \"%s\"}\n", path.c_str());
  std::fflush(stdout);
}

// Says that the process is ready, and answers every line of standard input.
inline void answer_all(const FitTo& fit) {
  std::printf("{\"ready\": \"starling %s\"}\n", STARLING_VERSION);
  std::fflush(stdout);
  for (std::string request; std::getline(std::cin, request);) answer(fit, request);
}

// main() of such a process.
inline int run(int (*serve)(const std::vector<std::string>&), int count, char** arguments) {
  try {
    return serve({arguments + 1, arguments + count});
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}

}  // namespace starling::bench
