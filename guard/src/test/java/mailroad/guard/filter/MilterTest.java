package mailroad.guard.filter;

import static mailroad.guard.filter.FakeMilter.packet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mailroad.guard.filter.FiltersConfig.OnFailure;
import mailroad.guard.verdict.Change;
import mailroad.guard.verdict.Demand;
import mailroad.guard.verdict.Evidence;
import mailroad.guard.verdict.Filter;
import mailroad.guard.verdict.Opinion;
import mailroad.guard.verdict.Suspect;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MilterTest {
  private static final Domain US = Domain.parse("us.example").orElseThrow();
  private static final Suspect LETTER = Letters.incoming(Letters.PLAIN);
  private static final byte[] NOTHING = {};

  private static Filter filter(MilterLine line) {
    return Filters.open(
            FakeProgram.WORLD,
            US,
            FiltersConfig.DEFAULT.with(List.of(), List.of(), List.of(), List.of(line)))
        .getFirst();
  }

  private static Opinion look(FakeMilter milter, Suspect suspect) throws Exception {
    try (FakeProgram program = FakeProgram.onTcp(milter)) {
      return filter(MilterLine.at("m", program.address())).look(suspect);
    }
  }

  private static FakeMilter atEnd(byte[]... answers) {
    return FakeMilter.of(Map.of("E", List.of(answers)));
  }

  @Test
  void hearsTheWholeSession() throws Exception {
    FakeMilter milter = FakeMilter.of(Map.of());
    Opinion opinion = look(milter, Letters.incoming(Letters.PLAIN, "b@example.org", "c@x.example"));
    assertThat(opinion.evidence()).extracting(Evidence::name).containsExactly("m-looked");
    assertThat(opinion.changes()).isEmpty();
    assertThat(milter.heard())
        .startsWith(
            "O|||\\6 ||\\1 \\255 |\\31 \\247 \\255 ",
            "DCj|us.example|_|unknown [192.0.2.7]|v|Mailroad|{daemon_name}|MTA"
                + "|{daemon_addr}|127.0.0.1|{daemon_port}|25|{if_addr}|127.0.0.1"
                + "|{client_addr}|192.0.2.7|{client_name}|[192.0.2.7]|{client_ptr}|[192.0.2.7]"
                + "|{client_port}|40001|",
            "C[192.0.2.7]|4\\156 A192.0.2.7|",
            "Hmx.example.com|",
            "DMi|%s|{mail_mailer}|esmtp|{mail_host}|example.com|{mail_addr}|s@example.com|"
                .formatted(Letters.ID),
            "M<s@example.com>|SIZE=%d|".formatted(Letters.PLAIN.length()),
            "DR{rcpt_mailer}|esmtp|{rcpt_host}|example.org|{rcpt_addr}|b@example.org|",
            "R<b@example.org>|",
            "DR{rcpt_mailer}|esmtp|{rcpt_host}|x.example|{rcpt_addr}|c@x.example|",
            "R<c@x.example>|",
            "DTi|%s|".formatted(Letters.ID),
            "T",
            "LFrom|s@example.com|",
            "LSubject|one\\10  two|",
            "LX-Spam-Flag|NO|",
            "DNi|%s|".formatted(Letters.ID),
            "N",
            "BHello\\13 \\10 ",
            "DEi|%s|".formatted(Letters.ID),
            "E");
  }

  /** A milter of whose recipients some are refused: by the letter of the reply, by what the address begins with. */
  private static FakeMilter choosy() {
    return new FakeMilter(
        FakeMilter.options(6, 0x1ff, 0),
        "",
        Map.of("E", List.of(packet('h', "X-Seen|yes|"), packet('c', NOTHING))),
        Map.of(
            "R<no", packet('r', NOTHING),
            "R<gone", packet('y', "550 5.1.1 Nobody of that name|"),
            "R<later", packet('t', NOTHING),
            "R<bye", packet('4', NOTHING),
            "R<all", packet('a', NOTHING)));
  }

  @Test
  void aRecipientThatItRefusesIsRefusedAlone() throws Exception {
    FakeMilter milter = choosy();
    Opinion opinion =
        look(
            milter,
            Letters.incoming(Letters.PLAIN, "no@x.example", "b@x.example", "gone@x.example"));
    assertThat(opinion.demand()).isEmpty();
    assertThat(opinion.refused())
        .isEqualTo(
            Map.of(
                EmailAddress.of("no@x.example"),
                new Demand.Refuse(new Reply(550, "5.7.1", "Command rejected")),
                EmailAddress.of("gone@x.example"),
                new Demand.Refuse(new Reply(550, "5.1.1", "Nobody of that name"))));
    assertThat(opinion.evidence())
        .extracting(one -> one.why().finding())
        .contains("m refuses no@x.example", "m refuses gone@x.example");
    // The session goes on with the others, to its end.
    assertThat(opinion.changes()).hasSize(1);
    assertThat(milter.heard()).contains("R<b@x.example>|", "T", "BHello\\13 \\10 ", "E");
  }

  @Test
  void whereItRefusesAllRecipientsItsLastReplyIsTheAnswer() throws Exception {
    FakeMilter milter = choosy();
    Opinion opinion =
        look(milter, Letters.incoming(Letters.PLAIN, "later@x.example", "gone@x.example"));
    assertThat(opinion.demand())
        .contains(new Demand.Refuse(new Reply(550, "5.1.1", "Nobody of that name")));
    assertThat(milter.heard()).doesNotContain("T", "E");
  }

  @Test
  void anAcceptOrAGoodbyeAtARecipientIsForTheWholeMessage() throws Exception {
    Opinion accepted =
        look(choosy(), Letters.incoming(Letters.PLAIN, "no@x.example", "all@x.example"));
    assertThat(accepted.demand()).isEmpty();
    assertThat(accepted.refused()).containsOnlyKeys(EmailAddress.of("no@x.example"));
    Opinion closed =
        look(choosy(), Letters.incoming(Letters.PLAIN, "bye@x.example", "b@x.example"));
    assertThat(closed.demand().orElseThrow().toString()).contains("421");
  }

  @Test
  void hearsOfUsersAndOfMailFromThisMachine() throws Exception {
    FakeMilter milter = FakeMilter.of(Map.of());
    look(milter, Letters.byLogin(Letters.PLAIN, "anna@example.org"));
    assertThat(String.join("\n", milter.heard()))
        .contains("{daemon_name}|ORIGINATING|")
        .contains("{auth_type}|PLAIN|{auth_authen}|anna@example.org|");
    FakeMilter other = FakeMilter.of(Map.of());
    look(other, Letters.local(Letters.PLAIN));
    assertThat(other.heard()).contains("Clocalhost|4||127.0.0.1|", "Hlocalhost|");
  }

  @Test
  void isSparedWhatItDoesNotWantAndNotWaitedForWhereItWillNotAnswer() throws Exception {
    // No HELO, no RCPT, no body; no answers to headers, MAIL and the header's end; blanks stay.
    int protocol = 0x2 | 0x8 | 0x10 | 0x80 | 0x4000 | 0x40000 | 0x100000;
    FakeMilter milter = new FakeMilter(FakeMilter.options(6, 0, protocol), "LMN", Map.of());
    look(milter, LETTER);
    assertThat(milter.heard().stream().filter(line -> !line.startsWith("D")))
        .startsWith(
            "O|||\\6 ||\\1 \\255 |\\31 \\247 \\255 ",
            "C[192.0.2.7]|4\\156 A192.0.2.7|",
            "M<s@example.com>|SIZE=%d|".formatted(Letters.PLAIN.length()),
            "T",
            "LFrom| s@example.com|",
            "LSubject| one\\10  two|",
            "LX-Spam-Flag| NO|",
            "N",
            "E");
  }

  @Test
  void getsTheMacrosItNames() throws Exception {
    byte[] options =
        packet(
            'O',
            new MilterPacket.Writer()
                .number(6)
                .number(0x100)
                .number(0)
                .number(0)
                .text("j {client_addr} {unknown}")
                .number(2)
                .text("")
                .data());
    FakeMilter milter = new FakeMilter(options, "", Map.of());
    try (FakeProgram program = FakeProgram.onTcp(milter)) {
      filter(
              MilterLine.at("m", program.address())
                  .withMacros(List.of("j=edge.example", "{site}=north")))
          .look(LETTER);
    }
    assertThat(milter.heard().stream().filter(line -> line.startsWith("D")))
        .startsWith("DCj|edge.example|{client_addr}|192.0.2.7|{site}|north|")
        .noneMatch(line -> line.startsWith("DM"));
  }

  @Test
  void milterOfOldIsNotToldOfDataAndGetsAConnectionOfItsOwn() throws Exception {
    FakeMilter milter = new FakeMilter(FakeMilter.options(2, 0x3f, 0), "", Map.of());
    look(milter, LETTER);
    assertThat(milter.heard()).doesNotContain("T", "K");
  }

  @Test
  void readsAllChanges() throws Exception {
    Opinion opinion =
        look(
            atEnd(
                packet('p', NOTHING),
                packet('h', "X-Added|one\n two|"),
                packet('i', "\0\0\0\1X-Inserted|i|"),
                packet('m', "\0\0\0\2Subject|changed|"),
                packet('m', "\0\0\0\1X-Spam-Flag||"),
                packet('b', "first\n"),
                packet('b', "second\r\n"),
                packet('e', "<new@example.com>|SIZE=5|"),
                packet('+', "<c@example.org>|"),
                packet('2', "<d@example.org>|NOTIFY=NEVER|"),
                packet('-', "b@example.org|"),
                packet('p', NOTHING),
                packet('a', NOTHING)),
            LETTER);
    assertThat(opinion.changes())
        .filteredOn(change -> !(change instanceof Change.ReplaceBody))
        .containsExactly(
            new Change.AddField("X-Added", "one\n two"),
            new Change.InsertField(1, "X-Inserted", "i"),
            new Change.ChangeField(2, "Subject", "changed"),
            new Change.ChangeField(1, "X-Spam-Flag", ""),
            new Change.ChangeSender(ReversePath.of(EmailAddress.of("new@example.com"))),
            new Change.AddRecipient(EmailAddress.of("c@example.org")),
            new Change.AddRecipient(EmailAddress.of("d@example.org")),
            new Change.RemoveRecipient(EmailAddress.of("b@example.org")));
    Change.ReplaceBody body = (Change.ReplaceBody) opinion.changes().getLast();
    assertThat(new String(body.body().range(0, 100), StandardCharsets.UTF_8))
        .isEqualTo("first\r\nsecond\r\n");
    assertThat(opinion.evidence().getLast().why().toString())
        .startsWith("m changes it\n  adds the field X-Added\n")
        .contains("  removes the field X-Spam-Flag (1)\n", "  adds the recipient c@example.org\n");
  }

  @Test
  void quarantinesWithItsReason() throws Exception {
    Opinion opinion = look(atEnd(packet('q', "looks bad|"), packet('c', NOTHING)), LETTER);
    assertThat(opinion.demand()).contains(new Demand.Quarantine("m: looks bad"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // at step; answer; what comes of it
        "C; r; 550 5.7.1 Command rejected",
        "H; t; 451 4.7.1 Service unavailable - try again later",
        "M; f; 451 4.7.1 Service unavailable - try again later",
        "M; 4; 421 4.7.0 Service unavailable - closing connection",
        "R; y550 5.1.1 No such person|; 550 5.1.1 No such person",
        "T; y451 Later|; 451 Later",
        "L; y554-5.7.1 Two~554 5.7.1 lines|; 554 5.7.1 Two lines",
        "N; y550 4.7.1 muddled|; 550 muddled",
        "B; r; 550 5.7.1 Command rejected",
        "E; y552 5.3.4 Too much|; 552 5.3.4 Too much",
      })
  void whatItRefusesAtAnyStepRefusesTheMessage(String step, String answer, String reply)
      throws Exception {
    String[] lines = answer.split("~");
    byte[] packet = packet(answer.charAt(0), String.join("\r\n", lines).substring(1));
    Opinion opinion = look(FakeMilter.of(Map.of(step, List.of(packet))), LETTER);
    assertThat(opinion.demand())
        .hasValueSatisfying(
            demand -> assertThat(((Demand.Refuse) demand).reply().toString()).isEqualTo(reply));
    assertThat(opinion.evidence().getLast().name()).isEqualTo("m-refused");
  }

  @Test
  void discardsAndAcceptsEarly() throws Exception {
    FakeMilter drops = FakeMilter.of(Map.of("M", List.of(packet('d', NOTHING))));
    assertThat(look(drops, LETTER).demand()).contains(new Demand.Discard("m drops it"));
    FakeMilter accepts = FakeMilter.of(Map.of("H", List.of(packet('a', NOTHING))));
    Opinion opinion = look(accepts, LETTER);
    assertThat(opinion.demand()).isEmpty();
    assertThat(accepts.heard()).noneMatch(line -> line.startsWith("M"));
  }

  @Test
  void bodiesComeInPiecesUntilItHasEnough() throws Exception {
    Suspect large = Letters.incoming("Subject: x\r\n\r\n" + "x".repeat(300_000));
    FakeMilter all = FakeMilter.of(Map.of());
    look(all, large);
    assertThat(all.heard().stream().filter(line -> line.startsWith("B")).map(String::length))
        .containsExactly(65_536, 65_536, 65_536, 65_536, 300_000 - 4 * 65_535 + 1);
    FakeMilter enough =
        new FakeMilter(
            FakeMilter.options(6, 0x1ff, 0x400),
            "",
            Map.of(
                "B", List.of(packet('s', NOTHING)),
                "E", List.of(packet('h', "X-Seen|part|"), packet('c', NOTHING))));
    assertThat(look(enough, large).changes())
        .containsExactly(new Change.AddField("X-Seen", "part"));
    assertThat(enough.heard().stream().filter(line -> line.startsWith("B"))).hasSize(1);
  }

  @Test
  void oneConnectionServesOneMessageAfterTheOther() throws Exception {
    FakeMilter milter = new FakeMilter(FakeMilter.options(6, 0, 0x7f | 0x200), "", Map.of());
    try (FakeProgram program = FakeProgram.onTcp(milter)) {
      Filter filter = filter(MilterLine.at("m", program.address()));
      for (int i = 0; i < 3; i++) {
        filter.look(LETTER);
      }
      assertThat(program.connections()).isEqualTo(1);
    }
    assertThat(String.join(" ", milter.heard().stream().map(line -> line.substring(0, 1)).toList()))
        .startsWith("O D D D D D D E K D D D D D D E K D D D D D D E");
  }

  @ParameterizedTest
  @CsvSource({"E, a", "E, r", "E, d", "H, a", "M, r"})
  void aNewConnectionIsNeededAfterAllThatIsNotHeardToTheEndAndLetGoOn(String step, String answer)
      throws Exception {
    FakeMilter milter = FakeMilter.of(Map.of(step, List.of(packet(answer.charAt(0), NOTHING))));
    try (FakeProgram program = FakeProgram.onTcp(milter)) {
      Filter filter = filter(MilterLine.at("m", program.address()));
      filter.look(LETTER);
      filter.look(LETTER);
      assertThat(program.connections()).isEqualTo(2);
      assertThat(milter.heard()).doesNotContain("K");
    }
  }

  @Test
  void aConnectionOfItsOwnForEachMessageWhereTheConfigurationSaysSo() throws Exception {
    FakeMilter milter = FakeMilter.of(Map.of());
    try (FakeProgram program = FakeProgram.onTcp(milter)) {
      Filter filter = filter(MilterLine.at("m", program.address()).withFreshConnections(0));
      filter.look(LETTER);
      filter.look(LETTER);
      assertThat(program.connections()).isEqualTo(2);
    }
  }

  @Test
  void aConnectionThatWasClosedWhileItRestedIsReplaced() throws Exception {
    FakeMilter milter = FakeMilter.of(Map.of());
    try (FakeProgram program =
        FakeProgram.onTcp((wire, connection) -> {
          if (connection == 1) {
            leaveAfterOneSession(wire, milter);
          } else {
            milter.run(wire, connection);
          }
        })) {
      Filter filter = filter(MilterLine.at("m", program.address()));
      assertThat(filter.look(LETTER).evidence().getFirst().name()).isEqualTo("m-looked");
      assertThat(filter.look(LETTER).evidence().getFirst().name()).isEqualTo("m-looked");
      assertThat(program.connections()).isEqualTo(2);
    }
  }

  /** Answers until the session ends, and hangs up. */
  private static void leaveAfterOneSession(mailroad.wire.Wire wire, FakeMilter milter)
      throws java.io.IOException {
    int before = milter.heard().size();
    while (milter.heard().size() == before || !milter.heard().getLast().equals("K")) {
      int length = java.nio.ByteBuffer.wrap(wire.readExactly(4, FakeProgram.PATIENCE)).getInt();
      byte[] packet = wire.readExactly(length, FakeProgram.PATIENCE);
      milter.heard().add(String.valueOf((char) packet[0]));
      if (packet[0] == 'O') {
        wire.write(FakeMilter.options(6, 0, 0));
      } else if ("DAK".indexOf(packet[0]) < 0) {
        wire.write(packet('c', NOTHING));
      }
      wire.flush();
    }
  }

  private static final Duration MOMENT = Duration.ofMillis(300);

  private static String failure(FakeMilter milter, Suspect suspect) throws Exception {
    return failure(milter, suspect, FakeProgram.PATIENCE);
  }

  private static String failure(FakeProgram.Script script, Suspect suspect, Duration limit)
      throws Exception {
    try (FakeProgram program = FakeProgram.onTcp(script)) {
      Opinion opinion =
          filter(
                  MilterLine.at("m", program.address())
                      .withFreshConnections(1000)
                      .within(0, limit, OnFailure.DEFER, 0))
              .look(suspect);
      assertThat(opinion.demand())
          .hasValueSatisfying(demand ->
              assertThat(((Demand.Refuse) demand).reply())
                  .isEqualTo(new Reply(451, "4.7.1", "Cannot be checked now; try again later")));
      return opinion.evidence().getFirst().why().toString();
    }
  }

  @Test
  void nonsenseFollowsTheRule() throws Exception {
    assertThat(failure(new FakeMilter(packet('c', NOTHING), "", Map.of()), LETTER))
        .contains("instead of its options");
    assertThat(failure(new FakeMilter(FakeMilter.options(7, 0, 0), "", Map.of()), LETTER))
        .contains("version 7");
    assertThat(failure(new FakeMilter(FakeMilter.options(6, 0x200, 0), "", Map.of()), LETTER))
        .contains("not offered");
    assertThat(failure(new FakeMilter(FakeMilter.options(6, 0, 0x800), "", Map.of()), LETTER))
        .contains("not offered");
    assertThat(failure(new FakeMilter(packet('O', "\0\0"), "", Map.of()), LETTER))
        .contains("cut short");
    assertThat(failure(FakeMilter.of(Map.of("M", List.of(packet('!', NOTHING)))), LETTER))
        .contains("it said '!'");
    assertThat(failure(FakeMilter.of(Map.of("M", List.of(packet('y', "moo|")))), LETTER))
        .contains("a reply that is none");
    assertThat(failure(FakeMilter.of(Map.of("M", List.of(packet('h', "A|b|")))), LETTER))
        .contains("before the message's end");
    assertThat(failure(FakeMilter.of(Map.of("B", List.of(packet('s', NOTHING)))), LETTER))
        .contains("did not announce");
    assertThat(failure(FakeMilter.of(Map.of("C", List.of(new byte[] {-1, -1, -1, -1}))), LETTER))
        .contains("a packet of 4294967295 octets");
    assertThat(failure(atEnd(packet('h', "no end")), LETTER)).contains("cut short");
    assertThat(failure(atEnd(packet('h', "To: x\r\nA|b|")), LETTER)).contains("not the name");
    assertThat(failure(atEnd(packet('+', "<no address>|")), LETTER)).contains("not an address");
    assertThat(failure(atEnd(packet('b', "x".repeat(2000))), LETTER))
        .contains("a body of more than 1000");
    assertThat(
            failure(
                new FakeMilter(
                    FakeMilter.options(6, 0x1, 0),
                    "",
                    Map.of("E", List.of(packet('-', "<b@example.org>|")))),
                LETTER))
        .contains("did not announce");
  }

  @Test
  void hangingAndHangingUpFollowTheRule() throws Exception {
    assertThat(failure(new FakeMilter(FakeMilter.options(6, 0, 0), "R", Map.of()), LETTER, MOMENT))
        .contains("no answer within");
    assertThat(failure(FakeMilter.of(Map.of("E", List.of(packet('p', NOTHING)))), LETTER, MOMENT))
        .contains("no answer within");
    assertThat(failure((wire, _) -> FakeProgram.hang(wire), LETTER, MOMENT))
        .contains("no answer within");
    FakeProgram.Script leaves =
        (wire, _) -> {
          wire.write(FakeMilter.options(6, 0, 0));
          wire.flush();
          wire.readExactly(200, FakeProgram.PATIENCE);
        };
    assertThat(failure(leaves, LETTER, FakeProgram.PATIENCE)).isNotEmpty();
  }
}
