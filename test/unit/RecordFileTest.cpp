#include "RecordFile.h"

#include "Scratch.h"

#include <allele/abi.h>
#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>
#include <fstream>

using namespace allele;

namespace {

class RecordFixture {
public:
  RecordFixture()
      : scratch(makeScratch()), path((scratch.path() / "record").string()),
        reader(std::move(*RecordReader::create(path))) {}

  // Appends a chunk as the runtime would.
  void append(const std::string &object, const std::vector<std::pair<std::uint64_t, std::uint8_t>> &mutants,
              const std::string &probes = "") {
    std::string chunk(ALLELE_RECORD_ALIGNMENT, '\0');
    const AlleleRecordChunk header{chunk.size(),
                                   1,
                                   static_cast<std::uint32_t>(mutants.size()),
                                   static_cast<std::uint32_t>(probes.size()),
                                   static_cast<std::uint32_t>(object.size()),
                                   0};
    std::memcpy(chunk.data(), &header, sizeof header);
    std::size_t at = sizeof header;
    chunk.replace(at, object.size(), object);
    at += (object.size() + 7) / 8 * 8;
    for (std::size_t i = 0; i < mutants.size(); ++i) {
      std::memcpy(chunk.data() + at + i * 8, &mutants[i].first, 8);
      chunk[at + mutants.size() * 8 + i] = static_cast<char>(mutants[i].second);
    }
    chunk.replace(at + mutants.size() * 9, probes.size(), probes);
    std::string whole = content() + chunk;
    const std::uint64_t end = whole.size();
    std::memcpy(whole.data() + offsetof(AlleleRecordHeader, end), &end, sizeof end);
    write(whole);
  }

