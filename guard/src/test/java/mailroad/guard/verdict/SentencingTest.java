package mailroad.guard.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mailroad.guard.text.MessageTexts;
import mailroad.guard.verdict.Findings.Insisting;
import mailroad.guard.verdict.Sentencing.Milder;
import mailroad.guard.verdict.Sentencing.Sentence;
import mailroad.guard.verdict.Suspect.Direction;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.mime.Header;
import mailroad.mime.Octets;
import mailroad.mta.gate.Arriving;
import mailroad.mta.gate.Placement;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Hello;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentencingTest {
  private static final EmailAddress ANNA = EmailAddress.of("anna@here.example");
  private static final EmailAddress BERT = EmailAddress.of("bert@here.example");
  private static final Findings CLEAN = found(0);

  private static Findings found(double score) {
    return new Findings(
        List.of(new Evidence("test", score, "a test says so")),
        Map.of(),
        Optional.empty(),
        List.of());
  }

  private static Findings demanded(Demand demand) {
    return new Findings(
        List.of(), Map.of(), Optional.of(new Insisting("clamd", demand)), List.of());
  }

  private static Suspect to(EmailAddress... recipients) {
    byte[] content = "Subject: x\r\n\r\ny\r\n".getBytes(StandardCharsets.US_ASCII);
    Client client =
        new Client(
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 1),
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.2"), 25),
            new Hello.Ehlo("there.example"),
            Optional.empty(),
            Optional.empty());
    return new Suspect(
        new Arriving(
            new QueueId("01JC7K2M9XZ4T"),
            Optional.of(client),
            new Event.Source.Local("test"),
            new Envelope(
                new ReversePath.Nowhere(),
                MailParameters.NONE,
                Stream.of(recipients).map(Recipient::of).toList()),
            Octets.of(content),
            0,
            Header.of(content),
            Instant.EPOCH),
        Direction.INCOMING,
        Optional.empty());
  }

  private static Sentence decide(PolicyConfig policy, Findings findings, EmailAddress... to)
      throws InterruptedException {
    return new Sentencing(new Policy(policy), Sentencing.Mercy.NONE).decide(to(to), findings);
  }

  @ParameterizedTest
  @CsvSource({
    "-3, ACCEPT",
    "0, ACCEPT",
    "0.9, ACCEPT",
    "1, MARK",
    "2.9, MARK",
    "3, JUNK",
    "5, QUARANTINE",
    "7, REFUSE",
    "9, DISCARD",
    "99, DISCARD"
  })
  void theSeverestThatIsReachedIsDone(double score, Action action) {
    assertThat(new Thresholds(1, 3, 0, 5, 7, 9).at(score)).isEqualTo(action);
  }

  @Test
  void textsAreDecodedOnceForAllWhoLook() throws Exception {
    Suspect suspect = to(ANNA);
    MessageTexts texts = suspect.texts(1_024, 20);
    assertThat(suspect.texts(1_024, 10)).isSameAs(texts);
    assertThat(suspect.texts(1_024, 30)).isNotSameAs(texts);
    assertThat(suspect.texts(2, 20).cut()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0, 0.0", "-0.04, 0.0", "6.25, 6.3", "-2.5, -2.5", "15, 15.0", "0.06, 0.1"})
  void scoresAreShownWithOneDecimalPlace(double score, String shown) {
    assertThat(Verdict.number(score)).isEqualTo(shown);
  }

  @Test
  void zeroIsForNever() {
    assertThat(new Thresholds(0, 0, 0, 0, 0, 0).at(1000)).isEqualTo(Action.ACCEPT);
    assertThat(new Thresholds(0, 0, 0, 0, 0, 0).isGreylisted(1000)).isFalse();
    assertThatThrownBy(() -> new Thresholds(0, -1, 0, 0, 0, 0)).hasMessageContaining("junk-at");
  }

  @Test
  void whatNobodyWantsIsRefused() throws Exception {
    assertThat(decide(PolicyConfig.DEFAULT, found(15), ANNA, BERT).isRefused()).isTrue();
    assertThat(decide(PolicyConfig.DEFAULT, found(14.9), ANNA, BERT).isRefused()).isFalse();
  }

  @Test
  void whatSomeWantIsKeptForTheOthers() throws Exception {
    PolicyConfig policy =
        new PolicyConfig(
            Thresholds.INCOMING,
            Thresholds.SUBMITTED,
            List.of(PolicyLine.of("bert@here.example", new Thresholds(0, 0, 0, 0, 0, 0))));
    Sentence sentence = decide(policy, found(20), ANNA, BERT);
    assertThat(sentence.isRefused()).isFalse();
    assertThat(sentence.placements())
        .isEqualTo(Map.of(ANNA, Placement.QUARANTINE, BERT, Placement.USUAL));
  }

  @Test
  void evidenceOfOneRecipientCountsForItAlone() throws Exception {
    Findings findings =
        new Findings(
            List.of(new Evidence("all", 4, "for all")),
            Map.of(ANNA, List.of(new Evidence("own", 3, "for anna"))),
            Optional.empty(),
            List.of());
    Sentence sentence = decide(PolicyConfig.DEFAULT, findings, ANNA, BERT);
    assertThat(sentence.placements())
        .isEqualTo(Map.of(ANNA, Placement.JUNK, BERT, Placement.USUAL));
    assertThat(sentence.why().toString()).contains("anna@here.example: junk, score 7.0");
  }

  @Test
  void malwareIsKeptWhateverItsScore() throws Exception {
    Sentence sentence =
        decide(PolicyConfig.DEFAULT, demanded(new Demand.Quarantine("Eicar")), ANNA);
    assertThat(sentence.placements()).isEqualTo(Map.of(ANNA, Placement.QUARANTINE));
    assertThat(sentence.why().toString()).contains("clamd insists: quarantine: Eicar");
  }

  @Test
  void aFilterThatRefusesIsHeard() throws Exception {
    Reply no = new Reply(550, "5.7.1", "No");
    assertThat(decide(PolicyConfig.DEFAULT, demanded(new Demand.Refuse(no)), ANNA).isRefused())
        .isTrue();
  }

  private static Findings refused(EmailAddress recipient, Reply reply) {
    return new Findings(
        List.of(),
        Map.of(),
        Optional.empty(),
        List.of(),
        Map.of(recipient, new Insisting("milter", new Demand.Refuse(reply))));
  }

  @Test
  void aRecipientThatAFilterRefusesIsRefusedAlone() throws Exception {
    Findings findings = refused(ANNA, new Reply(550, "5.7.1", "No"));
    Sentence sentence = decide(PolicyConfig.DEFAULT, findings, ANNA, BERT);
    assertThat(sentence.isRefused()).isFalse();
    assertThat(sentence.placements())
        .isEqualTo(Map.of(ANNA, Placement.QUARANTINE, BERT, Placement.USUAL));
    assertThat(sentence.why().toString())
        .contains("anna@here.example: milter insists: refuse: 550 5.7.1 No");
    Sentence alone = decide(PolicyConfig.DEFAULT, findings, ANNA);
    assertThat(alone.isRefused()).isTrue();
    assertThat(alone.insisting().orElseThrow().demand().toString()).contains("550");
  }

  @Test
  void aRecipientThatAFilterRefusesForNowHasAllComeBack() throws Exception {
    Findings findings = refused(ANNA, new Reply(451, "4.7.1", "Later"));
    Sentence sentence = decide(PolicyConfig.DEFAULT, findings, ANNA, BERT);
    assertThat(sentence.isRefused()).isTrue();
    assertThat(sentence.insisting().orElseThrow().demand().toString()).contains("451");
  }

  @Test
  void theLineThatDecidedIsNamed() throws Exception {
    PolicyConfig policy =
        new PolicyConfig(
            Thresholds.INCOMING,
            Thresholds.SUBMITTED,
            List.of(
                PolicyLine.of("else.example", Thresholds.INCOMING),
                PolicyLine.of("here.example", new Thresholds(0, 1, 0, 0, 0, 0))));
    Sentence sentence = decide(policy, found(2), ANNA);
    assertThat(sentence.placements()).isEqualTo(Map.of(ANNA, Placement.JUNK));
    assertThat(sentence.why().toString()).contains("[guard.policy.lines[1]]");
    assertThat(decide(PolicyConfig.DEFAULT, CLEAN, ANNA).why().toString())
        .contains("[guard.policy.incoming]", "0.0 test: a test says so");
  }

  @Test
  void mercySpeaksLast() throws Exception {
    Sentencing sentencing =
        new Sentencing(
            new Policy(PolicyConfig.DEFAULT),
            (_, recipient, action) ->
                recipient.equals(ANNA) && action == Action.REFUSE
                    ? Optional.of(new Milder(Action.JUNK, new Why("anna reads this list")))
                    : Optional.empty());
    Sentence sentence = sentencing.decide(to(ANNA, BERT), found(20));
    assertThat(sentence.placements())
        .isEqualTo(Map.of(ANNA, Placement.JUNK, BERT, Placement.QUARANTINE));
    assertThat(sentence.why().toString()).contains("anna reads this list");
  }
}
