// The line that says how far training is: loss, tokens a second, time left.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "training/trainer.hpp"

namespace attention {

class Progress {
 public:
  // steps in all. On a terminal the line is written over itself, elsewhere a new one comes every half minute.
  Progress(std::uint64_t steps, bool isTerminal);

  void onStep(std::uint64_t step, const StepReport& report);

  // A line that stays, above the one that changes.
  void say(const std::string& line);

 private:
  using Clock = std::chrono::steady_clock;

  std::uint64_t steps_;
  bool isTerminal_;
  Clock::time_point shown_, latest_;
  double loss_ = 0, aligned_ = 0, secondsOfStep_ = 0, tokensPerSecond_ = 0;   // running means
  std::uint64_t seen_ = 0;
};

// "1 h 05 min", "12 min", "40 s"
std::string duration(double seconds);

}  // namespace attention
