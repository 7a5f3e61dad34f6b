// One job in a process of its own, so that nothing it does harms the others: it may crash, loop, ignore signals, write
// without end or eat memory.
//
//     JobProcess process([] { return text_of(run(job)); }, {.wall_seconds = 60});
//     ... poll() process.descriptors() until process.ended() ...
//     const Ending ending = process.wait();          // ending.output is the text, if it came to that
//
// METHOD  The process is a fork of this one: what has been read and drawn before is there without being read again, and
//         it starts in a fraction of the time that loading a program takes. It leads a process group, dies with the
//         process that started it (PR_SET_PDEATHSIG), holds no descriptor but its two pipes, and leaves by _exit.
// EDGES   Must be started, and outlived, by a process with no other thread at work, by the thread that lives longest.
//         Throws IoError when the system gives no process.
#pragma once

#include <sys/types.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace starling::compare {

struct JobLimits {
  double wall_seconds = 0.0;  // 0: none
  double cpu_seconds = 0.0;   // of the processor, rounded up to a whole number; 0: none
  double memory_mib = 0.0;    // beyond what the starting process has; 0: none
};

struct Ending {
  std::string output;      // what the work returned
  std::string complaints;  // the last words on stderr, at most some hundred bytes
  bool complete = false;   // the work returned, and all of its output is here
  bool out_of_memory = false;
  bool timed_out = false;   // by the clock on the wall
  bool out_of_cpu = false;  // by the processor's
  bool cancelled = false;
  int exit_code = 0;
  int signal = 0;  // that ended it; 0: none
  double cpu_seconds = 0.0;
  std::int64_t peak_bytes = 0;  // of resident memory, what it shares with the starting process included
};

class JobProcess {
 public:
  // In the new process: calls work() and hands over what it returns. An exception of work ends it without output.
  JobProcess(const std::function<std::string()>& work, const JobLimits& limits);
  JobProcess(const JobProcess&) = delete;
  JobProcess& operator=(const JobProcess&) = delete;
  ~JobProcess();  // kills it if it has not ended

  // The process itself (readable once it has ended), its output and its stderr; -1: closed. For poll().
  const std::array<int, 3>& descriptors() const { return descriptors_; }
  // Seconds until its time is over, at least 0; infinity without a limit.
  double seconds_left() const;
  // Takes what there is to read, kills the process when its time is over, and says whether it has ended.
  bool ended();
  // Kills it and all of its group.
  void cancel();
  // Once, after ended().
  Ending wait();

 private:
  [[noreturn]] void become(const std::function<std::string()>& work, const JobLimits& limits, pid_t parent, int output,
                           int complaints) noexcept;
  void read_all(std::size_t which);
  void kill_group() const;

  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  double wall_seconds_, cpu_seconds_;  // infinity: no limit
  pid_t pid_ = -1;
  std::array<int, 3> descriptors_ = {-1, -1, -1};
  Ending ending_;
};

}  // namespace starling::compare
