#include "apps/cli/provenance.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <armadillo>
#include <fstream>
#include <thread>

#include "lib/base/version.hpp"
#include "lib/linalg/blas_library.hpp"

namespace starling::cli {
namespace {

std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name")) return line.substr(std::min(line.find(':') + 2, line.size()));
  return "unknown";
}

long memory_mib() { return sysconf(_SC_PHYS_PAGES) / 1024 * (sysconf(_SC_PAGESIZE) / 1024); }

}  // namespace

Params provenance() {
  const blas::Library blas = blas::library();
  const auto armadillo = arma::arma_version();
  return {{"version", STARLING_VERSION},
          {"commit", STARLING_COMMIT},
          {"compiler", "g++ " __VERSION__},
          {"compiler_flags", STARLING_COMPILER_FLAGS},
          {"armadillo",
           fmt::format("{}.{}.{}", unsigned{armadillo.major}, unsigned{armadillo.minor}, unsigned{armadillo.patch})},
          {"blas", std::string(blas.name)},
          {"blas_kernel", std::string(blas.kernel)},
          {"processor", processor()},
          {"threads", std::to_string(std::thread::hardware_concurrency())},
          {"memory_mib", std::to_string(memory_mib())}};
}

}  // namespace starling::cli
