package mailroad.mta.tls.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mailroad.kernel.Domain;
import mailroad.mta.tls.PolicyFacts;
import mailroad.mta.tls.ResultType;
import mailroad.store.Batch;
import org.junit.jupiter.api.Test;

/** Counts are whole, and take no more room than one value of the store has. */
class TallyTest {
  private static final PolicyFacts NONE = PolicyFacts.none(new Domain("b.example"));

  private static Detail detail(ResultType type, int i) {
    String host =
        "a".repeat(60) + "." + "b".repeat(60) + "." + "c".repeat(60) + "." + i + ".example";
    return new Detail(
        type, "2001:db8:1111:2222:3333:4444:5555:6666", host, "2001:db8::" + i, "ü".repeat(120));
  }

  @Test
  void whatThereIsNoRoomToTellApartIsToldTogether() {
    Tally tally = new Tally(3);
    for (int i = 0; i < 10; i++) {
      tally.failed(NONE, detail(ResultType.CERTIFICATE_EXPIRED, i), 2);
      tally.failed(NONE, detail(ResultType.STARTTLS_NOT_SUPPORTED, i), 1);
    }
    tally.failed(NONE, detail(ResultType.CERTIFICATE_EXPIRED, 0), 5);
    Tally.Part part = tally.parts().getFirst();
    assertThat(part.failures()).hasSize(5);
    assertThat(part.failures())
        .containsEntry(detail(ResultType.CERTIFICATE_EXPIRED, 0), 7L)
        .containsEntry(Detail.of(ResultType.CERTIFICATE_EXPIRED), 16L)
        .containsEntry(Detail.of(ResultType.STARTTLS_NOT_SUPPORTED), 9L);
    assertThat(tally.failures()).isEqualTo(35);
  }

  @Test
  void theLargestTallyFitsIntoOneValue() throws Exception {
    Tally tally = new Tally(64);
    for (int p = 0; p < 20; p++) {
      List<String> lines = java.util.Collections.nCopies(100, "mx: " + "x".repeat(60) + p);
      PolicyFacts policy = new PolicyFacts(PolicyFacts.Kind.STS, "b.example", lines, lines);
      tally.succeeded(policy, 1);
      for (int i = 0; i < 50; i++) {
        for (ResultType type : ResultType.values()) {
          tally.failed(policy, detail(type, i), 1);
        }
      }
    }
    assertThat(tally.successes()).isEqualTo(20);
    assertThat(tally.failures()).isEqualTo(20 * 50 * ResultType.values().length);
    assertThat(tally.parts()).hasSize(Tally.POLICIES_MAX + 1);
    byte[] octets = TallyRecords.write(tally).toByteArray();
    assertThat(octets.length).isLessThan(Batch.VALUE_OCTETS_MAX);
    Tally back = TallyRecords.read(octets, 64);
    assertThat(TallyRecords.write(back).toByteArray()).isEqualTo(octets);
    assertThat(Outgoing.of("1", java.time.Instant.EPOCH, back).octets(false).length)
        .isLessThan(Batch.VALUE_OCTETS_MAX);
  }
}
