package mailroad.imap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parts decoded, and octets of all kinds: RFC 3516. */
class BinaryTest {
  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(ImapConfig.DEFAULT);
    server.deliver(
        """
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: application/octet-stream
        Content-Transfer-Encoding: base64

        AAEC
        AwQ=
        --b
        Content-Transfer-Encoding: quoted-printable

        gr=C3=BC=
        n
        --b
        Content-Type: message/rfc822
        Content-Transfer-Encoding: base64

        Subject: inner
        Content-Transfer-Encoding: base64

        aGVsbG8=
        --b
        Content-Transfer-Encoding: x-secret

        ???
        --b--
        """);
    server.deliver("Subject: plain\nContent-Transfer-Encoding: base64\n\naGVsbG8gd29ybGQ=\n");
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private void play(String script) throws Exception {
    server.playLoggedIn("C: s SELECT INBOX\nS~ s OK *\n" + script);
  }

  @Test
  void decodesParts() throws Exception {
    play(
        """
        C: a FETCH 1 (BINARY.SIZE[1] BINARY.PEEK[1])
        S: * 1 FETCH (BINARY.SIZE[1] 5 BINARY[1] ~{5}
        S: \\0\\x01\\x02\\x03\\x04)
        S: a OK *
        C: b FETCH 1 (BINARY.PEEK[2] BINARY.SIZE[2])
        S: * 1 FETCH (BINARY[2] {5}
        S: gr\\xC3\\xBCn BINARY.SIZE[2] 5)
        S: b OK *
        C: c FETCH 1 (BINARY.SIZE[3] BINARY.PEEK[3.1] BINARY.PEEK[9] BINARY.SIZE[9])
        S: * 1 FETCH (BINARY.SIZE[3] 61 BINARY[3.1] {5}
        S: hello BINARY[9] NIL BINARY.SIZE[9] 0)
        S: c OK *
        C: d FETCH 2 BINARY[1]
        S: * 2 FETCH (FLAGS (\\Seen \\Recent) BINARY[1] {11}
        S: hello world)
        S: d OK *
        """);
  }

  @Test
  void tellsWholeMessagesAsTheyAre() throws Exception {
    play(
        """
        C: a FETCH 2 (BINARY.SIZE[] BINARY.PEEK[])
        S: * 2 FETCH (BINARY.SIZE[] 71 BINARY[] {71}
        S: Subject: plain
        S: Content-Transfer-Encoding: base64
        S:
        S: aGVsbG8gd29ybGQ=
        S: )
        S: a OK *
        """);
  }

  @Test
  void tellsSomeOfWhatAPartStandsFor() throws Exception {
    play(
        """
        C: a FETCH 2 (BINARY.PEEK[1]<6.3> BINARY.PEEK[1]<9.100> BINARY.PEEK[1]<100.1>)
        S: * 2 FETCH (BINARY[1]<6> {3}
        S: wor BINARY[1]<9> {2}
        S: ld BINARY[1]<100> {0}
        S: )
        S: a OK *
        C: b FETCH 2 BINARY.PEEK[1]<0.0>
        S: b BAD *
        C: c FETCH 2 BINARY.PEEK[1.MIME]
        S: c BAD *
        C: d FETCH 2 BINARY.SIZE[1]<0.1>
        S: d BAD *
        """);
  }

  @Test
  void saysSoWhereNobodyCanDecode() throws Exception {
    play(
        """
        C: a FETCH 1 BINARY.PEEK[4]
        S: a NO [UNKNOWN-CTE] *
        C: b FETCH 1:2 (UID BINARY.SIZE[4])
        S: * 2 FETCH (UID 2 BINARY.SIZE[4] 0)
        S: b NO [UNKNOWN-CTE] *
        C: c FETCH 1 BODY.PEEK[4]
        S: * 1 FETCH (BODY[4] {3}
        S: ???)
        S: c OK *
        """);
  }

  @Test
  void takesOctetsOfAllKinds() throws Exception {
    play(
        """
        C+ a APPEND INBOX ~{53+}\\r\\nContent-Transfer-Encoding: binary\\r\\nSubject: x\\r\\n\\r\\na\\0b\\r\\r\\n
        S: * 3 EXISTS
        S: * 3 RECENT
        S: a OK [APPENDUID * 3] *
        C: b FETCH 3 (BINARY.PEEK[1] BINARY.PEEK[1]<0.1>)
        S: * 3 FETCH (BINARY[1] ~{4}
        S: a\\0b\\r BINARY[1]<0> *
        S: a)
        S: b OK *
        C: c APPEND INBOX (\\Seen) ~{3}
        S: + *
        C: a\\0b
        S: * 4 EXISTS
        S: * 4 RECENT
        S: c OK *
        C: d SEARCH SUBJECT ~{3+}
        C: abc
        S: d BAD *
        """);
  }
}
