package mailroad.guard.quarantine.tell;

import static mailroad.guard.quarantine.Ward.address;
import static mailroad.guard.quarantine.Ward.root;
import static mailroad.guard.quarantine.Ward.vouched;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailroad.guard.quarantine.Deed;
import mailroad.guard.quarantine.QuarantineConfig;
import mailroad.guard.quarantine.QuarantineConfig.TellSenders;
import mailroad.guard.quarantine.ReleaseOrder;
import mailroad.guard.quarantine.Ward;
import mailroad.kernel.Bell;
import mailroad.kernel.QueueId;
import mailroad.kernel.Task;
import mailroad.mailauth.dmarc.DmarcResult;
import mailroad.mime.Structure;
import mailroad.smtp.server.Client;
import mailroad.store.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is told of mail that is kept, when, and in which words. */
class TellerTest {
  private static final String EVE = "<eve@bad.example>";
  private static final String ANNA = "anna@local.example";
  private static final Duration TO_SEVEN = Duration.ofHours(21);
  private static final Duration DAY = Duration.ofDays(1);
  private static final QuarantineConfig DEFAULT = QuarantineConfig.DEFAULT;

  private final Ward ward = new Ward();

  @Test
  void anOwnerIsToldOnceADayOfWhatIsNew() throws Exception {
    assertThat(ward.teller.digests()).isZero();
    QueueId first = ward.take(EVE, "one", ANNA);
    QueueId second = ward.take(EVE, "two", ANNA, "bob@local.example");
    assertThat(ward.teller.digests()).as("not before its time").isZero();
    ward.world.pass(TO_SEVEN);
    assertThat(ward.teller.digests()).isEqualTo(2);
    assertThat(ward.teller.digests()).as("once").isZero();
    assertThat(ward.inbox("bob@local.example")).hasSize(1);
    String letter = Ward.decoded(ward.inbox(ANNA).getFirst());
    assertThat(letter)
        .contains("Subject: 2 messages to you are held back")
        .contains(first.value(), second.value(), "Eve Müller <eve@bad.example>")
        .contains("2026-11-22 10:00 UTC, until 2026-12-22")
        .contains("it looks like spam", "+8.0 door: its sender is listed")
        .contains("mailroad quarantine release %s --to anna@local.example".formatted(first));
    ward.world.pass(DAY);
    assertThat(ward.teller.digests()).as("nothing new").isZero();
    QueueId third = ward.take(EVE, "three", ANNA);
    ward.world.pass(DAY);
    assertThat(ward.teller.digests()).isEqualTo(1);
    assertThat(Ward.decoded(ward.inbox(ANNA).getLast()))
        .contains("A message to you is held back", third.value())
        .doesNotContain(first.value());
    assertThat(ward.judged)
        .as("letters are judged by nobody")
        .containsExactly(first, second, third);
  }

