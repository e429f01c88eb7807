package mailroad.dns;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages of DNS under Jazzer: in a build the seeds, with {@code JAZZER_FUZZ=1} a search, see docs/fuzzing.md. */
class GuidedFuzzTest {
  static Stream<Arguments> messages() throws IOException {
    return mailroad.dns.FuzzTest.seeds().stream().map(octets -> Arguments.of((Object) octets));
  }

  @MethodSource("messages")
  @FuzzTest
  void dnsAnswer(byte[] octets) {
    mailroad.dns.FuzzTest.asResolver(octets);
  }

  @MethodSource("messages")
  @FuzzTest
  void dnsQuery(byte[] octets) throws ZoneException {
    mailroad.dns.FuzzTest.asServer(octets, mailroad.dns.FuzzTest.authority());
  }
}