  std::string content() const {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  void write(const std::string &text) const { std::ofstream(path, std::ios::binary | std::ios::trunc) << text; }
  template <typename T> void poke(std::size_t offset, T value) const {
    std::string whole = content();
    std::memcpy(whole.data() + offset, &value, sizeof value);
    write(whole);
  }

  ScratchDirectory scratch;
  std::string path;
  RecordReader reader;
};

using Found = std::vector<std::pair<std::uint64_t, bool>>; // id, infected

Found take(RecordReader &reader) {
  const auto seen = reader.take();
  REQUIRE(seen);
  Found found;
  for (const RecordReader::Seen &each : seen->mutants)
    found.emplace_back(reader.ids()[each.mutant], each.isInfected);
  return found;
}

constexpr std::size_t kChunk = ALLELE_RECORD_ALIGNMENT;

} // namespace

TEST_CASE("a new record file has nothing in it") {
  RecordFixture fixture;
  CHECK(take(fixture.reader).empty());
  CHECK(fixture.reader.objects().empty());
}

TEST_CASE("what several objects saw of one mutant is united") {
  RecordFixture fixture;
  fixture.append("/bin/program", {{1, ALLELE_SEEN_REACHED}, {2, 0}, {1, 0}});
  fixture.append("/lib/library.so", {{1, ALLELE_SEEN_REACHED | ALLELE_SEEN_INFECTED}});
  CHECK(take(fixture.reader) == Found{{1, true}});
  REQUIRE(fixture.reader.objects().size() == 2);
  CHECK(fixture.reader.objects()[0].path == "/bin/program");
  CHECK(fixture.reader.objects()[1].path == "/lib/library.so");
}

TEST_CASE("content behind the end of the record file isn't looked at") {
  RecordFixture fixture;
  fixture.append("/bin/program", {{1, ALLELE_SEEN_REACHED}});
  fixture.write(fixture.content() + "half a chunk");
  CHECK(take(fixture.reader) == Found{{1, false}});
}

TEST_CASE("a record file that was cut is an error") {
  RecordFixture fixture;
  fixture.append("/bin/program", {{1, ALLELE_SEEN_REACHED}});
  const std::string whole = fixture.content();
  for (const std::size_t size : {std::size_t{0}, std::size_t{15}, kChunk - 1, kChunk, kChunk + 10, whole.size() - 1}) {
    fixture.write(whole.substr(0, size));
    CHECK_FALSE(fixture.reader.take());
  }
}

TEST_CASE("a record file with impossible numbers is an error") {
  RecordFixture fixture;
  fixture.append("/bin/program", {{1, ALLELE_SEEN_REACHED}});
  SECTION("wrong magic") {
    fixture.poke<std::uint64_t>(0, 1);
  }
  SECTION("end not aligned") {
    fixture.poke<std::uint64_t>(8, kChunk + 1);
  }
  SECTION("end before the first chunk") {
    fixture.poke<std::uint64_t>(8, 0);
  }
  SECTION("end far outside") {
    fixture.poke<std::uint64_t>(8, ~std::uint64_t{0} / kChunk * kChunk);
  }
  SECTION("chunk of size 0") {
    fixture.poke<std::uint64_t>(kChunk, 0);
  }
  SECTION("chunk not aligned") {
    fixture.poke<std::uint64_t>(kChunk, 100);
  }
  SECTION("chunk larger than the file") {
    fixture.poke<std::uint64_t>(kChunk, 4 * kChunk);
  }
  SECTION("huge chunk") {
    fixture.poke<std::uint64_t>(kChunk, ~std::uint64_t{0} / kChunk * kChunk);
  }
  SECTION("more mutants than room") {
    fixture.poke<std::uint32_t>(kChunk + offsetof(AlleleRecordChunk, mutantCount), 0xFFFFFFFF);
  }
  SECTION("more probes than room") {
    fixture.poke<std::uint32_t>(kChunk + offsetof(AlleleRecordChunk, probeCount), 0xFFFFFFFF);
  }
  SECTION("longer path than room") {
    fixture.poke<std::uint32_t>(kChunk + offsetof(AlleleRecordChunk, pathLength), 0xFFFFFFFF);
  }
  const auto seen = fixture.reader.take();
  REQUIRE_FALSE(seen);
  CHECK(seen.error().message.find("damaged") != std::string::npos);
}

TEST_CASE("a record file that can't be made is an error") {
  CHECK_FALSE(RecordReader::create("/nonexistent/record"));
}

TEST_CASE("a reader gives what was recorded since the last time, each mutant once") {
  RecordFixture fixture;
  RecordReader &reader = fixture.reader;
  CHECK(take(reader).empty());
  constexpr std::uint8_t kAll = ALLELE_SEEN_REACHED | ALLELE_SEEN_INFECTED;
  std::vector<std::pair<std::uint64_t, std::uint8_t>> many;
  for (std::uint64_t id = 100; id < 120; ++id)
    many.emplace_back(id, static_cast<std::uint8_t>(id == 117 ? ALLELE_SEEN_REACHED : 0));
  fixture.append("/bin/program", many);
  CHECK(take(reader) == Found{{117, false}});
  CHECK(take(reader).empty());
  CHECK(reader.ids().size() == 20);
  // A library that is loaded later, with a mutant that the program has, too, and one twice.
  fixture.append("/lib/library.so", {{117, kAll}, {1, ALLELE_SEEN_REACHED}, {1, kAll}, {2, 0}});
  CHECK(take(reader) == Found{{117, true}, {1, true}});
  CHECK(take(reader).empty());
  REQUIRE(reader.objects().size() == 2);
  CHECK(reader.objects()[1].path == "/lib/library.so");
  CHECK(reader.ids().size() == 22);
}

TEST_CASE("a reader gives the probes that were passed since the last time, by object") {
  RecordFixture fixture;
  using Probes = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
  fixture.append("/bin/program", {{1, ALLELE_SEEN_REACHED}}, std::string("\0\1\0\0\0\0\0\0\0\0\0\1", 12));
  fixture.append("/lib/library.so", {}, std::string("\1\0", 2));
  auto recorded = fixture.reader.take();
  REQUIRE(recorded);
  CHECK(recorded->mutants.size() == 1);
  CHECK(recorded->probes == Probes{{0, 1}, {0, 11}, {1, 0}});
  recorded = fixture.reader.take();
  REQUIRE(recorded);
  CHECK(recorded->probes.empty());
  CHECK(fixture.reader.objects()[0].probeCount == 12);
}

TEST_CASE("a reader refuses a damaged file") {
  RecordFixture fixture;
  RecordReader &reader = fixture.reader;
  fixture.append("/bin/program", {{1, 0}});
  fixture.poke(kChunk + offsetof(AlleleRecordChunk, size), std::uint64_t{7});
  CHECK_FALSE(reader.take());
}
