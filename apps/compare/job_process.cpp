#include "apps/compare/job_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <fstream>
#include <limits>
#include <new>
#include <string_view>
#include <system_error>

#include "lib/base/error.hpp"

namespace starling::compare {
namespace {

constexpr std::size_t most_output = std::size_t{1} << 28, most_complaints = 400;
// Exit codes between the two sides: an output without `done` behind it is not one.
constexpr int done = 0, failed = 1, no_memory = 2;
enum : std::size_t { process = 0, output = 1, complaints = 2 };

[[noreturn]] void refuse(const char* what) {
  throw IoError(std::string("a process for a job cannot be started: ") + what + ": " +
                std::generic_category().message(errno));
}

void close_all(std::initializer_list<int> descriptors) {
  for (const int descriptor : descriptors)
    if (descriptor >= 0) close(descriptor);
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// What RLIMIT_DATA counts of this process already.
rlim_t data_bytes() {
  std::ifstream file("/proc/self/statm");
  rlim_t pages = 0;
  for (int column = 0; column < 6; ++column) file >> pages;
  return pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

JobProcess::JobProcess(const std::function<std::string()>& work, const JobLimits& limits)
    : wall_seconds_(limits.wall_seconds > 0.0 ? limits.wall_seconds : std::numeric_limits<double>::infinity()),
      cpu_seconds_(limits.cpu_seconds > 0.0 ? limits.cpu_seconds : std::numeric_limits<double>::infinity()) {
  int out[2] = {-1, -1}, err[2] = {-1, -1};
  if (pipe2(out, O_CLOEXEC) != 0) refuse("pipe");
  if (pipe2(err, O_CLOEXEC) != 0) {
    close_all({out[0], out[1]});
    refuse("pipe");
  }
  const pid_t parent = getpid();
  pid_ = fork();
  if (pid_ == 0) become(work, limits, parent, out[1], err[1]);
  close_all({out[1], err[1]});
  descriptors_ = {pid_ < 0 ? -1 : static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)), out[0], err[0]};
  if (descriptors_[process] < 0) {
    const int why = errno;
    close_all({out[0], err[0]});
    if (pid_ > 0) kill(pid_, SIGKILL), waitpid(pid_, nullptr, 0);
    errno = why;
    refuse(pid_ < 0 ? "fork" : "pidfd_open");
  }
  setpgid(pid_, pid_);  // both sides do it: whoever comes first
  for (const std::size_t which : {output, complaints}) fcntl(descriptors_[which], F_SETFL, O_NONBLOCK);
}

JobProcess::~JobProcess() {
  if (pid_ > 0) {
    kill_group();
    waitpid(pid_, nullptr, 0);
  }
  close_all({descriptors_[process], descriptors_[output], descriptors_[complaints]});
}

void JobProcess::become(const std::function<std::string()>& work, const JobLimits& limits, pid_t parent, int out,
                        int err) noexcept {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(failed);  // it died before it could be watched
  for (const int number : {SIGINT, SIGTERM, SIGPIPE}) signal(number, SIG_DFL);
  const int nothing = open("/dev/null", O_RDWR);
  if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(nothing, 1) < 0 || dup2(err, 2) < 0 || dup2(out, 3) < 0)
    _exit(failed);
  close_range(4, ~0U, 0);  // the store and its lock are the parent's alone
  if (limits.memory_mib > 0.0) {
    const rlim_t most = data_bytes() + static_cast<rlim_t>(limits.memory_mib * 1048576.0);
    const rlimit limit{.rlim_cur = most, .rlim_max = most};
    setrlimit(RLIMIT_DATA, &limit);
  }
  if (limits.cpu_seconds > 0.0) {  // a second after the signal that it may ignore comes the one that it may not
    const auto most = static_cast<rlim_t>(std::ceil(limits.cpu_seconds));
    const rlimit limit{.rlim_cur = most, .rlim_max = most + 1};
    setrlimit(RLIMIT_CPU, &limit);
  }
  const rlimit no_core{.rlim_cur = 0, .rlim_max = 0};
  setrlimit(RLIMIT_CORE, &no_core);
  try {
    _exit(write_all(3, work()) ? done : failed);
  } catch (const std::bad_alloc&) {
    _exit(no_memory);
  } catch (const std::exception& error) {
    write_all(2, error.what());
    _exit(failed);
  } catch (...) {
    _exit(failed);
  }
}

double JobProcess::seconds_left() const {
  const std::chrono::duration<double> since = std::chrono::steady_clock::now() - start_;
  return std::max(0.0, wall_seconds_ - since.count());
}

void JobProcess::read_all(std::size_t which) {
  std::string& into = which == output ? ending_.output : ending_.complaints;
  std::array<char, 65536> bytes;
  // A process that writes without end shall not keep the others waiting: so much at a time.
  for (int rounds = 0; rounds < 16 && descriptors_[which] >= 0; ++rounds) {
    const ssize_t count = read(descriptors_[which], bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return;
    if (count == 0) {
      close(descriptors_[which]);
      descriptors_[which] = -1;
      return;
    }
    into.append(bytes.data(), static_cast<std::size_t>(count));
    if (which == complaints && into.size() > most_complaints) into.erase(0, into.size() - most_complaints);
    if (which == output && into.size() > most_output) kill_group();
  }
}

bool JobProcess::ended() {
  if (!ending_.timed_out && seconds_left() <= 0.0) {
    ending_.timed_out = true;
    kill_group();
  }
  siginfo_t info{};
  const bool over =
      waitid(P_PIDFD, static_cast<id_t>(descriptors_[process]), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
      info.si_pid != 0;
  for (const std::size_t which : {output, complaints}) read_all(which);
  return over;
}

void JobProcess::cancel() {
  ending_.cancelled = true;
  kill_group();
}

Ending JobProcess::wait() {
  kill_group();  // whatever it has started itself
  // The pipes hold no more than their capacity, and nobody writes any longer; but a stray descriptor of a process that
  // left the group could keep them open, so their end is not waited for.
  for (const std::size_t which : {output, complaints}) read_all(which);
  int status = 0;
  rusage used{};
  while (wait4(pid_, &status, 0, &used) < 0 && errno == EINTR) continue;
  pid_ = -1;
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  ending_.cpu_seconds = seconds(used.ru_utime) + seconds(used.ru_stime);
  ending_.peak_bytes = std::int64_t{used.ru_maxrss} * 1024;
  ending_.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  ending_.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  ending_.complete = WIFEXITED(status) && ending_.exit_code == done;
  ending_.out_of_memory = WIFEXITED(status) && ending_.exit_code == no_memory;
  ending_.out_of_cpu = ending_.signal == SIGXCPU || (ending_.signal == SIGKILL && !ending_.timed_out &&
                                                     !ending_.cancelled && ending_.cpu_seconds >= cpu_seconds_);
  if (ending_.signal != SIGKILL) ending_.timed_out = ending_.cancelled = false;  // it ended by itself before
  return std::move(ending_);
}

void JobProcess::kill_group() const {
  if (pid_ <= 0) return;
  kill(-pid_, SIGKILL);
  kill(pid_, SIGKILL);
}

}  // namespace starling::compare
