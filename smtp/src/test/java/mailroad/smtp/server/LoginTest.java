package mailroad.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import mailroad.kernel.EmailAddress;
import mailroad.sasl.PlaintextLogin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Submission: RFC 6409, AUTH as in RFC 4954. The account is joe, the password is secret. */
class LoginTest {
  private static final String HELLO = "S: 220 *\nC: EHLO c\nS~ 250 HELP\n";

  private Port port;

  @BeforeEach
  void open() throws Exception {
    port = new Port(Configs.submission(PlaintextLogin.LOOPBACK));
  }

  @AfterEach
  void close() throws Exception {
    port.close();
  }

  @Test
  void takesMailOnlyFromWhoLoggedIn() throws Exception {
    port.play(
        HELLO
            + """
            C: MAIL FROM:<joe@example.org>
            S: 530 5.7.0 Authentication required
            C: AUTH PLAIN AGpvZQBzZWNyZXQ=
            S: 235 2.7.0 *
            C: EHLO again
            S~ 250 HELP
            C: MAIL FROM:<joe@example.org> AUTH=joe@example.org
            S: 250 *
            C: RCPT TO:<b@far.example>
            S: 250 *
            C: DATA
            S: 354 *
            C: .
            S: 250 *
            """);
    assertThat(port.message().client().login()).contains(EmailAddress.of("joe@example.org"));
    assertThat(port.message().client().protocol(false)).isEqualTo("ESMTPA");
    assertThat(port.message().envelope().parameters().auth().orElseThrow())
        .hasToString("<joe@example.org>");
  }

  @Test
  void logsInOverTlsByLogin() throws Exception {
    port.play(
        HELLO
            + """
            C: STARTTLS
            S: 220 *
            = tls
            C: EHLO c
            S~ 250-AUTH SCRAM-SHA-256-PLUS SCRAM-SHA-256 OAUTHBEARER XOAUTH2 PLAIN LOGIN
            S~ 250 HELP
            C: AUTH LOGIN
            S: 334 VXNlcm5hbWU6
            C: am9l
            S: 334 UGFzc3dvcmQ6
            C: c2VjcmV0
            S: 235 *
            C: AUTH LOGIN
            S: 503 *
            """);
  }

  @Test
  void badExchangesAreAnsweredAndTheSessionGoesOn() throws Exception {
    port.play(
        HELLO
            + """
            C: AUTH CRAM-MD5
            S: 504 5.5.4 *
            C: AUTH LOGIN
            S: 334 *
            C: *
            S: 501 5.7.0 *
            C: AUTH PLAIN
            S: 334*
            C: not base64!
            S: 501 5.5.2 *
            """);
  }

  @Test
  void anOverlongResponseIsRefusedA9() throws Exception {
    port.play(
        HELLO
            + """
            C: AUTH PLAIN
            S: 334*
            C/ 100000 A
            C:
            S: 500 5.5.6 *
            C: AUTH PLAIN AGpvZQBzZWNyZXQ=
            S: 235 *
            """);
  }

  @Test
  void guessingEndsTheSessionA9() throws Exception {
    port.play(
        HELLO
            + """
            C: AUTH PLAIN AGpvZQBndWVzcw==
            S: 535 5.7.8 Authentication failed
            C: AUTH PLAIN AG5vYm9keQBndWVzcw==
            S: 535 5.7.8 Authentication failed
            S: 421 4.7.0 *
            = closed
            """);
  }

  @Test
  void aStoreThatCannotAnswerIsNoDenial() throws Exception {
    port.play(HELLO + "C: AUTH PLAIN AGRvd24AeA==\nS: 454 4.7.0 *\n");
  }

  @Test
  void withoutTlsNoPasswordIsTakenUnlessConfigured() throws Exception {
    port.close();
    port = new Port(Configs.submission(PlaintextLogin.NEVER));
    port.play(
        HELLO
            + """
            C: AUTH PLAIN AGpvZQBzZWNyZXQ=
            S: 538 5.7.11 *
            C: MAIL FROM:<joe@example.org>
            S: 530 5.7.0 Say STARTTLS first
            """);
  }

  /** RFC 7628 section 3.2.2 and its example of a failure in section 4.3. */
  @Test
  void tokensAreTakenAndRefusedWithTheReason() throws Exception {
    port.play(
        HELLO
            + """
            C: AUTH OAUTHBEARER bixhPWpvZSwBYXV0aD1CZWFyZXIgbm90LWpvZXMBAQ==
            S: 334 eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIn0=
            C: AQ==
            S: 535 5.7.8 Authentication failed
            C: AUTH XOAUTH2
            S: 334*
            C: dXNlcj1qb2UBYXV0aD1CZWFyZXIgam9lcy10b2tlbgEB
            S: 235 2.7.0 *
            """);
  }

  @Test
  void scramCanBeCancelledAndIsCheckedInItsForm() throws Exception {
    port.play(
        HELLO
            + """
            C: AUTH SCRAM-SHA-256 biwsbj1qb2Uscj1hYmM=
            S: 334 cj1hYm*
            C: *
            S: 501 5.7.0 *
            C: AUTH SCRAM-SHA-256 bm9uc2Vuc2U=
            S: 501 5.5.2 *
            C: AUTH SCRAM-SHA-256-PLUS biwsbj1qb2Uscj1hYmM=
            S: 504 *
            C: AUTH EXTERNAL =
            S: 504 *
            """);
  }
}
