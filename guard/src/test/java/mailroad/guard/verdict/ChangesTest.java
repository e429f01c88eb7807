package mailroad.guard.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import mailroad.guard.verdict.Change.AddField;
import mailroad.guard.verdict.Change.AddRecipient;
import mailroad.guard.verdict.Change.ChangeField;
import mailroad.guard.verdict.Change.ChangeSender;
import mailroad.guard.verdict.Change.InsertField;
import mailroad.guard.verdict.Change.RemoveRecipient;
import mailroad.guard.verdict.Change.ReplaceBody;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.ReversePath;
import mailroad.mime.Octets;
import mailroad.smtp.Body;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import org.junit.jupiter.api.Test;

class ChangesTest {
  private static final String OURS = "Received: by us\r\n";
  private static final String THEIRS =
      "Received: by them\r\nSubject:  odd\r\n  folding \r\nX-A: 1\r\nx-a: 2\r\nX-A: 3\r\n";
  private static final String BODY = "\r\nHello\r\n.\r\n";
  private static final EmailAddress ANNA = EmailAddress.of("anna@example.org");
  private static final EmailAddress BERT = EmailAddress.of("bert@example.org");
  private static final Envelope ENVELOPE =
      new Envelope(
          ReversePath.of(EmailAddress.of("s@example.com")),
          MailParameters.NONE,
          List.of(Recipient.of(ANNA)));

