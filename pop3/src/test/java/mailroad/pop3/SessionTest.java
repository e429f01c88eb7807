package mailroad.pop3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import mailroad.kernel.Network.Connection;
import mailroad.kernel.Task;
import mailroad.mailbox.Flag;
import mailroad.mailbox.FlagChange;
import mailroad.mailbox.Flags;
import mailroad.mailbox.Mailbox;
import mailroad.mailbox.MailboxName;
import mailroad.mailbox.Message;
import mailroad.mailbox.SessionLimits;
import mailroad.mailbox.UidSet;
import mailroad.sasl.PlaintextLogin;
import mailroad.wire.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens to a session from without. */
class SessionTest {
  private static final Duration SECONDS = Pop3Site.SECONDS;
  private static final Duration SHORT = Duration.ofMillis(150);

  private static Pop3Config times(Duration login, Duration idle) {
    return Pop3Config.DEFAULT.withTimeouts(login, idle, SECONDS);
  }

  private static String ask(Wire wire, String command) throws IOException {
    wire.write(command + "\r\n");
    wire.flush();
    return wire.readLine(512, SECONDS).text();
  }

  /** RFC 1939 section 6: nothing is removed but by QUIT, wherever the connection breaks. */
  @Test
  void aDisconnectAtAnyOctetLosesNothing() throws Exception {
    byte[] talk =
        ("USER joe@example.org\r\nPASS %s\r\nDELE 1\r\nRETR 2\r\nDELE 2\r\nQUIT\r\n"
                .formatted(Pop3Site.PASSWORD))
            .getBytes(US_ASCII);
    try (Pop3Site site = new Pop3Site(Pop3Config.DEFAULT)) {
      site.add("Subject: one\r\n\r\nHello\r\n");
      site.add("Subject: two\r\n\r\nHello\r\n");
      for (int octets = 0; octets < talk.length; octets++) {
        try (Connection connection = site.connect()) {
          connection.write(talk, 0, octets, SECONDS);
          if (octets % 2 == 0) { // else reset while the server writes
            connection.shutdownOutput();
            readToTheEnd(connection);
          }
        }
        assertThat(site.messages()).as("after %d octets", octets).hasSize(2);
      }
      try (Connection connection = site.connect()) {
        connection.write(talk, 0, talk.length, SECONDS);
        readToTheEnd(connection);
      }
      assertThat(site.messages()).isEmpty();
    }
  }

  /** The same where what is said goes in one piece, and the client hangs up after each octet of the answers. */
  @Test
  void aDisconnectAtAnyOctetOfTheAnswersLosesNothingBeforeTheLast() throws Exception {
    byte[] talk =
        "USER joe@example.org\r\nPASS %s\r\nDELE 1\r\nRETR 2\r\nRSET\r\n"
            .formatted(Pop3Site.PASSWORD)
            .getBytes(US_ASCII);
    try (Pop3Site site = new Pop3Site(Pop3Config.DEFAULT)) {
      site.add("Subject: one\r\n\r\nHello\r\n");
      site.add("Subject: two\r\n\r\n" + "Hello\r\n".repeat(10));
      int answers = answers(site, talk, Integer.MAX_VALUE);
      assertThat(answers).isGreaterThan(200);
      for (int octets = 0; octets < answers; octets++) {
        answers(site, talk, octets);
        assertThat(site.messages()).as("after %d octets", octets).hasSize(2);
      }
    }
  }

  private static int answers(Pop3Site site, byte[] talk, int octetsMax) throws IOException {
    try (Connection connection = site.connect()) {
      connection.write(talk, 0, talk.length, SECONDS);
      connection.shutdownOutput();
      byte[] one = new byte[1];
      int octets = 0;
      while (octets < octetsMax && connection.read(one, 0, 1, SECONDS) > 0) {
        octets++;
      }
      return octets;
    }
  }

  /** RFC 1939 section 5: many thousand messages, each line of LIST and UIDL made when it is sent. */
  @Test
  void listsManyThousandMessages() throws Exception {
    try (Pop3Site site = new Pop3Site(Pop3Config.DEFAULT)) {
      int count = 20_000;
      site.fill(count);
      try (Wire wire = site.login()) {
        assertThat(ask(wire, "STAT")).isEqualTo("+OK " + count + " " + 5L * count);
        for (String command : List.of("LIST", "UIDL")) {
          assertThat(ask(wire, command)).startsWith("+OK");
          for (int i = 1; i <= count; i++) {
            assertThat(wire.readLine(512, SECONDS).text())
                .isEqualTo(
                    i
                        + (command.equals("LIST")
                            ? " 5"
                            : " " + site.inbox().uidValidity() + "." + i));
          }
          assertThat(wire.readLine(512, SECONDS).text()).isEqualTo(".");
        }
        for (int i = 2; i <= count; i++) {
          wire.write("DELE " + i + "\r\n");
        }
        wire.flush();
        for (int i = 2; i <= count; i++) {
          assertThat(wire.readLine(512, SECONDS).text()).startsWith("+OK");
        }
        assertThat(ask(wire, "QUIT")).startsWith("+OK");
      }
      assertThat(site.messages()).extracting(Message::uid).containsExactly(1L);
    }
  }

