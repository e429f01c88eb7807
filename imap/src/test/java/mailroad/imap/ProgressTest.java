package mailroad.imap;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A client that waits for a long command hears how far it has come: RFC 9585. */
class ProgressTest {
  private static final ImapConfig IMPATIENT =
      ImapConfig.DEFAULT.withProgressInterval(Duration.ofNanos(1));

  @Test
  void tellsHowFarASearchHasCome() throws Exception {
    try (TestServer server = new TestServer(IMPATIENT)) {
      for (int i = 1; i <= 20; i++) {
        server.deliver("Subject: " + i + "\n\n" + "words and words ".repeat(500) + "\n");
      }
      server.playLoggedIn(
          """
          C: a SELECT INBOX
          S~ a OK *
          C: b SEARCH BODY nothing-like-this
          S~ * OK [INPROGRESS ("b" * 20)] *
          S~ * SEARCH
          S: b OK *
          C: c COPY 1:* Trash
          S~ * OK [INPROGRESS ("c" * 20)] *
          S~ c OK [COPYUID *
          C: d MOVE 1:* Trash
          S~ * OK [INPROGRESS ("d" * 20)] *
          S~ d OK *
          """);
    }
  }

  @Test
  void saysNothingOfWhatIsDoneAtOnce() throws Exception {
    try (TestServer server = new TestServer(ImapConfig.DEFAULT)) {
      server.deliver("Subject: 1\n\n1\n");
      server.playLoggedIn(
          """
          C: a SELECT INBOX
          S~ a OK *
          C: b SEARCH BODY 1
          S: * SEARCH 1
          S: b OK *
          """);
    }
  }
}
