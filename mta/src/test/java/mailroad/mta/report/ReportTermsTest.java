package mailroad.mta.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import mailroad.kernel.Domain;
import mailroad.mta.TestWorld;
import org.junit.jupiter.api.Test;

/** What holds of reports whatever they are about. */
class ReportTermsTest {
  private static final Domain A = new Domain("a.example");
  private static final Domain B = new Domain("b.example");
  private static final Domain C = new Domain("c.example");
  private static final ReportTerms TERMS =
      new ReportTerms(
          "",
          "",
          Duration.ofHours(4),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          2,
          Duration.ofDays(30));

  /** Counts, and nothing else. */
  private static final class Number implements Tallied<Number> {
    private int value;

    @Override
    public void add(Number other) {
      value += other.value;
    }

    @Override
    public byte[] octets() {
      return new byte[] {(byte) value};
    }
  }

  private record Numbers(ReportTerms terms) implements ReportKind<Number> {
    @Override
    public String word() {
      return "numbers";
    }

    @Override
    public Number tally() {
      return new Number();
    }

    @Override
    public Number read(byte[] octets) {
      Number number = new Number();
      number.value = octets[0];
      return number;
    }
  }

  @Test
  void aReportIsTriedLaterAndLaterAndThenNoMore() {
    Instant first = TestWorld.START;
    assertThat(TERMS.next(first, 1, first)).contains(first.plus(Duration.ofMinutes(10)));
    Instant second = first.plus(Duration.ofMinutes(10));
    assertThat(TERMS.next(first, 2, second)).contains(first.plus(Duration.ofMinutes(30)));
    Instant third = first.plus(Duration.ofMinutes(30));
    assertThat(TERMS.next(first, 3, third)).isEmpty();
  }

  @Test
  void whatTheStoreDidNotTakeIsCountedOnWithinTheSameBounds() {
    DayCounts<Number> counts = new DayCounts<>(new TestWorld(1), new Numbers(TERMS));
    for (Domain domain : new Domain[] {A, A, B, C}) {
      counts.count(domain, number -> number.value++);
    }
    Map<DomainDay, Number> taken = counts.take();
    assertThat(taken.keySet()).extracting(DomainDay::domain).containsExactly(A, B);
    counts.count(C, number -> number.value++);
    counts.count(A, number -> number.value++);
    taken.forEach(counts::giveBack);
    Map<DomainDay, Number> again = counts.take();
    assertThat(again.keySet()).extracting(DomainDay::domain).containsExactly(C, A);
    assertThat(again.values()).extracting(number -> number.value).containsExactly(1, 3);
  }
}
