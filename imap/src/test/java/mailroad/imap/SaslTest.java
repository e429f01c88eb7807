package mailroad.imap;

import mailroad.imap.TestServer.Function;
import mailroad.mailbox.MailboxConfig;
import org.junit.jupiter.api.Test;

/**
 * Exchanges of several steps, octet by octet: RFC 3501 section 6.2.2, RFC 4959. All octets of the server's nonce and of the
 * salt are "A".
 */
class SaslTest {
  /** n,,n=joe@b.example,r=fyko+d2lbbFgONRv9qkxdawL */
  private static final String CLIENT_FIRST =
      "biwsbj1qb2VAYi5leGFtcGxlLHI9ZnlrbytkMmxiYkZnT05Sdjlxa3hkYXdM";

  /** r=fyko+d2lbbFgONRv9qkxdawLQUFBQUFBQUFBQUFBQUFBQUFB,s=QUFBQUFBQUFBQUFBQUFBQQ==,i=4096 */
  private static final String SERVER_FIRST =
      "cj1meWtvK2QybGJiRmdPTlJ2OXFreGRhd0xRVUZCUVVGQlFVRkJRVUZCUVVGQlFVRkIs"
          + "cz1RVUZCUVVGQlFVRkJRVUZCUVVGQlFRPT0saT00MDk2";

  /** The same in the client's final message: c=biws,r=fyko+d2lbbFgONRv9qkxdawLQUF...QUFB,p= */
  private static final String CLIENT_FINAL =
      "Yz1iaXdzLHI9ZnlrbytkMmxiYkZnT05Sdjlxa3hkYXdMUVVGQlFVRkJRVUZCUVVGQlFVRkJRVUZCLHA9";

  /** RFC 7677 section 3. */
  @Test
  void provesThePasswordByScram() throws Exception {
    try (TestServer server = new TestServer(ImapConfig.DEFAULT)) {
      server.play(
          """
          S: * OK *
          C: a AUTHENTICATE SCRAM-SHA-256 %1$s
          S: + %2$s
          C: %3$sL0llb0FHVENqSUhsaDJPR0wxVHoyU3pTQzhQL0ViSTFoOVRiT1plV1N0dz0=
          S: + dj1wYXZOOHVhNWc2VFFxWW8vV2Vub1dmRTRraWE5bzZiTWdRYkcrSTJBQ1g4PQ==
          C:
          S: a OK *
          C: b SELECT INBOX
          S~ b OK *
          = on second
          S: * OK *
          C: a AUTHENTICATE SCRAM-SHA-256
          S: +\\x20
          C: %1$s
          S: + %2$s
          C: *
          S: a BAD *
          """
              .formatted(CLIENT_FIRST, SERVER_FIRST, CLIENT_FINAL));
    }
  }

  @Test
  void refusesTheProofOfAnotherPassword() throws Exception {
    try (TestServer server = new TestServer(ImapConfig.DEFAULT)) {
      server.play(
          """
          S: * OK *
          C: a AUTHENTICATE SCRAM-SHA-256 %s
          S: + %s
          C: %seFByN09sM0FDUC9pY1VFMnBTN3VUNC95OFdRRzBsMG5UUVdabzc2QTN3ND0=
          S: a NO [AUTHENTICATIONFAILED] *
          """
              .formatted(CLIENT_FIRST, SERVER_FIRST, CLIENT_FINAL));
    }
  }

  /** RFC 7628 section 3. */
  @Test
  void takesATokenByOauthbearer() throws Exception {
    try (TestServer server = tokens()) {
      server.play(
          """
          S: * OK *
          C: a CAPABILITY
          S: * CAPABILITY * AUTH=SCRAM-SHA-256 AUTH=OAUTHBEARER AUTH=XOAUTH2 AUTH=PLAIN AUTH=LOGIN
          S: a OK *
          C: b AUTHENTICATE OAUTHBEARER bixhPWpvZUBiLmV4YW1wbGUsAWhvc3Q9bWFpbC5leGFtcGxlLm9yZwFwb3J0PTE0MwFhdXRoPUJlYXJlciBvdGhlci10b2tlbgEB
          S: + eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=
          C: AQ==
          S: b NO [AUTHENTICATIONFAILED] *
          C: c AUTHENTICATE OAUTHBEARER bixhPWFubkBleGFtcGxlLm9yZywBYXV0aD1CZWFyZXIgam9lcy10b2tlbgEB
          S: + eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=
          C: AQ==
          S: c NO [AUTHENTICATIONFAILED] *
          C: d AUTHENTICATE OAUTHBEARER bixhPWpvZUBiLmV4YW1wbGUsAWhvc3Q9bWFpbC5leGFtcGxlLm9yZwFwb3J0PTE0MwFhdXRoPUJlYXJlciBqb2VzLXRva2VuAQE=
          S: d OK *
          = on second
          S: * OK *
          C: a AUTHENTICATE OAUTHBEARER
          S: +\\x20
          C: biwsAWF1dGg9QmVhcmVyIGpvZXMtdG9rZW4BAQ==
          S: a OK *
          """);
    }
  }

  @Test
  void takesATokenByXoauth2() throws Exception {
    try (TestServer server = tokens()) {
      server.play(
          """
          S: * OK *
          C: a AUTHENTICATE XOAUTH2 dXNlcj1qb2VAYi5leGFtcGxlAWF1dGg9QmVhcmVyIG90aGVyLXRva2VuAQE=
          S: + eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=
          C:
          S: a NO [AUTHENTICATIONFAILED] *
          C: b AUTHENTICATE XOAUTH2
          S: +\\x20
          C: dXNlcj1qb2VAYi5leGFtcGxlAWF1dGg9QmVhcmVyIGpvZXMtdG9rZW4BAQ==
          S: b OK *
          """);
    }
  }

  private static TestServer tokens() throws Exception {
    return new TestServer(ImapConfig.DEFAULT, MailboxConfig.DEFAULT, 0, Function.TOKENS);
  }
}
