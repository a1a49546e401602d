#include "training/aligner.hpp"

#include <algorithm>
#include <cmath>

namespace attention {

namespace {

// The links that a corpus could have, in its order: for each example, for each target token, each source token.
struct Links {
  std::vector<std::uint32_t> kinds;          // of each link: the number of its two tokens, among all that stand together
  std::vector<TokenId> sources, targets;     // of each kind
};

std::uint64_t together(TokenId source, TokenId target) { return (std::uint64_t{source} << 32) | target; }

template <class OnLink>
void forEachLink(const Example& example, const OnLink& onLink) {
  for (std::size_t l = 0; l < example.target.size(); ++l) {
    for (std::size_t s = 0; s < example.source.size(); ++s) onLink(l, s);
  }
}

Links linksOf(const Corpus& pairs) {
  std::vector<std::uint64_t> all;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const Example example = pairs.example(i);
    forEachLink(example, [&](std::size_t l, std::size_t s) { all.push_back(together(example.source[s], example.target[l])); });
  }
  std::vector<std::uint64_t> kinds = all;
  std::sort(kinds.begin(), kinds.end());
  kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
  Links links;
  for (const std::uint64_t kind : kinds) {
    links.sources.push_back(static_cast<TokenId>(kind >> 32));
    links.targets.push_back(static_cast<TokenId>(kind));
  }
  for (const std::uint64_t link : all) {
    links.kinds.push_back(static_cast<std::uint32_t>(std::lower_bound(kinds.begin(), kinds.end(), link) - kinds.begin()));
  }
  return links;
}

// One direction: each token of one side (that says) picks a token of the other (that is said), or none.
class Direction {
 public:
  Direction(const std::vector<TokenId>& picked, const std::vector<TokenId>& picking, std::size_t vocabulary,
            const AlignerOptions& options)
      : picked_(picked),
        picking_(picking),
        options_(options),
        chances_(picked.size(), 1.0f),
        counts_(picked.size()),
        chancesOfNone_(vocabulary, 1.0f),
        countsOfNone_(vocabulary) {}

  // chances[j] of the token at `place` of `length` to have picked token j, given the kinds of its links.
  void choose(const std::vector<std::uint32_t>& kinds, std::size_t place, std::size_t length, std::vector<double>& chances) {
    double sum = 0;
    chances.resize(kinds.size());
    for (std::size_t j = 0; j < kinds.size(); ++j) {
      const double way = (static_cast<double>(place) + 0.5) / static_cast<double>(length) -
                         (static_cast<double>(j) + 0.5) / static_cast<double>(kinds.size());
      chances[j] = std::exp(-options_.tension * std::abs(way));
      sum += chances[j];
    }
    const TokenId token = picking_[kinds[0]];
    none_ = options_.nowhere * static_cast<double>(chancesOfNone_[token]);
    double all = none_;
    for (std::size_t j = 0; j < kinds.size(); ++j) {
      chances[j] *= (1 - options_.nowhere) / sum * static_cast<double>(chances_[kinds[j]]);
      all += chances[j];
    }
    for (double& chance : chances) chance /= all;
    none_ /= all;
  }

  // Counts what choose() just found.
  void count(const std::vector<std::uint32_t>& kinds, const std::vector<double>& chances) {
    for (std::size_t j = 0; j < kinds.size(); ++j) counts_[kinds[j]] += chances[j];
    countsOfNone_[picking_[kinds[0]]] += none_;
  }

  // The counts become the chances of a token, given the one that it renders.
  void maximise() {
    std::vector<double> sums(chancesOfNone_.size());
    double none = 0;
    for (std::size_t kind = 0; kind < counts_.size(); ++kind) sums[picked_[kind]] += counts_[kind];
    for (const double count : countsOfNone_) none += count;
    for (std::size_t kind = 0; kind < counts_.size(); ++kind) {
      chances_[kind] = static_cast<float>(counts_[kind] / sums[picked_[kind]]);
    }
    for (std::size_t token = 0; token < countsOfNone_.size(); ++token) {
      chancesOfNone_[token] = static_cast<float>(countsOfNone_[token] / none);
    }
    std::fill(counts_.begin(), counts_.end(), 0);
    std::fill(countsOfNone_.begin(), countsOfNone_.end(), 0);
  }

