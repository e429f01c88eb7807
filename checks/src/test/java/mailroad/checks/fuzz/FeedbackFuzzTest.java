package mailroad.checks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import mailroad.guard.report.received.Feedback;
import mailroad.guard.report.received.FeedbackReader;
import mailroad.guard.report.received.FeedbackReader.Reading;
import org.junit.jupiter.api.Test;

/** Aggregate reports of DMARC from whoever: one is read, or it is said in a line why not. */
class FeedbackFuzzTest {
  private static final int ROWS_READ_MAX = 20;
  private static final int ROWS_MAX = 5;

  @Test
  void feedbacks() {
    Fuzzer.fuzz("feedback", FeedbackFuzzTest::feedback);
  }

  /** No more rows than are allowed, none that counts less than one message, and no text that breaks a line. */
  static String feedback(byte[] octets) throws IOException {
    Reading reading;
    try {
      reading = FeedbackReader.read(new ByteArrayInputStream(octets), ROWS_READ_MAX, ROWS_MAX);
    } catch (IOException e) {
      return "not text: " + e.getClass().getSimpleName(); // as the JDK calls a wrong encoding
    }
    return switch (reading) {
      case Reading.Faulty(var reason) -> {
        assertThat(reason.lines()).hasSize(1);
        yield reason.replaceAll("\\d+|\"[^\"]*\"|: .*", "n");
      }
      case Reading.Sound(var feedback) -> shape(feedback);
    };
  }

  private static String shape(Feedback feedback) {
    assertThat(feedback.tally().rows()).hasSizeBetween(1, ROWS_MAX);
    feedback
        .tally()
        .rows()
        .forEach((row, messages) -> {
          assertThat(messages).isPositive();
          assertThat(row.source()).matches("[0-9a-f.:]+");
          assertThat(row.headerFrom() + row.spfDomain()).doesNotContain("\n", "\r");
        });
    assertThat(feedback.end()).isAfterOrEqualTo(feedback.start());
    assertThat(feedback.organization() + feedback.id()).doesNotContain("\n", "\r");
    assertThat(feedback.tally().record().toByteArray().length).isLessThan(100_000);
    return "rows %d, unread %b"
        .formatted(feedback.tally().rows().size(), feedback.rowsUnread() > 0);
  }
}
