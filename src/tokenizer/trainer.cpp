#include "tokenizer/trainer.hpp"

#include <queue>
#include <set>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "tokenizer/chunks.hpp"
#include "tokenizer/normalize.hpp"

namespace attention {

namespace {

using Count = std::int64_t;
using Pair = std::pair<TokenId, TokenId>;

struct Chunk {
  TokenIds ids;
  Count count;
};

struct Candidate {
  Count count;
  Pair pair;
  bool operator<(const Candidate& other) const {
    return std::tie(count, other.pair) < std::tie(other.count, pair);  // the top of the queue: often, then small
  }
};

struct Hash {
  std::size_t operator()(const Pair& pair) const {
    return std::hash<std::uint64_t>()((std::uint64_t{pair.first} << 32 | pair.second) * 0x9E3779B97F4A7C15u);
  }
};

struct Use {
  Count count = 0;
  std::vector<std::size_t> chunks;  // where the pair was seen when it arose; it may be gone since
};

// How often each pair of neighbours stands, kept up to date while pieces are joined.
class Pairs {
 public:
  explicit Pairs(std::vector<Chunk> chunks) : chunks_(std::move(chunks)) {
    for (std::size_t i = 0; i < chunks_.size(); ++i) {
      const TokenIds& ids = chunks_[i].ids;
      for (std::size_t k = 0; k + 1 < ids.size(); ++k) change({ids[k], ids[k + 1]}, chunks_[i].count, i);
    }
    for (const auto& [pair, use] : uses_) queue_.push({use.count, pair});
  }

  // The pair that stands most often; its count is below 2 where nothing is left to join.
  Candidate best() {
    while (!queue_.empty()) {
      const Candidate top = queue_.top();
      const Count now = uses_[top.pair].count;
      if (top.count == now) return top;
      queue_.pop();
      if (now > 0) queue_.push({now, top.pair});
    }
    return {0, {}};
  }

  void join(const Pair& pair, TokenId result) {
    const std::vector<std::size_t> places = std::move(uses_[pair].chunks);
    uses_.erase(pair);
    changed_.clear();
    for (const std::size_t i : places) joinIn(i, pair, result);
    uses_.erase(pair);
    for (const Pair& each : changed_) {
      const auto use = uses_.find(each);
      if (use != uses_.end()) queue_.push({use->second.count, each});
    }
  }

 private:
  void joinIn(std::size_t chunk, const Pair& pair, TokenId result) {
    TokenIds& ids = chunks_[chunk].ids;
    const Count count = chunks_[chunk].count;
    std::size_t to = 0;
    for (std::size_t from = 0; from < ids.size(); ++to) {
      const bool here = from + 1 < ids.size() && Pair(ids[from], ids[from + 1]) == pair;
      if (!here) {
        ids[to] = ids[from++];
        continue;
      }
      const bool hasNext = from + 2 < ids.size();
      if (to > 0) {
        change({ids[to - 1], pair.first}, -count, chunk);
        change({ids[to - 1], result}, count, chunk);
      }
      if (hasNext) {
        change({pair.second, ids[from + 2]}, -count, chunk);
        change({result, ids[from + 2]}, count, chunk);
      }
      ids[to] = result;
      from += 2;
    }
    ids.resize(to);
  }

  void change(const Pair& pair, Count by, std::size_t chunk) {
    Use& use = uses_[pair];
    use.count += by;
    if (by > 0) {
      changed_.push_back(pair);
      if (use.chunks.empty() || use.chunks.back() != chunk) use.chunks.push_back(chunk);
    }
  }

  std::vector<Chunk> chunks_;
  std::unordered_map<Pair, Use, Hash> uses_;
  std::priority_queue<Candidate> queue_;
  std::vector<Pair> changed_;
};

}  // namespace

void TokenizerTrainer::add(std::string_view text) {
  const std::string spaced = normalizeWithSpace(text);
  for (const std::string_view chunk : chunksOf(spaced)) {
    const auto known = chunks_.find(chunk);
    if (known == chunks_.end()) {
      chunks_.emplace(chunk, 1);
    } else {
      ++known->second;
    }
  }
}

Expected<Tokenizer> TokenizerTrainer::train(std::size_t vocabulary) const {
  PieceTable pieces;
  if (vocabulary < pieces.size()) {
    return Error{ErrorCode::InvalidSize,
                 sentence({"vocabulary is ", vocabulary, ", it must be at least ", pieces.size(), ": ", kSpecials,
                           " special tokens and 256 bytes"})};
  }
  std::vector<Chunk> chunks;
  for (const auto& [text, count] : chunks_) {
    TokenIds ids;
    for (const char c : text) ids.push_back(idOfByte(static_cast<unsigned char>(c)));
    chunks.push_back({std::move(ids), static_cast<Count>(count)});
  }
  Pairs pairs(std::move(chunks));
  std::vector<Merge> merges;
  std::set<Pair> known;  // a pair may arise again when a later merge makes the same piece as an earlier one
  while (pieces.size() < vocabulary) {
    const auto [count, pair] = pairs.best();
    if (count < 2) break;
    const Merge merge{pair.first, pair.second};
    pairs.join(pair, pieces.join(merge));
    if (known.insert(pair).second) merges.push_back(merge);
  }
  return Tokenizer(merges);
}

}  // namespace attention