  private static String changed(String content, int received, Change... changes) {
    try {
      Octets octets = Octets.of(content.getBytes(StandardCharsets.UTF_8));
      Octets after =
          Changes.apply(octets, received, ENVELOPE, List.of(changes)).content().orElse(octets);
      return new String(after.range(0, (int) after.size()), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String changed(Change... changes) {
    return changed(OURS + THEIRS + BODY, OURS.length(), changes);
  }

  @Test
  void addsFieldsAtTheEndInTheirOrder() {
    assertThat(changed(new AddField("X-B", "one"), new AddField("X-C", "two")))
        .isEqualTo(OURS + THEIRS + "X-B: one\r\nX-C: two\r\n" + BODY);
  }

  @Test
  void insertsAboveOurOwnFieldAtPlaceZeroAndBelowItAtPlaceOne() {
    assertThat(changed(new InsertField(0, "X-B", "top")))
        .isEqualTo("X-B: top\r\n" + OURS + THEIRS + BODY);
    assertThat(changed(new InsertField(1, "X-B", "next")))
        .isEqualTo(OURS + "X-B: next\r\n" + THEIRS + BODY);
    assertThat(changed(new InsertField(99, "X-B", "last")))
        .isEqualTo(OURS + THEIRS + "X-B: last\r\n" + BODY);
  }

  @Test
  void leavesTheSpellingOfAllOtherFieldsAlone() {
    assertThat(changed(new ChangeField(2, "X-A", "two")))
        .isEqualTo(OURS + THEIRS.replace("x-a: 2", "x-a: two") + BODY);
  }

  @Test
  void countsFieldsAsTheFilterSawThem() {
    assertThat(
            changed(
                new InsertField(0, "X-A", "0"),
                new ChangeField(1, "X-A", ""),
                new ChangeField(3, "X-A", "three")))
        .isEqualTo(
            "X-A: 0\r\n"
                + OURS
                + THEIRS.replace("X-A: 1\r\n", "").replace("X-A: 3", "X-A: three")
                + BODY);
  }

  @Test
  void doesNotTouchOurOwnField() {
    assertThat(changed(new ChangeField(1, "Received", "forged")))
        .isEqualTo(OURS + THEIRS.replace("by them", "forged") + BODY);
  }

  @Test
  void addsAFieldThatCannotBeChangedAndForgetsOneThatCannotBeRemoved() {
    assertThat(changed(new ChangeField(7, "X-A", "seven"), new ChangeField(1, "X-None", "")))
        .isEqualTo(OURS + THEIRS + "X-A: seven\r\n" + BODY);
    assertThat(changed(new ChangeField(1, "X-None", ""))).isEqualTo(OURS + THEIRS + BODY);
  }

  @Test
  void replacesTheBodyAlone() {
    assertThat(changed(new ReplaceBody(Octets.of("one".getBytes(StandardCharsets.UTF_8)))))
        .isEqualTo(OURS + THEIRS + "\r\none");
  }

  @Test
  void aValueCannotAddFieldsOfItsOwn() {
    assertThat(changed(new AddField("X-B", "one\nTo: all\r\n\r\n two\n\n")))
        .isEqualTo(OURS + THEIRS + "X-B: one\r\n\tTo: all\r\n two\r\n" + BODY);
    assertThatThrownBy(() -> new AddField("To: x\r\nX-B", "one"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void foldsLinesThatWouldBeTooLong() {
    String value = String.join(" ", IntStream.range(0, 500).mapToObj(i -> "word" + i).toList());
    String after = changed("X: y\r\n\r\n", 0, new AddField("X-Long", value));
    assertThat(after.lines()).allMatch(line -> line.length() < 998);
    assertThat(after.replace("\r\n word", " word")).contains(value);
  }

  @Test
  void messagesWithoutAnEmptyLineGetOneOnlyWhereTheyNeedIt() {
    assertThat(changed("A: b", 0, new AddField("C", "d"))).isEqualTo("A: b\r\nC: d\r\n");
    assertThat(changed("A: b\r\n", 0, new AddField("C", "d"))).isEqualTo("A: b\r\nC: d\r\n");
    assertThat(changed("", 0, new AddField("C", "d"))).isEqualTo("C: d\r\n");
    assertThat(changed("\n", 0, new AddField("C", "d"))).isEqualTo("C: d\r\n\n");
    assertThat(changed("A: b\n\nbody", 0, new AddField("C", "d")))
        .isEqualTo("A: b\nC: d\r\n\nbody");
    assertThat(changed("A: b", 0, new ReplaceBody(Octets.of(new byte[] {'x'}))))
        .isEqualTo("A: b\r\n\r\nx");
  }

  @Test
  void fieldsBeyondTheLimitsStay() {
    String many = "X-N: 1\r\n".repeat(6_000);
    assertThat(changed(many + "\r\nbody", 0, new AddField("C", "d"), new ChangeField(1, "X-N", "")))
        .isEqualTo(many.substring(8) + "C: d\r\n\r\nbody");
  }

  @Test
  void changesTheEnvelope() throws IOException {
    Octets content = Octets.of("A: b\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    Changes.Changed after =
        Changes.apply(
            content,
            0,
            ENVELOPE,
            List.of(
                new AddRecipient(BERT),
                new AddRecipient(BERT),
                new RemoveRecipient(ANNA),
                new ChangeSender(new ReversePath.Nowhere())));
    assertThat(after.content()).isEmpty();
    assertThat(after.envelope().recipients()).containsExactly(Recipient.of(BERT));
    assertThat(after.envelope().sender()).isEqualTo(new ReversePath.Nowhere());
  }

  @Test
  void saysThatTheContentNeedsEightBitsOnceItDoes() throws IOException {
    Octets content = Octets.of("A: b\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    assertThat(body(content, new AddField("C", "d"))).isEqualTo(Body.SEVEN_BIT);
    assertThat(body(content, new AddField("C", "ü"))).isEqualTo(Body.EIGHT_BIT);
    assertThat(body(content, new ReplaceBody(Octets.of("ü".getBytes(StandardCharsets.ISO_8859_1)))))
        .isEqualTo(Body.EIGHT_BIT);
  }

  private static Body body(Octets content, Change change) throws IOException {
    return Changes.apply(content, 0, ENVELOPE, List.of(change)).envelope().parameters().body();
  }

  @Test
  void readsAnyRangeOfTheResult() throws IOException {
    Octets content = Octets.of((OURS + THEIRS + BODY).getBytes(StandardCharsets.UTF_8));
    Octets after =
        Changes.apply(
                content,
                OURS.length(),
                ENVELOPE,
                List.of(new InsertField(2, "X-B", "b"), new ChangeField(2, "X-A", "")))
            .content()
            .orElseThrow();
    byte[] whole = after.range(0, (int) after.size());
    for (int from = 0; from <= whole.length; from++) {
      assertThat(after.range(from, 7))
          .isEqualTo(java.util.Arrays.copyOfRange(whole, from, Math.min(whole.length, from + 7)));
    }
  }
}
