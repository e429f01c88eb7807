package mailroad.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RocksStoreConfigTest {
  @ParameterizedTest(name = "{11}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # free | segment | chunk | below | moved | cache | recent | pending | buffer | files | waiting | group | what is wrong
          -1 | 4096 | 512 | 50 | 0 | 65536 | 0 | 0 | 65536 | 16 | 1 | 65536 | free-octets-min must not be negative
          0 | 4095 | 512 | 50 | 0 | 65536 | 0 | 0 | 65536 | 16 | 1 | 65536 | segment-octets-max must be at least 4096
          0 | 4096 | 511 | 50 | 0 | 65536 | 0 | 0 | 65536 | 16 | 1 | 65536 | chunk-octets must be between 512 and 16777216
          0 | 4096 | 512 | 91 | 0 | 65536 | 0 | 0 | 65536 | 16 | 1 | 65536 | compact-below-percent must be between 0 and 90
          0 | 4096 | 512 | 50 | -1 | 65536 | 0 | 0 | 65536 | 16 | 1 | 65536 | compaction-octets-max must not be negative
          0 | 4096 | 512 | 50 | 0 | 65535 | 0 | 0 | 65536 | 16 | 1 | 65536 | block-cache-octets must be at least 65536
          0 | 4096 | 512 | 50 | 0 | 65536 | -1 | 0 | 65536 | 16 | 1 | 65536 | recent-octets must not be negative
          0 | 4096 | 512 | 50 | 0 | 65536 | 0 | -1 | 65536 | 16 | 1 | 65536 | pending-octets-max must not be negative
          0 | 4096 | 512 | 50 | 0 | 65536 | 0 | 0 | 65535 | 16 | 1 | 65536 | write-buffer-octets must be at least 65536
          0 | 4096 | 512 | 50 | 0 | 65536 | 0 | 0 | 65536 | 15 | 1 | 65536 | open-files-max must be at least 16
          0 | 4096 | 512 | 50 | 0 | 65536 | 0 | 0 | 65536 | 16 | 0 | 65536 | waiting-max must be at least 1
          0 | 4096 | 512 | 50 | 0 | 65536 | 0 | 0 | 65536 | 16 | 1 | 65535 | group-octets-max must be at least 65536
          """)
  void saysWhatIsWrong(
      long free,
      long segment,
      int chunk,
      int below,
      long moved,
      long cache,
      long recent,
      long pending,
      long buffer,
      int files,
      int waiting,
      int group,
      String message) {
    assertThatThrownBy(() ->
            new RocksStoreConfig(
                free, segment, chunk, below, moved, cache, recent, pending, buffer, files, waiting,
                group))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThat(RocksStoreConfig.DEFAULT.chunkOctets()).isEqualTo(131_072);
  }
}
