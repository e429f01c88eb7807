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
    return new Pop3Config(PlaintextLogin.ALWAYS, 512, 4096, 10, 3, login, idle, SECONDS, SECONDS);
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
      try (Wire wire = site.login()) {
        assertThat(ask(wire, "DELE 1")).startsWith("+OK");
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
    try (Pop3Site site = new Pop3Site(times(SECONDS, SECONDS))) {
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
                PlaintextLogin.NEVER, line, sasl, bad, failed, SECONDS, SECONDS, SECONDS, SECONDS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