  @Test
  void aDigestHasTheSameInTextAndHtmlAndNothingFromOutsideIsMarkup() throws Exception {
    ward.teller.digests();
    ward.take(EVE, "<script>alert(1)</script> & \u202e\"x\"", ANNA);
    ward.world.pass(TO_SEVEN);
    ward.teller.digests();
    String letter = ward.inbox(ANNA).getFirst();
    Structure structure = Structure.of(letter.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(structure.root().type().toString()).isEqualToIgnoringCase("multipart/alternative");
    assertThat(structure.part(List.of(1)).orElseThrow().type().toString())
        .isEqualToIgnoringCase("text/plain");
    assertThat(structure.part(List.of(2)).orElseThrow().type().toString())
        .isEqualToIgnoringCase("text/html");
    assertThat(letter).startsWith("From: Mail Quarantine <postmaster@local.example>\r\n");
    String decoded = Ward.decoded(letter);
    assertThat(decoded.substring(decoded.indexOf("<!DOCTYPE")))
        .contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; \\u{202e}&quot;x&quot;")
        .doesNotContain("<script>", "\u202e", "<img", "href");
  }

  @Test
  void whatHasLeftIsNotListedAndLinesAreLimited() throws Exception {
    ward.configured(lines(2));
    ward.teller.digests();
    QueueId gone = ward.take(EVE, "gone", ANNA);
    List<QueueId> there =
        List.of(
            ward.take(EVE, "one", ANNA),
            ward.take(EVE, "two", ANNA),
            ward.take(EVE, "three", ANNA));
    ward.warden.release(gone, ReleaseOrder.ALL, root());
    ward.world.pass(TO_SEVEN);
    ward.teller.digests();
    String letter = Ward.decoded(ward.inbox(ANNA).getLast());
    assertThat(letter)
        .contains("3 messages to you are held back", "1 more is held, but not listed here.")
        .contains(there.get(1).value(), there.get(2).value())
        .doesNotContain(gone.value(), there.get(0).value());
    ward.world.pass(DAY);
    assertThat(ward.teller.digests()).isZero();
  }

  private static QuarantineConfig lines(int most) {
    return new QuarantineConfig(
        DEFAULT.keptFor(),
        DEFAULT.messagesMax(),
        DEFAULT.octetsMax(),
        DEFAULT.evidenceOctetsMax(),
        DEFAULT.deedsMax(),
        DEFAULT.recipientsMay(),
        DEFAULT.tellSenders(),
        DEFAULT.noticesPerDayMax(),
        DEFAULT.digestTimes(),
        DEFAULT.digestZone(),
        most);
  }

  @Test
  void lettersGoToThoseBehindAnAliasAndNotToWhoIsGone() throws Exception {
    ward.teller.digests();
    ward.boxes.alias("all@local.example", ANNA, "bob@local.example");
    ward.boxes.account("carl@local.example");
    ward.boxes.account("dora@local.example");
    ward.take(EVE, "x", "all@local.example", "carl@local.example", "dora@local.example");
    ward.boxes.remove("carl@local.example");
    ward.boxes.full("dora@local.example", true);
    ward.world.pass(TO_SEVEN);
    assertThat(ward.teller.digests()).isEqualTo(1);
    assertThat(ward.inbox(ANNA)).hasSize(1);
    assertThat(ward.inbox("bob@local.example")).hasSize(1);
    assertThat(ward.quarantine.shelf().ownersWithNews(Optional.empty(), 10))
        .as("who has no room is told later, who is gone never")
        .containsExactly(address("dora@local.example"));
    ward.boxes.full("dora@local.example", false);
    ward.world.pass(DAY);
    assertThat(ward.teller.digests()).isEqualTo(1);
  }

  @Test
  void killedAtAnyWriteEachOwnerHasOneLetter() throws Exception {
    for (boolean afterwards : List.of(false, true)) {
      for (int n = 0; n < 5; n++) {
        Ward crashing = new Ward();
        crashing.teller.digests();
        crashing.take(EVE, "x", ANNA, "bob@local.example");
        crashing.world.pass(TO_SEVEN);
        crashing.disk.failAt(n, afterwards);
        try {
          crashing.teller.digests();
        } catch (StoreException e) {
          assertThat(e).hasMessageContaining("disk");
        }
        crashing.crash();
        crashing.teller.digests();
        assertThat(crashing.inbox(ANNA)).as("n=%d after=%s", n, afterwards).hasSize(1);
        assertThat(crashing.inbox("bob@local.example")).hasSize(1);
      }
    }
  }

  @ParameterizedTest(name = "{0}, login {1}, dmarc {2} of {3}, {4}: {5}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # config | login              | dmarc | of           | sender            | field                  | letters
          USERS    | anna@local.example | NONE  | x.example    | anna@local.example| X: y                   | 1
          NOBODY   | anna@local.example | NONE  | x.example    | anna@local.example| X: y                   | 0
          USERS    |                    | PASS  | local.example| anna@local.example| X: y                   | 0
          VOUCHED  |                    | PASS  | local.example| anna@local.example| X: y                   | 1
          VOUCHED  | anna@local.example | NONE  | x.example    | anna@local.example| X: y                   | 1
          VOUCHED  |                    | FAIL  | local.example| anna@local.example| X: y                   | 0
          VOUCHED  |                    | NONE  | local.example| anna@local.example| X: y                   | 0
          VOUCHED  |                    | PASS  | other.example| anna@local.example| X: y                   | 0
          VOUCHED  |                    | PASS  | local.example| <>                | X: y                   | 0
          VOUCHED  |                    | PASS  | local.example| anna@local.example| Auto-Submitted: auto-replied | 0
          VOUCHED  |                    | PASS  | local.example| anna@local.example| Auto-Submitted: no     | 1
          VOUCHED  |                    | PASS  | local.example| anna@local.example| Precedence: bulk       | 0
          VOUCHED  |                    | PASS  | local.example| anna@local.example| List-Id: <l.local.example> | 0
          """)
  void aSenderIsToldWherePolicySaysSoAndTheAddressIsNoForgery(
      TellSenders config,
      String login,
      DmarcResult.Code dmarc,
      String of,
      String sender,
      String field,
      int letters)
      throws Exception {
    ward.configured(DEFAULT.with(config));
    ward.authentication = login == null ? Optional.of(vouched(dmarc, of, of)) : Optional.empty();
    Client client = Ward.client(Optional.ofNullable(login).map(one -> address(one)));
    String path = sender.equals("<>") ? sender : "<" + sender + ">";
    String content =
        "From: anna@local.example\r\nSubject: hello\r\n%s\r\n\r\nx\r\n".formatted(field);
    QueueId id = ward.take(client, path, content, "bob@local.example");
    assertThat(ward.teller.tellSenders()).isEqualTo(letters);
    assertThat(ward.teller.tellSenders()).as("once").isZero();
    assertThat(ward.inbox(ANNA)).hasSize(letters);
    if (letters == 1) {
      assertThat(Ward.decoded(ward.inbox(ANNA).getFirst()))
          .contains("Subject: Held back: hello", "bob@local.example", id.value(), "postmaster@");
      assertThat(ward.warden.history(id))
          .extracting(Deed::act)
          .anyMatch(act -> act.startsWith("its sender is told in "));
    }
  }

  @Test
  void aSenderGetsSoManyLettersADayAndNoMore() throws Exception {
    Client anna = Ward.client(Optional.of(address(ANNA)));
    String content = "From: anna@local.example\r\nSubject: x\r\n\r\nx\r\n";
    for (int i = 0; i < 15; i++) {
      ward.take(anna, "<anna@local.example>", content, "bob@local.example");
    }
    assertThat(ward.teller.tellSenders()).isEqualTo(10);
    ward.world.pass(DAY);
    ward.take(anna, "<anna@local.example>", content, "bob@local.example");
    assertThat(ward.teller.tellSenders()).isEqualTo(1);
    assertThat(ward.inbox(ANNA)).hasSize(11);
  }

  @Test
  void recipientsOfWhatUsersSendAreNotTold() throws Exception {
    ward.teller.digests();
    String content = "From: anna@local.example\r\nSubject: x\r\n\r\nx\r\n";
    ward.take(
        Ward.client(Optional.of(address(ANNA))),
        "<anna@local.example>",
        content,
        "bob@local.example",
        "zoe@far.example");
    ward.world.pass(TO_SEVEN);
    assertThat(ward.teller.digests()).isZero();
    assertThat(ward.inbox("bob@local.example")).isEmpty();
  }

  @Test
  void theTellerWakesWhenSomebodyIsToBeTold() throws Exception {
    Bell happened = ward.world.bell();
    ward.journal.listen(_ -> happened.ring());
    Task telling = ward.world.start("teller", ward.teller::run);
    String content = "From: anna@local.example\r\nSubject: x\r\n\r\nx\r\n";
    ward.take(
        Ward.client(Optional.of(address(ANNA))),
        "<anna@local.example>",
        content,
        "bob@local.example");
    long seen = happened.rings();
    while (ward.inbox(ANNA).isEmpty()) {
      assertThat(happened.await(seen, Duration.ofSeconds(20))).isTrue();
      seen = happened.rings();
    }
    telling.cancel();
    assertThat(ward.inbox(ANNA)).hasSize(1);
  }
}
