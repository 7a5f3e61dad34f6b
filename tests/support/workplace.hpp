// A fresh folder in which a test runs the starling command as a user would.
//
//     Workplace place;
//     place.write("bad.csv", "x,y\n1,2,3\n");
//     const Finished run = place.starling({"info", "bad.csv"});
//     BOOST_TEST(run.code == 3);
//
// The folder is removed at the end. The command is the binary of this build (STARLING_COMMAND); its environment has a
// home without files, the variables in `environment` and no other STARLING_ variable.
#pragma once

#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/support/fresh_folder.hpp"

namespace starling::tests {

struct Finished {
  int code = -1;  // of exit; 128 + the signal when one ended it
  std::string out, err;
};

class Workplace {
 public:
  Workplace() = default;
  ~Workplace() { std::filesystem::remove_all(folder_); }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;

  std::vector<std::string> environment = {};  // NAME=VALUE

  std::filesystem::path path(const std::string& name) const { return folder_ / name; }
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path(name), std::ios::binary) << bytes;
  }
  std::string read(const std::string& name) const {
    std::ifstream file(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  bool exists(const std::string& name) const { return std::filesystem::exists(path(name)); }

  Finished starling(const std::vector<std::string>& arguments) const {
    return starling_into(path(".out").string(), arguments);
  }
  // With stdout to another file, such as /dev/full.
  Finished starling_into(const std::string& out, const std::vector<std::string>& arguments) const {
    return run(arguments, writable(out), writable(path(".err").string()));
  }
  // With stdout to a pipe that nobody reads.
  Finished starling_into_closed_pipe(const std::vector<std::string>& arguments) const {
    int ends[2];
    if (pipe(ends) != 0) return {};
    close(ends[0]);
    return run(arguments, ends[1], writable(path(".err").string()));
  }
  // Interrupted (SIGINT) once it has written the first byte to stderr.
  Finished interrupted(const std::vector<std::string>& arguments) const {
    int ends[2];
    if (pipe(ends) != 0) return {};
    const pid_t child = start(arguments, writable(path(".out").string()), ends[1]);
    std::string err(1, ' ');
    if (::read(ends[0], err.data(), 1) == 1) kill(child, SIGINT);
    char rest[4096];
    for (ssize_t n = 0; (n = ::read(ends[0], rest, sizeof rest)) > 0;) err.append(rest, static_cast<std::size_t>(n));
    close(ends[0]);
    return {wait_for(child), read(".out"), err};
  }

 private:
  static int writable(const std::string& file) { return open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600); }

  Finished run(const std::vector<std::string>& arguments, int out, int err) const {
    const int code = wait_for(start(arguments, out, err));
    return {code, read(".out"), read(".err")};
  }

  // The command with these descriptors as its streams; they are closed here.
  pid_t start(const std::vector<std::string>& arguments, int out, int err) const {
    std::vector<std::string> words = {STARLING_COMMAND};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    // The variables that choose BLAS's kernel stay: they decide the bits.
    std::vector<std::string> settings = environment;
    settings.insert(settings.end(), {"HOME=" + folder_.string(), "LC_ALL=C"});
    for (char** variable = environ; *variable != nullptr; ++variable)
      if (std::string(*variable).starts_with("OPENBLAS_")) settings.emplace_back(*variable);
    std::vector<char*> variables;
    for (std::string& setting : settings) variables.push_back(setting.data());
    variables.push_back(nullptr);
    const pid_t child = fork();
    if (child == 0) {
      if (dup2(out, 1) < 0 || dup2(err, 2) < 0 || chdir(folder_.c_str()) != 0) _exit(126);
      execve(pointers[0], pointers.data(), variables.data());
      _exit(127);
    }
    close(out);
    close(err);
    return child;
  }

  static int wait_for(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  std::filesystem::path folder_ = fresh_folder("starling");
};

}  // namespace starling::tests
