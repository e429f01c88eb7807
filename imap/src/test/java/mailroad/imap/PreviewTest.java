package mailroad.imap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PREVIEW: RFC 8970. */
class PreviewTest {
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
  void tellsHowMessagesBegin() throws Exception {
    server.deliver("Subject: x\n\n> quoted\nHello  there,\n\n  all \"of\" you\n-- \nAnn\n");
    server.deliver(
        """
        Content-Type: multipart/alternative; boundary=b

        --b
        Content-Type: text/html

        <style>p {}</style><p>web</p>
        --b
        Content-Transfer-Encoding: quoted-printable

        gr=C3=BCn
        --b--
        """);
    server.deliver("Content-Type: image/png\n\nxxx\n");
    server.deliver(
        "Content-Type: text/html\n\n<html><head><title>t</title></head><!-- no --><b>R&amp;D</b>&#8364;<br>x\n");
    server.playLoggedIn(
        """
        C: s EXAMINE INBOX
        S~ s OK *
        C: a FETCH 1:4 PREVIEW
        S: * 1 FETCH (PREVIEW "Hello there, all \\"of\\" you")
        S: * 2 FETCH (PREVIEW {5}
        S: gr\\xC3\\xBCn)
        S: * 3 FETCH (PREVIEW "")
        S: * 4 FETCH (PREVIEW {8}
        S: R&D\\xE2\\x82\\xAC x)
        S: a OK *
        C: b FETCH 1 (UID PREVIEW (LAZY))
        S: * 1 FETCH (UID 1 PREVIEW "Hello there, all \\"of\\" you")
        S: b OK *
        C: c FETCH 1 PREVIEW (EAGER)
        S: c BAD *
        """);
  }

  @Test
  void tellsLazilyOfLargeMessagesTooSinceTheirOutlinesAreKept() throws Exception {
    server.deliver("Subject: large\n\n" + "word \n".repeat(30_000));
    server.playLoggedIn(
        """
        C: s EXAMINE INBOX
        S~ s OK *
        C: a FETCH 1 PREVIEW (LAZY)
        S: * 1 FETCH (PREVIEW "word word *")
        S: a OK *
        C: b FETCH 1 PREVIEW
        S: * 1 FETCH (PREVIEW "word word *")
        S: b OK *
        """);
  }
}
