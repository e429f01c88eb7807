package mailroad.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mailroad.store.rocksdb.SegmentFiles.SegmentFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files of segments that stay open between two readers, and what ends that. */
class DiskFilesTest {
  @TempDir private Path folder;
  private DiskFiles files;

  @BeforeEach
  void open() throws IOException {
    files = new DiskFiles(folder);
  }

  @AfterEach
  void close() {
    files.close();
  }

  private void make(long segment) throws IOException {
    try (SegmentFile file = files.create(segment)) {
      file.write(ByteBuffer.wrap(new byte[] {(byte) segment}), 0);
    }
  }

  private byte first(long segment) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(1);
    try (SegmentFile file = files.read(segment)) {
      file.read(into, 0);
    }
    return into.get(0);
  }

  private long openNow() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(
              fd -> {
                try {
                  return Files.readSymbolicLink(fd).toString().startsWith(folder.toString());
                } catch (IOException e) {
                  return false;
                }
              })
          .count();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void oneFileIsEnoughForReadersOneAfterTheOther() throws IOException {
    make(1);
    for (int i = 0; i < 10; i++) {
      assertThat(first(1)).isEqualTo((byte) 1);
    }
    assertThat(openNow()).isEqualTo(1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void keepsAFewOpenAndNoneAfterTheEnd() throws IOException {
    List<SegmentFile> read = new ArrayList<>();
    for (long segment = 1; segment <= 30; segment++) {
      make(segment);
      read.add(files.read(segment));
    }
    for (SegmentFile file : read) {
      file.close();
    }
    assertThat(openNow()).isEqualTo(16);
    SegmentFile late = files.read(30);
    files.close();
    late.close();
    assertThat(openNow()).isZero();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aSegmentThatWasDeletedIsGoneAndItsRoomIsFree() throws IOException {
    make(1);
    first(1);
    SegmentFile reader = files.read(1);
    files.delete(1);
    assertThatThrownBy(() -> files.read(1)).isInstanceOf(NoSuchFileException.class);
    ByteBuffer into = ByteBuffer.allocate(1);
    reader.read(into, 0); // who has it open may read on
    assertThat(into.get(0)).isEqualTo((byte) 1);
    reader.close();
    assertThat(openNow()).isZero();
  }

  @Test
  void aReaderThatIsCancelledHarmsNoOther() throws IOException {
    make(1);
    first(1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> first(1)).isInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(first(1)).isEqualTo((byte) 1);
  }
}
