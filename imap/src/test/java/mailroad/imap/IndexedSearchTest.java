package mailroad.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import mailroad.kernel.Bell;
import mailroad.mailbox.MailboxConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Searches over an index find what searches without one find: RFC 3501 section 6.4.4. */
class IndexedSearchTest {
  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server =
        new TestServer(ImapConfig.DEFAULT, MailboxConfig.DEFAULT, 0, TestServer.Function.INDEXED);
    server.deliver("Subject: fruit\nX-Kind: sweet\n\nApples and pears\n");
    server.deliver("Subject: =?utf-8?q?K=C3=A4se?=\n\nfrom cows\n");
    server.deliver(
        "Subject: both\nContent-Type: text/html\n\n<p>Pe<b>ar</b> &amp; K&auml;se</p>\n");
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  /** Waits until the index has so many messages. */
  private void indexed(long messages) throws Exception {
    server.index().want(server.mailboxes().inbox());
    Bell nobody = server.world().bell();
    Instant late = server.world().now().plus(Duration.ofSeconds(20));
    while (server.index().state().messages() != messages) {
      assertThat(server.world().now()).isBefore(late);
      nobody.await(0, Duration.ofMillis(5));
    }
  }

  private void finds() throws Exception {
    server.playLoggedIn(
        """
        C: s EXAMINE INBOX
        S~ s OK *
        C: a SEARCH TEXT pear
        S: * SEARCH 1 3
        S: a OK *
        C: b SEARCH BODY "k\u00e4se"
        S: * SEARCH 3
        S: b OK *
        C: c SEARCH TEXT "K\u00c4SE"
        S: * SEARCH 2 3
        S: c OK *
        C: d SEARCH NOT TEXT "cows"
        S: * SEARCH 1 3
        S: d OK *
        C: e SEARCH HEADER X-Kind wee
        S: * SEARCH 1
        S: e OK *
        C: f SEARCH OR BODY ples SUBJECT both
        S: * SEARCH 1 3
        S: f OK *
        C: g SEARCH TEXT "pe"
        S: * SEARCH 1 3
        S: g OK *
        C: h SEARCH TEXT "nowhere"
        S: * SEARCH
        S: h OK *
        C: i SEARCH BODY "<b>ar"
        S: * SEARCH 3
        S: i OK *
        """);
  }

  @Test
  void findsTheSameWithAndWithoutTheIndex() throws Exception {
    finds();
    indexed(3);
    finds();
  }

  @Test
  void findsWhatTheIndexDoesNotHaveYet() throws Exception {
    indexed(3);
    server.deliver("Subject: late\n\nlate pears\n");
    server.playLoggedIn(
        """
        C: s EXAMINE INBOX
        S~ s OK *
        C: a SEARCH TEXT "late pears"
        S: * SEARCH 4
        S: a OK *
        """);
    indexed(4);
    server.playLoggedIn(
        """
        C: s EXAMINE INBOX
        S~ s OK *
        C: a SEARCH TEXT "late pears"
        S: * SEARCH 4
        S: a OK *
        """);
  }

  @Test
  void findsWhileTheIndexIsMadeAnew() throws Exception {
    indexed(3);
    server.index().rebuild();
    finds();
    indexed(3);
    finds();
  }
}
