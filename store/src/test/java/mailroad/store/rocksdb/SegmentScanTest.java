package mailroad.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import mailroad.store.BlobId;
import org.junit.jupiter.api.Test;

/** A segment that is cut off, followed by garbage, or changed: what is found in it was written there. */
class SegmentScanTest {
  private static final long SEED = 20261122;
  private static final long SEGMENT = 7;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<Chunk> chunks = new ArrayList<>();
  private final byte[] whole = segment();

  private byte[] segment() {
    ByteBuffer buffer = ByteBuffer.allocate(20_000).put(SegmentScan.fileHeader(SEGMENT));
    for (int i = 0; i < 12; i++) {
      byte[] octets = new byte[i == 3 ? 0 : random.nextInt(1_000)];
      random.nextBytes(octets);
      Chunk chunk =
          new Chunk(
              new BlobId("%032x".formatted(random.nextLong() >>> 1)), i, octets, octets.length);
      chunks.add(chunk);
      chunk.put(buffer);
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  /** Walks through a segment; gives the chunks that are whole, and whether that was all. */
  private record Walk(List<Chunk> chunks, boolean whole) {
    static Walk through(byte[] octets) throws IOException {
      MemoryFiles files = new MemoryFiles();
      files.put(SEGMENT, octets);
      SegmentScan scan = new SegmentScan(files.read(SEGMENT), SEGMENT);
      List<Chunk> chunks = new ArrayList<>();
      for (var found = scan.next(); found.isPresent(); found = scan.next()) {
        scan.chunk(found.get()).ifPresent(chunks::add);
      }
      boolean whole = new SegmentScan(files.read(SEGMENT), SEGMENT).isWhole();
      return new Walk(chunks, whole);
    }
  }

  private void assertOnlyWhatWasWritten(List<Chunk> found) {
    for (Chunk chunk : found) {
      Chunk written = chunks.get(chunk.number());
      assertThat(chunk.blob()).isEqualTo(written.blob());
      assertThat(chunk.octets()).isEqualTo(written.octets());
    }
  }

  @Test
  void findsAllChunks() throws IOException {
    Walk walk = Walk.through(whole);
    assertThat(walk.whole()).isTrue();
    assertThat(walk.chunks()).extracting(Chunk::number).hasSize(12).isSorted();
    assertOnlyWhatWasWritten(walk.chunks());
  }

  @Test
  void ignoresATailThatIsCutOffAnywhere() throws IOException {
    for (int length = 0; length < whole.length; length++) {
      Walk walk = Walk.through(Arrays.copyOf(whole, length));
      assertOnlyWhatWasWritten(walk.chunks());
      int complete = 0;
      int end = SegmentScan.FILE_HEADER_OCTETS;
      while (end + chunks.get(complete).octetsInSegment() <= length) {
        end += chunks.get(complete++).octetsInSegment();
      }
      assertThat(walk.chunks()).as("cut at %d", length).hasSize(complete);
      assertThat(walk.whole()).as("cut at %d", length).isEqualTo(length == end);
    }
  }

  @Test
  void ignoresGarbageAtTheTail() throws IOException {
    for (int round = 0; round < 2_000; round++) {
      byte[] garbage = new byte[1 + random.nextInt(200)];
      random.nextBytes(garbage);
      if (round % 4 == 0) { // as if a chunk began there
        ByteBuffer.wrap(garbage)
            .put(whole, SegmentScan.FILE_HEADER_OCTETS, Math.min(4, garbage.length));
      }
      byte[] octets = Arrays.copyOf(whole, whole.length + garbage.length);
      System.arraycopy(garbage, 0, octets, whole.length, garbage.length);
      Walk walk = Walk.through(octets);
      assertThat(walk.chunks()).as("seed %d round %d", SEED, round).hasSize(12);
      assertOnlyWhatWasWritten(walk.chunks());
      assertThat(walk.whole()).isFalse();
    }
  }

  @Test
  void takesZerosAtTheTailForRoom() throws IOException {
    for (int room : new int[] {1, 31, 32, 33, 64 << 10, 200_000}) {
      Walk walk = Walk.through(Arrays.copyOf(whole, whole.length + room));
      assertThat(walk.chunks()).hasSize(12);
      assertThat(walk.whole()).as("room of %d octets", room).isTrue();
    }
  }

  @Test
  void noticesWhatACrashLeftAnywhereInTheRoom() throws IOException {
    for (int round = 0; round < 500; round++) {
      byte[] octets = Arrays.copyOf(whole, whole.length + 100_000);
      octets[whole.length + random.nextInt(100_000)] = (byte) (1 + random.nextInt(255));
      assertThat(Walk.through(octets).whole()).as("seed %d round %d", SEED, round).isFalse();
    }
  }

  @Test
  void noticesEveryBitThatFlips() throws IOException {
    for (int round = 0; round < 4_000; round++) {
      byte[] octets = whole.clone();
      int at = random.nextInt(octets.length);
      octets[at] ^= (byte) (1 << random.nextInt(8));
      Walk walk = Walk.through(octets);
      assertThat(walk.whole()).as("seed %d, octet %d", SEED, at).isFalse();
      assertThat(walk.chunks()).hasSizeLessThan(12);
      assertOnlyWhatWasWritten(walk.chunks());
    }
  }

  @Test
  void takesASegmentOfAnotherNumberForDamaged() throws IOException {
    MemoryFiles files = new MemoryFiles();
    files.put(8, whole);
    SegmentScan scan = new SegmentScan(files.read(8), 8);
    assertThat(scan.next()).isEqualTo(Optional.empty());
    assertThat(scan.isAtEnd()).isFalse();
  }

  @Test
  void readsNoChunkOutOfRandomOctets() {
    for (int round = 0; round < 20_000; round++) {
      byte[] garbage = new byte[random.nextInt(100)];
      random.nextBytes(garbage);
      assertThat(Chunk.read(ByteBuffer.wrap(garbage))).isEmpty();
    }
  }
}
