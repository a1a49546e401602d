#include "cli/progress.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace attention {

std::string duration(double seconds) {
  char text[32];
  const auto whole = static_cast<long>(std::lround(std::min(seconds, 1e9)));
  if (whole >= 3600) std::snprintf(text, sizeof text, "%ld h %02ld min", whole / 3600, whole / 60 % 60);
  else if (whole >= 60) std::snprintf(text, sizeof text, "%ld min", whole / 60);
  else std::snprintf(text, sizeof text, "%ld s", whole);
  return text;
}

Progress::Progress(std::uint64_t steps, bool isTerminal) : steps_(steps), isTerminal_(isTerminal), latest_(Clock::now()) {}

void Progress::onStep(std::uint64_t step, const StepReport& report) {
  const Clock::time_point now = Clock::now();
  const double seconds = std::max(std::chrono::duration<double>(now - latest_).count(), 1e-9);
  latest_ = now;
  const double weight = std::max(0.02, 1 / static_cast<double>(++seen_));   // the mean of all, then of the last fifty
  const auto mean = [&](double& running, double value) { running += weight * (value - running); };
  mean(loss_, report.sums.surprise / static_cast<double>(report.sums.tokens));
  mean(secondsOfStep_, seconds);
  const GuidanceSums& guided = report.sums.guidance;
  if (guided.told > 0) mean(aligned_, 100 * static_cast<double>(guided.best) / static_cast<double>(guided.told));
  mean(tokensPerSecond_, static_cast<double>(report.sums.tokens + report.sourceTokens) / seconds);

  const std::chrono::duration<double> pause(isTerminal_ ? 0.2 : 30);
  if (now - shown_ < pause && step != steps_) return;
  shown_ = now;
  constexpr std::uint64_t kWidth = 20;
  const auto filled = static_cast<std::size_t>(step * kWidth / steps_);
  const std::string bar = std::string(filled, '#') + std::string(kWidth - filled, '.');
  const double left = secondsOfStep_ * static_cast<double>(steps_ - step);
  char aligned[40] = "";
  if (guided.told > 0) std::snprintf(aligned, sizeof aligned, "alignment %.1f %%, ", aligned_);
  std::fprintf(stderr, "%s[%s] step %llu of %llu, loss %.4f, %srate %.2e, %.0f tokens/s, %s left%s",
               isTerminal_ ? "\r\x1b[K" : "", bar.c_str(), static_cast<unsigned long long>(step),
               static_cast<unsigned long long>(steps_), loss_, aligned, report.rate, tokensPerSecond_, duration(left).c_str(),
               isTerminal_ ? "" : "\n");
}

void Progress::say(const std::string& line) {
  std::fprintf(stderr, "%s%s\n", isTerminal_ ? "\r\x1b[K" : "", line.c_str());
  latest_ = Clock::now();
}

}  // namespace attention