 private:
  const std::vector<TokenId>&picked_, &picking_;   // of each kind
  AlignerOptions options_;
  std::vector<float> chances_;        // of each kind
  std::vector<double> counts_;
  std::vector<float> chancesOfNone_;  // of each token that renders none
  std::vector<double> countsOfNone_;
  double none_ = 0;
};

// Both directions, over the links of a corpus.
class Aligner {
 public:
  Aligner(const Corpus& pairs, const Links& links, std::size_t vocabulary, const AlignerOptions& options)
      : pairs_(pairs),
        links_(links),
        forward_(links.sources, links.targets, vocabulary, options),
        backward_(links.targets, links.sources, vocabulary, options) {}

  void learn() {
    forEachExample([&](std::size_t, const Example& example, std::size_t first) {
      forEachTarget(example, first, [&](std::size_t) { forward_.count(kinds_, chances_); });
      forEachSource(example, first, [&](std::size_t) { backward_.count(kinds_, chances_); });
    });
    forward_.maximise();
    backward_.maximise();
  }

  std::vector<std::vector<std::uint32_t>> agreements(double least) {
    std::vector<std::vector<std::uint32_t>> all;
    std::vector<double> both;
    forEachExample([&](std::size_t i, const Example& example, std::size_t first) {
      const std::size_t sources = example.source.size();
      all.emplace_back(example.target.size(), kAnywhere);
      if (sources == 0) return;
      both.resize(sources * example.target.size());
      forEachTarget(example, first, [&](std::size_t l) { std::copy(chances_.begin(), chances_.end(), &both[l * sources]); });
      forEachSource(example, first, [&](std::size_t s) {
        for (std::size_t l = 0; l < chances_.size(); ++l) both[l * sources + s] *= chances_[l];
      });
      for (std::size_t l = 0; l < example.target.size(); ++l) {
        const double* const row = &both[l * sources];
        const double* const best = std::max_element(row, row + sources);
        if (*best >= least) all[i][l] = static_cast<std::uint32_t>(best - row);
      }
    });
    return all;
  }

 private:
  // Calls onExample(index, example, its first link).
  template <class OnExample>
  void forEachExample(const OnExample& onExample) {
    std::size_t first = 0;
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      const Example example = pairs_.example(i);
      onExample(i, example, first);
      first += example.source.size() * example.target.size();
    }
  }

  // Calls onTarget(l) with chances_ over the source tokens, kinds_ those of its links; never where there is none.
  template <class OnTarget>
  void forEachTarget(const Example& example, std::size_t first, const OnTarget& onTarget) {
    for (std::size_t l = 0; l < example.target.size() && !example.source.empty(); ++l) {
      const auto row = links_.kinds.begin() + static_cast<std::ptrdiff_t>(first + l * example.source.size());
      kinds_.assign(row, row + static_cast<std::ptrdiff_t>(example.source.size()));
      forward_.choose(kinds_, l, example.target.size(), chances_);
      onTarget(l);
    }
  }

  template <class OnSource>
  void forEachSource(const Example& example, std::size_t first, const OnSource& onSource) {
    for (std::size_t s = 0; s < example.source.size() && !example.target.empty(); ++s) {
      kinds_.resize(example.target.size());
      for (std::size_t l = 0; l < kinds_.size(); ++l) kinds_[l] = links_.kinds[first + l * example.source.size() + s];
      backward_.choose(kinds_, s, example.source.size(), chances_);
      onSource(s);
    }
  }

  const Corpus& pairs_;
  const Links& links_;
  Direction forward_, backward_;
  std::vector<std::uint32_t> kinds_;
  std::vector<double> chances_;
};

}  // namespace

std::vector<std::vector<std::uint32_t>> align(const Corpus& pairs, std::size_t vocabulary, const AlignerOptions& options) {
  const Links links = linksOf(pairs);
  Aligner aligner(pairs, links, vocabulary, options);
  for (std::size_t round = 0; round < options.rounds; ++round) aligner.learn();
  return aligner.agreements(options.agreement);
}

}  // namespace attention
