package mailroad.imap;

import java.time.Instant;
import mailroad.mailbox.Flag;
import mailroad.mailbox.Flags;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** FETCH: RFC 3501 section 6.4.5 and RFC 3501 section 7.4.2. */
class FetchTest {
  private static final String MESSAGE =
      """
      From: "Ann \\"A.\\" Other" <ann@a.example>
      To: friends: bob@b.example, Carl <c@c.example>;
      Cc: nobody
      Subject: =?utf-8?q?sch=C3=B6n?=
      Date: Fri, 21 Nov 1997 09:55:06 -0600
      Message-ID: <1@a.example>
      In-Reply-To: <0@a.example>
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary="b"

      preamble
      --b
      Content-Type: text/plain; charset=utf-8; format=flowed
      Content-Language: en, de

      first
      part
      --b
      Content-Type: multipart/alternative; boundary="c"

      --c

      plain
      --c
      Content-Type: text/html
      Content-Transfer-Encoding: base64

      PGI+aGk8L2I+
      --c--
      --b
      Content-Type: message/rfc822
      Content-Disposition: attachment; filename="old.eml"
      Content-Description: an old one

      Subject: inner
      From: x@x.example

      inner body
      --b
      Content-Type: image/png; name=p.png
      Content-Transfer-Encoding: base64
      Content-ID: <p@a.example>
      Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==
      Content-Location: http://a.example/p.png

      AAAA
      --b--
      """;

  private TestServer server;