  /** What IMAP does meanwhile: flags, moves, removals and arrivals; POP3 removes what it was told to, and nothing else. */
  @Test
  void othersWorkInTheMailboxAtTheSameTime() throws Exception {
    try (Pop3Site site = new Pop3Site(Pop3Config.DEFAULT)) {
      site.fill(600);
      Mailbox trash = site.mail.of(site.joe).open(MailboxName.of("Trash")).orElseThrow();
      try (Wire wire = site.login()) {
        Task others =
            site.world.start(
                "imap",
                () -> {
                  for (int uid = 1; uid <= 600; uid++) {
                    switch (uid % 4) {
                      case 0 -> site.inbox().expunge(UidSet.of(List.of((long) uid)));
                      case 1 -> site.inbox().move(UidSet.of(List.of((long) uid)), trash);
                      case 2 ->
                          site.inbox()
                              .store(
                                  UidSet.of(List.of((long) uid)),
                                  FlagChange.add(Flags.of(Flag.SEEN)));
                      default -> site.add("new");
                    }
                  }
                });
        for (int i = 1; i <= 600; i++) {
          assertThat(ask(wire, (i % 3 == 0 ? "DELE " : "LIST ") + i)).startsWith("+OK");
        }
        others.join();
        assertThat(ask(wire, "QUIT")).startsWith("+OK");
      }
      for (Message message : site.messages()) {
        long uid = message.uid();
        assertThat(uid > 600 || uid % 3 != 0 && uid % 4 > 1).as("UID %d", uid).isTrue();
      }
      assertThat(site.messages()).hasSize(200 + 150);
      assertThat(trash.status().messages()).isEqualTo(150);
    }
  }

  private static void readToTheEnd(Connection connection) throws IOException {
    byte[] some = new byte[1000];
    while (connection.read(some, 0, some.length, SECONDS) >= 0) {
      // what it says does not matter here
    }
  }

  @Test
  void endsWithoutAWordWhenNobodyLogsIn() throws Exception {
    try (Pop3Site site = new Pop3Site(times(SHORT, SECONDS));
        Wire wire = new Wire(site.world, site.connect(), SECONDS)) {
      assertThat(wire.readLine(512, SECONDS).text()).startsWith("+OK");
      assertThatThrownBy(() -> wire.readLine(512, SECONDS)).isInstanceOf(EOFException.class);
    }
  }

  /** RFC 1939 section 3: the timer ends the session without UPDATE. */
  @Test
  void endsWithoutUpdateWhenTheClientSleeps() throws Exception {
    try (Pop3Site site = new Pop3Site(times(SECONDS, SHORT))) {
      site.add("Subject: one\r\n\r\nHello\r\n");
      try (Wire wire = new Wire(site.world, site.connect(), SECONDS)) {
        // In one piece, so that the timer cannot run before the client sleeps.
        wire.write("USER joe@example.org\r\nPASS " + Pop3Site.PASSWORD + "\r\nDELE 1\r\n");
        wire.flush();
        for (int i = 0; i < 4; i++) {
          assertThat(wire.readLine(512, SECONDS).text()).startsWith("+OK");
        }
        assertThatThrownBy(() -> wire.readLine(512, SECONDS)).isInstanceOf(EOFException.class);
      }
      assertThat(site.messages()).hasSize(1);
      site.login().close();
    }
  }

  @Test
  void endsOnACommandThatDrips() throws Exception {
    try (Pop3Site site = new Pop3Site(times(SECONDS, SHORT))) {
      Wire wire = site.login();
      Task dripping =
          site.world.start(
              "drip",
              () -> {
                try {
                  while (true) {
                    wire.write("N");
                    wire.flush();
                    site.world.sleep(Duration.ofMillis(20));
                  }
                } catch (IOException e) {
                  // it hung up
                }
              });
      assertThatThrownBy(() -> wire.readLine(512, SECONDS)).isInstanceOf(IOException.class);
      wire.close();
      dripping.join();
    }
  }

  @Test
  void aLoginWaitsForASessionThatIsJustLeaving() throws Exception {
    try (Pop3Site site = new Pop3Site(times(SECONDS, SECONDS))) {
      Wire first = site.login();
      Task leaving = site.world.start("leave", first::close);
      try (Wire second = site.login()) {
        assertThat(ask(second, "NOOP")).startsWith("+OK");
      }
      leaving.join();
    }
  }

