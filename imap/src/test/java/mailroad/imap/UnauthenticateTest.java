package mailroad.imap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** UNAUTHENTICATE: RFC 8437. */
class UnauthenticateTest {
  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(ImapConfig.DEFAULT);
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void makesTheSessionNobodysAgain() throws Exception {
    server.play(
        """
        S: * OK *
        C: a UNAUTHENTICATE
        S: a BAD *
        C: b LOGIN joe@b.example secret00
        S: b OK [CAPABILITY *UNAUTHENTICATE*
        C: c ENABLE UTF8=ACCEPT
        S: * ENABLED UTF8=ACCEPT
        S: c OK *
        C: d SELECT INBOX
        S~ d OK *
        C: e UNAUTHENTICATE
        S: e OK *
        C: f NOOP
        S: f OK *
        C: g FETCH 1 FLAGS
        S: g BAD *
        C: h LIST "" *
        S: h BAD *
        C: i AUTHENTICATE PLAIN AGpvZUBiLmV4YW1wbGUAc2VjcmV0MDA=
        S: i OK *
        C: j FETCH 1 FLAGS
        S: j BAD *
        C: k ENABLE UTF8=ACCEPT
        S: * ENABLED UTF8=ACCEPT
        S: k OK *
        """);
  }
}