  @BeforeEach
  void open() throws Exception {
    server = new TestServer(ImapConfig.DEFAULT);
    server.deliver("INBOX", MESSAGE, Flags.of(Flag.SEEN), Instant.parse("2024-02-01T09:11:12Z"));
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  private void play(String script) throws Exception {
    server.playLoggedIn("C: s SELECT INBOX\nS~ s OK *\n" + script);
  }

  @Test
  void tellsTheEnvelope() throws Exception {
    play(
        """
        C: a FETCH 1 ENVELOPE
        S: * 1 FETCH (ENVELOPE ("Fri, 21 Nov 1997 09:55:06 -0600" "=?utf-8?q?sch=C3=B6n?=" (("Ann \\\\"A.\\\\" Other" NIL "ann" "a.example")) (("Ann \\\\"A.\\\\" Other" NIL "ann" "a.example")) (("Ann \\\\"A.\\\\" Other" NIL "ann" "a.example")) ((NIL NIL "friends" NIL)(NIL NIL "bob" "b.example")("Carl" NIL "c" "c.example")(NIL NIL NIL NIL)) ((NIL NIL "nobody" "")) NIL "<0@a.example>" "<1@a.example>"))
        S: a OK *
        """);
  }

  @Test
  void tellsTheStructure() throws Exception {
    String text =
        "\"text\" \"plain\" (\"charset\" \"utf-8\" \"format\" \"flowed\") NIL NIL \"7bit\" 11 2";
    String plain = "\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 5 1";
    String html = "\"text\" \"html\" NIL NIL NIL \"base64\" 12 1";
    String envelope =
        "(NIL \"inner\" ((NIL NIL \"x\" \"x.example\")) ((NIL NIL \"x\" \"x.example\")) ((NIL NIL \"x\" \"x.example\"))"
            + " NIL NIL NIL NIL NIL)";
    String inner = "\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 10 1";
    String message = "\"message\" \"rfc822\" NIL NIL \"an old one\" \"7bit\" 47 %s (%s) 4";
    String image = "\"image\" \"png\" (\"name\" \"p.png\") \"<p@a.example>\" NIL \"base64\" 4";
    play(
        """
        C: a FETCH 1 BODY
        S: * 1 FETCH (BODY ((%s)((%s)(%s) "alternative")(%s)(%s) "mixed"))
        S: a OK *
        C: b FETCH 1 BODYSTRUCTURE
        S: * 1 FETCH (BODYSTRUCTURE ((%s NIL NIL ("en" "de") NIL)((%s NIL NIL NIL NIL)(%s NIL NIL NIL NIL) "alternative" ("boundary" "c") NIL NIL NIL)(%s NIL ("attachment" ("filename" "old.eml")) NIL NIL)(%s "Q2hlY2sgSW50ZWdyaXR5IQ==" NIL NIL "http://a.example/p.png") "mixed" ("boundary" "b") NIL NIL NIL))
        S: b OK *
        """
            .formatted(
                text,
                plain,
                html,
                message.formatted(envelope, inner),
                image,
                text,
                plain,
                html,
                message.formatted(envelope, inner + " NIL NIL NIL NIL"),
                image));
  }

  @Test
  void givesSections() throws Exception {
    play(
        """
        C: a FETCH 1 (BODY.PEEK[1] BODY.PEEK[2.1] BODY.PEEK[2.2] BODY.PEEK[3.TEXT])
        S: * 1 FETCH (BODY[1] {11}
        S: first
        S: part BODY[2.1] {5}
        S: plain BODY[2.2] {12}
        S: PGI+aGk8L2I+ BODY[3.TEXT] {10}
        S: inner body)
        S: a OK *
        C: b FETCH 1 (BODY.PEEK[3.HEADER] BODY.PEEK[4.MIME] BODY.PEEK[3.1] BODY.PEEK[3.HEADER.FIELDS (SUBJECT)])
        S: * 1 FETCH (BODY[3.HEADER] {37}
        S: Subject: inner
        S: From: x@x.example
        S:
        S:  BODY[4.MIME] {*}
        S: Content-Type: image/png; name=p.png
        S: Content-Transfer-Encoding: base64
        S: Content-ID: <p@a.example>
        S: Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==
        S: Content-Location: http://a.example/p.png
        S:
        S:  BODY[3.1] {10}
        S: inner body BODY[3.HEADER.FIELDS (SUBJECT)] {18}
        S: Subject: inner
        S:
        S: )
        S: b OK *
        C: c FETCH 1 (BODY.PEEK[9] BODY.PEEK[1.1] BODY.PEEK[1.TEXT])
        S: * 1 FETCH (BODY[9] NIL BODY[1.1] NIL BODY[1.TEXT] NIL)
        S: c OK *
        """);
  }

  @Test
  void givesSomeFieldsAndSomeOctets() throws Exception {
    play(
        """
        C: a FETCH 1 BODY.PEEK[HEADER.FIELDS (message-id "To")]
        S: * 1 FETCH (BODY[HEADER.FIELDS (message-id To)] {*}
        S: To: friends: bob@b.example, Carl <c@c.example>;
        S: Message-ID: <1@a.example>
        S:
        S: )
        S: a OK *
        C: b FETCH 1 BODY.PEEK[HEADER.FIELDS.NOT (From To Cc Subject Date In-Reply-To MIME-Version Content-Type)]
        S: * 1 FETCH (BODY[HEADER.FIELDS.NOT (From To Cc Subject Date In-Reply-To MIME-Version Content-Type)] {29}
        S: Message-ID: <1@a.example>
        S:
        S: )
        S: b OK *
        C: c FETCH 1 (BODY.PEEK[1]<2.5> BODY.PEEK[1]<9.99> BODY.PEEK[1]<99.9> BODY.PEEK[HEADER.FIELDS (To)]<0.3>)
        S: * 1 FETCH (BODY[1]<2> {5}
        S: rst
        S:  BODY[1]<9> {2}
        S: rt BODY[1]<99> {0}
        S:  BODY[HEADER.FIELDS (To)]<0> {3}
        S: To:)
        S: c OK *
        """);
  }

  @Test
  void knowsTheOldNames() throws Exception {
    server.deliver("Subject: short\n\nbody\n");
    play(
        """
        C: a FETCH 2 (RFC822.HEADER RFC822.SIZE INTERNALDATE FLAGS)
        S: * 2 FETCH (RFC822.HEADER {18}
        S: Subject: short
        S:
        S:  RFC822.SIZE 24 INTERNALDATE "21-Nov-2026 10:11:12 +0000" FLAGS (\\Recent))
        S: a OK *
        C: b FETCH 2 RFC822.TEXT
        S: * 2 FETCH (FLAGS (\\Seen \\Recent) RFC822.TEXT {6}
        S: body
        S: )
        S: b OK *
        C: c FETCH 2 RFC822
        S: * 2 FETCH (RFC822 {24}
        S: Subject: short
        S:
        S: body
        S: )
        S: c OK *
        C: d FETCH 1:2 FAST
        S: * 1 FETCH (FLAGS (\\Seen \\Recent) INTERNALDATE "01-Feb-2024 09:11:12 +0000" RFC822.SIZE *)
        S: * 2 FETCH (FLAGS (\\Seen \\Recent) INTERNALDATE "21-Nov-2026 10:11:12 +0000" RFC822.SIZE 24)
        S: d OK *
        """);
  }

  @Test
  void marksAsSeenUnlessItOnlyPeeks() throws Exception {
    server.deliver("Subject: short\n\nbody\n");
    play(
        """
        C: a FETCH 2 BODY.PEEK[TEXT]
        S~ a OK *
        C: b FETCH 2 FLAGS
        S: * 2 FETCH (FLAGS (\\Recent))
        S: b OK *
        C: c FETCH 2 BODY[TEXT]<0.1>
        S: * 2 FETCH (FLAGS (\\Seen \\Recent) BODY[TEXT]<0> {1}
        S: b)
        S: c OK *
        C: d UID FETCH 2 BODY[TEXT]<0.1>
        S: * 2 FETCH (UID 2 BODY[TEXT]<0> {1}
        S: b)
        S: d OK *
        C: e UID FETCH 2:99 (FLAGS UID)
        S: * 2 FETCH (FLAGS (\\Seen \\Recent) UID 2)
        S: e OK *
        C: f UID FETCH 77 FLAGS
        S: f OK *
        C: g FETCH 3 FLAGS
        S: g BAD *
        """);
  }

  @Test
  void givesWhatQuotesCannotHoldAsLiterals() throws Exception {
    server.deliver("Subject: Gr\u00fc\u00dfe\nFrom: \"a\\\\b\" <a@b>\n\nx\n");
    play(
        """
        C: a FETCH 2 ENVELOPE
        S: * 2 FETCH (ENVELOPE (NIL {7}
        S: Gr\\xc3\\xbc\\xc3\\x9fe (("a\\\\\\\\b" NIL "a" "b")) (("a\\\\\\\\b" NIL "a" "b")) (("a\\\\\\\\b" NIL "a" "b")) NIL NIL NIL NIL NIL))
        S: a OK *
        """
            .replace("{7}\n", "{8}\n")
            .replace(
                "{8}",
                "{"
                    + "Gr\u00fc\u00dfe".getBytes(java.nio.charset.StandardCharsets.UTF_8).length
                    + "}"));
  }
}