  /** RFC 2449 section 8.1.2, RFC 3206 section 3: who is too many hears so at once, who waits hears that it is in use. */
  @Test
  void aUserHasSoManySessionsAndNoMore() throws Exception {
    Pop3Config config = Pop3Config.DEFAULT.withTimeouts(SECONDS, SECONDS, Duration.ZERO);
    try (Pop3Site site = new Pop3Site(config.with(new SessionLimits(2, 1)));
        Wire first = site.login()) {
      assertThat(passwordFrom(site, "127.0.0.1", "joe")).startsWith("-ERR [SYS/TEMP]");
      assertThat(passwordFrom(site, "127.0.0.1", "ann")).startsWith("+OK");
      assertThat(passwordFrom(site, "127.0.0.2", "joe")).startsWith("-ERR [IN-USE]");
      assertThat(ask(first, "QUIT")).startsWith("+OK");
      assertThat(passwordFrom(site, "127.0.0.1", "joe")).startsWith("+OK");
    }
  }

  private static String passwordFrom(Pop3Site site, String address, String user) throws Exception {
    try (Wire wire = new Wire(site.world, site.connectFrom(address), SECONDS)) {
      assertThat(wire.readLine(512, SECONDS).text()).startsWith("+OK");
      assertThat(ask(wire, "USER " + user + "@example.org")).startsWith("+OK");
      String answer = ask(wire, "PASS " + Pop3Site.PASSWORD);
      assertThat(ask(wire, "QUIT")).startsWith("+OK");
      return answer;
    }
  }

  @Test
  void aMessageThatWasRemovedMeanwhileIsAnError() throws Exception {
    try (Pop3Site site = new Pop3Site(Pop3Config.DEFAULT)) {
      site.add("Subject: one\r\n\r\nHello\r\n");
      try (Wire wire = site.login()) {
        site.inbox().expunge(UidSet.all());
        assertThat(ask(wire, "RETR 1")).startsWith("-ERR");
        assertThat(ask(wire, "TOP 1 0")).startsWith("-ERR");
        assertThat(ask(wire, "DELE 1")).startsWith("+OK");
        assertThat(ask(wire, "QUIT")).startsWith("+OK");
      }
    }
  }

  @Test
  void aMessageThatComesMeanwhileShowsInTheNextSession() throws Exception {
    try (Pop3Site site = new Pop3Site(Pop3Config.DEFAULT)) {
      try (Wire wire = site.login()) {
        site.add("Subject: one\r\n\r\nHello\r\n");
        assertThat(ask(wire, "STAT")).isEqualTo("+OK 0 0");
        assertThat(ask(wire, "QUIT")).startsWith("+OK");
      }
      try (Wire wire = site.login()) {
        assertThat(ask(wire, "STAT")).isEqualTo("+OK 1 23");
      }
    }
  }

  @Test
  void aStoreThatFailsAtQuitIsToldAndKeepsTheMessages() throws Exception {
    try (Pop3Site site = new Pop3Site(Pop3Config.DEFAULT)) {
      site.add("Subject: one\r\n\r\nHello\r\n");
      try (Wire wire = site.login()) {
        assertThat(ask(wire, "DELE 1")).startsWith("+OK");
        site.store.faults().failWrites(100);
        assertThat(ask(wire, "QUIT")).startsWith("-ERR [SYS/TEMP]");
      }
      assertThat(site.messages()).hasSize(1);
    }
  }

  @Test
  void aShutdownSaysSo() throws Exception {
    try (Pop3Site site = new Pop3Site(Pop3Config.DEFAULT)) {
      site.add("Subject: one\r\n\r\nHello\r\n");
      Wire wire = site.login();
      assertThat(ask(wire, "DELE 1")).startsWith("+OK");
      Task shutdown = site.world.start("shutdown", () -> site.plain.shutdown(SECONDS));
      assertThat(wire.readLine(512, SECONDS).text()).startsWith("-ERR [SYS/TEMP]");
      wire.close();
      shutdown.join();
      assertThat(site.messages()).hasSize(1);
    }
  }

  @Test
  void servesManyAtOnce() throws Exception {
    Pop3Config config = times(SECONDS, SECONDS).with(SessionLimits.DEFAULT);
    try (Pop3Site site = new Pop3Site(config)) {
      site.add("Subject: one\r\n\r\nHello\r\n");
      List<Task> tasks =
          java.util.stream.IntStream.range(0, 30)
              .mapToObj(i ->
                  site.world.start(
                      "client",
                      () -> {
                        try (Wire wire = site.login()) { // each waits for its turn
                          assertThat(ask(wire, "STAT")).isEqualTo("+OK 1 23");
                          assertThat(ask(wire, "QUIT")).startsWith("+OK");
                        }
                      }))
              .toList();
      for (Task task : tasks) {
        task.join();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          254 | 1024 | 1 | 1 | line-octets-max must be at least 255
          255 | 1023 | 1 | 1 | sasl-octets-max must be at least 1024
          255 | 1024 | 0 | 1 | bad-commands-max must be at least 1
          255 | 1024 | 1 | 0 | failed-logins-max must be at least 1
          """)
  void configurationMakesSense(int line, int sasl, int bad, int failed, String message) {
    assertThatThrownBy(() ->
            new Pop3Config(
                PlaintextLogin.NEVER,
                line,
                sasl,
                bad,
                failed,
                SECONDS,
                SECONDS,
                SECONDS,
                Duration.ZERO,
                SECONDS,
                SessionLimits.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
