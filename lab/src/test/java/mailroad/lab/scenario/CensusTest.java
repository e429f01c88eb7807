package mailroad.lab.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.Event.Accepted;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.lab.topology.Plan;
import mailroad.lab.topology.Topology;
import org.junit.jupiter.api.Test;

/** The judge is judged: what is well passes, and each kind of wrong is found. */
class CensusTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration LIFETIME = Duration.ofDays(5);
  private static final EmailAddress A = Topology.USER_A;
  private static final EmailAddress B = Topology.USER_B;
  private static final EmailAddress NOBODY = EmailAddress.of("nobody@exampleB.tst");

  private final List<Posting> postings = new ArrayList<>();
  private final List<Received> received = new ArrayList<>();
  private final Map<String, List<Accepted>> accepted = new HashMap<>();
  private final Set<InetSocketAddress> disturbed = new HashSet<>();
  private int port = 40_000;

  private Posting posted(EmailAddress to) {
    Letter letter =
        Letter.write(postings.size() + 1, A, List.of(to), Duration.ZERO, new SplittableRandom(1));
    Posting posting = new Posting(letter, to);
    posting.tried(START);
    posting.accepted(START);
    postings.add(posting);
    return posting;
  }

  /** A server takes a message over; returns where the connection came from. */
  private InetSocketAddress accepts(String host, String messageId, EmailAddress recipient) {
    InetSocketAddress client = new InetSocketAddress(InetAddress.ofLiteral("10.42.0.11"), port++);
    Event.Source source = new Event.Source.Smtp(client, "c", "ESMTP", "", Optional.empty());
    accepted
        .computeIfAbsent(host, _ -> new ArrayList<>())
        .add(
            new Accepted(
                new QueueId("0123456789ABC"),
                START,
                ReversePath.of(A),
                List.of(recipient),
                1,
                source,
                messageId));
    return client;
  }

  private void files(EmailAddress owner, byte[] content, Duration after) {
    byte[] trace = "Return-Path: <x@y.tst>\r\nReceived: from a by b\r\n".getBytes(US_ASCII);
    byte[] whole = new byte[trace.length + content.length];
    System.arraycopy(trace, 0, whole, 0, trace.length);
    System.arraycopy(content, 0, whole, trace.length, content.length);
    received.add(new Received(owner, START.plus(after), whole));
  }

  private void delivered(Posting posting) {
    accepts("mail-a", posting.letter().messageId(), posting.recipient());
    accepts("mail-b", posting.letter().messageId(), posting.recipient());
    files(posting.recipient(), posting.letter().content(), Duration.ofMinutes(1));
  }

  private void reported(Posting posting, String messageId, String action) {
    accepts("mail-a", messageId, A);
    String report =
        """
        From: Mail <postmaster@mail.exampleA.tst>
        Message-ID: %s
        Content-Type: multipart/report;
         report-type=delivery-status; boundary=b

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mail.exampleA.tst

        Final-Recipient: rfc822;
         %s
        Action: %s

        --b
        Content-Type: text/rfc822-headers

        Message-ID: %s

        --b--
        """
            .formatted(messageId, posting.recipient(), action, posting.letter().messageId())
            .replace("\n", "\r\n");
    files(A, report.getBytes(US_ASCII), Duration.ofMinutes(2));
  }

  private List<String> problems() {
    Evidence evidence =
        new Evidence(
            Topology.of(Topology.Kind.TWO_DOMAINS, Plan.SIMULATED), received, accepted, disturbed);
    return new Census(evidence, postings, LIFETIME).problems();
  }

  @Test
  void aLetterThatCameIsWell() {
    delivered(posted(B));
    assertThat(problems()).isEmpty();
  }

  @Test
  void aLetterToNobodyThatWasReportedIsWell() {
    Posting posting = posted(NOBODY);
    accepts("mail-a", posting.letter().messageId(), NOBODY);
    reported(posting, "<report.1@mail.exampleA.tst>", "failed");
    assertThat(problems()).isEmpty();
  }

  @Test
  void aLetterThatWasRefusedAtOnceIsWellIfThereIsNobody() {
    Posting posting = new Posting(posted(NOBODY).letter(), NOBODY);
    posting.refused(new Reply(550, "5.1.1", "nobody"));
    postings.clear();
    postings.add(posting);
    assertThat(problems()).isEmpty();
  }

  @Test
  void aRefusalOfSomebodyIsWrong() {
    Posting posting = new Posting(posted(B).letter(), B);
    posting.refused(new Reply(550, "5.1.1", "nobody"));
    postings.clear();
    postings.add(posting);
    assertThat(problems()).singleElement().asString().contains("was refused: 550 5.1.1 nobody");
  }

  @Test
  void aLostLetterIsFound() {
    posted(B);
    assertThat(problems()).singleElement().asString().contains("letter 1 to", "is lost");
  }

  @Test
  void aLetterAcceptedButNotFiledIsFound() {
    Posting posting = posted(B);
    accepts("mail-b", posting.letter().messageId(), B);
    assertThat(problems()).hasSize(2).anyMatch(p -> p.contains("filed 0 times"));
  }

  @Test
  void aSecondCopyWithoutAReasonIsFound() {
    Posting posting = posted(B);
    delivered(posting);
    delivered(posting);
    assertThat(problems()).singleElement().asString().contains("came 2 times, at most 1 can be");
  }

  @Test
  void aSecondCopyAfterADisturbanceIsSmtpsOwn() {
    Posting posting = posted(B);
    delivered(posting);
    disturbed.add(accepts("mail-b", posting.letter().messageId(), B));
    files(B, posting.letter().content(), Duration.ofMinutes(5));
    assertThat(problems()).isEmpty();
  }

  @Test
  void aDisturbanceExcusesOneCopyAndNoMore() {
    Posting posting = posted(B);
    delivered(posting);
    disturbed.add(accepts("mail-b", posting.letter().messageId(), B));
    accepts("mail-b", posting.letter().messageId(), B);
    files(B, posting.letter().content(), Duration.ofMinutes(5));
    files(B, posting.letter().content(), Duration.ofMinutes(6));
    assertThat(problems()).singleElement().asString().contains("came 3 times, at most 2 can be");
  }

  @Test
  void filingTwiceWhatWasAcceptedOnceIsFoundEvenAfterADisturbance() {
    Posting posting = posted(B);
    disturbed.add(accepts("mail-b", posting.letter().messageId(), B));
    files(B, posting.letter().content(), Duration.ofMinutes(5));
    files(B, posting.letter().content(), Duration.ofMinutes(5));
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("accepted 1 times by its last server, but filed 2 times");
  }

  @Test
  void aChangedLetterIsFound() {
    Posting posting = posted(B);
    byte[] changed = posting.letter().content().clone();
    changed[changed.length - 3] ^= 1;
    accepts("mail-b", posting.letter().messageId(), B);
    files(B, changed, Duration.ofMinutes(1));
    assertThat(problems()).singleElement().asString().contains("did not come whole");
  }

  @Test
  void aLateLetterIsFound() {
    Posting posting = posted(B);
    accepts("mail-b", posting.letter().messageId(), B);
    files(B, posting.letter().content(), LIFETIME.plusSeconds(1));
    assertThat(problems()).singleElement().asString().contains("after the lifetime");
  }

  @Test
  void aLetterToNobodyThatNobodyReportedIsFound() {
    posted(NOBODY);
    assertThat(problems()).singleElement().asString().contains("vanished");
  }

  @Test
  void aDelayNoticeIsNoReportOfFailure() {
    reported(posted(NOBODY), "<report.1@mail.exampleA.tst>", "delayed");
    assertThat(problems()).singleElement().asString().contains("vanished");
  }

  @Test
  void aDelayNoticeAboutALetterThatCameLaterIsWell() {
    Posting posting = posted(B);
    delivered(posting);
    reported(posting, "<report.1@mail.exampleA.tst>", "delayed");
    assertThat(problems()).isEmpty();
  }

  @Test
  void aReportOfFailureAboutALetterThatCameIsFound() {
    Posting posting = posted(B);
    delivered(posting);
    reported(posting, "<report.1@mail.exampleA.tst>", "failed");
    assertThat(problems()).singleElement().asString().contains("although its recipient exists");
  }

  @Test
  void twoReportsWithoutAReasonAreFound() {
    Posting posting = posted(NOBODY);
    reported(posting, "<report.1@mail.exampleA.tst>", "failed");
    reported(posting, "<report.2@mail.exampleA.tst>", "failed");
    assertThat(problems()).singleElement().asString().contains("was reported 2 times, at most 1");
  }

  @Test
  void mailThatNobodyWroteIsFound() {
    files(B, "Message-ID: <x@y>\r\n\r\nspook\r\n".getBytes(US_ASCII), Duration.ZERO);
    assertThat(problems()).singleElement().asString().contains("that nobody wrote");
  }

  @Test
  void aLetterInAMailboxOfSomebodyElseIsFound() {
    Posting posting = posted(B);
    delivered(posting);
    files(A, posting.letter().content(), Duration.ZERO);
    assertThat(problems()).singleElement().asString().contains("that nobody wrote to them");
  }
}
